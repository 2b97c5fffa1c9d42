import PDFDocument from 'pdfkit';
import type { Company } from '../company';
import { content, type Content, type PdfRow } from './content';
import { toWinAnsi } from './winAnsi';
import type { Fields } from '../records';

const MARGIN = 50;
const GREY = '#6b6c72';
const BLACK = '#1c1d1f';
/** Left edges from the left margin, and widths, in points. The page is 512 points wide. */
const columns = [
	{ title: 'Description', x: 0, width: 290, align: 'left' },
	{ title: 'Qty', x: 296, width: 60, align: 'right' },
	{ title: 'Rate', x: 362, width: 66, align: 'right' },
	{ title: 'Amount', x: 434, width: 78, align: 'right' },
] as const;
const WIDTH = 512;

/**
 * A sales form as a PDF with standard fonts and as many pages as needed. The same record always gives
 * the same bytes.
 */
export async function invoicePdf(
	company: Company,
	fields: Fields,
	entityName = 'Invoice',
): Promise<Buffer> {
	const form = content(company, fields, entityName);
	const document = new PDFDocument({
		size: company.profile.country === 'GB' ? 'A4' : 'LETTER',
		margin: MARGIN,
		bufferPages: true,
		info: {
			Title: toWinAnsi(`${form.title} ${form.number}`),
			Author: toWinAnsi(form.seller[0] ?? ''),
			CreationDate: new Date(`${form.createdOn}T00:00:00Z`),
		},
	});
	const chunks: Buffer[] = [];
	const finished = new Promise<Buffer>((resolve, reject) => {
		document.on('data', (chunk: Buffer) => chunks.push(chunk));
		document.on('end', () => resolve(Buffer.concat(chunks)));
		document.on('error', reject);
	});
	head(document, form);
	table(document, form.rows);
	foot(document, form);
	numberPages(document);
	document.end();
	return finished;
}

function head(document: PDFKit.PDFDocument, form: Content): void {
	const top = MARGIN;
	write(document, form.seller[0] ?? '', MARGIN, top, { size: 14, bold: true, width: 300 });
	lines(document, form.seller.slice(1), { x: MARGIN, y: document.y, width: 300 });
	const sellerEnd = document.y;
	write(document, form.title.toUpperCase(), MARGIN + 312, top, {
		size: 18,
		width: 200,
		align: 'right',
	});
	lines(
		document,
		form.facts.map(([name, value]) => `${name}  ${value}`),
		{ x: MARGIN + 312, y: document.y + 4, width: 200, align: 'right' },
	);
	const y = Math.max(sellerEnd, document.y) + 18;
	write(document, 'Bill to', MARGIN, y, { size: 8, colour: GREY, width: 250 });
	lines(document, form.buyer, { x: MARGIN, y: document.y + 2, width: 250, size: 10 });
	document.y += 18;
}

function table(document: PDFKit.PDFDocument, rows: PdfRow[]): void {
	tableHead(document);
	for (const row of rows) {
		document.font('Helvetica').fontSize(9);
		const height =
			Math.max(11, document.heightOfString(toWinAnsi(row[0]), { width: columns[0].width })) + 7;
		if (document.y + height > document.page.height - MARGIN - 20) {
			document.addPage();
			tableHead(document);
		}
		const { y } = document;
		columns.forEach(({ x, width, align }, index) =>
			write(document, row[index] ?? '', MARGIN + x, y, { width, align }),
		);
		document.y = y + height;
		rule(document, document.y - 4);
	}
}

function tableHead(document: PDFKit.PDFDocument): void {
	const { y } = document;
	for (const { title, x, width, align } of columns)
		write(document, title, MARGIN + x, y, { size: 8, colour: GREY, width, align });
	document.y = y + 16;
	rule(document, document.y - 4);
}

function foot(document: PDFKit.PDFDocument, form: Content): void {
	const height = form.totals.length * 15 + 20;
	if (document.y + height > document.page.height - MARGIN - 20) document.addPage();
	document.y += 8;
	form.totals.forEach(([name, amount], index) => {
		const bold = index === form.totals.length - 1;
		const { y } = document;
		write(document, name, MARGIN + 260, y, { width: 150, align: 'right', bold });
		write(document, amount, MARGIN + 420, y, { width: 92, align: 'right', bold });
		document.y = y + 15;
	});
	if (form.message === '') return;
	document.y += 10;
	write(document, form.message, MARGIN, document.y, { width: WIDTH });
}

function numberPages(document: PDFKit.PDFDocument): void {
	const { count } = document.bufferedPageRange();
	for (let page = 0; page < count; page += 1) {
		document.switchToPage(page);
		// The text is below the margin, so without this it would start a new page.
		document.page.margins.bottom = 0;
		write(document, `Page ${page + 1} of ${count}`, MARGIN, document.page.height - 36, {
			size: 8,
			colour: GREY,
			width: WIDTH,
			align: 'center',
		});
	}
}

interface Style {
	width: number;
	size?: number;
	bold?: boolean;
	colour?: string;
	align?: 'left' | 'right' | 'center';
}

function write(
	document: PDFKit.PDFDocument,
	text: string,
	x: number,
	y: number,
	{ width, size = 9, bold = false, colour = BLACK, align = 'left' }: Style,
): void {
	document
		.font(bold ? 'Helvetica-Bold' : 'Helvetica')
		.fontSize(size)
		.fillColor(colour)
		.text(toWinAnsi(text), x, y, { width, align });
}

function lines(
	document: PDFKit.PDFDocument,
	texts: string[],
	{ x, y, ...style }: Style & { x: number; y: number },
): void {
	document.y = y;
	for (const text of texts) write(document, text, x, document.y, style);
}

function rule(document: PDFKit.PDFDocument, y: number): void {
	document
		.moveTo(MARGIN, y)
		.lineTo(MARGIN + WIDTH, y)
		.lineWidth(0.5)
		.strokeColor('#d4d7dc')
		.stroke();
}
