/** @type {import('jest').Config} */
module.exports = {
	testEnvironment: 'node',
	testMatch: ['<rootDir>/tests/**/*.test.ts'],
	testPathIgnorePatterns: [
		'/node_modules/',
		'<rootDir>/tests/e2e/',
		'<rootDir>/tests/billing/',
		'<rootDir>/tests/field/',
		'<rootDir>/tests/templates/',
	],
	modulePathIgnorePatterns: [
		'<rootDir>/dist/',
		'<rootDir>/server/',
		'<rootDir>/.data/',
		'<rootDir>/.cache/',
	],
	transform: {
		'^.+\\.ts$': [
			'@swc/jest',
			{ jsc: { target: 'es2023', parser: { syntax: 'typescript' } }, module: { type: 'commonjs' } },
		],
	},
	setupFiles: ['<rootDir>/tests/support/frozenPlans.ts'],
	testTimeout: 30_000,
	// Much of the time is waiting: for a system's pace, for a repeat.
	maxWorkers: 3,
	// Clearing away what hundreds of tests have loaded takes longer than the usual half second on a
	// busy machine; what is left open still shows.
	workerGracefulExitTimeout: 10_000,
};
