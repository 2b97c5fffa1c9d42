import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { decline } from '../../core/decline';
import type { Share } from '../../core/invoice/billing/share';
import type { TaxSettings } from '../../core/invoice/lines/amounts/taxes';
import type { LaterLines } from '../../core/invoice/lines/laterLines';
import type { CreateInvoiceInput, ItemChoice } from '../../core/invoice/request/request';
import { readCustomer } from './customer';
import { readDealId } from './dealId';
import { readDetails, type DetailOptions } from './details';
import { formOfItem, type FormReader } from './form';
import { readInvoiceSource } from './source';

interface BillingOptions {
	classProperty?: unknown;
	countAttached?: string;
	ifTotalsDiffer?: 'fail' | 'warn';
	laterLines?: LaterLines;
}

interface TaxesParameter {
	calculation?: TaxSettings['calculation'];
	useHubSpotTax?: boolean;
	codeByRate?: { mapping?: Array<{ rate: unknown; taxCode: unknown }> };
}

/**
 * What the form of Create QuickBooks Invoice asks for, for one item.
 * @param fields the node's form
 * @throws Declined when a field that is needed is empty, or a value is not of the form
 */
export function readCreateInvoiceInput(
	context: IExecuteFunctions,
	itemIndex: number,
	fields: readonly INodeProperties[],
): CreateInvoiceInput {
	const form = formOfItem(context, itemIndex, fields);
	const dealId = readDealId(form);
	const options = form.collection<DetailOptions & BillingOptions>('options');
	return {
		dealId,
		...readBillingOptions(form, options),
		source: readInvoiceSource(form),
		customer: readCustomer(form),
		items: readItems(form),
		taxes: readTaxes(form),
		details: readDetails(form, options),
		share: readShare(form),
		ifInvoiced: form.choice('ifInvoiced', ['return', 'fail', 'another']),
		...readReference(form),
		send: form.choice('send', ['no', 'now']),
		pdf: form.flag('pdf'),
		dryRun: form.flag('dryRun'),
	};
}

function readReference(form: FormReader): Pick<CreateInvoiceInput, 'reference'> {
	const reference = form.identifier('reference');
	return reference ? { reference } : {};
}

/** The options that decide what is billed; the others are details of the invoice. */
function readBillingOptions(
	form: FormReader,
	options: BillingOptions,
): Pick<CreateInvoiceInput, 'classProperty' | 'laterLines' | 'countAttached' | 'ifTotalsDiffer'> {
	const { countAttached, ifTotalsDiffer, laterLines } = options;
	const classProperty = form.textIn(options.classProperty, 'options.classProperty');
	return {
		...(classProperty && { classProperty }),
		laterLines: form.choiceIn(laterLines, ['bill', 'leaveOut'], 'options.laterLines'),
		countAttached: form.choiceIn(countAttached, ['warn', 'count', 'fail'], 'options.countAttached'),
		ifTotalsDiffer: form.choiceIn(ifTotalsDiffer, ['fail', 'warn'], 'options.ifTotalsDiffer'),
	};
}

function readItems(form: FormReader): ItemChoice {
	const ifNone = form.choice('ifNoItem', ['create', 'default', 'fail']);
	if (ifNone === 'fail') return { ifNone };
	if (ifNone === 'create') {
		const incomeAccountId = form.id('incomeAccount');
		return { ifNone, ...(incomeAccountId && { incomeAccountId }) };
	}
	return {
		ifNone,
		itemId:
			form.id('defaultItem') ??
			decline(
				'Default Item',
				'No default item is chosen.',
				'Choose the item to use for lines without an item.',
			),
	};
}

function readTaxes(form: FormReader): TaxSettings {
	const { codeByRate, ...given } = form.collection<TaxesParameter>('taxes');
	const calculation = form.choiceIn(
		given.calculation,
		['TaxExcluded', 'TaxInclusive', 'NotApplicable'],
		'taxes.calculation',
	);
	const useHubSpotTax = form.flagIn(given.useHubSpotTax, 'taxes.useHubSpotTax') ?? false;
	const mapped = (codeByRate?.mapping ?? []).flatMap(({ rate, taxCode }) => {
		const code = form.idIn(taxCode, 'taxes.codeByRate.mapping.taxCode');
		const group = form.textIn(rate, 'taxes.codeByRate.mapping.rate');
		return group && code ? [[group, code] as const] : [];
	});
	const defaultTaxCodeId = form.id('defaultTaxCode');
	return {
		calculation,
		useHubSpotTax,
		codeByRate: Object.fromEntries(mapped),
		...(defaultTaxCodeId && { defaultTaxCodeId }),
	};
}

function readShare(form: FormReader): Share {
	const kind = form.choice('share', ['whole', 'percentage', 'amount', 'rest']);
	if (kind === 'whole' || kind === 'rest') return { kind };
	const value = form.number(kind === 'percentage' ? 'sharePercentage' : 'shareAmount');
	return { kind: kind === 'percentage' ? 'percent' : 'amount', value };
}
