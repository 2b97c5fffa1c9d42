import type { Day } from '../../../core/calendar';
import { readTaxTable, type TaxTable } from '../../../core/invoice/lines/amounts/taxTable';
import type { LedgerRead, PayerRead } from '../../../core/invoice/request/facts';
import type { LedgerQuestions } from '../../../core/invoice/request/ledgerQuestions';
import {
	referenceKey,
	type NamedEntity,
	type NamedRecord,
	type Reference,
} from '../../../core/invoice/request/namedRecords';
import type { QuickBooksCompanyCurrency } from '../../../core/records/quickbooks';
import type { QuickBooksPort } from '../../../gateways/ports';
import { readCandidates, type CustomerReading } from '../../accounts/find/customerOwners';
import { findItems } from '../../accounts/find/items';
import { ANY_STATE, findByIds } from '../../accounts/quickBooksRecords';
import { findInvoicesSince, findNumbered } from './invoices';

/** Reads all that QuickBooks is asked about a deal, at once; of lists only what is named. */
export async function readLedger(
	questions: LedgerQuestions,
	accounts: CustomerReading,
): Promise<LedgerRead> {
	const { hubspot, quickbooks } = accounts;
	const { company, currency, lines, taxedOn } = questions;
	const [payer, parent, items, recorded, made, taxTable, named, numbered, currencies] =
		await Promise.all([
			readPayer(questions, accounts),
			company && readCandidates(company, currency, accounts),
			findItems(hubspot, quickbooks, lines, questions.defaultItemId),
			findByIds(quickbooks, 'Invoice', questions.recordedInvoiceIds),
			findInvoicesSince(quickbooks, questions.since),
			taxedOn === undefined ? undefined : readTaxes(quickbooks, taxedOn),
			readNamed(quickbooks, questions.references),
			findNumbered(quickbooks, questions.number),
			findCurrency(quickbooks, questions.listedCurrency),
		]);
	return { payer, parent, items, recorded, made, taxTable, named, numbered, currencies };
}

async function readPayer(
	{ party, customerId = '', currency }: LedgerQuestions,
	accounts: CustomerReading,
): Promise<PayerRead> {
	if (party) return { kind: 'auto', read: await readCandidates(party, currency, accounts) };
	const [customer] = await findByIds(accounts.quickbooks, 'Customer', [customerId]);
	return { kind: 'specific', id: customerId, customer };
}

async function readTaxes(quickbooks: QuickBooksPort, on: Day): Promise<TaxTable> {
	const [codes, rates] = await Promise.all([
		quickbooks.find('TaxCode', {}),
		quickbooks.find('TaxRate', {}),
	]);
	return readTaxTable(codes, rates, on);
}

/** The records that the node names, by kind and id. */
async function readNamed(
	quickbooks: QuickBooksPort,
	references: readonly Reference[],
): Promise<Map<string, NamedRecord>> {
	const entities = [...new Set(references.map(({ entity }) => entity))];
	const found = await Promise.all(
		entities.map(
			async (entity) =>
				await readListed(
					quickbooks,
					entity,
					references.filter((one) => one.entity === entity).map(({ id }) => id),
				),
		),
	);
	return new Map(found.flat());
}

/** What is no number is no id, so it is not asked for. */
async function readListed(
	quickbooks: QuickBooksPort,
	entity: NamedEntity,
	ids: readonly string[],
): Promise<Array<[string, NamedRecord]>> {
	const rows = await findByIds(
		quickbooks,
		entity,
		ids.filter((id) => /^\d+$/.test(id)),
	);
	return rows.map((row) => [
		referenceKey(entity, row.Id),
		{
			name: row.Name ?? row.Id,
			isActive: row.Active !== false,
			...('AccountType' in row && { accountType: row.AccountType }),
		},
	]);
}

/** The rows of the company's list of currencies with a code. */
async function findCurrency(
	quickbooks: QuickBooksPort,
	code: string | undefined,
): Promise<QuickBooksCompanyCurrency[]> {
	return code === undefined
		? []
		: await quickbooks.find('CompanyCurrency', {
				where: [{ field: 'Code', operator: '=', value: code }, ANY_STATE],
			});
}
