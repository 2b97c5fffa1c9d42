import type { ILoadOptionsFunctions, INodePropertyOptions } from 'n8n-workflow';
import type { HubSpotPort } from '../../gateways/ports';
import { connectChosenHubSpot, withNodeErrors } from './editor';

async function readFromHubSpot(
	context: ILoadOptionsFunctions,
	read: (hubspot: HubSpotPort) => Promise<INodePropertyOptions[]>,
): Promise<INodePropertyOptions[]> {
	return await withNodeErrors(context, async () => await read(await connectChosenHubSpot(context)));
}

async function getPipelines(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
	return await readFromHubSpot(this, async (hubspot) =>
		(await hubspot.readPipelines('deals')).map(({ id, label }) => ({ name: label, value: id })),
	);
}

async function getStages(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
	const chosen = this.getCurrentNodeParameter('pipeline');
	return await readFromHubSpot(this, async (hubspot) => {
		const pipelines = await hubspot.readPipelines('deals');
		const stages = pipelines.find(({ id }) => id === chosen)?.stages ?? [];
		return stages.map(({ id, label }) => ({ name: label, value: id }));
	});
}

async function getDealProperties(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
	return await readFromHubSpot(this, async (hubspot) => {
		const shown = (await hubspot.readProperties('deals')).filter(({ hidden }) => hidden !== true);
		return shown
			.map(({ name, label }) => ({ name: label, value: name, description: name }))
			.sort((a, b) => a.name.localeCompare(b.name));
	});
}

/** The pipelines, stages and properties that the form of the Deal Stage Trigger offers. */
export const dealLoadOptions = { getPipelines, getStages, getDealProperties };
