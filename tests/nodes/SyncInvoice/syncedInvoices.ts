import { SyncNode, email } from '../../support/syncNode';

export let syncNode: SyncNode;
export let customer: string;
let item: string;
export const PROPERTIES = [
	'hs_currency',
	'hs_invoice_billable',
	'hs_comments',
	'hs_title',
	...['number', 'status', 'total', 'balance', 'currency', 'due_date', 'recipient', 'url'].map(
		(name) => `quickbooks_invoice_${name}`,
	),
];

beforeEach(async () => {
	syncNode = await SyncNode.open('syncInvoice');
	customer = await syncNode.made(
		{ DisplayName: 'Ann Lee', CompanyName: 'Acme Ltd', ...email('ann@acme.example') },
		'Customer',
	);
	item = await syncNode.made(
		{ Name: 'Work', Sku: 'W-1', Type: 'Service', IncomeAccountRef: { value: '5' } },
		'Item',
	);
	await syncNode.beside('syncContact').run({ companies: true });
	await syncNode.beside('syncProduct').run();
});
afterEach(async () => await syncNode.stop());

const line = (Amount: number, more: object = {}) => ({
	Amount,
	DetailType: 'SalesItemLineDetail',
	SalesItemLineDetail: { ItemRef: { value: item }, Qty: 2, UnitPrice: Amount / 2, ...more },
});
export const billed = async (Amount: number, more: object = {}) =>
	await syncNode.made({
		CustomerRef: { value: customer },
		DueDate: '2031-05-06',
		Line: [line(Amount)],
		...more,
	});
export const record = async (id: string, associations: string[] = []) =>
	(await syncNode.listed(PROPERTIES, { associations })).find(
		({ properties }) => properties[syncNode.link] === `${syncNode.accounts.realmId}:${id}`,
	);
