import type { Sandbox } from '../../../../sandbox/start';
import {
	connectCompany,
	realms,
	startDemoSandbox,
	type Json,
	type CompanyClient,
} from '../companyClient';

let sandbox: Sandbox;
let us: CompanyClient;

beforeAll(async () => {
	sandbox = await startDemoSandbox();
	us = await connectCompany(sandbox, realms.us);
});
afterAll(() => sandbox.stop());

async function upload(
	files: { metadata?: Json; name: string; type: string; content: string }[],
): Promise<Json> {
	const form = new FormData();
	files.forEach(({ metadata, name, type, content }, index) => {
		const number = String(index + 1).padStart(2, '0');
		if (metadata)
			form.append(
				`file_metadata_${number}`,
				new Blob([JSON.stringify(metadata)], { type: 'application/json' }),
				'attachment.json',
			);
		form.append(`file_content_${number}`, new Blob([content], { type }), name);
	});
	const answer = await fetch(`${us.url}/upload`, {
		method: 'POST',
		headers: { authorization: `Bearer ${us.token}`, accept: 'application/json' },
		body: form,
	});
	expect(answer.status).toBe(200);
	return (await answer.json()) as Json;
}

it('files hang on records, are read back, and go', async () => {
	const invoice = await us.one("select * from Invoice where DocNumber = '1001'");
	const link = (type: string, value: string) => ({
		AttachableRef: [{ EntityRef: { type, value } }],
		FileName: 'plan é.txt',
		ContentType: 'text/plain',
	});
	const { AttachableResponse: replies } = (await upload([
		{
			metadata: link('Invoice', invoice['Id']),
			name: 'plan é.txt',
			type: 'text/plain',
			content: 'Beete – 3 × 4 m',
		},
		{ metadata: link('Estimate', '75'), name: 'x.txt', type: 'text/plain', content: 'x' },
	])) as { AttachableResponse: Json[] };
	const file = replies[0]?.['Attachable'] as Json;
	expect(file).toEqual({
		FileName: 'plan é.txt',
		FileAccessUri: `/v3/company/${realms.us}/download/${file['Id']}`,
		TempDownloadUri: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/files\//),
		Size: 18,
		ContentType: 'text/plain',
		domain: 'QBO',
		sparse: false,
		Id: '5000000000000000001',
		SyncToken: '0',
		MetaData: expect.anything(),
		AttachableRef: [{ EntityRef: { value: invoice['Id'], type: 'Invoice' }, IncludeOnSend: false }],
	});
	const sentence =
		'Business Validation Error: The entity Estimate 75 that you are trying to link does not exist. Estimate 75';
	expect(replies[1]).toEqual({
		Fault: {
			Error: [
				{
					Message: 'A business validation error has occurred while processing your request',
					Detail: sentence,
					code: '6000',
					element: '',
				},
			],
			type: 'ValidationFault',
		},
	});
	const where = (await us.get(`/download/${file['Id']}`)).text;
	expect(where).toBe(file['TempDownloadUri']);
	expect(await (await fetch(where)).text()).toBe('Beete – 3 × 4 m');
	expect((await fetch(`${where}0`)).status).toBe(404);
	expect(
		await us.one(
			`select * from Attachable where AttachableRef.EntityRef.Type = 'Invoice' and AttachableRef.EntityRef.value = '${invoice['Id']}'`,
		),
	).toEqual(file);
	expect(
		(await us.post('/attachable?operation=delete', { Id: file['Id'] })).body['Attachable'],
	).toEqual({ domain: 'QBO', status: 'Deleted', Id: file['Id'] });
	expect((await us.get(`/attachable/${file['Id']}`)).body['Fault'].Error[0].code).toBe('610');
});

it('an upload without a file is refused; a note needs none', async () => {
	const answer = await us.post('/upload', {});
	expect([answer.status, answer.body['Fault'].Error[0].code]).toEqual([400, '6041']);
	expect((await us.post('/attachable', { Note: 'call first' })).body['Attachable']).toMatchObject({
		Note: 'call first',
		SyncToken: '0',
	});
});
