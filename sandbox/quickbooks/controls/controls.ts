import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Services } from '../api/services';
import type { Company } from '../company';
import {
	createContext,
	noteEvent,
	changeRecord,
	wholeSecond,
	type RequestContext,
} from '../context';
import { Fault } from '../faults/fault';
import { decimal } from '../money';
import type { Entry, Fields } from '../records';
import { remove, voidTransaction } from '../operations/remove';
import { toReply } from '../reply/reply';
import { entity, findEntity } from '../schema/entities';
import { sendForm } from '../operations/send';
import { pacific } from '../times';
import { writeRecord } from '../operations/write';
import { mergeCustomers } from './merge';
import { summary } from './summary';

const BASE = '/control/quickbooks/companies';
const fieldsSchema = z.record(z.unknown());
const listSchema = z.object({
	limit: z.coerce.number().int().min(1).max(1000).default(50),
	offset: z.coerce.number().int().min(0).default(0),
});

/**
 * What the people of a company do without the API: take money, mail, void, edit; and what happens
 * to a mail.
 * A company is named by its key or its realm id.
 */
export function addControls(control: FastifyInstance, services: Services): void {
	const post = (
		path: string,
		work: (context: RequestContext, request: FastifyRequest, id: string) => object,
	) =>
		control.post(`${BASE}/:company${path}`, (request) =>
			act(services, request, (context) =>
				work(context, request, (request.params as { id: string }).id),
			),
		);
	control.get(BASE, () => [...services.companies.values()].map((company) => overview(company)));
	control.get(`${BASE}/:company/:list`, (request) =>
		act(services, request, (context) =>
			list(context, (request.params as { list: string }).list, listSchema.parse(request.query)),
		),
	);
	control.get(`${BASE}/:company/:list/:id`, (request) =>
		act(services, request, (context) =>
			one(context, request.params as { list: string; id: string }),
		),
	);
	control.patch(`${BASE}/:company/:list/:id`, (request) =>
		act(services, request, (context) =>
			edit(
				context,
				request.params as { list: string; id: string },
				fieldsSchema.parse(request.body),
			),
		),
	);
	post('/payments', (context, request) => pay(context, paymentSchema.parse(request.body)));
	post('/customers/:id/merge', (context, request, id) =>
		shown(
			context,
			'Customer',
			mergeCustomers(
				context,
				existing(context, 'Customer', id),
				existing(
					context,
					'Customer',
					z.object({ into: z.string() }).strict().parse(request.body).into,
				),
			),
		),
	);
	post('/invoices/:id/send', (context, request, id) =>
		shown(
			context,
			'Invoice',
			sendForm(
				context,
				entity('Invoice'),
				id,
				z
					.object({ to: z.string().optional() })
					.strict()
					.parse(request.body ?? {}).to,
			),
		),
	);
	post('/invoices/:id/void', (context, _request, id) =>
		shown(
			context,
			'Invoice',
			voidTransaction(context, entity('Invoice'), withToken(context, 'Invoice', id)),
		),
	);
	post('/invoices/:id/delete', (context, _request, id) =>
		remove(context, entity('Invoice'), withToken(context, 'Invoice', id)),
	);
	post('/payments/:id/void', (context, _request, id) =>
		shown(
			context,
			'Payment',
			voidTransaction(context, entity('Payment'), withToken(context, 'Payment', id)),
		),
	);
	post('/payments/:id/delete', (context, _request, id) =>
		remove(context, entity('Payment'), withToken(context, 'Payment', id)),
	);
	post('/invoices/:id/viewed', (context, _request, id) =>
		delivered(context, id, () => ({
			EInvoiceStatus: 'Viewed',
			ECloudStatusTimeStamp: pacific(wholeSecond(context.now)),
		})),
	);
	post('/invoices/:id/bounced', (context, request, id) =>
		delivered(context, id, (fields) => ({
			DeliveryInfo: {
				DeliveryType: 'Email',
				...(fields['DeliveryInfo'] as Fields | undefined),
				DeliveryErrorType: bounceSchema.parse(request.body ?? {}).error,
			},
		})),
	);
}

const bounceSchema = z
	.object({
		error: z
			.enum(['Missing Info', 'Undeliverable', 'Delivery Server Down', 'Bounced Email'])
			.default('Bounced Email'),
	})
	.strict();
const paymentSchema = z
	.object({
		invoiceId: z.string(),
		amount: z.number().positive().optional(),
		reference: z.string().max(21).optional(),
	})
	.strict();

/**
 * Does the work as one transaction and tells of it; a refusal is a RangeError in QuickBooks' words.
 */
function act(
	services: Services,
	request: FastifyRequest,
	work: (context: RequestContext) => object,
): object {
	const name = (request.params as { company: string }).company;
	const company = [...services.companies.values()].find(
		({ profile }) => profile.key === name || profile.realmId === name,
	);
	if (!company) throw new RangeError(`There is no company ${name}.`);
	const context = createContext(company, services.switches(), services.clock.now().getTime());
	try {
		const result = services.store.transaction(() => work(context));
		for (const event of context.events)
			services.webhooks.notify({ realmId: company.profile.realmId, ...event });
		return result;
	} catch (error) {
		context.records.forget();
		if (error instanceof Fault) throw new RangeError(error.message);
		throw error;
	}
}

function overview({ profile, records }: Company): object {
	const { key, realmId, name, country, currency, zone } = profile;
	return {
		key,
		realmId,
		name,
		country,
		currency,
		zone,
		customers: records.count('Customer', ''),
		items: records.count('Item', ''),
		invoices: records.count('Invoice', ''),
		payments: records.count('Payment', ''),
	};
}

function kindOf(list: string) {
	const found =
		findEntity(list) ?? findEntity(list.replace(/s$/, '')) ?? findEntity(list.replace(/ies$/, 'y'));
	if (!found) throw new RangeError(`There is no list ${list}.`);
	return found;
}

/** The latest changes first: summaries of invoices, whole records of everything else. */
function list(
	context: RequestContext,
	name: string,
	{ limit, offset }: z.infer<typeof listSchema>,
): object {
	const kind = kindOf(name);
	const entries = context.records.select(
		kind.name,
		'ORDER BY updated DESC, change DESC LIMIT ? OFFSET ?',
		[limit, offset],
	);
	const rows = entries.map((entry) =>
		kind.name === 'Invoice'
			? summary(context, entry)
			: toReply(kind, entry, {
					company: context.company,
					switches: context.switches,
					view: 'query',
				}),
	);
	return { total: context.records.count(kind.name, ''), rows };
}

function one(context: RequestContext, { list: name, id }: { list: string; id: string }): object {
	const kind = kindOf(name);
	return shown(context, kind.name, existing(context, kind.name, id));
}

function edit(
	context: RequestContext,
	{ list: name, id }: { list: string; id: string },
	fields: Fields,
): object {
	const kind = kindOf(name);
	return shown(
		context,
		kind.name,
		writeRecord(context, kind, { ...fields, ...withToken(context, kind.name, id), sparse: true })
			.entry,
	);
}

function pay(
	context: RequestContext,
	{ invoiceId, amount, reference }: z.infer<typeof paymentSchema>,
): object {
	const invoice = existing(context, 'Invoice', invoiceId).fields;
	const money = amount ?? Number(decimal(invoice['Balance']));
	const { entry } = writeRecord(context, entity('Payment'), {
		CustomerRef: invoice['CustomerRef'],
		CurrencyRef: invoice['CurrencyRef'],
		...(invoice['ExchangeRate'] !== undefined && { ExchangeRate: invoice['ExchangeRate'] }),
		TotalAmt: money,
		...(reference !== undefined && { PaymentRefNum: reference }),
		Line: [{ Amount: money, LinkedTxn: [{ TxnId: invoiceId, TxnType: 'Invoice' }] }],
	});
	return {
		payment: shown(context, 'Payment', entry),
		invoice: shown(context, 'Invoice', existing(context, 'Invoice', invoiceId)),
	};
}

/** What becomes known of a mail; the SyncToken stays. */
function delivered(
	context: RequestContext,
	id: string,
	changes: (fields: Fields) => Fields,
): object {
	const before = existing(context, 'Invoice', id);
	if (context.switches.deliveryMovesTime)
		return shown(
			context,
			'Invoice',
			changeRecord(context, 'Invoice', before, changes(before.fields), 'kept'),
		);
	const after = { ...before, fields: { ...before.fields, ...changes(before.fields) } };
	context.records.put(entity('Invoice'), after);
	noteEvent(context, 'Invoice', id, 'Update');
	return shown(context, 'Invoice', after);
}

function existing(context: RequestContext, name: string, id: string): Entry {
	const entry = context.records.find(name, id);
	if (!entry) throw new RangeError(`There is no ${name} ${id}.`);
	return entry;
}

function withToken(context: RequestContext, name: string, id: string): Fields {
	return { Id: id, SyncToken: existing(context, name, id).fields.SyncToken };
}

function shown(context: RequestContext, name: string, entry: Entry): object {
	return toReply(entity(name), entry, {
		company: context.company,
		switches: context.switches,
		view: 'read',
	});
}
