import { decimal } from '../../src/core/money';
import type { BilledLine } from '../../src/core/invoice/lines/lines';
import type {
	HubSpotObjectType,
	HubSpotProperties,
	HubSpotRecord,
} from '../../src/core/records/hubspot';
import type {
	QuickBooksCustomer,
	QuickBooksInvoice,
	QuickBooksItem,
} from '../../src/core/records/quickbooks';

export const MetaData = {
	CreateTime: '2026-05-05T02:08:55-07:00',
	LastUpdatedTime: '2026-05-05T02:08:55-07:00',
};

export function hubSpotRecord(
	objectType: HubSpotObjectType,
	id: string,
	properties: HubSpotProperties,
): HubSpotRecord {
	return {
		objectType,
		id,
		properties,
		associations: {},
		createdAt: '2026-05-01T00:00:00Z',
		updatedAt: '2026-05-01T00:00:00Z',
		archived: false,
	};
}

export function lineItem(id: string, properties: HubSpotProperties): HubSpotRecord {
	return hubSpotRecord('line_items', id, { name: `Line ${id}`, quantity: '1', ...properties });
}

export function billedLine(key: string, net: string, more: Partial<BilledLine> = {}): BilledLine {
	const amount = decimal(net);
	return {
		key,
		label: `Line "${key}"`,
		kind: 'item',
		name: key,
		description: '',
		quantity: decimal(1),
		unitPrice: amount,
		gross: amount,
		discount: decimal(0),
		net: amount,
		...more,
	};
}

export function invoice(Id: string, more: Partial<QuickBooksInvoice> = {}): QuickBooksInvoice {
	return {
		Id,
		SyncToken: '0',
		MetaData,
		DocNumber: `10${Id}`,
		CustomerRef: { value: '1', name: 'Ann' },
		CurrencyRef: { value: 'USD' },
		Line: [],
		TotalAmt: 100,
		Balance: 100,
		DueDate: '2026-06-04',
		EmailStatus: 'NotSet',
		...more,
	};
}

export function customer(
	Id: string,
	DisplayName: string,
	more: Partial<QuickBooksCustomer> = {},
): QuickBooksCustomer {
	return { Id, SyncToken: '0', MetaData, DisplayName, Active: true, ...more };
}

export function item(Id: string, Name: string, more: Partial<QuickBooksItem> = {}): QuickBooksItem {
	return {
		Id,
		SyncToken: '0',
		MetaData,
		Name,
		Type: 'Service',
		Active: true,
		IncomeAccountRef: { value: '79' },
		...more,
	};
}
