// The editor and the console in a headless browser, with a real n8n.
import { runBrowserTests } from './setup/browserTests.mjs';

await runBrowserTests('jest.e2e.config.js');
