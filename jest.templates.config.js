/** The templates in a real n8n: `npm run test:templates`. */
const { testPathIgnorePatterns: _, ...base } = require('./jest.config.js');

/** @type {import('jest').Config} */
module.exports = { ...base, testMatch: ['<rootDir>/tests/templates/**/*.test.ts'], maxWorkers: 1 };
