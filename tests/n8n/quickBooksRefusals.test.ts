import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { GatewayError, type GatewayErrorKind } from '../../src/gateways/errors';
import { describeError } from '../../src/n8n/errors';
import { hubSpotRemedies, quickBooksRemedies } from '../../src/n8n/remedies';
import { fault } from './refusals';

describe('refusals of QuickBooks in words', () => {
	it.each([
		[
			'610',
			'Object Not Found',
			"Object Not Found : Something you're trying to use has been made inactive.",
			/has no such record: .*made inactive/,
			/deleted or made inactive/,
		],
		[
			'2010',
			'Request has invalid or unsupported property',
			'Property Name:Unrecognized field "X"',
			/refuses the values: .*Unrecognized field "X"/,
			/does not know the field/,
		],
		[
			'2020',
			'Required param missing',
			'Required parameter Line is missing in the request',
			/Required parameter Line is missing/,
			/Fill in/,
		],
		['2040', 'Invalid String', 'Unsupported characters', /Unsupported characters/, /colons, tabs/],
		[
			'2050',
			'String length is either shorter or longer',
			'Min:0 Max:21 supported. Supplied length:33',
			/Max:21/,
			/Shorten/,
		],
		['2170', 'Invalid Enumeration', 'Value X', /Value X/, /values that QuickBooks knows/],
		[
			'2210',
			'Invalid email address format',
			'does not conform',
			/does not conform/,
			/e-mail address/,
		],
		[
			'2410',
			'Exchange rate missing',
			'The currency and exchange rate are required',
			/exchange rate/i,
			/Set the exchange rate/,
		],
		[
			'2500',
			'Invalid Reference Id',
			'Invalid Reference Id : Names element id 75 not found',
			/Names element id 75 not found/,
			/clear that property/,
		],
		[
			'5010',
			'Stale Object Error',
			'Stale Object Error : You and Ann were working on this at the same time.',
			/Somebody changed the record in QuickBooks/,
			/Run the item again/,
		],
		[
			'5010',
			'Account Period Closed',
			'The account period has closed. {1}',
			/refuses the values: .*The account period has closed/,
			/reopen the books/,
		],
		[
			'5010',
			'Stale Object Error',
			'Stale Object Error : You and Closed Books Ltd were working on this at the same time.',
			/Somebody changed the record in QuickBooks/,
			/Run the item again/,
		],
		[
			'5020',
			'Permission Denied Error',
			'Permission denied',
			/denies access: .*Permission denied/,
			/user who is allowed to do this/,
		],
		[
			'6000',
			'A business validation error has occurred',
			'Business Validation Error: You can only use one foreign currency per transaction.',
			/one foreign currency per transaction/,
			/which setting or value is missing/,
		],
		[
			'6070',
			'Amount calculation incorrect in the request.',
			'Amount is not equal to UnitPrice * Qty. Supplied value:1,861.07',
			/UnitPrice \* Qty/,
			/do not agree/,
		],
		['6100', 'Invalid line tax code', 'x', /Invalid line tax code/, /TAX or NON/],
		[
			'6140',
			'Duplicate Document Number Error',
			'DocNumber=1 is assigned to TxnType=Invoice with TxnId=3',
			/number is taken: .*TxnId=3/,
			/another number/,
		],
		[
			'6170',
			'Invalid transaction tax detail',
			'x',
			/Invalid transaction tax detail/,
			/Out of Scope/,
		],
		['6180', 'Sub level limit exceeded', 'x', /Sub level/, /five levels/],
		[
			'6190',
			'Invalid Company Status',
			'Subscription period has ended',
			/Subscription period has ended/,
			/Renew/,
		],
		['6200', 'Account Period Closed', 'x', /Account Period Closed/, /reopen the books/],
		[
			'6240',
			'Duplicate Name Exists Error',
			'The name supplied already exists. : null',
			/name is taken/,
			/add a suffix/,
		],
		['6250', 'Invalid use', 'inactive item', /inactive item/, /active/],
		[
			'6520',
			'Missing Tracked Inventory Quantity',
			'Quantity required for inventory item',
			/Quantity required/,
			/needs a quantity/,
		],
		[
			'6270',
			'Inventory transaction before the start date',
			'x',
			/start date/,
			/after the item’s start date/,
		],
		['6420', 'Email address is required', 'x', /Email address is required/, /Bill Email/],
		['6450', 'Attempt to void a settled transaction failed', 'x', /settled/, /Remove the payment/],
	])('%s %s', (code, summary, detail, message, remedy) => {
		const text = describeError(fault(code, summary, detail));
		expect(text.message).toMatch(message);
		expect(text.description).toMatch(remedy);
		expect(text.description).toContain('QuickBooks request 1-5f7330f0-0a');
	});

	it('every remedy is a sentence', () => {
		for (const text of [...Object.values(quickBooksRemedies), ...Object.values(hubSpotRemedies)])
			expect(text).toMatch(/^[A-Z].*\.$/);
	});

	/** Phrases that help nobody, and advice that would change the books. */
	const useless = [
		/Correct the value named above/i,
		/Choose the record again/i,
		/^Check the record/i,
		/merge/i,
		/class tracking/i,
		/(and|then) run the item again\.$/i,
	];
	const kinds: GatewayErrorKind[] = [
		'unauthorized',
		'forbidden',
		'notFound',
		'stale',
		'duplicateName',
		'duplicateNumber',
		'duplicateRequest',
		'conflict',
		'invalid',
		'rateLimited',
		'quotaExhausted',
		'unavailable',
		'unexpected',
	];
	const told = kinds.flatMap((kind) =>
		(['HubSpot', 'QuickBooks'] as const).map((system) => [
			`${system} ${kind}`,
			describeError(new GatewayError({ system, kind, message: 'No.' })).description,
		]),
	);

	it.each([
		...Object.entries(quickBooksRemedies),
		...Object.entries(hubSpotRemedies),
		...told,
	] as string[][])('the remedy of %s helps', (_code, remedy = '') => {
		expect(
			useless.filter((phrase) => phrase.test(remedy.replace(/deleted or merged/g, ''))),
		).toEqual([]);
	});

	it('no sentence of the package has such advice', () => {
		const folder = join(__dirname, '../../src');
		const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) =>
			file.endsWith('.ts'),
		);
		const phrases = [
			/Correct the value named above/,
			/Choose the record again/,
			/class tracking/i,
			/switch on multiple currencies/i,
		];
		expect(
			files.filter((file) =>
				phrases.some((phrase) => phrase.test(readFileSync(join(folder, file), 'utf8'))),
			),
		).toEqual([]);
	});

	it('a code that nobody lists has the remedy of its kind', () => {
		expect(describeError(fault('9999', 'Something new', 'x')).description).toMatch(
			/^Change the value that QuickBooks names above\. Change it where it comes from/,
		);
		const hubSpot = (code: string) =>
			describeError(
				new GatewayError({
					system: 'HubSpot',
					kind: 'invalid',
					message: 'No.',
					details: [{ message: 'No.', code }],
				}),
			).description;
		expect([hubSpot('INVALID_EMAIL'), hubSpot('SOMETHING_NEW')]).toEqual([
			expect.stringMatching(/ann@example/),
			expect.stringMatching(/refuses the same request again until then/),
		]);
	});
});
