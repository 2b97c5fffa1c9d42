/**
 * What to do about a refusal of QuickBooks, by its code, where the kind alone says too little.
 * Source: https://developer.intuit.com/app/developer/qbo/docs/develop/troubleshooting/error-codes
 */
export const quickBooksRemedies: Readonly<Record<string, string>> = {
	'110': 'Connect the QuickBooks credential again.',
	'120': 'Connect the QuickBooks credential again as an administrator of the company.',
	'130': 'Set the credential’s environment to where the company is: production or sandbox.',
	'140': 'Sign in to QuickBooks; the company is locked.',
	'150': 'Run the item again later; QuickBooks is working on the company.',
	'610':
		'The record was deleted or made inactive in QuickBooks: make it active again there, or use another one.',
	'620':
		'The transactions belong to different customers or are settled already; check them in QuickBooks.',
	'800': 'Remove what depends on the record in QuickBooks first, for example its payments.',
	'2010': 'Leave the field named above out; this QuickBooks company does not know it.',
	'2020': 'Fill in the field named above.',
	'2040':
		'Remove the characters that QuickBooks does not take, such as colons, tabs and line breaks in names.',
	'2050': 'Shorten the text named above.',
	'2060': 'Write the date as YYYY-MM-DD.',
	'2070': 'Enter a date that exists.',
	'2170': 'Use one of the values that QuickBooks knows for the field named above.',
	'2210':
		'Correct the e-mail address in HubSpot or in the node: QuickBooks takes addresses such as ann@example.com.',
	'2250': 'Add at least one line.',
	'2290': 'Use amounts of 0 or more.',
	'2410': 'Set the exchange rate of that day in QuickBooks, under Currencies.',
	'2500':
		'This QuickBooks company has no such record: it was deleted or merged, or it belongs to another company. Where the node names it, choose another one; where HubSpot remembers it, clear the property on the contact, company or product that holds its QuickBooks ID.',
	'3000': 'Choose a custom field that is switched on for sales forms in QuickBooks.',
	'3100':
		'Connect the QuickBooks credential again: it belongs to another company or environment, or the app was disconnected.',
	'5020': 'Connect the credential with a user who may do this in QuickBooks.',
	'5030':
		'The plan of this QuickBooks company lacks the feature; leave the field out, or change the plan.',
	'6000':
		'QuickBooks says above which setting or value it misses; change it in QuickBooks or in the node. A repeat is refused in the same way.',
	serviceDate:
		'This company recognises revenue over time, so each line needs a service date: add "Service Date" under Options, or give each line its own.',
	'6070': 'Correct quantity, price or amount of the line; they do not fit together.',
	'6080': 'Give the contact or company a name in HubSpot.',
	'6090': 'Give the discount an amount or a percentage.',
	'6100': 'Choose a tax code that this company has; in the US TAX or NON.',
	'6140':
		'Choose another number, leave it to QuickBooks, or switch on "Use a Number That Is Taken".',
	'6160': 'Choose a tax code that this company has.',
	'6170': 'Leave tax amounts out when amounts are out of scope.',
	'6180': 'QuickBooks takes five levels of sub-customers; choose a customer further up.',
	'6190': 'The subscription of this QuickBooks company has ended; renew it.',
	'6200':
		'The books are closed for that date; choose a later date, or reopen the books in QuickBooks.',
	'6210':
		'The books are closed for that date; choose a later date, or reopen the books in QuickBooks.',
	'6220':
		'QuickBooks keeps a record active that has an open balance: settle or void its open invoices in QuickBooks first.',
	'6240':
		'Set "If Name Is Taken" to add a suffix, choose the existing record, or rename one of the two.',
	'6250': 'Make the record active in QuickBooks, or choose another one.',
	'6270': 'Choose an invoice date after the item’s start date in QuickBooks.',
	'6420': 'Enter "Bill Email", or give the customer an e-mail address in QuickBooks.',
	'6430': 'Choose an account of a fitting type; an item needs one of type Income.',
	'6450': 'Remove the payment from the invoice in QuickBooks first.',
	'6520':
		'QuickBooks keeps the item in stock, so its line needs a quantity. Run the item again; a quantity is sent for what is an inventory item by then.',
	'6540': 'Remove the deposit in QuickBooks first.',
};

/**
 * What to do about a value that HubSpot refuses, by its code.
 * Source: https://developers.hubspot.com/docs/api-reference/error-handling
 */
export const hubSpotRemedies: Readonly<Record<string, string>> = {
	PROPERTY_DOESNT_EXIST:
		'HubSpot has no such property: it was deleted, or it belongs to another object. Map the field to a property that exists.',
	INVALID_EMAIL:
		'Correct the e-mail address in QuickBooks or in the node: HubSpot takes addresses such as ann@example.com.',
	INVALID_OPTION:
		'Add the option to the property in HubSpot, or map the field to another property.',
	READ_ONLY_VALUE: 'HubSpot computes this property itself; map the field to another one.',
	INVALID_VALUE:
		'The value does not fit the type of the property; change the value, or map the field to another property.',
};
