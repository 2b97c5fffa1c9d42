import { companyDomain, isFreeMail, domainLabel } from '../../../src/core/contact/domain';
import {
	bareName,
	domainOfNew,
	employerOf,
	namesDomain,
	type KnownCompany,
} from '../../../src/core/contact/employer';

const company = (id: string, name: string, ...domains: string[]): KnownCompany => ({
	id,
	name,
	domains,
});

describe('companyDomain', () => {
	it.each([
		['ann@Acme.example', undefined, 'acme.example'],
		['ann@gmail.com', undefined, undefined],
		['ann@yahoo.co.uk', 'https://www.acme.example/shop?x=1', 'acme.example'],
		['ann@gmail.com', 'https://www.facebook.com/acme', undefined],
		['', 'acme.example', 'acme.example'],
		[undefined, 'not a site', undefined],
	])('%s with the website %s: %s', (email, website, domain) =>
		expect(companyDomain(email, website)).toBe(domain),
	);

	it.each([
		['outlook.com', true],
		['hotmail.fr', true],
		['live.com.au', true],
		['socal.rr.com', true],
		['outlook-garden.com', false],
		['live.garden.example', false],
		['acme.co.uk', false],
	])('%s is free mail: %s', (domain, free) => expect(isFreeMail(domain)).toBe(free));

	it.each([
		['acme.example', 'acme'],
		['mail.acme.co.uk', 'acme'],
		['www.acme.com', 'acme'],
		['localhost', 'localhost'],
	])('%s names %s', (domain, label) => expect(domainLabel(domain)).toBe(label));
});

describe('names and domains', () => {
	it.each([
		['Acme Ltd.', 'acme'],
		['The Acme Co., Inc.', 'acme'],
		['Ltd', 'ltd'],
		['!!!', '!!!'],
		['O’Brien & Söhne GmbH', 'o brien söhne'],
	])('%s is called %s', (name, bare) => expect(bareName(name)).toBe(bare));
	it.each([
		['Acme Ltd', 'acme.example', true],
		['Blue Sky Lines', 'bsl.example', true],
		['Acme', 'acme-fencing.example', true],
		['Holt Bakery', 'valleynet.example', false],
		['AB', 'abacus.example', false],
	])('%s looks like %s: %s', (name, domain, like) => expect(namesDomain(name, domain)).toBe(like));
});

describe('employerOf', () => {
	const wanted = { name: 'Acme Ltd', domain: 'acme.example' };
	it.each([
		['the very name', [company('1', 'ACME  ltd'), company('2', 'Acme', 'acme.example')], '1'],
		[
			'of several with the name, the one with the domain',
			[company('1', 'Acme Ltd'), company('2', 'Acme Ltd', 'x.example', 'acme.example')],
			'2',
		],
		['the domain', [company('2', 'Acme', 'acme.example')], '2'],
		[
			'the domain of a company that is called by it',
			[company('2', 'acme.example', 'acme.example')],
			'2',
		],
		['the domain of a company without a name', [company('2', '', 'acme.example')], '2'],
		[
			'of several with the domain, the one whose name differs by its legal form',
			[company('1', 'Acme East', 'acme.example'), company('2', 'Acme Inc', 'acme.example')],
			'2',
		],
	])('%s', (_what, companies, id) =>
		expect(employerOf(wanted, companies)).toMatchObject({ kind: 'found', company: { id } }),
	);

	it('the company that HubSpot made, whatever QuickBooks calls it, with a warning', () => {
		expect(
			employerOf({ name: 'Northern Trading', domain: 'bsl.example' }, [
				company('1', 'Bsl', 'bsl.example'),
			]),
		).toMatchObject({
			kind: 'found',
			company: { id: '1' },
			warning: expect.stringContaining('"Bsl" (id 1)'),
		});
	});

	it('none, where nothing fits or the domain may be a provider’s', () => {
		expect(employerOf(wanted, [])).toEqual({ kind: 'none' });
		expect(
			employerOf({ name: 'The Shop', domain: 'holt.example' }, [
				company('1', 'Holt Bakery', 'holt.example'),
			]),
		).toEqual({ kind: 'none' });
		expect(
			employerOf({ name: 'Acme Ltd', domain: 'valleynet.example' }, [
				company('1', 'Holt Bakery', 'valleynet.example'),
			]),
		).toEqual({ kind: 'none' });
	});

	it('no guess among several', () => {
		expect(employerOf(wanted, [company('1', 'Acme Ltd'), company('2', 'Acme Ltd')])).toEqual({
			kind: 'several',
			reason: 'several companies have this name (ids 1, 2)',
		});
		expect(
			employerOf(wanted, [
				company('1', 'Acme East', 'acme.example'),
				company('2', 'Acme West', 'acme.example'),
			]),
		).toMatchObject({ kind: 'several' });
	});
});

describe('domainOfNew', () => {
	const wanted = [
		{ name: 'Acme Ltd', domain: 'acme.example' },
		{ name: 'Holt Bakery', domain: 'valleynet.example' },
		{ name: 'Northwind', domain: 'valleynet.example' },
		{ name: 'Lee Trading', domain: 'lee-and-sons.example' },
	];
	it.each([
		[0, 'acme.example'],
		[1, undefined],
		[2, undefined],
		[3, 'lee-and-sons.example'],
	])('of customer %i: %s', (index, domain) =>
		expect(domainOfNew(wanted[index] ?? { name: '' }, [], wanted)).toBe(domain),
	);
	it('is not one that a company has', () =>
		expect(
			domainOfNew(
				{ name: 'Acme Ltd', domain: 'acme.example' },
				[company('1', 'Other', 'acme.example')],
				wanted,
			),
		).toBeUndefined());
});
