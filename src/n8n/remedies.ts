/**
 * What to do about a refusal of QuickBooks, by its code, if the kind alone does not say enough.
 * Source: https://developer.intuit.com/app/developer/qbo/docs/develop/troubleshooting/error-codes
 */
export const quickBooksRemedies: Readonly<Record<string, string>> = {
	'110': 'Connect the QuickBooks credential again.',
	'120': 'Connect the QuickBooks credential again as an administrator of the company.',
	'130': 'Set the credential’s environment to the one of the company: production or sandbox.',
	'140': 'The company is locked. Sign in to QuickBooks to unlock it.',
	'150': 'QuickBooks is working on the company. Run the item again later.',
	'610':
		'The record was deleted or made inactive in QuickBooks. Make it active again there, or use another one.',
	'620':
		'The transactions belong to different customers or are already settled. Check them in QuickBooks.',
	'800': 'First remove what depends on the record in QuickBooks, for example its payments.',
	'2010': 'This QuickBooks company does not know the field named above. Leave the field out.',
	'2020': 'Fill in the field named above.',
	'2040':
		'Remove the characters that QuickBooks does not accept, such as colons, tabs and line breaks in names.',
	'2050': 'Shorten the text named above.',
	'2060': 'Write the date as YYYY-MM-DD.',
	'2070': 'Enter a date that exists.',
	'2170': 'Use one of the values that QuickBooks knows for the field named above.',
	'2210':
		'Correct the e-mail address in HubSpot or in the node. QuickBooks accepts addresses such as ann@example.com.',
	'2250': 'Add at least one line.',
	'2290': 'Use amounts of 0 or more.',
	'2410': 'Set the exchange rate for that day in QuickBooks, under Currencies.',
	'2500':
		'This QuickBooks company has no such record. It was deleted or merged, or it belongs to another company. If the record is chosen in the node, choose another one. If HubSpot stores its QuickBooks ID, clear that property on the contact, company or product.',
	'3000': 'Choose a custom field that is switched on for sales forms in QuickBooks.',
	'3100':
		'Connect the QuickBooks credential again. It belongs to another company or environment, or the app was disconnected.',
	'5020': 'Connect the credential as a user who is allowed to do this in QuickBooks.',
	'5030':
		'The plan of this QuickBooks company does not include the feature. Leave the field out, or change the plan.',
	'6000':
		'QuickBooks says above which setting or value is missing. Change it in QuickBooks or in the node. QuickBooks refuses the same request again until then.',
	serviceDate:
		'This company recognises revenue over time, so each line needs a service date. Add "Service Date" under Options, or give each line its own service date.',
	'6070': 'Quantity, price and amount of the line do not agree. Correct one of them.',
	'6080': 'Give the contact or company a name in HubSpot.',
	'6090': 'Give the discount an amount or a percentage.',
	'6100': 'Choose a tax code that this company has. In the US that is TAX or NON.',
	'6140':
		'Choose another number, leave it to QuickBooks, or switch on "Use a Number That Is Taken".',
	'6160': 'Choose a tax code that this company has.',
	'6170': 'Leave tax amounts out if "Amounts Are" is set to Out of Scope.',
	'6180': 'QuickBooks allows five levels of sub-customers. Choose a customer of a higher level.',
	'6190': 'The subscription of this QuickBooks company has ended. Renew it.',
	'6200':
		'The books are closed for that date. Choose a later date, or reopen the books in QuickBooks.',
	'6210':
		'The books are closed for that date. Choose a later date, or reopen the books in QuickBooks.',
	'6220':
		'QuickBooks keeps a record with an open balance active. First settle or void its open invoices in QuickBooks.',
	'6240':
		'Set "If Name Is Taken" to add a suffix, choose the existing record, or rename one of the two.',
	'6250': 'Make the record active in QuickBooks, or choose another one.',
	'6270': 'Choose an invoice date after the item’s start date in QuickBooks.',
	'6420': 'Enter "Bill Email", or give the customer an e-mail address in QuickBooks.',
	'6430': 'Choose an account of the right type. An item needs an account of type Income.',
	'6450': 'Remove the payment from the invoice in QuickBooks first.',
	'6520':
		'QuickBooks keeps the item in stock, so its line needs a quantity. Run the item again. The node then sends a quantity if the QuickBooks item is an inventory item.',
	'6540': 'Remove the deposit in QuickBooks first.',
};

/**
 * What to do about a value that HubSpot refuses, by its code.
 * Source: https://developers.hubspot.com/docs/api-reference/error-handling
 */
export const hubSpotRemedies: Readonly<Record<string, string>> = {
	PROPERTY_DOESNT_EXIST:
		'HubSpot has no such property. It was deleted, or it belongs to another object. Map the field to a property that exists.',
	INVALID_EMAIL:
		'Correct the e-mail address in QuickBooks or in the node. HubSpot accepts addresses such as ann@example.com.',
	INVALID_OPTION:
		'Add the option to the property in HubSpot, or map the field to another property.',
	READ_ONLY_VALUE: 'HubSpot computes this property itself. Map the field to another property.',
	INVALID_VALUE:
		'The value does not have the type of the property. Change the value, or map the field to another property.',
};
