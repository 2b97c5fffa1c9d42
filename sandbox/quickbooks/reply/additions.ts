import { createHash } from 'node:crypto';
import type { Fields } from '../records';
import type { ReplyContext, View } from './context';
import type { Entity } from '../schema/entity';

type Addition = (fields: Fields, context: ReplyContext) => Fields;

const withCustomFields: Addition = (fields, context) => ({
	CustomField: customFields(fields, context),
});
const form: Addition = (fields, context) => ({
	...withCustomFields(fields, context),
	FreeFormAddress: fields['FreeFormAddress'] ?? true,
});
const taxless: Addition = (fields) => ({ TxnTaxDetail: fields['TxnTaxDetail'] ?? {} });

/** The fields of a reply in addition to the stored fields, by entity. */
export const additions: Record<string, Addition> = {
	Invoice: (fields, context) => ({
		...form(fields, context),
		LinkedTxn: fields['LinkedTxn'] ?? [],
		...(showsLink(fields, context) && {
			InvoiceLink: invoiceLink(String(fields['Id']), context.company.profile.realmId),
		}),
	}),
	Estimate: form,
	CompanyInfo: (_fields, { company, switches }) =>
		switches.companyTimeZone === 'named' ? { DefaultTimeZone: company.profile.zone } : {},
	CreditMemo: form,
	SalesReceipt: withCustomFields,
	Payment: (fields) => ({ Line: fields['Line'] ?? [] }),
	Bill: (fields, { switches }) =>
		switches.replyAge === '2026'
			? { Line: ((fields['Line'] ?? []) as Fields[]).map((line) => ({ LinkedTxn: [], ...line })) }
			: {},
	PurchaseOrder: (fields, context) =>
		context.switches.replyAge === '2026'
			? { CustomField: customFields(fields, context), LinkedTxn: fields['LinkedTxn'] ?? [] }
			: {},
	Deposit: taxless,
	JournalEntry: (fields, context) => ({
		...taxless(fields, context),
		...(context.switches.replyAge === '2026' && { TotalAmt: 0 }),
	}),
	TaxRate: (fields, { switches }): Fields =>
		switches.datedTaxRates === 'datesOnly' && fields['EffectiveTaxRate'] !== undefined
			? { RateValue: undefined }
			: {},
	Vendor: (fields, { company, view, switches }) => ({
		...(switches.replyAge === '2026' && {
			V4IDPseudonym: pseudonym(String(fields['Id']), company.profile.realmId, 'vendor'),
		}),
		// Rates that are not set appear only in replies about one vendor, not in lists.
		...(switches.replyAge === '2026' &&
			view !== 'query' && { BillRate: fields['BillRate'] ?? 0, CostRate: fields['CostRate'] ?? 0 }),
	}),
	Customer: (fields, { company, view, switches }) => ({
		...(switches.replyAge === '2026' && view === 'query' && { ClientEntityId: '0' }),
		...(switches.replyAge === '2026' &&
			(view === 'query' || view === 'read') && {
				V4IDPseudonym: pseudonym(String(fields['Id']), company.profile.realmId),
			}),
		// The default tax code appears only in replies about one customer, not in lists.
		...(view !== 'query' &&
			company.profile.country === 'US' && {
				DefaultTaxCodeRef: fields['DefaultTaxCodeRef'] ?? { value: '2' },
			}),
	}),
};

/**
 * Entities whose replies of 2026 name the user of the last change. Customers, vendors, items,
 * estimates, credit memos, payments and deposits do not.
 */
export const namesModifier: ReadonlySet<string> = new Set(['Invoice', 'Bill', 'PurchaseOrder']);

const hiddenInLists: Record<string, string[]> = {
	Invoice: ['InvoiceLink'],
	Item: ['DeferredRevenue'],
	Vendor: ['CostRate'],
};

/** The fields that a kind of reply does not show. */
export function hidden({ name }: Entity, view: View): string[] {
	if (view === 'send') return ['FreeFormAddress', 'InvoiceLink'];
	return view === 'query' ? (hiddenInLists[name] ?? []) : [];
}

/**
 * The active custom fields of the company, with their values if there are any. A recorded record keeps
 * its own fields.
 */
function customFields(fields: Fields, { company }: ReplyContext): unknown[] {
	const values = (fields['CustomField'] ?? []) as Fields[];
	if (fields['CustomField'] !== undefined && values.every((value) => 'Type' in value))
		return values;
	return company.settings.customFields.map((field) => {
		const value = values.find((candidate) => candidate['DefinitionId'] === field.DefinitionId)?.[
			'StringValue'
		];
		return value === undefined ? field : { ...field, StringValue: value };
	});
}

function showsLink(fields: Fields, { company, switches, view, include }: ReplyContext): boolean {
	const payable =
		company.settings.onlinePayment &&
		(fields['AllowOnlineCreditCardPayment'] === true || fields['AllowOnlineACHPayment'] === true);
	const asked =
		include?.has('invoicelink') === true ||
		(switches.invoiceLinkWithoutInclude && (view === 'read' || view === 'update'));
	return (
		payable &&
		asked &&
		view !== 'query' &&
		(fields['BillEmail'] as Fields | undefined)?.['Address'] !== undefined
	);
}

function invoiceLink(id: string, realmId: string): string {
	const digest = createHash('sha256').update(`${realmId}/${id}`).digest('hex').slice(0, 40);
	return `https://developer.intuit.com/comingSoonview/scs-v1-${digest}?locale=en_US&cta=v3invoicelink`;
}

function pseudonym(id: string, realmId: string, kind = 'customer'): string {
	return `002098${createHash('sha256').update(`${realmId}/${kind}/${id}`).digest('hex').slice(0, 32)}`;
}
