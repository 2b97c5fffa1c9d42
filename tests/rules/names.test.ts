import { exportedTwiceFindings, unusedExportFindings } from '../../scripts/house/exports';
import { metaphorFindings, metaphorIn } from '../../scripts/house/metaphors';
import { loadProject, type Project } from '../../scripts/house/program';
import { notYet } from './notYet';
import { newOffenders } from './offenders';

let project: Project;
beforeAll(() => {
	project = loadProject();
}, 120_000);

it('no name is exported with two meanings', () => {
	expect(newOffenders(exportedTwiceFindings(project), notYet.exportedTwice)).toEqual([]);
}, 120_000);

it('what only its own file uses is not exported', () => {
	expect(newOffenders(unusedExportFindings(project), notYet.unusedExports)).toEqual([]);
}, 120_000);

it('no file, export or class is named by a metaphor', () => {
	expect(newOffenders(metaphorFindings(project), notYet.metaphors)).toEqual([]);
}, 120_000);

it.each([
	['BillDesk', 'tests/sync/billDesk.ts', 'desk'],
	['findStage', 'sandbox/hubspot/account/pipelines.ts', undefined],
	['stageQuery', 'sandbox/check/stage/lists.ts', 'stage'],
	['Portal', 'tests/sandbox/hubspot/portal.ts', 'portal'],
	['portalId', 'tests/nodes/syncContact.test.ts', undefined],
	['countOwn', 'sandbox/hubspot/properties/limits.ts', undefined],
])('%s in %s: %s', (name, path, metaphor) => {
	expect(metaphorIn(name, path)).toBe(metaphor);
});
