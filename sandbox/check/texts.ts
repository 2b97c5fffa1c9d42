/** Keys whose texts are written by the API and are the same for every company. */
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

/** Parts of a fault's text that change from request to request, and the mark that replaces them. */
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
 * Whether two texts at the same place of a reply count as equal. Texts that belong to a company
 * always count as equal.
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
