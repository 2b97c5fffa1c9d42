import type {
	IDataObject,
	INodeParameters,
	INodeProperties,
	INodePropertyCollection,
	INodePropertyOptions,
	INodeType,
} from 'n8n-workflow';
import { AttachInvoice } from '../../../nodes/AttachInvoice/AttachInvoice.node';
import { CreateQuickBooksInvoice } from '../../../nodes/CreateQuickBooksInvoice/CreateQuickBooksInvoice.node';
import { DealStageTrigger } from '../../../nodes/DealStageTrigger/DealStageTrigger.node';
import { InvoiceStatusTrigger } from '../../../nodes/InvoiceStatusTrigger/InvoiceStatusTrigger.node';
import { ReadInvoicingData } from '../../../nodes/ReadInvoicingData/ReadInvoicingData.node';
import { SyncContact } from '../../../nodes/SyncContact/SyncContact.node';
import { SyncInvoice } from '../../../nodes/SyncInvoice/SyncInvoice.node';
import { SyncProduct } from '../../../nodes/SyncProduct/SyncProduct.node';
import { picked } from '../../support/billingAccounts';
import { TestAccounts } from '../../support/testAccounts';

const classes = [
	CreateQuickBooksInvoice,
	AttachInvoice,
	SyncContact,
	SyncProduct,
	SyncInvoice,
	ReadInvoicingData,
	InvoiceStatusTrigger,
	DealStageTrigger,
];
const nodes = classes.map((Node): INodeType => new Node());
const typeOf = ({ description }: INodeType) => `n8n-nodes-hubspot-quickbooks.${description.name}`;

/** What no field of these kinds takes. */
const WRONG = '={{ "sunflower" }}';

/** A field anywhere in a form, with a way to give it a value in a form that shows it. */
interface Field {
	property: INodeProperties;
	fill: (value: unknown) => IDataObject;
}

/** Values of other fields that make the editor show this one. */
function shownBy({ displayOptions }: INodeProperties): IDataObject {
	const shown = Object.entries(displayOptions?.show ?? {}).flatMap(([name, values]) =>
		name.startsWith('@') ? [] : [[name, name === 'events' ? values : values?.[0]] as const],
	);
	return Object.fromEntries(shown);
}

function fieldsIn(properties: readonly INodeProperties[]): Field[] {
	return properties.flatMap((property): Field[] => {
		const here = (value: unknown): IDataObject => ({
			...shownBy(property),
			[property.name]: value as string,
		});
		if (property.type === 'collection')
			return fieldsIn(property.options as INodeProperties[]).map((inner) => ({
				...inner,
				fill: (value) => here(inner.fill(value)),
			}));
		if (property.type !== 'fixedCollection') return [{ property, fill: here }];
		return (property.options as INodePropertyCollection[]).flatMap((group) =>
			fieldsIn(group.values).map((inner) => ({
				...inner,
				fill: (value) =>
					here({ [group.name]: [{ ...namesIn(group.values), ...inner.fill(value) }] }),
			})),
		);
	});
}

/** A row without its name would be left out, or declined for that. */
function namesIn(values: readonly INodeProperties[]): IDataObject {
	const names = values.filter(({ name }) => ['field', 'definitionId', 'rate'].includes(name));
	return Object.fromEntries(names.map(({ name }) => [name, 'email']));
}

/** Fields that take only certain values, without anybody being asked. */
function isClosed({ type, options }: INodeProperties): boolean {
	const isList =
		(type === 'options' || type === 'multiOptions') &&
		((options ?? []) as INodePropertyOptions[]).length > 0;
	return isList || ['boolean', 'number', 'dateTime'].includes(type);
}

const base: Record<string, IDataObject> = {
	createQuickBooksInvoice: {
		deal: picked('401'),
		customerId: picked('1'),
		defaultItem: picked('1'),
		dryRun: true,
	},
	attachInvoice: {
		deal: picked('401'),
		contact: picked('101'),
		company: picked('201'),
		dryRun: true,
	},
	readInvoicingData: { deal: picked('401') },
	dealStageTrigger: { pipeline: 'default', stages: ['closedwon'] },
	invoiceStatusTrigger: { events: ['paid'] },
};

const cases = nodes.flatMap((node) =>
	fieldsIn(node.description.properties)
		.filter(({ property }) => isClosed(property))
		.map((field, index): [string, string, INodeType, Field] => [
			node.description.displayName,
			`${field.property.displayName} (${index + 1})`,
			node,
			field,
		]),
);

let accounts: TestAccounts;
beforeAll(async () => {
	accounts = await TestAccounts.start(
		Object.fromEntries(nodes.map((node) => [typeOf(node), node])),
	);
});
afterAll(async () => await accounts.stop());

async function messageOf(node: INodeType, parameters: INodeParameters): Promise<string> {
	const type = typeOf(node);
	if (!node.description.polling)
		return (await accounts.run(type, parameters)).error?.message ?? 'no error';
	const trigger = {
		id: 'trigger',
		name: 'Trigger',
		type,
		typeVersion: 1,
		position: [0, 0] as [number, number],
		parameters,
		credentials: accounts.nodeCredentials,
	};
	return await accounts.n8n.poll({ nodes: [trigger], connections: {} }, 'Trigger').then(
		() => 'no error',
		({ message }: Error) => message,
	);
}

/** Inner names are for expressions and stored workflows; nobody sees them in the editor. */
describe('a value that a field does not take is told by the name that the editor shows', () => {
	it.each(cases)('%s: %s', async (_node, _field, node, { property, fill }) => {
		const message = await messageOf(node, {
			...base[node.description.name],
			...fill(WRONG),
		} as INodeParameters);
		expect(message.toLowerCase()).toContain(property.displayName.toLowerCase());
		expect(message).toContain('sunflower');
		// A name that is an ordinary word, too, may stand in a sentence.
		expect(message).not.toMatch(
			/[A-Z]/.test(property.name)
				? new RegExp(`\\b${property.name}\\b`)
				: new RegExp(`(^|")${property.name}("|:)`),
		);
	});

	it('walks every node of the package', () => {
		expect(cases.length).toBeGreaterThan(80);
	});
});
