// Every template, imported into a real n8n and run against the sandbox, a mail server and a
// stand-in of Slack.
import { runBrowserTests } from './setup/browserTests.mjs';

await runBrowserTests('jest.templates.config.js');
