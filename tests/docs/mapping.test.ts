import { contactKind } from '../../src/core/contact/fields';
import { invoiceFields } from '../../src/core/invoice/record/syncFields';
import { productKind } from '../../src/core/product/fields';
import { mappingPage } from '../../scripts/mapping';

it('docs/mapping.md is what the tables say; `npm run mapping` writes it anew', () => {
	const { is, due } = mappingPage();
	expect(is).toBe(due);
});

describe.each([['contacts', contactKind], ['products', productKind]] as const)('the table of %s', (_name, kind) => {
	it('names each field once', () => {
		const paths = kind.fields.map(({ path }) => path);
		expect(paths.filter((path, index) => paths.indexOf(path) !== index)).toEqual([]);
	});

	it('has defaults for fields that exist, each property and each field once', () => {
		expect(kind.defaults.filter(({ field }) => !kind.fields.some(({ path, readOnly }) => path === field && !readOnly))).toEqual([]);
		expect(new Set(kind.defaults.map(({ property }) => property)).size).toBe(kind.defaults.length);
		expect(new Set(kind.defaults.map(({ field }) => field)).size).toBe(kind.defaults.length);
	});
});

it('invoice fields go to HubSpot only', () => {
	expect(invoiceFields.filter(({ readOnly }) => !readOnly)).toEqual([]);
});
