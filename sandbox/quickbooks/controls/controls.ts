import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Services } from '../api/bench';
import type { Company } from '../company';
import { createContext, noteEvent, changeRecord, wholeSecond, type RequestContext } from '../desk';
import { Fault } from '../fault';
import { decimal } from '../money';
import type { Entry, Fields } from '../records';
import { remove, voidTransaction } from '../remove';
import { toReply } from '../reply';
import { entity, findEntity } from '../schema/entities';
import { sendForm } from '../send';
import { pacific } from '../times';
import { writeRecord } from '../write';
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
export function addControls(control: FastifyInstance, bench: Services): void {
	const post = (path: string, work: (desk: RequestContext, request: FastifyRequest, id: string) => object) =>
		control.post(`${BASE}/:company${path}`, (request) =>
			act(bench, request, (desk) => work(desk, request, (request.params as { id: string }).id)),
		);
	control.get(BASE, () => [...bench.companies.values()].map((company) => overview(company)));
	control.get(`${BASE}/:company/:list`, (request) =>
		act(bench, request, (desk) =>
			list(desk, (request.params as { list: string }).list, listSchema.parse(request.query)),
		),
	);
	control.get(`${BASE}/:company/:list/:id`, (request) =>
		act(bench, request, (desk) => one(desk, request.params as { list: string; id: string })),
	);
	control.patch(`${BASE}/:company/:list/:id`, (request) =>
		act(bench, request, (desk) =>
			edit(desk, request.params as { list: string; id: string }, fieldsSchema.parse(request.body)),
		),
	);
	post('/payments', (desk, request) => pay(desk, paymentSchema.parse(request.body)));
	post('/customers/:id/merge', (desk, request, id) =>
		shown(
			desk,
			'Customer',
			mergeCustomers(
				desk,
				existing(desk, 'Customer', id),
				existing(
					desk,
					'Customer',
					z.object({ into: z.string() }).strict().parse(request.body).into,
				),
			),
		),
	);
	post('/invoices/:id/send', (desk, request, id) =>
		shown(
			desk,
			'Invoice',
			sendForm(
				desk,
				entity('Invoice'),
				id,
				z
					.object({ to: z.string().optional() })
					.strict()
					.parse(request.body ?? {}).to,
			),
		),
	);
	post('/invoices/:id/void', (desk, _request, id) =>
		shown(
			desk,
			'Invoice',
			voidTransaction(desk, entity('Invoice'), withToken(desk, 'Invoice', id)),
		),
	);
	post('/invoices/:id/delete', (desk, _request, id) =>
		remove(desk, entity('Invoice'), withToken(desk, 'Invoice', id)),
	);
	post('/payments/:id/void', (desk, _request, id) =>
		shown(
			desk,
			'Payment',
			voidTransaction(desk, entity('Payment'), withToken(desk, 'Payment', id)),
		),
	);
	post('/payments/:id/delete', (desk, _request, id) =>
		remove(desk, entity('Payment'), withToken(desk, 'Payment', id)),
	);
	post('/invoices/:id/viewed', (desk, _request, id) =>
		delivered(desk, id, () => ({
			EInvoiceStatus: 'Viewed',
			ECloudStatusTimeStamp: pacific(wholeSecond(desk.now)),
		})),
	);
	post('/invoices/:id/bounced', (desk, request, id) =>
		delivered(desk, id, (fields) => ({
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
function act(bench: Services, request: FastifyRequest, work: (desk: RequestContext) => object): object {
	const name = (request.params as { company: string }).company;
	const company = [...bench.companies.values()].find(
		({ profile }) => profile.key === name || profile.realmId === name,
	);
	if (!company) throw new RangeError(`There is no company ${name}.`);
	const desk = createContext(company, bench.switches(), bench.clock.now().getTime());
	try {
		const result = bench.store.transaction(() => work(desk));
		for (const event of desk.events)
			bench.webhooks.notify({ realmId: company.profile.realmId, ...event });
		return result;
	} catch (error) {
		desk.records.forget();
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
function list(desk: RequestContext, name: string, { limit, offset }: z.infer<typeof listSchema>): object {
	const kind = kindOf(name);
	const entries = desk.records.select(
		kind.name,
		'ORDER BY updated DESC, change DESC LIMIT ? OFFSET ?',
		[limit, offset],
	);
	const rows = entries.map((entry) =>
		kind.name === 'Invoice'
			? summary(desk, entry)
			: toReply(kind, entry, { company: desk.company, switches: desk.switches, view: 'query' }),
	);
	return { total: desk.records.count(kind.name, ''), rows };
}

function one(desk: RequestContext, { list: name, id }: { list: string; id: string }): object {
	const kind = kindOf(name);
	return shown(desk, kind.name, existing(desk, kind.name, id));
}

function edit(
	desk: RequestContext,
	{ list: name, id }: { list: string; id: string },
	fields: Fields,
): object {
	const kind = kindOf(name);
	return shown(
		desk,
		kind.name,
		writeRecord(desk, kind, { ...fields, ...withToken(desk, kind.name, id), sparse: true }).entry,
	);
}

function pay(desk: RequestContext, { invoiceId, amount, reference }: z.infer<typeof paymentSchema>): object {
	const invoice = existing(desk, 'Invoice', invoiceId).fields;
	const money = amount ?? Number(decimal(invoice['Balance']));
	const { entry } = writeRecord(desk, entity('Payment'), {
		CustomerRef: invoice['CustomerRef'],
		CurrencyRef: invoice['CurrencyRef'],
		...(invoice['ExchangeRate'] !== undefined && { ExchangeRate: invoice['ExchangeRate'] }),
		TotalAmt: money,
		...(reference !== undefined && { PaymentRefNum: reference }),
		Line: [{ Amount: money, LinkedTxn: [{ TxnId: invoiceId, TxnType: 'Invoice' }] }],
	});
	return {
		payment: shown(desk, 'Payment', entry),
		invoice: shown(desk, 'Invoice', existing(desk, 'Invoice', invoiceId)),
	};
}

/** What becomes known of a mail; the SyncToken stays. */
function delivered(desk: RequestContext, id: string, changes: (fields: Fields) => Fields): object {
	const before = existing(desk, 'Invoice', id);
	if (desk.switches.deliveryMovesTime)
		return shown(desk, 'Invoice', changeRecord(desk, 'Invoice', before, changes(before.fields), 'kept'));
	const after = { ...before, fields: { ...before.fields, ...changes(before.fields) } };
	desk.records.put(entity('Invoice'), after);
	noteEvent(desk, 'Invoice', id, 'Update');
	return shown(desk, 'Invoice', after);
}

function existing(desk: RequestContext, name: string, id: string): Entry {
	const entry = desk.records.find(name, id);
	if (!entry) throw new RangeError(`There is no ${name} ${id}.`);
	return entry;
}

function withToken(desk: RequestContext, name: string, id: string): Fields {
	return { Id: id, SyncToken: existing(desk, name, id).fields.SyncToken };
}

function shown(desk: RequestContext, name: string, entry: Entry): object {
	return toReply(entity(name), entry, {
		company: desk.company,
		switches: desk.switches,
		view: 'read',
	});
}
