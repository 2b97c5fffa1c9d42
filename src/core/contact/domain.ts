/** Providers with addresses under many endings, e.g. `yahoo.co.uk`. */
const BRANDS =
	/^(aol|gmx|googlemail|hotmail|live|msn|outlook|rocketmail|yahoo|yandex|ymail)(\.[a-z]{2,3}){1,2}$/;

/**
 * Other providers that give anybody an address: what stands behind the @ says nothing about an
 * employer.
 */
const PROVIDERS = new Set(
	`gmail.com icloud.com me.com mac.com aim.com mail.com email.com usa.com web.de proton.me protonmail.com protonmail.ch pm.me tutanota.com tuta.io
	hushmail.com fastmail.com fastmail.fm hey.com zohomail.com inbox.com mail.ru bk.ru inbox.ru list.ru internet.ru rambler.ru ya.ru ukr.net qq.com
	foxmail.com 163.com 126.com yeah.net sina.com sina.cn sohu.com aliyun.com naver.com daum.net hanmail.net nate.com docomo.ne.jp ezweb.ne.jp
	softbank.ne.jp rediffmail.com indiatimes.com t-online.de freenet.de arcor.de posteo.de mailbox.org orange.fr wanadoo.fr free.fr laposte.net sfr.fr
	neuf.fr bbox.fr libero.it virgilio.it tiscali.it alice.it tin.it inwind.it telefonica.net terra.es sapo.pt btinternet.com btopenworld.com sky.com
	virginmedia.com virgin.net talktalk.net ntlworld.com blueyonder.co.uk tiscali.co.uk o2.co.uk eircom.net comcast.net xfinity.com verizon.net att.net
	sbcglobal.net bellsouth.net pacbell.net ameritech.net cox.net charter.net spectrum.net earthlink.net juno.com netzero.net optonline.net optimum.net
	rr.com windstream.net frontier.com frontiernet.net centurylink.net embarqmail.com q.com suddenlink.net mediacombb.net shaw.ca rogers.com telus.net
	sympatico.ca bell.net videotron.ca cogeco.ca eastlink.ca sasktel.net mts.net bigpond.com bigpond.net.au optusnet.com.au iinet.net.au tpg.com.au
	internode.on.net xtra.co.nz uol.com.br bol.com.br terra.com.br ig.com.br globo.com prodigy.net.mx seznam.cz centrum.cz post.cz azet.sk wp.pl o2.pl
	onet.pl onet.eu interia.pl abv.bg bluewin.ch hispeed.ch telenet.be skynet.be proximus.be ziggo.nl kpnmail.nl planet.nl home.nl chello.nl telia.com
	online.no aon.at chello.at freemail.hu citromail.hu mweb.co.za telkomsa.net`.split(/\s+/),
);

/** Endings of two parts, e.g. `co.uk`. */
const SECOND_LEVEL = new Set(['ac', 'co', 'com', 'edu', 'gov', 'net', 'org']);

/** Pages of others, on which firms present themselves. */
const SHARED_SITES =
	/(^|\.)(facebook|instagram|linkedin|twitter|x|youtube|etsy|google|wixsite|wordpress|blogspot)\.com$/;

export function isFreeMail(domain: string): boolean {
	return (
		BRANDS.test(domain) ||
		PROVIDERS.has(domain) ||
		PROVIDERS.has(domain.split('.').slice(-2).join('.'))
	);
}

/**
 * The domain by which HubSpot knows the company of a contact: what stands behind the @, or the
 * website where anybody can have
 * such an address.
 */
export function companyDomain(
	email: string | null | undefined,
	website?: string | null,
): string | undefined {
	const ofAddress = email?.trim().toLowerCase().split('@')[1];
	if (ofAddress && !isFreeMail(ofAddress)) return ofAddress;
	const ofSite = website
		?.trim()
		.toLowerCase()
		.replace(/^https?:\/\//, '')
		.replace(/^www\./, '')
		.split(/[/?#:]/)[0];
	return ofSite &&
		/^[^\s@]+\.[^\s@]+$/.test(ofSite) &&
		!isFreeMail(ofSite) &&
		!SHARED_SITES.test(ofSite)
		? ofSite
		: undefined;
}

/** The part of a domain that names somebody: `acme` of `mail.acme.co.uk`. */
export function domainLabel(domain: string): string {
	const parts = domain.split('.');
	const hasTwo =
		parts.length > 2 && parts.at(-1)?.length === 2 && SECOND_LEVEL.has(parts.at(-2) ?? '');
	return parts.at(hasTwo ? -3 : -2) ?? domain;
}
