/** Keys whose texts are the API's own words, the same for every company. */
const FIXED = new Set([
	'code',
	'Message',
	'message',
	'Detail',
	'detail',
	'element',
	'type',
	'domain',
	'status',
	'DetailType',
	'EmailStatus',
	'PrintStatus',
	'TxnStatus',
	'POStatus',
	'TxnType',
	'Type',
	'GlobalTaxCalculation',
	'DeliveryType',
	'PreferredDeliveryMethod',
	'PaymentType',
	'PayType',
	'PostingType',
	'BillableStatus',
	'Classification',
	'AccountType',
	'AccountSubType',
	'TaxTypeApplicable',
	'SpecialTaxType',
	'DisplayType',
	'EInvoiceStatus',
	'declaredType',
	'scope',
	'error',
	'token_type',
]);

/** What stands in a fault's text for this one request, and the mark that takes its place. */
const variable: [RegExp, string][] = [
	[/Token (expired|revoked): \S+/g, 'Token $1: …'],
	[/You and .+? were working/g, 'You and … were working'],
	[/ same time\. .+? finished/g, ' same time. … finished'],
	[/\(\d+ known properties: .*$/gs, '(… known properties …)'],
	[/(relative : |full path: )\S+/g, '$1…'],
	[/DocNumber=\S+ is assigned to TxnType=.+? with/g, 'DocNumber=… is assigned to TxnType=… with'],
	[/Supplied value:.*$/gs, 'Supplied value:…'],
	[/https?:\/\/\S+/g, '…'],
	[/\d[\d.,]*/g, '#'],
];

/**
 * Whether two texts at one place of a reply count as the same; where a text is a company's own, any
 * text does.
 */
export function sameText(path: string, recorded: string, actual: string): boolean {
	const key = /([A-Za-z_]\w*)$/.exec(path)?.[1];
	if (key === undefined || !FIXED.has(key)) return true;
	if (key === 'code') return recorded === actual;
	return key.toLowerCase() === 'detail' ? bare(recorded) === bare(actual) : recorded === actual;
}

function bare(text: string): string {
	return variable
		.reduce((rest, [pattern, mark]) => rest.replace(pattern, mark), text)
		.replace(/\s+/g, ' ')
		.trim();
}
