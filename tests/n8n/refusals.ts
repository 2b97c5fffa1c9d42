import { errorOfAnswer } from '../../src/gateways/quickbooks/transport/errors';

export const fault = (code: string, Message: string, Detail: string, element = '') =>
	errorOfAnswer(
		{
			status: 400,
			headers: { intuit_tid: '1-5f7330f0-0a' },
			nowMs: 0,
			body: { Fault: { Error: [{ Message, Detail, code, element }], type: 'ValidationFault' } },
		},
		['secret-token-of-a-company'],
	);
