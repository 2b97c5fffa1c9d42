import type { StageEntry } from '../../core/deal/stages';
import type { HubSpotAccount, HubSpotRecord } from '../../core/records/hubspot';
import { hubSpotUrl } from '../../core/urls';
import type { HubSpotPort } from '../../gateways/ports';
import { shownDealProperties } from './settings';

interface Named {
	id: string;
	label: string | null;
}

/** What a workflow gets for one deal that entered a stage. */
export interface DescribedDeal {
	event: 'enteredStage';
	/** The same for the same entry, so that repeats can be dropped. */
	eventId: string;
	/** ISO. */
	at: string;
	/** The stage that was entered; the deal may have moved on. */
	stage: Named;
	pipeline: Named;
	deal: DescribedDealFields;
	/** Further properties that were asked for. */
	properties: Record<string, string | null>;
	hubspot: { objectType: 'deals'; id: string; portalId: string; url: string };
	environment: HubSpotPort['environment'];
}

interface DescribedDealFields {
	id: string;
	name: string | null;
	amount: string | null;
	currency: string | null;
	closesOn: string | null;
	ownerId: string | null;
	stageNow: string | null;
	isWon: boolean;
}

type Pipelines = Awaited<ReturnType<HubSpotPort['readPipelines']>>;

interface DescribeContext {
	account: HubSpotAccount;
	pipelines: Pipelines;
	environment: HubSpotPort['environment'];
	/** Further properties to show. */
	further: readonly string[];
}

/**
 * Adds the names of stages and pipelines, and the deal's address, to each entry.
 *
 * @param asked further properties to show
 * @throws GatewayError
 */
export async function describeDeals(
	hubspot: HubSpotPort,
	entries: readonly StageEntry[],
	asked: readonly string[],
): Promise<DescribedDeal[]> {
	if (entries.length === 0) return [];
	const [account, pipelines] = await Promise.all([
		hubspot.readAccount(),
		hubspot.readPipelines('deals'),
	]);
	const { environment } = hubspot;
	const further = asked.filter((name) => !shownDealProperties.includes(name));
	return entries.map((entry) => describeEntry(entry, { account, pipelines, environment, further }));
}

function describeEntry(
	{ deal, stageId, at, key }: StageEntry,
	{ account, pipelines, environment, further }: DescribeContext,
): DescribedDeal {
	const { portalId, uiDomain } = account;
	return {
		event: 'enteredStage',
		eventId: `${portalId}:deal:${key}`,
		at: new Date(at).toISOString(),
		...describeStage(deal, stageId, pipelines),
		deal: describeFields(deal),
		properties: Object.fromEntries(further.map((name) => [name, valueOf(deal, name)])),
		hubspot: {
			objectType: 'deals',
			id: deal.id,
			portalId,
			url: hubSpotUrl(uiDomain, portalId, 'deals', deal.id),
		},
		environment,
	};
}

function describeStage(
	deal: HubSpotRecord,
	stageId: string,
	pipelines: Pipelines,
): Pick<DescribedDeal, 'stage' | 'pipeline'> {
	const pipeline = pipelines.find(({ stages }) => stages.some(({ id }) => id === stageId));
	const stage = pipeline?.stages.find(({ id }) => id === stageId);
	return {
		stage: { id: stageId, label: stage?.label ?? null },
		pipeline: {
			id: pipeline?.id ?? valueOf(deal, 'pipeline') ?? '',
			label: pipeline?.label ?? null,
		},
	};
}

function describeFields(deal: HubSpotRecord): DescribedDealFields {
	return {
		id: deal.id,
		name: valueOf(deal, 'dealname'),
		amount: valueOf(deal, 'amount'),
		currency: valueOf(deal, 'deal_currency_code'),
		closesOn: valueOf(deal, 'closedate'),
		ownerId: valueOf(deal, 'hubspot_owner_id'),
		stageNow: valueOf(deal, 'dealstage'),
		isWon: valueOf(deal, 'hs_is_closed_won') === 'true',
	};
}

function valueOf({ properties }: HubSpotRecord, name: string): string | null {
	return properties[name] || null;
}
