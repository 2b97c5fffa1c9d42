/** @type {import('jest').Config} */
module.exports = {
	testEnvironment: 'node',
	testMatch: ['<rootDir>/tests/**/*.test.ts'],
	testPathIgnorePatterns: ['/node_modules/', '<rootDir>/tests/e2e/'],
	modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/server/', '<rootDir>/.data/', '<rootDir>/.cache/'],
	transform: {
		'^.+\\.ts$': ['@swc/jest', { jsc: { target: 'es2023', parser: { syntax: 'typescript' } }, module: { type: 'commonjs' } }],
		// The sandbox's query grammar stands on Chevrotain, which is published as ES modules only.
		'/node_modules/@?chevrotain/.+\\.js$': ['@swc/jest', { jsc: { target: 'es2023' }, module: { type: 'commonjs' } }],
	},
	transformIgnorePatterns: ['/node_modules/(?!@?chevrotain/)'],
	testTimeout: 30_000,
};
