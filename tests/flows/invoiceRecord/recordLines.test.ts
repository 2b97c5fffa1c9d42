import type { HubSpotProperties } from '../../../src/core/records/hubspot';
import { writeInvoiceRecords } from '../../../src/flows/invoiceRecord/invoiceRecord';
import { UNMENTIONED } from '../../../src/gateways/errors';
import type { HubSpotPort, Outcome } from '../../../src/gateways/ports';
import type { HubSpotCreate } from '../../../src/core/records/hubspotQueries';
import { hubSpotRecord } from '../../support/sampleRecords';

const line = (name: string): HubSpotProperties => ({ name, quantity: '1', price: '10' });

/**
 * HubSpot as far as lines of one record go. @param forgets lines that the first answers make
 * nothing of, and do not mention
 */
function hubSpotForgetting(forgets: number): { port: HubSpotPort; made: HubSpotProperties[] } {
	const made: HubSpotProperties[] = [];
	let left = forgets;
	const create = ({ properties }: HubSpotCreate): Outcome<ReturnType<typeof hubSpotRecord>> => {
		if (left > 0) {
			left -= 1;
			return {
				ok: false,
				error: {
					kind: 'unexpected',
					message: 'not mentioned',
					code: UNMENTIONED,
					details: [],
					context: {},
				},
			};
		}
		return { ok: true, value: hubSpotRecord('line_items', `${made.push(properties)}`, properties) };
	};
	const port: Partial<HubSpotPort> = {
		createObject: async () => hubSpotRecord('invoices', '1', {}),
		createObjects: async (_type, records) => records.map(create),
		readAssociations: async () => new Map([['1', made.map((_, index) => `${index + 1}`)]]),
		readObjects: async () =>
			made.map((properties, index) => hubSpotRecord('line_items', `${index + 1}`, properties)),
	};
	return { port: port as HubSpotPort, made };
}

const write = async (port: HubSpotPort) =>
	await writeInvoiceRecords(port, { name: 'link', unique: true }, [
		{ properties: {}, associations: [], lines: ['A', 'B', 'B'].map(line) },
	]);

describe('lines that HubSpot does not mention', () => {
	it('are looked for and made once more', async () => {
		const { port, made } = hubSpotForgetting(1);
		expect(await write(port)).toMatchObject([{ ok: true, value: { warnings: [] } }]);
		expect(made.map(({ name }) => name).sort()).toEqual(['A', 'B', 'B']);
	});

	it('fail when they are not made then either', async () => {
		await expect(write(hubSpotForgetting(10).port)).rejects.toMatchObject({
			kind: 'unexpected',
			message: 'HubSpot did not create all lines of the invoice record',
		});
	});
});
