import { inflateSync } from 'node:zlib';

/** What a PDF of standard fonts shows, page by page, one entry for each piece of text. */
export function pdfPages(pdf: Buffer): string[][] {
	const bytes = pdf.toString('latin1');
	const decoder = new TextDecoder('windows-1252');
	return [...bytes.matchAll(/\/Length (\d+)[^>]*>>\s*stream\r?\n/g)]
		.map((match) =>
			inflateSync(
				pdf.subarray(
					match.index + match[0].length,
					match.index + match[0].length + Number(match[1]),
				),
			).toString('latin1'),
		)
		.filter((stream) => stream.includes(' Tf'))
		.map((stream) =>
			[...stream.matchAll(/\[((?:<[0-9a-f]*> ?-?[\d.]* ?)*)\] TJ/g)].map(([, pieces = '']) =>
				decoder.decode(
					Buffer.from([...pieces.matchAll(/<([0-9a-f]*)>/g)].map(([, hex]) => hex).join(''), 'hex'),
				),
			),
		);
}
