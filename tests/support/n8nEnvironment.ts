// Read by n8n-core as it loads, so this file is imported before it: a folder of its own, no log,
// binary data in memory.
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

Object.assign(process.env, {
	N8N_USER_FOLDER: mkdtempSync(join(tmpdir(), 'n8n-in-process-')),
	N8N_ENCRYPTION_KEY: 'in-process-tests',
	N8N_LOG_LEVEL: 'silent',
	N8N_DEFAULT_BINARY_DATA_MODE: 'default',
	N8N_DIAGNOSTICS_ENABLED: 'false',
});
