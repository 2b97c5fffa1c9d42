/** One error of a fault, in the form of a validation answer. */
export interface FaultError {
	Message: string;
	Detail: string;
	code: string;
	/** The wrong field: absent, empty or a name, as in the recorded faults. */
	element?: string;
}

/**
 * The fixed `Message` of each code. Source: recorded faults; for codes that were not recorded, Intuit's
 * list of error codes.
 */
const messages: Record<string, string> = {
	'500': 'Unsupported Operation',
	'600': 'Duplicate Request Id',
	'610': 'Object Not Found',
	'620': 'Transaction cannot be linked',
	'900': 'Parent cannot be a child of itself',
	'1040': 'Batch size exceeds the allowed limit',
	'2010': 'Request has invalid or unsupported property',
	'2020': 'Required param missing, need to supply the required value for the API',
	'2030': 'Invalid ID',
	'2040': 'Invalid String. The string contains unsupported characters',
	'2050': 'String length is either shorter or longer than supported by specification',
	'2060': 'Invalid date format',
	'2080': 'Invalid Number format',
	'2130': 'Invalid Request Id format',
	'2170': 'Invalid Enumeration',
	'2210': 'Invalid email address format',
	'2230': 'Invalid Boolean',
	'2250': 'Missing Lines',
	'2290': 'Negative Amount',
	'2310': 'Error parsing object',
	'2410': 'Exchange rate missing',
	'2500': 'Invalid Reference Id',
	'4000': 'Error parsing query',
	'4001': 'Invalid query',
	'4002': 'Error processing query',
	'5010': 'Stale Object Error',
	'6000': 'A business validation error has occurred while processing your request',
	'6041': 'Invalid uploaded file',
	'6040': 'File metadata must be an attachable',
	'6070': 'Amount calculation incorrect in the request.',
	'6080': 'At least one name field is required',
	'6090': 'Discount line is missing information',
	'6100': 'Invalid line tax code',
	'6140': 'Duplicate Document Number Error',
	'6170': 'Invalid transaction tax detail',
	'6180': 'Sub level limit exceeded',
	'6200': 'Account Period Closed, Cannot Update Through Services API',
	'6210': 'Account Period Closed, password required',
	'6220': 'Cannot delete an entity that has a balance',
	'6240': 'Duplicate Name Exists Error',
	'6270': 'Inventory transaction before the start date of an item',
	'6420': 'Email address is required',
	'6430': 'Invalid account type used',
	'6480': 'Matched transaction cannot be deleted',
	'6450': 'Attempt to void a settled transaction failed',
	'6520': 'Missing Tracked Inventory Quantity',
	'6540': 'Deposited transaction cannot be changed',
	'10000': 'An application error has occurred while processing your request',
};

/** An error of QuickBooks: HTTP 400 with a ValidationFault unless stated otherwise. */
export class Fault extends Error {
	constructor(
		readonly errors: FaultError[],
		readonly type: 'ValidationFault' | 'SystemFault' = 'ValidationFault',
		readonly status = 400,
		/** Faults about malformed ids have no `time`. */
		readonly timed = true,
	) {
		super(errors.map((error) => `${error.code} ${error.Detail}`).join('; '));
	}

	body(time: string): object {
		const fault = { Fault: { Error: this.errors, type: this.type } };
		return this.timed ? { ...fault, time } : fault;
	}
}

export function faultError(code: string, detail: string, element?: string): FaultError {
	return {
		Message: messages[code] ?? 'Unknown error',
		Detail: detail,
		code,
		...(element !== undefined && { element }),
	};
}

/** Faults that several places throw; each call creates a new one. */
export const faults = {
	of: (code: string, detail: string, element?: string) =>
		new Fault([faultError(code, detail, element)]),
	required: (...names: string[]) =>
		new Fault(
			names.map((name) =>
				faultError('2020', `Required parameter ${name} is missing in the request`, name),
			),
		),
	notFound: () =>
		faults.of(
			'610',
			"Object Not Found : Something you're trying to use has been made inactive. Check the fields with accounts, customers, items, vendors or employees.",
			'',
		),
	stale: (user: string) =>
		faults.of(
			'5010',
			`Stale Object Error : You and ${user} were working on this at the same time. ${user} finished before you did, so your work was not saved.`,
			'',
		),
	business: (sentence: string) => faults.of('6000', `Business Validation Error: ${sentence}`, ''),
	property: (problem: string) =>
		faults.of('2010', `Property Name:${problem}\n specified is unsupported or invalid`),
	invalidId: (value: string) =>
		new Fault(
			[faultError('2030', `Id should be a valid number. Supplied value:${value}`, 'Id')],
			'ValidationFault',
			400,
			false,
		),
	unsupported: (what: string) => faults.of('500', `Operation ${what} is not supported.`),
	reference: (list: string, id: string) =>
		faults.of('2500', `Invalid Reference Id : ${list} element id ${id} not found`, ''),
	tooLong: (max: number, length: number, element: string) =>
		faults.of(
			'2050',
			`String length specified does not match the supported length. Min:0 Max:${max} supported. Supplied length:${length}`,
			element,
		),
};
