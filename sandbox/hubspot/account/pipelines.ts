/** A stage of a deal. HubSpot keeps its details as text. */
interface DealStage {
	id: string;
	label: string;
	displayOrder: number;
	metadata: { isClosed: 'true' | 'false'; probability: string };
	createdAt: string;
	updatedAt: string;
	archived: false;
	writePermissions: 'CRM_PERMISSIONS_ENFORCEMENT';
}

interface Pipeline {
	id: string;
	label: string;
	displayOrder: number;
	stages: DealStage[];
	createdAt: string;
	updatedAt: string;
	archived: false;
}

const MADE_AT = '2024-02-12T17:05:00.000Z';

/** @param stages id, label and probability; a stage with probability 0 or 1 is closed */
function pipeline(
	id: string,
	label: string,
	displayOrder: number,
	stages: Array<[string, string, string]>,
): Pipeline {
	return {
		id,
		label,
		displayOrder,
		stages: stages.map(([stageId, stageLabel, probability], index) => ({
			id: stageId,
			label: stageLabel,
			displayOrder: index,
			metadata: {
				isClosed: probability === '1.0' || probability === '0.0' ? 'true' : 'false',
				probability,
			},
			createdAt: MADE_AT,
			updatedAt: MADE_AT,
			archived: false,
			writePermissions: 'CRM_PERMISSIONS_ENFORCEMENT',
		})),
		createdAt: MADE_AT,
		updatedAt: MADE_AT,
		archived: false,
	};
}

/** HubSpot's default pipeline, and one whose closed-won stage has a different id. */
export const dealPipelines: readonly Pipeline[] = [
	pipeline('default', 'Sales Pipeline', 0, [
		['appointmentscheduled', 'Appointment Scheduled', '0.2'],
		['qualifiedtobuy', 'Qualified To Buy', '0.4'],
		['presentationscheduled', 'Presentation Scheduled', '0.6'],
		['decisionmakerboughtin', 'Decision Maker Bought-In', '0.8'],
		['contractsent', 'Contract Sent', '0.9'],
		['closedwon', 'Closed Won', '1.0'],
		['closedlost', 'Closed Lost', '0.0'],
	]),
	pipeline('48211940', 'Wholesale', 1, [
		['98211941', 'Enquiry', '0.3'],
		['98211942', 'Samples sent', '0.6'],
		['98211943', 'Ordered', '1.0'],
		['98211944', 'No order', '0.0'],
	]),
];

/** The stage of a deal; undefined if its pipeline has no stage with that id. */
export function findStage(pipelineId: string, stageId: string): DealStage | undefined {
	return dealPipelines.find(({ id }) => id === pipelineId)?.stages.find(({ id }) => id === stageId);
}
