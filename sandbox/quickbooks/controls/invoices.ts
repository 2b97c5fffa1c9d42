import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { changeRecord, noteEvent, wholeSecond, type RequestContext } from '../context';
import { decimal } from '../money';
import { remove, voidTransaction } from '../operations/remove';
import { sendForm } from '../operations/send';
import { writeRecord } from '../operations/write';
import type { Fields } from '../records';
import { entity } from '../schema/entities';
import { pacific } from '../times';
import { existing, shown, withToken } from './act';

export type Post = (
	path: string,
	work: (context: RequestContext, request: FastifyRequest, id: string) => object,
) => unknown;

const sendSchema = z.object({ to: z.string().optional() }).strict();
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

/** Controls that send, void, delete and deliver invoices. */
export function addInvoiceControls(post: Post): void {
	const invoices = entity('Invoice');
	post('/invoices/:id/send', (context, request, id) => {
		const { to } = sendSchema.parse(request.body ?? {});
		return shown(context, 'Invoice', sendForm(context, invoices, id, to));
	});
	post('/invoices/:id/void', (context, _request, id) =>
		shown(
			context,
			'Invoice',
			voidTransaction(context, invoices, withToken(context, 'Invoice', id)),
		),
	);
	post('/invoices/:id/delete', (context, _request, id) =>
		remove(context, invoices, withToken(context, 'Invoice', id)),
	);
	post('/invoices/:id/viewed', (context, _request, id) =>
		setDelivery(context, id, () => ({
			EInvoiceStatus: 'Viewed',
			ECloudStatusTimeStamp: pacific(wholeSecond(context.now)),
		})),
	);
	post('/invoices/:id/bounced', (context, request, id) =>
		setDelivery(context, id, (fields) => ({
			DeliveryInfo: {
				DeliveryType: 'Email',
				...(fields['DeliveryInfo'] as Fields | undefined),
				DeliveryErrorType: bounceSchema.parse(request.body ?? {}).error,
			},
		})),
	);
}

/** Controls that receive, void and delete payments. */
export function addPaymentControls(post: Post): void {
	const payments = entity('Payment');
	post('/payments', (context, request) => pay(context, paymentSchema.parse(request.body)));
	post('/payments/:id/void', (context, _request, id) =>
		shown(
			context,
			'Payment',
			voidTransaction(context, payments, withToken(context, 'Payment', id)),
		),
	);
	post('/payments/:id/delete', (context, _request, id) =>
		remove(context, payments, withToken(context, 'Payment', id)),
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

/** Sets what is known about the delivery of an email; the SyncToken stays. */
function setDelivery(
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
