import type { INodeParameters } from 'n8n-workflow';
import { CreateQuickBooksInvoice } from '../../../nodes/CreateQuickBooksInvoice/CreateQuickBooksInvoice.node';
import { TestAccounts } from '../../support/testAccounts';
import { picked } from '../../support/billingAccounts';

const TYPE = 'n8n-nodes-hubspot-quickbooks.createQuickBooksInvoice';

let accounts: TestAccounts;
beforeAll(async () => {
	accounts = await TestAccounts.start({ [TYPE]: new CreateQuickBooksInvoice() });
});
afterAll(async () => await accounts.stop());

interface Line {
	DetailType: string;
	Amount?: number;
	Description?: string;
	GroupLineDetail?: {
		Quantity: number;
		Line: Array<{
			Amount: number;
			Description: string;
			SalesItemLineDetail: { TaxCodeRef: { value: string } };
		}>;
	};
}

let further = 0;
async function linesOf(parameters: INodeParameters): Promise<Line[]> {
	further += 1;
	const { quickbooks } = (await accounts.one(TYPE, {
		deal: picked('403'),
		source: 'scratch',
		ifInvoiced: 'another',
		reference: `no. ${further}`,
		...parameters,
	})) as { quickbooks: { id: string } };
	return (await accounts.quickBooks<{ Invoice: { Line: Line[] } }>(`invoice/${quickbooks.id}`))
		.Invoice.Line;
}

describe('lines given in the node', () => {
	it('a bundle, its price spread over its items to the cent', async () => {
		const [bundle] = await linesOf({
			lines: {
				line: [{ name: 'Lawn starter kit', sku: 'KIT-LAWN', quantity: 3, unitPrice: 33.33 }],
			},
		});
		expect(bundle?.GroupLineDetail?.Quantity).toBe(3);
		const parts = bundle?.GroupLineDetail?.Line ?? [];
		expect(
			parts.map(({ Amount, Description, SalesItemLineDetail }) => [
				Amount,
				Description,
				SalesItemLineDetail.TaxCodeRef.value,
			]),
		).toEqual([
			[80.01, '15 × Sod roll 5\' × 2"', 'TAX'],
			[19.98, '7.5 × Fertilizer', 'TAX'],
		]);
	});

	it('text and subtotals between the items', async () => {
		const lines = await linesOf({
			lines: {
				line: [
					{ kind: 'text', description: 'Phase one' },
					{ name: 'Delivery', unitPrice: 45 },
					{ kind: 'subtotal' },
					{ name: 'Delivery', unitPrice: 5 },
				],
			},
		});
		expect(
			lines.map(({ DetailType, Amount, Description }) => [DetailType, Amount, Description]),
		).toEqual([
			['DescriptionOnly', undefined, 'Phase one'],
			['SalesItemLineDetail', 45, 'Delivery'],
			['DescriptionOnly', undefined, 'Subtotal:'],
			['SalesItemLineDetail', 5, 'Delivery'],
			['SubTotalLineDetail', 50, undefined],
		]);
	});
});
