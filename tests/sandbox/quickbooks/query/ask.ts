import { Fault } from '../../../../sandbox/quickbooks/faults/fault';
import { runQuery } from '../../../../sandbox/quickbooks/query/run';
import { type Fields } from '../../../../sandbox/quickbooks/records';
import { type QuickBooksSwitches } from '../../../../sandbox/quickbooks/switches';
import { defaults, companyWithRecords } from './companyWithRecords';

const company = companyWithRecords();

export const run = (text: string, switches: Partial<QuickBooksSwitches> = {}) =>
	runQuery(company, text, { ...defaults, ...switches }).QueryResponse;

export const rows = (text: string, switches: Partial<QuickBooksSwitches> = {}) =>
	Object.values(run(text, switches)).find(Array.isArray) as Fields[] | undefined;

/** The ids that a WHERE (or more) over an entity finds, in order. */
export const ids = (text: string, switches: Partial<QuickBooksSwitches> = {}) =>
	rows(`SELECT * FROM ${text}`, switches)?.map(({ Id }) => Id) ?? [];

export const refusal = (
	text: string,
	switches: Partial<QuickBooksSwitches> = {},
): { code: string; Detail: string } => {
	try {
		run(text, switches);
	} catch (error) {
		if (error instanceof Fault)
			return { code: error.errors[0]?.code ?? '', Detail: error.errors[0]?.Detail ?? '' };
		throw error;
	}
	throw new Error(`not refused: ${text}`);
};
