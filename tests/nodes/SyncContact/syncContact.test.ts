import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { SyncContact } from '../../../nodes/SyncContact/SyncContact.node';
import { oneNodeWorkflow, type FinishedRun, type WorkflowUnderTest } from '../../support/inProcess';
import { TestAccounts } from '../../support/testAccounts';

const TYPE = 'n8n-nodes-hubspot-quickbooks.syncContact';
let accounts: TestAccounts;

beforeEach(async () => (accounts = await TestAccounts.start({ [TYPE]: new SyncContact() })));
afterEach(async () => await accounts.stop());

function workflow(parameters: INodeParameters, items: IDataObject[] = [{}]): WorkflowUnderTest {
	return oneNodeWorkflow(
		{ name: 'Node', type: TYPE, parameters, credentials: accounts.nodeCredentials },
		items,
		{},
	);
}

async function sync(parameters: INodeParameters, items?: IDataObject[]): Promise<FinishedRun> {
	return finished(await accounts.n8n.run(workflow(parameters, items), 'trigger'));
}

function finished(run: FinishedRun): FinishedRun {
	if (run.error) throw run.error;
	return run;
}

const jsonOf = (run: FinishedRun, output = 0) => run.items('Node', output).map(({ json }) => json);
const actionsOf = (run: FinishedRun, output = 0) =>
	Object.fromEntries(
		jsonOf(run, output).map((json) => [
			(json['quickbooks'] as IDataObject | null)?.['id'] ??
				(json['hubspot'] as IDataObject | null)?.['id'],
			json['action'],
		]),
	);

describe('Sync Contact in n8n', () => {
	it('yields each record, with both sides and what changed', async () => {
		const run = await sync({});
		expect(run.items('Node', 1)).toEqual([]);
		const niamh = jsonOf(run).find((json) => (json['quickbooks'] as IDataObject)['id'] === '1');
		expect(niamh).toMatchObject({
			action: 'updated',
			reason: 'Recognised by email.',
			hubspot: {
				objectType: 'contacts',
				id: '101',
				url: 'https://app.hubspot.com/contacts/48291573/record/0-1/101',
			},
			quickbooks: {
				entity: 'Customer',
				id: '1',
				realmId: accounts.realmId,
				url: 'https://qbo.intuit.com/app/customerdetail?nameId=1',
			},
			environment: 'custom',
			warnings: [],
		});
		expect(niamh?.['changes']).toContainEqual(
			expect.objectContaining({ field: 'address', to: expect.any(String) }),
		);
	});

	it('state survives: the second run of a workflow asks once and yields nothing', async () => {
		const work = workflow({});
		finished(await accounts.n8n.run(work, 'trigger'));
		accounts.forgetRequests();
		const second = finished(await accounts.n8n.run(work, 'trigger'));
		expect(jsonOf(second)).toEqual([]);
		expect(accounts.requests.map(({ endpoint }) => endpoint)).toEqual(['/v3/company/:realm/cdc']);
		expect(JSON.stringify(work.staticData).length).toBeLessThan(4096);
	});

	it('scope: records syncs the ids of the input items and keeps their link to the item', async () => {
		const run = await sync({ scope: 'records', recordId: '={{ $json.customer }}' }, [
			{ customer: '4' },
			{ customer: '1' },
			{ customer: '999999' },
		]);
		expect(actionsOf(run)).toEqual({ '4': 'created', '1': 'updated' });
		expect(
			run
				.items('Node')
				.map(({ pairedItem, json }) => [(json['quickbooks'] as IDataObject)['id'], pairedItem]),
		).toEqual(
			expect.arrayContaining([
				['4', { item: 0 }],
				['1', { item: 1 }],
			]),
		);
		expect(run.items('Node', 1)).toEqual([
			expect.objectContaining({
				pairedItem: { item: 2 },
				json: expect.objectContaining({
					action: 'failed',
					reason: 'QuickBooks has no such record: there is no customer with the id "999999".',
					remedy: expect.stringContaining('Check the ID'),
				}),
			}),
		]);
	});

	it('output: summary is one item with counts', async () => {
		const run = await sync({ output: 'summary' });
		expect(jsonOf(run)).toEqual([
			{
				records: 5,
				created: 3,
				updated: 1,
				linked: 0,
				archived: 0,
				unlinked: 0,
				unchanged: 0,
				skipped: 1,
				conflict: 0,
				failed: 0,
				planned: 0,
				warnings: [],
			},
		]);
	});

	it('output: failures leaves the first output empty; a value that does not fit is told with what to do, and the rest is done', async () => {
		const run = await sync({
			output: 'failures',
			mapping: {
				mappingMode: 'defineBelow',
				value: {
					email: 'PrimaryEmailAddr.Address',
					lastname: 'FamilyName',
					hs_lead_status: 'CompanyName',
				},
			},
		});
		expect(jsonOf(run)).toEqual([]);
		const failed = jsonOf(run, 1);
		expect(failed.length).toBeGreaterThan(0);
		expect(failed[0]).toMatchObject({
			action: 'failed',
			kind: 'declined',
			reason: expect.stringMatching(
				/^".+" is not an option of the HubSpot property "Lead Status"\.$/,
			),
			remedy: expect.stringContaining('or add the option in HubSpot'),
			quickbooks: { entity: 'Customer' },
		});
		const { results } = await accounts.hubSpot<{
			results: Array<{ properties: Record<string, string> }>;
		}>('/crm/objects/2026-03/contacts/search', {
			filterGroups: [
				{
					filters: [
						{ propertyName: `quickbooks_id_${accounts.realmId}`, operator: 'HAS_PROPERTY' },
					],
				},
			],
		});
		expect(results.length).toBe(4 - failed.length);
	});

	it('dry run returns the plan and the exact payloads and writes nothing', async () => {
		const run = await sync({ dryRun: true });
		const created = jsonOf(run).find((json) => (json['quickbooks'] as IDataObject)['id'] === '4');
		expect(created).toMatchObject({
			action: 'planned',
			reason: 'It would be created.',
			plan: expect.arrayContaining([
				expect.objectContaining({ system: 'HubSpot', operation: 'create', target: 'contacts' }),
			]),
		});
		expect(
			accounts.requests.filter(
				({ method, endpoint }) => method !== 'GET' && !/batch\/read|search|oauth2/.test(endpoint),
			),
		).toEqual([]);
	});

	it('mapping: live fields of both sides, defaults filled in, custom properties on offer', async () => {
		await accounts.hubSpot('/crm/properties/2026-03/contacts', {
			name: 'tax_office',
			label: 'Tax office',
			type: 'string',
			fieldType: 'text',
			groupName: 'contactinformation',
		});
		const { fields } = await accounts.n8n.method<{
			fields: Array<{
				id: string;
				removed: boolean;
				defaultValue?: string;
				options: Array<{ value: string }>;
			}>;
		}>(
			{
				type: TYPE,
				parameters: { hubspotAuthentication: 'serviceKey' },
				credentials: accounts.nodeCredentials,
			},
			'resourceMapping',
			'getContactMapping',
		);
		expect(
			fields.filter(({ removed }) => !removed).map(({ id, defaultValue }) => [id, defaultValue]),
		).toContainEqual(['email', 'PrimaryEmailAddr.Address']);
		expect(fields.find(({ id }) => id === 'tax_office')).toMatchObject({
			removed: true,
			options: expect.arrayContaining([expect.objectContaining({ value: 'BillAddr.City' })]),
		});
	});

	it('mapping: only what is chosen is synced', async () => {
		const run = await sync({
			mapping: {
				mappingMode: 'defineBelow',
				value: { jobtitle: 'Notes', city: 'BillAddr.City', phone: null },
			},
		});
		const niamh = jsonOf(run).find((json) => (json['quickbooks'] as IDataObject)['id'] === '1');
		expect(
			(niamh?.['changes'] as IDataObject[])
				.map(({ field }) => field)
				.filter((field) => !['jobtitle', 'city'].includes(String(field))),
		).toEqual([]);
	});
});
