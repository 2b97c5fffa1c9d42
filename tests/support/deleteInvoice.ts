import type { QuickBooksVersion } from '../../src/core/records/quickbooksQueries';

/** A company of the sandbox, as one connection reaches it. */
interface SandboxCompany {
	url: string;
	realmId: string;
	accessToken: string;
}

/** Deletes an invoice as a person in QuickBooks does it; this package never deletes one. */
export async function deleteInvoice(
	{ url, realmId, accessToken }: SandboxCompany,
	{ Id, SyncToken }: QuickBooksVersion,
): Promise<void> {
	const answer = await fetch(`${url}/v3/company/${realmId}/invoice?operation=delete`, {
		method: 'POST',
		headers: {
			accept: 'application/json',
			authorization: `Bearer ${accessToken}`,
			'content-type': 'application/json',
		},
		body: JSON.stringify({ Id, SyncToken }),
	});
	if (!answer.ok) throw new Error(`The invoice was not deleted: ${await answer.text()}`);
}
