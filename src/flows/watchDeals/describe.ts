import type { StageEntry } from '../../core/deal/stages';
import { hubSpotUrl } from '../../core/urls';
import type { HubSpotPort } from '../../gateways/ports';
import { shownDealProperties } from './watchDeals';

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
	deal: {
		id: string;
		name: string | null;
		amount: string | null;
		currency: string | null;
		closesOn: string | null;
		ownerId: string | null;
		stageNow: string | null;
		isWon: boolean;
	};
	/** Further properties that were asked for. */
	properties: Record<string, string | null>;
	hubspot: { objectType: 'deals'; id: string; portalId: string; url: string };
	environment: HubSpotPort['environment'];
}

/** Adds names and addresses. @throws GatewayError */
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
	const further = asked.filter((name) => !shownDealProperties.includes(name));
	return entries.map(({ deal, stageId, at, key }) => {
		const value = (name: string) => deal.properties[name] || null;
		const pipeline = pipelines.find(({ stages }) => stages.some(({ id }) => id === stageId));
		return {
			event: 'enteredStage',
			eventId: `${account.portalId}:deal:${key}`,
			at: new Date(at).toISOString(),
			stage: {
				id: stageId,
				label: pipeline?.stages.find(({ id }) => id === stageId)?.label ?? null,
			},
			pipeline: { id: pipeline?.id ?? value('pipeline') ?? '', label: pipeline?.label ?? null },
			deal: {
				id: deal.id,
				name: value('dealname'),
				amount: value('amount'),
				currency: value('deal_currency_code'),
				closesOn: value('closedate'),
				ownerId: value('hubspot_owner_id'),
				stageNow: value('dealstage'),
				isWon: value('hs_is_closed_won') === 'true',
			},
			properties: Object.fromEntries(further.map((name) => [name, value(name)])),
			hubspot: {
				objectType: 'deals',
				id: deal.id,
				portalId: account.portalId,
				url: hubSpotUrl(account.uiDomain, account.portalId, 'deals', deal.id),
			},
			environment: hubspot.environment,
		};
	});
}
