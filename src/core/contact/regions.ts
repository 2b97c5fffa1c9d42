/** A state or province, or a country; the two have codes in common. */
export type RegionKind = 'state' | 'country';

/** ISO 3166: the two letters of each country, and its three. */
const COUNTRY_CODES = `
	ADAND AEARE AFAFG AGATG AIAIA ALALB AMARM AOAGO AQATA ARARG ASASM ATAUT AUAUS AWABW AXALA AZAZE BABIH BBBRB BDBGD BEBEL
	BFBFA BGBGR BHBHR BIBDI BJBEN BLBLM BMBMU BNBRN BOBOL BQBES BRBRA BSBHS BTBTN BVBVT BWBWA BYBLR BZBLZ CACAN CCCCK CDCOD
	CFCAF CGCOG CHCHE CICIV CKCOK CLCHL CMCMR CNCHN COCOL CRCRI CUCUB CVCPV CWCUW CXCXR CYCYP CZCZE DEDEU DJDJI DKDNK DMDMA
	DODOM DZDZA ECECU EEEST EGEGY EHESH ERERI ESESP ETETH FIFIN FJFJI FKFLK FMFSM FOFRO FRFRA GAGAB GBGBR GDGRD GEGEO GFGUF
	GGGGY GHGHA GIGIB GLGRL GMGMB GNGIN GPGLP GQGNQ GRGRC GSSGS GTGTM GUGUM GWGNB GYGUY HKHKG HMHMD HNHND HRHRV HTHTI HUHUN
	IDIDN IEIRL ILISR IMIMN ININD IOIOT IQIRQ IRIRN ISISL ITITA JEJEY JMJAM JOJOR JPJPN KEKEN KGKGZ KHKHM KIKIR KMCOM KNKNA
	KPPRK KRKOR KWKWT KYCYM KZKAZ LALAO LBLBN LCLCA LILIE LKLKA LRLBR LSLSO LTLTU LULUX LVLVA LYLBY MAMAR MCMCO MDMDA MEMNE
	MFMAF MGMDG MHMHL MKMKD MLMLI MMMMR MNMNG MOMAC MPMNP MQMTQ MRMRT MSMSR MTMLT MUMUS MVMDV MWMWI MXMEX MYMYS MZMOZ NANAM
	NCNCL NENER NFNFK NGNGA NINIC NLNLD NONOR NPNPL NRNRU NUNIU NZNZL OMOMN PAPAN PEPER PFPYF PGPNG PHPHL PKPAK PLPOL PMSPM
	PNPCN PRPRI PSPSE PTPRT PWPLW PYPRY QAQAT REREU ROROU RSSRB RURUS RWRWA SASAU SBSLB SCSYC SDSDN SESWE SGSGP SHSHN SISVN
	SJSJM SKSVK SLSLE SMSMR SNSEN SOSOM SRSUR SSSSD STSTP SVSLV SXSXM SYSYR SZSWZ TCTCA TDTCD TFATF TGTGO THTHA TJTJK TKTKL
	TLTLS TMTKM TNTUN TOTON TRTUR TTTTO TVTUV TWTWN TZTZA UAUKR UGUGA UMUMI USUSA UYURY UZUZB VAVAT VCVCT VEVEN VGVGB VIVIR
	VNVNM VUVUT WFWLF WSWSM YEYEM YTMYT ZAZAF ZMZMB ZWZWE
`;

/** Names of countries beside those that the language data of Node has. */
const OTHER_NAMES: ReadonlyArray<readonly [code: string, names: string]> = [
	['US', 'United States of America, America'],
	['GB', 'UK, Great Britain'],
	['CZ', 'Czech Republic'],
	['TR', 'Turkey, Türkiye'],
	['RU', 'Russian Federation'],
	['KR', 'Republic of Korea, Korea'],
	['VN', 'Viet Nam'],
	['AE', 'UAE'],
	['HK', 'Hong Kong'],
	['MO', 'Macao, Macau'],
	['MM', 'Myanmar, Burma'],
	['CI', 'Ivory Coast'],
	['CV', 'Cabo Verde'],
	['SZ', 'Swaziland'],
	['MK', 'Macedonia'],
	['NL', 'The Netherlands, Holland'],
	['TW', 'Taiwan'],
	['BN', 'Brunei Darussalam'],
	['LA', 'Lao'],
	['MD', 'Republic of Moldova'],
	['SY', 'Syrian Arab Republic'],
	['BS', 'The Bahamas'],
	['GM', 'The Gambia'],
	['PH', 'The Philippines'],
];
const LANGUAGES = ['en', 'fr', 'de', 'es', 'it', 'nl', 'pt'];

/** Codes of states as they stand in addresses. */
const STATES: ReadonlyArray<readonly [country: string, states: string]> = [
	[
		'US',
		'AL Alabama, AK Alaska, AZ Arizona, AR Arkansas, CA California, CO Colorado, CT Connecticut, DE Delaware, DC District of Columbia, FL Florida, GA Georgia, HI Hawaii, ID Idaho, IL Illinois, IN Indiana, IA Iowa, KS Kansas, KY Kentucky, LA Louisiana, ME Maine, MD Maryland, MA Massachusetts, MI Michigan, MN Minnesota, MS Mississippi, MO Missouri, MT Montana, NE Nebraska, NV Nevada, NH New Hampshire, NJ New Jersey, NM New Mexico, NY New York, NC North Carolina, ND North Dakota, OH Ohio, OK Oklahoma, OR Oregon, PA Pennsylvania, RI Rhode Island, SC South Carolina, SD South Dakota, TN Tennessee, TX Texas, UT Utah, VT Vermont, VA Virginia, WA Washington, WV West Virginia, WI Wisconsin, WY Wyoming, PR Puerto Rico, GU Guam, VI Virgin Islands, AS American Samoa, MP Northern Mariana Islands',
	],
	[
		'CA',
		'AB Alberta, BC British Columbia, MB Manitoba, NB New Brunswick, NL Newfoundland and Labrador, NS Nova Scotia, NT Northwest Territories, NU Nunavut, ON Ontario, PE Prince Edward Island, QC Quebec, SK Saskatchewan, YT Yukon',
	],
	[
		'AU',
		'ACT Australian Capital Territory, NSW New South Wales, NT Northern Territory, QLD Queensland, SA South Australia, TAS Tasmania, VIC Victoria, WA Western Australia',
	],
];

/** Regions by folded name or code: `US` for a country, `US-CA` for a state. */
type Index = ReadonlyMap<string, ReadonlySet<string>>;
const indexes = new Map<RegionKind, Index>();

function indexOf(kind: RegionKind): Index {
	const known = indexes.get(kind) ?? indexed(kind === 'country' ? countryNames() : stateNames());
	indexes.set(kind, known);
	return known;
}

function indexed(names: ReadonlyArray<readonly [id: string, name: string]>): Index {
	const index = new Map<string, Set<string>>();
	for (const [id, name] of names)
		index.set(folded(name), (index.get(folded(name)) ?? new Set()).add(id));
	return index;
}

function countryNames(): Array<readonly [id: string, name: string]> {
	const codes = COUNTRY_CODES.trim()
		.split(/\s+/)
		.map((both) => [both.slice(0, 2), both.slice(2)] as const);
	const languages = LANGUAGES.map(
		(language) => new Intl.DisplayNames(language, { type: 'region', fallback: 'none' }),
	);
	const spoken = codes.flatMap(([two]) =>
		languages.flatMap((language) =>
			[language.of(two) ?? []].flat().map((name) => [two, name] as const),
		),
	);
	const others = OTHER_NAMES.flatMap(([code, names]) =>
		names.split(', ').map((name) => [code, name] as const),
	);
	return [
		...codes.flatMap(
			([two, three]) =>
				[
					[two, two],
					[two, three],
				] as const,
		),
		...spoken,
		...others,
	];
}

function stateNames(): Array<readonly [id: string, name: string]> {
	return STATES.flatMap(([country, states]) =>
		states.split(', ').flatMap((text) => {
			const [code = '', ...words] = text.split(' ');
			const id = `${country}-${code}`;
			return [
				[id, code],
				[id, id],
				[id, words.join(' ')],
			] as const;
		}),
	);
}

/** `U.S.A.` and `USA`, `Québec` and `Quebec`, `Saint Lucia` and `St. Lucia` are the same. */
function folded(name: string): string {
	return name
		.normalize('NFD')
		.replace(/\p{M}/gu, '')
		.toLowerCase()
		.replace(/&/g, ' and ')
		.replace(/\bsaint\b/g, 'st')
		.replace(/[^\p{L}\p{N}]/gu, '');
}

function regionsNamed(name: string, kind: RegionKind): ReadonlySet<string> {
	return indexOf(kind).get(folded(name)) ?? new Set<string>();
}

/**
 * What a text may mean. @param country of a state, as it stands in the address; a country that is
 * not known rules nothing out
 */
function meanings(text: string, kind: RegionKind, country: string): string[] {
	const regions = [...regionsNamed(text, kind)];
	const countries = kind === 'state' ? regionsNamed(country, 'country') : new Set<string>();
	return countries.size === 0
		? regions
		: regions.filter((region) => countries.has(region.slice(0, 2)));
}

/**
 * The one option that means the same state or country as a text, such as `California` for `CA`.
 *
 * @param country of a state: Washington and Western Australia are both `WA`
 * @returns undefined where none or more than one does
 */
export function regionOption<O extends { label: string; value: string }>(
	text: string,
	kind: RegionKind,
	country: string,
	options: readonly O[],
): O | undefined {
	const wanted = meanings(text, kind, country);
	const fitting = options.filter(({ label, value }) =>
		[label, value].some((name) =>
			[...regionsNamed(name, kind)].some((region) => wanted.includes(region)),
		),
	);
	return fitting.length === 1 ? fitting[0] : undefined;
}

/**
 * The code of a state or country, such as `US` for `United States`; undefined where it is not
 * known, or not certain.
 */
export function regionCode(text: string, kind: RegionKind, country: string): string | undefined {
	const [only, ...others] = meanings(text, kind, country);
	return only === undefined || others.length > 0 ? undefined : only.slice(only.indexOf('-') + 1);
}
