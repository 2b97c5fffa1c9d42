import { isDay, type Day } from '../../calendar';
import { quoted, type Problem } from '../../decline';
import { moneyText, percentOf, plainText, toCents, zero, type Decimal } from '../../money';
import type { CompanyRules } from './settings';

type Discount = { kind: 'percent' | 'amount'; value: Decimal };

/** What a person adds to an invoice beside its lines; all of it optional. */
export interface InvoiceDetails {
	termId?: string;
	issuedOn?: Day;
	dueOn?: Day;
	/** Of lines that have none of their own. */
	servedOn?: Day;
	/** Shown to the customer on the invoice. */
	customerMessage?: string;
	/** For the company's own eyes. */
	memo?: string;
	billEmail?: string;
	cc?: string;
	bcc?: string;
	classId?: string;
	locationId?: string;
	deposit?: Decimal;
	depositAccountId?: string;
	shipping?: Decimal;
	discount?: Discount;
	/** US: whether tax is computed on what is left after the discount. */
	taxAfterDiscount?: boolean;
	/** `price`: in the lines' prices; `line`: as one discount below the subtotal. */
	lineDiscounts: 'price' | 'line';
	/** `auto` follows the company: QuickBooks numbers, or the next free number is taken. */
	number: { kind: 'auto' } | { kind: 'given'; value: string };
	allowDuplicateNumber?: boolean;
	/** Custom fields of sales forms by definition id or by name. */
	customFields: ReadonlyArray<{ definitionId: string; value: string }>;
	cardPayment?: boolean;
	bankPayment?: boolean;
}

interface Check<Facts extends unknown[] = []> {
	field: string;
	fails: (details: InvoiceDetails, ...facts: Facts) => string | undefined;
	remedy: string;
}

const LONGEST = { number: 21, message: 1000, memo: 3800, customField: 31, email: 100 };

const ADDRESS_REMEDY =
	'Enter an address such as ann@example.com. Separate several addresses by commas.';
const email = (text: string | undefined) =>
	text !== undefined &&
	!text.split(',').every((one) => /^[^\s@,]+@[^\s@,]+\.[^\s@,]+$/.test(one.trim()));
const tooLong = (text: string | undefined, longest: number) =>
	text !== undefined && text.length > longest
		? `it has ${text.length} characters; QuickBooks takes ${longest}`
		: undefined;
const address = (text: string | undefined) =>
	email(text) ? `"${quoted(text ?? '')}" is no e-mail address` : tooLong(text, LONGEST.email);
const date = (text: string | undefined) =>
	text !== undefined && !isDay(text) ? `"${quoted(text)}" is not a date` : undefined;

/** What is wrong whatever the company is like. */
const formChecks: Check[] = [
	{
		field: 'Invoice Date',
		fails: ({ issuedOn }) => date(issuedOn),
		remedy: 'Enter it as YYYY-MM-DD.',
	},
	{ field: 'Due Date', fails: ({ dueOn }) => date(dueOn), remedy: 'Enter it as YYYY-MM-DD.' },
	{
		field: 'Due Date',
		fails: ({ issuedOn, dueOn }) =>
			issuedOn && dueOn && dueOn < issuedOn
				? `it is before the invoice date ${issuedOn}`
				: undefined,
		remedy: 'Choose a due date on or after the invoice date.',
	},
	{
		field: 'Service Date',
		fails: ({ servedOn }) => date(servedOn),
		remedy: 'Enter it as YYYY-MM-DD.',
	},
	{
		field: 'Customer Message',
		fails: ({ customerMessage }) => tooLong(customerMessage, LONGEST.message),
		remedy: 'Shorten it.',
	},
	{ field: 'Memo', fails: ({ memo }) => tooLong(memo, LONGEST.memo), remedy: 'Shorten it.' },
	{ field: 'Bill Email', fails: ({ billEmail }) => address(billEmail), remedy: ADDRESS_REMEDY },
	{ field: 'CC', fails: ({ cc }) => address(cc), remedy: ADDRESS_REMEDY },
	{ field: 'BCC', fails: ({ bcc }) => address(bcc), remedy: ADDRESS_REMEDY },
	{
		field: 'Invoice Number',
		fails: ({ number }) =>
			number.kind === 'given' ? tooLong(number.value, LONGEST.number) : undefined,
		remedy: 'Shorten it.',
	},
	{
		field: 'Shipping',
		fails: ({ shipping }) => (shipping?.lt(0) ? `${moneyText(shipping)} is below zero` : undefined),
		remedy: 'Enter 0 or more.',
	},
	{
		field: 'Deposit',
		fails: ({ deposit }) => (deposit?.lt(0) ? `${moneyText(deposit)} is below zero` : undefined),
		remedy: 'Enter 0 or more.',
	},
	{
		field: 'Discount',
		fails: ({ discount }) =>
			discount && (discount.value.lt(0) || (discount.kind === 'percent' && discount.value.gt(100)))
				? `${plainText(discount.value)}${discount.kind === 'percent' ? ' %' : ''} is out of range`
				: undefined,
		remedy: 'Enter 0 or more. A percentage is at most 100.',
	},
	{
		field: 'Custom Fields',
		fails: ({ customFields }) =>
			customFields.map(({ value }) => tooLong(value, LONGEST.customField)).find(Boolean),
		remedy: 'Shorten the value.',
	},
];

/**
 * What the company's settings do not allow; `today` is its day, which dates an invoice without a
 * date.
 */
const companyChecks: Array<Check<[rules: CompanyRules, today: Day]>> = [
	{
		field: 'Invoice Date',
		fails: ({ issuedOn }, { booksClosedOn }, today) =>
			booksClosedOn && (issuedOn ?? today) <= booksClosedOn
				? closedBooks(issuedOn, today, booksClosedOn)
				: undefined,
		remedy: 'Choose a later date, or reopen the books in QuickBooks.',
	},
	{
		field: 'Due Date',
		fails: ({ issuedOn, dueOn }, _rules, today) =>
			!issuedOn && dueOn && dueOn < today
				? `${dueOn} is before the invoice date, which is today, ${today}`
				: undefined,
		remedy: 'Choose a due date on or after the invoice date, or enter an earlier invoice date.',
	},
	{
		field: 'Invoice Number',
		fails: ({ number }, rules) =>
			number.kind === 'given' && !rules.customNumbers
				? 'this company lets QuickBooks number its invoices'
				: undefined,
		remedy:
			'Leave the number to QuickBooks, or switch on custom transaction numbers in its sales settings.',
	},
	{
		field: 'Class',
		fails: ({ classId }, rules) =>
			classId && !rules.classPerInvoice && !rules.classPerLine
				? 'the company does not track classes'
				: undefined,
		remedy: 'Leave the class out.',
	},
	{
		field: 'Location',
		fails: ({ locationId }, rules) =>
			locationId && !rules.tracksLocations ? 'the company does not track locations' : undefined,
		remedy: 'Leave the location out.',
	},
	{
		field: 'Shipping',
		fails: ({ shipping }, rules) =>
			shipping?.gt(0) && !rules.allowsShipping
				? 'shipping is switched off in this company'
				: undefined,
		remedy: 'Switch on shipping in the sales settings of QuickBooks, or leave it out.',
	},
	{
		field: 'Deposit',
		fails: ({ deposit }, rules) =>
			deposit?.gt(0) && !rules.allowsDeposit
				? 'deposits are switched off in this company'
				: undefined,
		remedy: 'Switch on deposits in the sales settings of QuickBooks, or leave it out.',
	},
	{
		field: 'Discount',
		fails: ({ discount, lineDiscounts }, rules) =>
			(discount?.value.gt(0) || lineDiscounts === 'line') && !rules.allowsDiscount
				? 'discounts are switched off in this company'
				: undefined,
		remedy:
			'Switch on discounts in the sales settings of QuickBooks, or include them in the prices.',
	},
	{
		field: 'Custom Fields',
		fails: ({ customFields }, rules) => unknownField(customFields, rules),
		remedy: 'Choose a custom field that is switched on for sales forms in QuickBooks.',
	},
	{
		field: 'Online Payment',
		fails: ({ cardPayment, bankPayment }, rules) =>
			(cardPayment || bankPayment) && !rules.onlinePayments
				? 'online payments are switched off in this company'
				: undefined,
		remedy: 'Switch on QuickBooks Payments, or leave the online payment switches out.',
	},
];

function closedBooks(issuedOn: Day | undefined, today: Day, closedOn: Day): string {
	return `${issuedOn === undefined ? `it is today, ${today}, and ` : ''}the books are closed up to ${closedOn}`;
}

function unknownField(
	fields: InvoiceDetails['customFields'],
	rules: CompanyRules,
): string | undefined {
	const unknown = fields.find((field) => customFieldId(field.definitionId, rules) === undefined);
	return unknown && `the company has no custom field "${quoted(unknown.definitionId)}"`;
}

/** The id of a custom field that is given by id or by name. */
export function customFieldId(
	idOrName: string,
	{ customFields }: CompanyRules,
): string | undefined {
	const named = (name: string) => name.trim().toLowerCase();
	return customFields.find(
		({ definitionId, name }) => definitionId === idOrName || named(name) === named(idOrName),
	)?.definitionId;
}

function problemsOf<Facts extends unknown[]>(
	checks: ReadonlyArray<Check<Facts>>,
	details: InvoiceDetails,
	...facts: Facts
): Problem[] {
	return checks.flatMap(({ field, fails, remedy }): Problem[] => {
		const reason = fails(details, ...facts);
		return reason === undefined ? [] : [{ field, message: `${field}: ${reason}.`, remedy }];
	});
}

/**
 * What is wrong with the details whatever the company is like: nothing can be made of them, not
 * even a question.
 */
export function formProblems(details: InvoiceDetails): Problem[] {
	return problemsOf(formChecks, details);
}

/** What the company's settings do not allow. @param today the company's day */
export function companyProblems(
	details: InvoiceDetails,
	rules: CompanyRules,
	today: Day,
): Problem[] {
	return problemsOf(companyChecks, details, rules, today);
}

/** An invoice whose due date has passed when it is made. @param today the company's day */
export function overdueWarnings(dueOn: Day | undefined, today: Day): string[] {
	if (dueOn === undefined || dueOn >= today) return [];
	return [
		`The invoice is due on ${dueOn}, which is before today, ${today}. It is overdue from the start, and reminders may be sent at once.`,
	];
}

/** What the discount on the whole order comes to, in cents. */
export function discountAmount(discount: Discount | undefined, base: Decimal): Decimal {
	if (!discount) return zero;
	return toCents(discount.kind === 'percent' ? percentOf(base, discount.value) : discount.value);
}
