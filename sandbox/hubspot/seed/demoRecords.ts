type Values = Record<string, string>;

/** The values that differ from the product. Some `amount`s contradict price and quantity on purpose. */
export type DemoLine = Values;

const ireland = {
	address: '12 Prospect Hill',
	city: 'Mill Valley',
	state: 'CA',
	zip: '94941',
	country: 'United States',
};
const canada = {
	address: '88 Rue Saint-Paul',
	city: 'Montréal',
	state: 'QC',
	zip: 'H2Y 1G6',
	country: 'Canada',
};

export const demoContacts: Record<string, Values> = {
	'101': {
		email: 'niamh.obrien@example.com',
		firstname: 'Niamh',
		lastname: "O'Brien",
		phone: '+1 415 555 0101',
		company: "O'Brien & Söhne Landscaping",
		lifecyclestage: 'customer',
		hubspot_owner_id: '81640011',
		...ireland,
	},
	'102': {
		email: 'jose@cafe-ole.example',
		firstname: 'José',
		lastname: 'García-Núñez',
		phone: '(415) 555-0102',
		company: 'Café Olé 🌿',
		address: '5 Calle "Luna" #3',
		city: 'San Rafael',
		state: 'CA',
		zip: '94901',
		country: 'United States',
		lifecyclestage: 'opportunity',
	},
	'103': {
		email: 'renee@mapleleaf.example',
		firstname: 'Renée',
		lastname: 'Tremblay',
		phone: '+1 514 555 0103',
		company: 'Maple Leaf Outfitters Inc.',
		lifecyclestage: 'opportunity',
		...canada,
	},
	'104': {
		email: 'ann.miller@example.com',
		firstname: 'Ann',
		lastname: 'Miller',
		mobilephone: '415-555-0104',
		lifecyclestage: 'opportunity',
	},
	'105': {
		email: 'dragon@example.com',
		firstname: '小龙',
		lastname: '李 🐉',
		hs_additional_emails: 'dragon2@example.com',
		city: '上海市',
		country: '中国',
		lifecyclestage: 'lead',
	},
};

export const demoCompanies: Record<string, { contacts: string[]; properties: Values }> = {
	'201': {
		contacts: ['101'],
		properties: {
			name: "O'Brien & Söhne Landscaping",
			domain: 'obrien-soehne.example',
			industry: 'CONSUMER_SERVICES',
			phone: '+1 415 555 0201',
			...ireland,
		},
	},
	'202': {
		contacts: ['102'],
		properties: {
			name: 'Café Olé 🌿',
			domain: 'cafe-ole.example',
			industry: 'RESTAURANTS',
			city: 'San Rafael',
			state: 'CA',
			country: 'United States',
		},
	},
	'203': {
		contacts: ['103'],
		properties: {
			name: 'Maple Leaf Outfitters Inc.',
			domain: 'mapleleaf.example',
			industry: 'RETAIL',
			...canada,
		},
	},
};

export const demoProducts: Record<string, Values> = {
	'301': {
		name: 'Design hours',
		hs_sku: 'GD-HOUR',
		price: '85.00',
		hs_product_type: 'service',
		description: 'Garden design, by the hour',
	},
	'302': {
		name: 'Sod roll 5\' × 2"',
		hs_sku: 'SOD-5',
		price: '6.40',
		hs_product_type: 'inventory',
		hs_cost_of_goods_sold: '3.10',
	},
	'303': {
		name: 'Terrace planter 🌱 «Olé»',
		hs_sku: 'PLANT-OLE',
		price: '149.90',
		hs_product_type: 'inventory',
		description: 'Glazed, Ø 60 cm; "frost-proof"',
	},
	'304': {
		name: 'Fertilizer',
		hs_sku: 'FERT-KG',
		price: '3.196',
		hs_product_type: 'non_inventory',
		description: 'Per kg',
	},
	'305': {
		name: 'Maintenance plan',
		hs_sku: 'MAINT-M',
		price: '120.00',
		hs_product_type: 'service',
		recurringbillingfrequency: 'monthly',
		hs_recurring_billing_period: 'P12M',
	},
	'306': { name: 'Delivery', price: '45.00', hs_product_type: 'service' },
};

interface DemoDeal {
	dealname: string;
	dealstage: string;
	deal_currency_code: string;
	amount?: string;
	hubspot_owner_id?: string;
	contacts: string[];
	companies: string[];
	lines: Record<string, DemoLine>;
}

/** The amount of each deal is the sum of the net amounts of its lines. */
export const demoDeals: Record<string, DemoDeal> = {
	'401': {
		dealname: "Spring planting – O'Brien's garden 🌷",
		dealstage: 'closedwon',
		deal_currency_code: 'USD',
		amount: '1313.58',
		hubspot_owner_id: '81640011',
		contacts: ['101'],
		companies: ['201'],
		lines: {
			'601': { hs_product_id: '301', quantity: '12.5', hs_discount_percentage: '10' },
			'602': { hs_product_id: '302', quantity: '40' },
			'603': { hs_product_id: '304', quantity: '17.625' },
			'604': { hs_product_id: '306', quantity: '1' },
		},
	},
	'402': {
		dealname: 'Café Olé terrace',
		dealstage: 'closedwon',
		deal_currency_code: 'USD',
		amount: '719.60',
		contacts: ['102'],
		companies: ['202'],
		lines: {
			'605': { hs_product_id: '303', quantity: '4' },
			'606': { hs_product_id: '305', quantity: '1' },
		},
	},
	'403': {
		dealname: 'Roof garden, first talk',
		dealstage: 'qualifiedtobuy',
		deal_currency_code: 'USD',
		contacts: ['104'],
		companies: [],
		lines: {},
	},
	'404': {
		dealname: 'Toronto show garden',
		dealstage: 'closedwon',
		deal_currency_code: 'CAD',
		amount: '440.00',
		contacts: ['101'],
		companies: [],
		lines: { '607': { hs_product_id: '301', quantity: '4', price: '110.00' } },
	},
	'405': {
		dealname: 'Maple Leaf showroom',
		dealstage: 'contractsent',
		deal_currency_code: 'USD',
		amount: '1024.80',
		hubspot_owner_id: '81640012',
		contacts: ['103'],
		companies: ['203'],
		lines: {
			'608': { hs_product_id: '301', quantity: '8' },
			'609': { hs_product_id: '303', quantity: '2' },
			'610': { hs_product_id: '306', quantity: '1' },
		},
	},
	'406': {
		dealname: 'Hillside redesign',
		dealstage: 'closedwon',
		deal_currency_code: 'USD',
		amount: '10000.00',
		contacts: ['104'],
		companies: [],
		lines: {
			'611': { hs_product_id: '301', quantity: '100' },
			'612': { name: 'Landscape plan', quantity: '1', price: '1500.00' },
		},
	},
	'407': {
		dealname: 'Hedge trimming',
		dealstage: 'closedwon',
		deal_currency_code: 'USD',
		amount: '180.00',
		contacts: ['101'],
		companies: ['201'],
		lines: { '613': { hs_product_id: '301', quantity: '2', amount: '180.00' } },
	},
	'408': {
		dealname: 'Maple Leaf fertilizer',
		dealstage: 'closedwon',
		deal_currency_code: 'USD',
		amount: '319.60',
		contacts: [],
		companies: ['203'],
		lines: { '614': { hs_product_id: '304', quantity: '100' } },
	},
};

interface DemoQuote {
	hs_title: string;
	hs_status: string;
	expiresInDays: number;
	deal: string;
	contact: string;
	company: string;
	lines: Record<string, DemoLine>;
}

const showroom = { deal: '405', contact: '103', company: '203' };

/** The lines are copies of the deal's lines, as in HubSpot. Only quote 501 can be billed. */
export const demoQuotes: Record<string, DemoQuote> = {
	'501': {
		hs_title: 'Maple Leaf showroom, spring offer',
		hs_status: 'APPROVAL_NOT_NEEDED',
		expiresInDays: 60,
		...showroom,
		lines: {
			'621': { hs_product_id: '301', quantity: '8', hs_discount_percentage: '5' },
			'622': { hs_product_id: '303', quantity: '2' },
			'623': { hs_product_id: '306', quantity: '1' },
		},
	},
	'502': {
		hs_title: 'Maple Leaf showroom, winter offer',
		hs_status: 'APPROVED',
		expiresInDays: -10,
		...showroom,
		lines: { '624': { hs_product_id: '301', quantity: '10' } },
	},
	'503': {
		hs_title: 'Maple Leaf showroom, next phase',
		hs_status: 'DRAFT',
		expiresInDays: 90,
		...showroom,
		lines: { '625': { hs_product_id: '303', quantity: '6' } },
	},
};
