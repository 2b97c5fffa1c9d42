import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { Services } from '../api/services';
import { act, existing, shown } from './act';
import { addInvoiceControls, addPaymentControls, type Post } from './invoices';
import { edit, list, listSchema, one, overview } from './lists';
import { mergeCustomers } from './merge';

const BASE = '/control/quickbooks/companies';
const fieldsSchema = z.record(z.unknown());
const mergeSchema = z.object({ into: z.string() }).strict();

/**
 * Adds the actions that the people of a company take without the API: receive money, send, void and
 * edit; and the events of a sent email. The path names a company by its key or its realm id.
 */
export function addControls(control: FastifyInstance, services: Services): void {
	addListControls(control, services);
	const post: Post = (path, work) =>
		control.post(`${BASE}/:company${path}`, (request) =>
			act(services, request, (context) =>
				work(context, request, (request.params as { id: string }).id),
			),
		);
	addPaymentControls(post);
	post('/customers/:id/merge', (context, request, id) => {
		const gone = existing(context, 'Customer', id);
		const into = existing(context, 'Customer', mergeSchema.parse(request.body).into);
		return shown(context, 'Customer', mergeCustomers(context, gone, into));
	});
	addInvoiceControls(post);
}

function addListControls(control: FastifyInstance, services: Services): void {
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
}
