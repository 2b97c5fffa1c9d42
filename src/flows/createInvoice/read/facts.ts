import {
	askForRest,
	askForTerms,
	type FirstFacts,
} from '../../../core/invoice/plan/decisions/furtherQuestions';
import { candidateInvoices } from '../../../core/invoice/plan/decisions/whatIsBilled';
import { buildSource } from '../../../core/invoice/request/buildSource';
import type { InvoiceFacts, RestRead, TermsRead } from '../../../core/invoice/request/facts';
import { askOfLedger } from '../../../core/invoice/request/ledgerQuestions';
import type { BillingSource } from '../../../core/invoice/request/source';
import { readCompanyRules } from '../../../core/invoice/billing/settings';
import type { QuickBooksSettings } from '../../../core/records/quickbooksQueries';
import type { FlowContext } from '../../accounts/context';
import { findByIds } from '../../accounts/quickBooksRecords';
import { readLedger } from './ledger';
import { readPlaces } from './places';
import type { StartRead } from './start';

/**
 * What HubSpot says about the deal, by the company's settings.
 *
 * @throws Declined when lines are missing, unclear or wrong
 */
export function sourceOf(
	{ deal, input, classes, now }: StartRead,
	{ preferences, company }: QuickBooksSettings,
	{ hubspot: { names }, quickbooks: { realmId } }: FlowContext,
): BillingSource {
	const rules = readCompanyRules(preferences, company);
	return buildSource(deal, input, { names, realmId, now, rules, classes });
}

/**
 * Reads all that one invoice is decided by: QuickBooks at once, then what follows from it.
 *
 * @throws Declined when nothing can be decided whatever else is read
 */
export async function readFacts(
	{ input, known }: StartRead,
	source: BillingSource,
	{ preferences, company }: QuickBooksSettings,
	context: FlowContext,
): Promise<InvoiceFacts> {
	const { hubspot, quickbooks } = context;
	const rules = readCompanyRules(preferences, company);
	const ledger = await readLedger(askOfLedger(source, rules, input), {
		hubspot,
		quickbooks,
		known: async () => await known,
	});
	const accounts = { names: hubspot.names, realmId: quickbooks.realmId };
	const first = { ...accounts, input, rules, source, ledger };
	const { source: placed, ...terms } = await readTerms(first, context);
	const second = { ...first, source: placed, terms };
	const rest = await readRest(second, context);
	const readAt = quickbooks.answeredAt?.() ?? context.now().getTime();
	return { ...second, rest, known: await known, readAt };
}

/** Currency, payment terms, and where HubSpot shows the invoices that may be the deal's. */
async function readTerms(
	facts: FirstFacts,
	{ hubspot, quickbooks }: FlowContext,
): Promise<TermsRead> {
	const { exchangeRate: asked, termId } = askForTerms(facts);
	const [exchangeRate, terms, places] = await Promise.all([
		asked && quickbooks.readExchangeRate(asked.currency, asked.on),
		findByIds(quickbooks, 'Term', termId === undefined ? [] : [termId]),
		readPlaces(hubspot, quickbooks.realmId, candidateInvoices(facts.ledger), facts.source),
	]);
	return { exchangeRate, term: terms[0], source: { ...facts.source, places } };
}

/** What depends on whether the deal was billed before. */
async function readRest(
	facts: FirstFacts & Pick<InvoiceFacts, 'terms'>,
	{ quickbooks }: FlowContext,
): Promise<RestRead> {
	const { paymentIds, customerId, classIds } = askForRest(facts);
	const [payments, customer, classes] = await Promise.all([
		findByIds(quickbooks, 'Payment', paymentIds),
		customerId === undefined ? undefined : quickbooks.read('Customer', customerId),
		findByIds(quickbooks, 'Class', classIds),
	]);
	return { payments, customer, classes };
}
