import { readNotifications } from '../../../../src/core/invoice/events/notifications';
import './sampleInvoices';

describe('notifications', () => {
	it('are read in both forms, whatever else a body holds', () => {
		const entity = {
			name: 'Invoice',
			id: '145',
			operation: 'Void',
			lastUpdated: '2026-05-05T10:00:00.000Z',
		};
		expect(
			readNotifications({
				eventNotifications: [
					{ realmId: '77', dataChangeEvent: { entities: [entity, null, { name: 'Item' }] } },
					'x',
				],
			}),
		).toEqual([
			{
				realmId: '77',
				entity: 'invoice',
				id: '145',
				operation: 'void',
				at: Date.parse('2026-05-05T10:00:00Z'),
			},
		]);
		const cloudEvent = {
			specversion: '1.0',
			type: 'qbo.payment.created.v1',
			time: '2026-05-01T12:00:00.123456789Z',
			intuitentityid: '1234',
			intuitaccountid: '77',
			data: {},
		};
		const read = [
			{
				realmId: '77',
				entity: 'payment',
				id: '1234',
				operation: 'created',
				at: Date.parse('2026-05-01T12:00:00.123Z'),
			},
		];
		expect(
			readNotifications([cloudEvent, 7, {}, { ...cloudEvent, intuitentityid: '../1' }]),
		).toEqual(read);
		expect(readNotifications(cloudEvent)).toEqual(read);
		for (const nothing of [undefined, null, 'x', 7, [], {}, { eventNotifications: {} }])
			expect(readNotifications(nothing)).toEqual([]);
	});
});
