import { dayIn, dayOf, noonOf } from '../../src/core/calendar';

const LA = 'America/Los_Angeles';

describe('the day that a value means', () => {
	it.each([
		['2026-04-01', LA, '2026-04-01'],
		// As a date field of n8n gives it, or somebody writes it: with no zone, or with a zone of their
		// own.
		['2026-04-01T00:00:00', LA, '2026-04-01'],
		['2026-04-01 23:30', LA, '2026-04-01'],
		['2026-04-01T00:00:00.000-04:00', LA, '2026-04-01'],
		['2026-03-31T20:30:00-07:00', 'Europe/Berlin', '2026-03-31'],
		// As HubSpot gives times.
		['2026-04-01T03:30:00.000Z', LA, '2026-03-31'],
		['2026-04-01T03:30:00Z', 'Europe/Berlin', '2026-04-01'],
		['2026-04-01T03:30:00+00:00', LA, '2026-03-31'],
		['2026-03-31T22:30:00Z', 'Europe/Berlin', '2026-04-01'],
		['1775014200000', LA, '2026-03-31'],
		['1775014200000', 'Europe/Berlin', '2026-04-01'],
		// As HubSpot keeps days.
		['1775001600000', LA, '2026-04-01'],
		['2026-04-01T00:00:00Z', LA, '2026-04-01'],
		['2026-04-01T00:00:00.000Z', LA, '2026-04-01'],
	])('%s in %s is %s', (value, zone, day) => {
		expect(dayOf(value, zone)).toBe(day);
	});

	it.each(['31/12/2026', 'soon', '1775014200', '20260401', ''])('%s is none', (value) => {
		expect(dayOf(value, LA)).toBe(value);
	});

	it.each([
		['2026-02-30T10:00:00Z', '2026-02-30'],
		['2026-13-01T10:00:00Z', '2026-13-01'],
	])('%s stays a day that does not exist', (value, day) => {
		expect(dayOf(value, LA)).toBe(day);
	});
});

describe('noon of a day', () => {
	it.each([
		['2026-03-31', LA, '2026-03-31T19:00:00.000Z'],
		['2026-12-31', LA, '2026-12-31T20:00:00.000Z'],
		['2026-03-31', 'Asia/Kolkata', '2026-03-31T06:30:00.000Z'],
		['2026-03-31', 'Pacific/Auckland', '2026-03-30T23:00:00.000Z'],
		['2026-03-31', 'Pacific/Pago_Pago', '2026-03-31T23:00:00.000Z'],
		['2026-03-31', 'nowhere', '2026-03-31T12:00:00.000Z'],
		// Days on which clocks are changed.
		['2026-03-08', LA, '2026-03-08T19:00:00.000Z'],
		['2026-11-01', LA, '2026-11-01T20:00:00.000Z'],
		['2026-11-01', 'America/Adak', '2026-11-01T22:00:00.000Z'],
		['2026-04-05', 'Australia/Lord_Howe', '2026-04-05T01:30:00.000Z'],
	])('%s in %s is %s', (day, zone, at) => {
		expect(noonOf(day, zone)).toBe(at);
		expect(dayIn(new Date(at), zone)).toBe(day);
	});
});
