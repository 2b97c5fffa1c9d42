import type { INode } from 'n8n-workflow';
import { Declined } from '../../src/core/decline';
import { PartlyDone } from '../../src/flows/createInvoice/partlyDone';
import { GatewayError } from '../../src/gateways/errors';
import { toNodeError } from '../../src/n8n/errors';
import { invoice } from '../support/sampleRecords';
import { fault } from './refusals';

const node: INode = {
	id: '1',
	name: 'Create',
	type: 't',
	typeVersion: 1,
	position: [0, 0],
	parameters: {},
};

describe('errors of a node', () => {
	it('a declined input is an operation error on its item, with every problem and remedy', () => {
		const error = toNodeError(
			node,
			new Declined([
				{ field: 'A', message: 'A is wrong.', remedy: 'Do a.' },
				{ field: 'B', message: 'B is wrong.', remedy: 'Do b.' },
			]),
			3,
		);
		expect([error.message, error.description, error.context['itemIndex']]).toEqual([
			'A is wrong. B is wrong.',
			'Do a. Do b.',
			3,
		]);
	});

	it('what failed after the invoice was made says that it exists', () => {
		const error = toNodeError(
			node,
			new PartlyDone(
				invoice('9'),
				new GatewayError({ system: 'HubSpot', kind: 'unavailable', message: 'down', status: 503 }),
			),
			0,
		);
		expect(error.message).toBe(
			'Invoice 109 is in QuickBooks, but a later step failed. HubSpot cannot answer right now (HTTP 503).',
		);
		expect(error.description).toContain('does not bill twice');
	});

	it('no secret gets through, in whatever place it stands', () => {
		const error = fault(
			'6000',
			'Bad',
			'Token expired: secret-token-of-a-company Bearer eyJabcdefghijklmn.xyz.q access_token=abcdef pat-na1-1234-5678',
		);
		const text = JSON.stringify(toNodeError(node, error, 0)) + toNodeError(node, error, 0).message;
		for (const secret of [
			'secret-token-of-a-company',
			'eyJabcdefghijklmn',
			'abcdef',
			'pat-na1-1234-5678',
		])
			expect(text).not.toContain(secret);
	});
});
