/** The only HubSpot account of the sandbox. */
export const account = {
	id: 48291573,
	accountType: 'DEVELOPER_TEST',
	timeZone: 'America/Los_Angeles',
	companyCurrency: 'USD',
	additionalCurrencies: ['CAD', 'EUR', 'GBP'],
	uiDomain: 'app.hubspot.com',
	dataHostingLocation: 'na1',
	domain: 'garden-demo-48291573.com',
	/** The user who clicks "Connect app". */
	user: { id: 70114201, email: 'zoe@garden.example' },
} as const;

/** The OAuth app that a user connects. */
export const hubspotApp = {
	id: 3048812,
	name: 'Sandbox app',
	clientId: 'a1b2c3d4-0000-4000-a000-000000000001',
	clientSecret: 'sandbox-hubspot-secret-0001',
} as const;

/** A service key that needs no setup and has all scopes. */
export const demoServiceKey = 'pat-na1-00000000-demo-4000-a000-000000000001';
