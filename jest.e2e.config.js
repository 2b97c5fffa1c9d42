/** The tests that need the whole n8n, and for its editor a browser: `npm run test:e2e`. */
const { testPathIgnorePatterns: _, ...base } = require('./jest.config.js');

/** @type {import('jest').Config} */
module.exports = { ...base, testMatch: ['<rootDir>/tests/e2e/**/*.test.ts'], maxWorkers: 1 };
