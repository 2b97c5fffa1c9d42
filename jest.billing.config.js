/**
 * Every way to bill a deal, each invoice compared with the one the sandbox holds: `npm run
 * test:billing`.
 */
const base = require('./jest.config.js');

/** @type {import('jest').Config} */
module.exports = {
	...base,
	testMatch: ['<rootDir>/tests/billing/**/*.test.ts'],
	testPathIgnorePatterns: ['/node_modules/'],
	testTimeout: 120_000,
	verbose: true,
};
