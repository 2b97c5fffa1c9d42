import type { CompanyHistory } from './history';

interface DemoCustomers {
	niamh: string;
	ann: string;
	harbor: string;
	courtyard: string;
	school: string;
}

interface DemoItems {
	hours: string;
	design: string;
	sod: string;
	fertilizer: string;
}

/** The customers, items and invoices of the US company. The order of the records sets their ids. */
export function seedUs(history: CompanyHistory): void {
	const customers = { ...addPeople(history), ...addOrganisations(history) };
	const items = addItems(history);
	addDelivery(history);
	addKit(history, items);
	addPaidInvoices(history, customers, items);
	addOtherInvoices(history, customers, items);
}

function addPeople(history: CompanyHistory): Pick<DemoCustomers, 'niamh' | 'ann'> {
	const oakland = {
		Line1: '1420 Broadway',
		City: 'Oakland',
		CountrySubDivisionCode: 'CA',
		PostalCode: '94612',
	};
	const niamh = history.add(320, 'Customer', {
		GivenName: 'Niamh',
		FamilyName: "O'Brien",
		DisplayName: "Niamh O'Brien",
		CompanyName: "O'Brien & Söhne Landscaping",
		PrimaryEmailAddr: { Address: 'niamh.obrien@example.com' },
		PrimaryPhone: { FreeFormNumber: '(510) 555-0142' },
		BillAddr: oakland,
		ShipAddr: oakland,
	});
	const ann = history.add(310, 'Customer', {
		GivenName: 'Ann',
		FamilyName: 'Miller',
		DisplayName: 'Ann Miller',
		PrimaryEmailAddr: { Address: 'ann@millers.example' },
		BillAddr: {
			Line1: '9 Lakeside Dr',
			City: 'Reno',
			CountrySubDivisionCode: 'NV',
			PostalCode: '89501',
		},
	});
	history.add(300, 'Vendor', {
		DisplayName: 'Café Olé 🌿',
		CompanyName: 'Café Olé 🌿',
		PrimaryEmailAddr: { Address: 'orders@cafe-ole.example' },
	});
	return { niamh, ann };
}

function addOrganisations(history: CompanyHistory): Omit<DemoCustomers, 'niamh' | 'ann'> {
	const harbor = history.add(290, 'Customer', {
		DisplayName: 'Harbor View HOA',
		CompanyName: 'Harbor View HOA',
		PrimaryEmailAddr: { Address: 'board@harborview.example' },
		BillAddr: {
			Line1: '200 Marina Way',
			City: 'Alameda',
			CountrySubDivisionCode: 'CA',
			PostalCode: '94501',
		},
	});
	const courtyard = history.add(280, 'Customer', {
		DisplayName: 'Courtyard – Phase 2',
		ParentRef: { value: harbor },
		Job: true,
	});
	const school = history.add(270, 'Customer', {
		DisplayName: 'Sunny Slope School',
		PrimaryEmailAddr: { Address: 'office@sunnyslope.example' },
		Taxable: false,
	});
	const closed = history.add(390, 'Customer', {
		DisplayName: 'Old Mill Nursery',
		PrimaryEmailAddr: { Address: 'hello@oldmill.example' },
	});
	history.change(120, 'Customer', closed, { Active: false });
	return { harbor, courtyard, school };
}

const incomeAccounts = (history: CompanyHistory) => ({
	services: { value: history.id('Services', 'Account') },
	goods: { value: history.id('Sales of Product Income', 'Account') },
});

function addItems(history: CompanyHistory): DemoItems {
	const { services, goods } = incomeAccounts(history);
	const add = (daysAgo: number, fields: Record<string, unknown>) =>
		history.add(daysAgo, 'Item', fields);
	const hours = add(380, {
		Name: 'Hours',
		Type: 'Service',
		IncomeAccountRef: services,
		UnitPrice: 70,
	});
	const design = add(360, {
		Name: 'Design hours',
		Sku: 'GD-HOUR',
		Type: 'Service',
		IncomeAccountRef: services,
		UnitPrice: 85,
		Description: 'Garden design, by the hour',
	});
	const sod = add(350, {
		Name: 'Sod roll 5\' × 2"',
		Type: 'NonInventory',
		IncomeAccountRef: goods,
		UnitPrice: 6.4,
		Taxable: true,
	});
	const fertilizer = add(350, {
		Name: 'Fertilizer',
		Sku: 'FERT-KG',
		Type: 'NonInventory',
		IncomeAccountRef: goods,
		UnitPrice: 3.196,
		Taxable: true,
		Description: 'By the kilogram',
	});
	return { hours, design, sod, fertilizer };
}

function addDelivery(history: CompanyHistory): void {
	const { services } = incomeAccounts(history);
	history.add(350, 'Item', {
		Name: 'Delivery',
		Type: 'Service',
		IncomeAccountRef: services,
		UnitPrice: 45,
		Description: 'Within the county',
	});
}

function addKit(history: CompanyHistory, { sod, fertilizer }: DemoItems): void {
	const { goods } = incomeAccounts(history);
	const kit = history.add(340, 'Item', {
		Name: 'Lawn starter kit',
		Sku: 'KIT-LAWN',
		Type: 'Service',
		IncomeAccountRef: goods,
		Description: 'Sod and fertilizer for 50 sq ft',
	});
	history.bundle(kit, [
		[sod, 5],
		[fertilizer, 2.5],
	]);
	const bark = history.add(380, 'Item', {
		Name: 'Bark mulch',
		Sku: 'BARK',
		Type: 'NonInventory',
		IncomeAccountRef: goods,
		UnitPrice: 31.5,
	});
	history.change(100, 'Item', bark, { Active: false });
}

function addPaidInvoices(
	history: CompanyHistory,
	{ niamh, courtyard }: DemoCustomers,
	{ hours, design, sod, fertilizer }: DemoItems,
): void {
	const paid = history.bill(
		95,
		niamh,
		[
			[design, 6, 85],
			[sod, 25, 6.4, 'TAX'],
		],
		{ BillEmail: { Address: 'niamh.obrien@example.com' } },
	);
	history.send(95, paid, 'niamh.obrien@example.com');
	history.pay(
		70,
		niamh,
		Number(history.company.records.find('Invoice', paid)?.fields['TotalAmt']),
		paid,
	);
	const partly = history.bill(
		40,
		courtyard,
		[
			[hours, 12, 70],
			[fertilizer, 17.625, 3.196, 'TAX'],
		],
		{ SalesTermRef: { value: '4' } },
	);
	history.send(40, partly, 'board@harborview.example');
	history.pay(12, courtyard, 400, partly);
}

function addOtherInvoices(
	history: CompanyHistory,
	{ ann, harbor, school }: DemoCustomers,
	{ hours, design, sod, fertilizer }: DemoItems,
): void {
	const overdue = history.bill(62, school, [[design, 3.5, 85]], {
		BillEmail: { Address: 'office@sunnyslope.example' },
		CustomerMemo: { value: 'Thank you 🌷' },
	});
	history.send(62, overdue, 'office@sunnyslope.example');
	const wrong = history.bill(30, ann, [[hours, 2, 70]], { PrivateNote: 'Billed twice by mistake' });
	history.void(29, wrong);
	history.bill(
		9,
		harbor,
		[
			[design, 1.25, 85],
			[sod, 3, 6.4, 'TAX'],
		],
		{ EmailStatus: 'NeedToSend', BillEmail: { Address: 'board@harborview.example' } },
	);
	history.bill(4, ann, [[fertilizer, 40, 3.196, 'TAX']]);
}
