import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { behaviours } from '../../sandbox/faults';
import { hubspotSwitches as hubspot } from '../../sandbox/hubspot/switches';
import { quickbooksSwitches as quickbooks } from '../../sandbox/quickbooks/switches';

const page = readFileSync(join(__dirname, '../../docs/sandbox.md'), 'utf8');
const [, switches = ''] = page.split('\n## Switches\n');
const [ofQuickBooks = '', ofHubSpot = ''] = switches.split('\n### HubSpot\n');

describe('docs/sandbox.md', () => {
	it.each([
		['quickbooks', quickbooks, ofQuickBooks],
		['hubspot', hubspot, ofHubSpot],
	] as const)('names every switch of %s', (_system, schema, text) => {
		expect(
			Object.keys(schema.shape).filter(
				(name) => !text.includes(`\`${name}\``) && !ofQuickBooks.includes(`\`${name}\``),
			),
		).toEqual([]);
	});

	it('names every behaviour of a fault', () => {
		expect(behaviours.filter((name) => !page.includes(`\`${name}\``))).toEqual([]);
	});
});
