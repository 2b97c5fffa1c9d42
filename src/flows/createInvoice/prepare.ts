import type { Day } from '../../core/calendar';
import { chooseParty, type CustomerChosen } from '../../core/contact/choose';
import { withLabels, type Party } from '../../core/contact/party';
import { compareWithDeal } from '../../core/invoice/billing/agreement';
import {
	decideBilling,
	type BillingDecision,
} from '../../core/invoice/alreadyBilled/decideBilling';
import type { BillingWish } from '../../core/invoice/alreadyBilled/wish';
import type { DealInvoices } from '../../core/invoice/alreadyBilled/ownInvoices';
import {
	billedSince,
	customerCurrency,
	dealInvoicesOf,
	ownInvoices,
	type BillingSource,
} from '../../core/invoice/request/source';
import type { CreateInvoiceInput } from '../../core/invoice/request/request';
import { isBundle, takeApart, type Bundle } from '../../core/invoice/lines/bundle';
import { countedBeside } from '../../core/invoice/alreadyBilled/besides';
import { withItemClasses } from '../../core/invoice/lines/classes';
import {
	companyProblems,
	formProblems,
	overdueWarnings,
	type InvoiceDetails,
} from '../../core/invoice/billing/details';
import {
	currencyProblems,
	foreignCurrency,
	stockProblems,
} from '../../core/invoice/billing/refusals';
import { carriedTax, carryOver, checkQuoteTax } from '../../core/invoice/lines/quotes/quote';
import type { CompanyRules } from '../../core/invoice/billing/settings';
import { linesOfRest } from '../../core/invoice/lines/restLines';
import { linesOfShare } from '../../core/invoice/billing/share';
import { detailsInUnits } from '../../core/invoice/lines/units';
import { creditedWarnings, settlingPayments } from '../../core/invoice/credited';
import { customerTaxOf } from '../../core/invoice/lines/amounts/customerTax';
import {
	decidedWarnings,
	decideTaxes,
	includedTaxWarnings,
	type InvoiceTaxes,
	type TaxFacts,
} from '../../core/invoice/lines/amounts/taxes';
import { readTaxTable, type TaxTable } from '../../core/invoice/lines/amounts/taxTable';
import { emptiedWarnings } from '../../core/invoice/voided';
import type { BilledLine } from '../../core/invoice/lines/lines';
import { decline, Declined, declineIfAny, declineTogether, quoted } from '../../core/decline';
import { withStock } from '../../core/invoice/lines/stock';
import { invoicePlaces, sum, type Decimal } from '../../core/money';
import {
	chooseItems,
	knownItems,
	withNamesOfDefaulted,
	type ItemsChosen,
} from '../../core/product/choose';
import { lostLinkWarnings } from '../../core/product/lostLinks';
import { untaxedItemWarnings, withTaxability } from '../../core/product/taxable';
import type { HubSpotRecord } from '../../core/records/hubspot';
import type {
	QuickBooksCustomer,
	QuickBooksInvoice,
	QuickBooksItem,
} from '../../core/records/quickbooks';
import type { KnownSchemas } from '../../core/hubspot/missingSchemas';
import { withUsableClasses } from './read/itemClasses';
import { findInvoicesSince, findItems } from './read/ledger';
import { problemsOfNew, readObstacles } from './read/obstacles';
import { readPlaces } from './read/places';
import { readCustomerTerms } from './read/terms';
import type { FlowContext } from '../accounts/context';
import { decideCustomer, type Sides } from './whoIsBilled';
import { findByIds } from '../accounts/quickBooksRecords';

/** Everything that is decided before anything is written. */
export interface Prepared {
	source: BillingSource;
	rules: CompanyRules;
	/** Whom the customer stands for in HubSpot; undefined when the customer was chosen by hand. */
	party: Party | undefined;
	customer: CustomerChosen;
	/** The company's customer, above the contact's. */
	parent: { party: Party; customer: CustomerChosen } | undefined;
	items: ItemsChosen;
	itemByLine: Map<string, QuickBooksItem>;
	bundles: Map<string, Bundle>;
	products: Map<string, HubSpotRecord>;
	/** What the source comes to before tax. */
	total: Decimal;
	decision: BillingDecision;
	/** What a deliberate repeat is for. */
	reference: string | undefined;
	/** What counts as billed by invoices that were not made from the deal. */
	beside: Decimal;
	/** Lines of the share. */
	lines: BilledLine[];
	taxes: InvoiceTaxes;
	/** The company's day. */
	today: Day;
	/** As entered, with what the quote carries over. */
	details: InvoiceDetails;
	exchangeRate: number | undefined;
	/** The deal's QuickBooks invoices before this one. */
	dealInvoices: QuickBooksInvoice[];
	/** Those of them that were made from the deal. */
	own: DealInvoices;
	/** Every invoice of the company since the deal was made. */
	made: QuickBooksInvoice[];
	/** QuickBooks' own clock at the latest reading, in milliseconds. */
	readAt: number;
	warnings: string[];
	/** Where a name turns out to be taken, the customer is looked for once more. */
	sides: Sides;
}

const NO_ITEMS: ItemsChosen = { existing: new Map(), create: [], defaulted: [] };
const NO_TAXES: InvoiceTaxes = { codeByLine: new Map() };

/**
 * Reads QuickBooks and decides the whole invoice.
 * @param known HubSpot's properties, which are read meanwhile
 * @throws Declined with everything that stands in the way
 */
export async function prepareInvoice(
	source: BillingSource,
	rules: CompanyRules,
	input: CreateInvoiceInput,
	context: FlowContext,
	known: Promise<KnownSchemas>,
): Promise<Prepared> {
	const { hubspot, quickbooks } = context;
	const sides = { hubspot, quickbooks, known: async () => await known };
	const { today } = source;
	const wrong = formProblems(input.details);
	if (wrong.length > 0) declineIfAny([...wrong, ...companyProblems(input.details, rules, today)]);
	checkLines(source.lines, rules);
	const warnings = [
		...source.warnings,
		...(input.source.kind === 'deal'
			? compareWithDeal(source.deal, source.dealLines, source.currency, input.ifTotalsDiffer)
			: []),
	];
	const party =
		input.customer.kind === 'auto'
			? chooseParty(input.customer.party, source.contact, source.company)
			: undefined;
	const company =
		input.customer.kind === 'auto' &&
		input.customer.underCompany &&
		party?.objectType === 'contacts'
			? source.company
			: undefined;
	const [asked, above, found, recorded, made, taxTable, obstacles] = await Promise.all([
		orDeclined(
			async () => await readCustomer(input, party, customerCurrency(source, rules), sides),
		),
		company &&
			orDeclined(
				async () => await readCustomer(input, company, customerCurrency(source, rules), sides),
			),
		findItems(
			hubspot,
			quickbooks,
			source.lines,
			input.items.ifNone === 'default' ? input.items.itemId : undefined,
		),
		findByIds(quickbooks, 'Invoice', source.recordedInvoiceIds),
		findInvoicesSince(quickbooks, billedSince(source)),
		hasTaxCodes(rules) ? readTaxes(quickbooks, input.details.issuedOn ?? today) : undefined,
		readObstacles(input, source, rules, context),
	]);
	const existing =
		asked instanceof Declined || asked.kind === 'create' ? undefined : asked.customer;
	const hasCurrency =
		currencyProblems(source.currency, rules, existing, obstacles.currencies).length === 0;
	const [exchangeRate, terms] = await Promise.all([
		hasCurrency && foreignCurrency(source.currency, rules) !== undefined
			? quickbooks.readExchangeRate(source.currency, input.details.issuedOn ?? source.today)
			: undefined,
		readCustomerTerms(input.details, existing, quickbooks),
	]);
	// Another run may have made the invoice of this number since the others were read.
	const candidates = [...recorded, ...made, ...obstacles.numbered.invoices];
	const placed = {
		...source,
		places: await readPlaces(hubspot, quickbooks.realmId, candidates, source),
	};
	const own = ownInvoices(candidates, placed);
	const total = sum(source.lines.map(({ net }) => net));
	const wish = wishOf(input, source, rules, total, asked);
	const decision = decideBilling(wish, own);
	const creditWarnings =
		decision.kind === 'existing' ? await readCreditWarnings(quickbooks, decision.invoice) : [];
	const isNew = decision.kind === 'bill';
	const problems = isNew
		? [asked, above]
				.flatMap((one) => (one instanceof Declined ? one.problems : []))
				.concat(problemsOfNew(obstacles, input, source, rules, existing, today))
		: [];
	const linkProperty = hubspot.names.link(quickbooks.realmId);
	const items = isNew
		? declineTogether(problems, () =>
				chooseItems(
					source.lines,
					found.items,
					found.products,
					quickbooks.realmId,
					linkProperty,
					input.items,
					foreignCurrency(source.currency, rules) !== undefined,
				),
			)
		: {
				...NO_ITEMS,
				existing: knownItems(
					source.lines,
					found.items,
					found.products,
					quickbooks.realmId,
					linkProperty,
				),
			};
	const itemByLine = declineTogether(problems, () => withDefaults(items, found.items, input));
	if (isNew)
		declineIfAny([
			...problems,
			...(items.create.length > 0 ? obstacles.named.ofNewItems : []),
			...stockProblems(source.lines, itemByLine, found.components, input.details.issuedOn ?? today),
		]);
	const customer = await settled(asked, decision, quickbooks);
	const parent = above && (await settled(above, decision, quickbooks));
	const carried = isNew
		? carryOver(
				{ ...input.details, ...(terms.termId && { termId: terms.termId }) },
				source.quote,
				decision.span,
				total,
			)
		: input.details;
	const stocked = withStock(
		withNamesOfDefaulted(source.lines, items),
		itemByLine,
		found.components,
	);
	const classed = isNew
		? await withUsableClasses(
				stocked,
				{ itemByLine, components: found.components },
				carried,
				rules,
				quickbooks,
			)
		: { itemByLine, components: found.components, warnings: [] };
	const rest = isNew
		? linesOfRest(stocked, itemByLine, own.live, decision.span, total)
		: { warnings: [] };
	const lines = withItemClasses(
		isNew ? (rest.lines ?? linesOfShare(stocked, decision.span, total)) : stocked,
		classed.itemByLine,
		carried,
		rules,
	);
	const details = detailsInUnits(carried, lines, source.currency);
	const quoteTax = isNew ? carriedTax(source.quote, decision.span, total, lines) : undefined;
	const taxFacts: TaxFacts = {
		quoteTax,
		isTaxedByLine: source.quote?.isTaxedByLine,
		table: taxTable,
		hasShipping: input.details.shipping?.gt(0) === true,
		customer: customerTaxOf(customer),
		salesTaxCodeId: rules.salesTaxCodeId,
	};
	const taxes = isNew
		? decideTaxes(lines, itemByLine, rules.taxRegime, input.taxes, taxFacts)
		: NO_TAXES;
	const taxWarnings = isNew
		? [
				...checkQuoteTax(quoteTax, lines, taxes, details).filter(() => input.dryRun),
				...includedTaxWarnings(lines, itemByLine, taxes),
				...decidedWarnings(lines, itemByLine, rules.taxRegime, input.taxes, taxFacts, taxes),
				...untaxedItemWarnings(items, lines, taxes, rules.taxRegime, input.taxes),
			]
		: [];
	const { properties } = await known;
	return {
		source: placed,
		rules,
		party: party && withLabels(party, properties.get(party.objectType)),
		customer,
		parent:
			company && parent
				? { party: withLabels(company, properties.get('companies')), customer: parent }
				: undefined,
		items: withTaxability(items, taxes, rules.taxRegime),
		itemByLine,
		bundles: bundlesOf(lines, itemByLine, classed.components),
		products: found.products,
		total,
		decision,
		reference: wish.reference,
		beside: sum(countedBeside(wish, own.attached)),
		lines,
		taxes,
		today,
		details,
		exchangeRate,
		dealInvoices: dealInvoicesOf(candidates, placed),
		made,
		own,
		readAt: quickbooks.answeredAt?.() ?? context.now().getTime(),
		warnings: [
			...warnings,
			...(customer.warnings ?? []),
			...(parent?.warnings ?? []),
			...decision.warnings,
			...creditWarnings,
			...rest.warnings,
			...taxWarnings,
			...classed.warnings,
			...(isNew
				? [
						...lostLinkWarnings(
							source.lines,
							found.items,
							found.products,
							items,
							quickbooks.realmId,
							linkProperty,
						),
						...terms.warnings,
						...overdueWarnings(details.dueOn, today),
						...emptiedWarnings(own.voided),
					]
				: []),
		],
		sides,
	};
}

/** Where tax is automated, or off, no code of the company counts. */
const hasTaxCodes = ({ taxRegime }: CompanyRules) =>
	taxRegime === 'codes' || taxRegime === 'usManual';

async function readTaxes(quickbooks: FlowContext['quickbooks'], on: Day): Promise<TaxTable> {
	const [codes, rates] = await Promise.all([
		quickbooks.find('TaxCode', {}),
		quickbooks.find('TaxRate', {}),
	]);
	return readTaxTable(codes, rates, on);
}

/** Nothing is asked unless the invoice is paid. */
async function readCreditWarnings(
	quickbooks: FlowContext['quickbooks'],
	invoice: QuickBooksInvoice,
): Promise<string[]> {
	const ids = settlingPayments(invoice);
	return ids.length === 0
		? []
		: creditedWarnings(invoice, await findByIds(quickbooks, 'Payment', ids));
}

/** QuickBooks' limit for taxed invoices. Source: accounting API, invoice. */
const MOST_LINES = 750;

function checkLines(lines: readonly BilledLine[], { taxRegime }: CompanyRules): void {
	if (taxRegime !== 'none' && lines.length > MOST_LINES)
		decline(
			'Lines',
			`There are ${lines.length} lines. QuickBooks accepts ${MOST_LINES} on one invoice.`,
			'Bill the deal in parts, or combine lines.',
		);
}

async function readCustomer(
	{ customer: choice }: CreateInvoiceInput,
	party: Party | undefined,
	currency: string | undefined,
	sides: Sides,
): Promise<CustomerChosen> {
	const { quickbooks } = sides;
	if (choice.kind === 'auto' && party) return await decideCustomer(party, choice, currency, sides);
	const id = choice.kind === 'specific' ? choice.id : '';
	const [customer] = await findByIds(quickbooks, 'Customer', [id]);
	return { kind: 'existing', customer: usable(customer, id), by: 'given' };
}

async function orDeclined<T>(work: () => Promise<T>): Promise<T | Declined> {
	try {
		return await work();
	} catch (error) {
		if (error instanceof Declined) return error;
		throw error;
	}
}

/**
 * Who is billed matters for a new invoice only: one that exists has its customer. @throws Declined
 */
async function settled(
	asked: CustomerChosen | Declined,
	decision: BillingDecision,
	quickbooks: FlowContext['quickbooks'],
): Promise<CustomerChosen> {
	if (!(asked instanceof Declined)) return asked;
	if (decision.kind === 'bill') throw asked;
	return {
		kind: 'existing',
		customer: await quickbooks.read('Customer', decision.invoice.CustomerRef.value),
		by: 'given',
		keepsLink: true,
	};
}

function usable(customer: QuickBooksCustomer | undefined, id: string): QuickBooksCustomer {
	if (!customer)
		return decline(
			'Customer',
			`QuickBooks has no customer with id ${id}.`,
			'Choose another customer. If this one was merged, choose the customer that has its invoices now.',
		);
	if (!customer.Active)
		return decline(
			'Customer',
			`The QuickBooks customer "${customer.DisplayName}" is inactive.`,
			'Make the customer active in QuickBooks, or choose another one. It may have been merged.',
		);
	return customer;
}

/** @throws Declined when the default item cannot be sold */
function withDefaults(
	chosen: ItemsChosen,
	items: readonly QuickBooksItem[],
	{ items: policy }: CreateInvoiceInput,
): Map<string, QuickBooksItem> {
	const byLine = new Map(chosen.existing);
	if (policy.ifNone !== 'default' || chosen.defaulted.length === 0) return byLine;
	const item = items.find(({ Id }) => Id === policy.itemId);
	if (!item?.Active)
		return decline(
			'Default Item',
			`The default item ${quoted(policy.itemId)} ${item ? 'is inactive' : 'does not exist'} in QuickBooks.`,
			'Choose another default item.',
		);
	for (const key of chosen.defaulted) byLine.set(key, item);
	return byLine;
}

/** @throws Declined when a bundle cannot be sold */
function bundlesOf(
	lines: readonly BilledLine[],
	itemByLine: ReadonlyMap<string, QuickBooksItem>,
	items: readonly QuickBooksItem[],
): Map<string, Bundle> {
	return new Map(
		lines.flatMap((line) => {
			const item = itemByLine.get(line.key);
			return item && isBundle(item) ? [[line.key, takeApart(line, item, items)] as const] : [];
		}),
	);
}

function wishOf(
	input: CreateInvoiceInput,
	source: BillingSource,
	rules: CompanyRules,
	total: Decimal,
	customer: CustomerChosen | Declined,
): BillingWish {
	const { ifInvoiced, reference, countAttached, taxes } = input;
	const share = { ...input.share, places: invoicePlaces(source.currency) };
	const payer = customer instanceof Declined ? undefined : payerOf(customer);
	return {
		share,
		total,
		ifInvoiced,
		countAttached,
		payer,
		...(ifInvoiced === 'another' && { reference }),
		currency: source.currency,
		homeCurrency: rules.homeCurrency,
		source: source.name,
		isInclusive: rules.taxRegime === 'codes' && taxes.calculation === 'TaxInclusive',
	};
}

function payerOf(customer: CustomerChosen): { id?: string; name: string } {
	return customer.kind === 'create'
		? { name: customer.displayName }
		: { id: customer.customer.Id, name: customer.customer.DisplayName };
}
