import { existsSync } from 'node:fs';
import { build, packedPackage } from './build.mjs';
import { installRoot, installServer } from './install.mjs';
import { runJest } from './jest.mjs';
import { step } from './progress.mjs';
import { run } from './run.mjs';

const chromium = process.env.CHROMIUM ?? '/usr/bin/chromium';

async function installChromium() {
	if (existsSync(chromium)) return;
	const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
	const { code, output } = await step('Installing Chromium', () =>
		run(
			'apt-get',
			['install', '-y', '--no-install-recommends', 'chromium', 'fonts-noto-color-emoji'],
			{ env },
		),
	);
	if (code !== 0)
		throw new Error(
			`Chromium is missing and could not be installed; set CHROMIUM to a Chromium of yours.\n${output.slice(-1500)}`,
		);
}

/**
 * Runs the tests of a jest configuration that need the packed build, a real n8n and a browser;
 * installs what is missing.
 */
export async function runBrowserTests(config) {
	try {
		await installRoot();
		await installServer();
		await installChromium();
		await build();
		const env = { ...process.env, E2E_PACKAGE: await packedPackage(), CHROMIUM: chromium };
		process.exitCode = await runJest(config, process.argv.slice(2), env);
	} catch (error) {
		console.error(`\n${error.message}`);
		process.exitCode = 1;
	}
}
