/** What people reported of this job, and what stands in its way: `npm run test:field`. */
const base = require('./jest.config.js');

/** @type {import('jest').Config} */
module.exports = {
	...base,
	testMatch: ['<rootDir>/tests/field/**/*.test.ts'],
	testPathIgnorePatterns: ['/node_modules/'],
	testTimeout: 120_000,
	verbose: true,
	maxWorkers: 10,
};
