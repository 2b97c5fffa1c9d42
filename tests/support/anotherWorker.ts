import type { INodeType } from 'n8n-workflow';
import type { CreateQuickBooksInvoice } from '../../nodes/CreateQuickBooksInvoice/CreateQuickBooksInvoice.node';

/** The node with a memory of its own, as another worker's process has it. */
export function anotherWorker(): INodeType {
	let node: INodeType | undefined;
	jest.isolateModules(() => {
		const loaded = jest.requireActual<{ CreateQuickBooksInvoice: typeof CreateQuickBooksInvoice }>(
			'../../nodes/CreateQuickBooksInvoice/CreateQuickBooksInvoice.node',
		);
		node = new loaded.CreateQuickBooksInvoice();
	});
	return node as INodeType;
}
