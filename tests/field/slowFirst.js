const Sequencer = require('@jest/test-sequencer').default;

/** What takes longest, in seconds. Begun last, it would be waited for alone. */
const SLOW = {
	oneMail: 80,
	unclearCreate: 75,
	mergedDeals: 47,
	restOfADeal: 45,
	movedInvoices: 43,
	quotes: 43,
	references: 42,
	sharesAtOnce: 37,
	alreadyRight: 34,
	propertyPrefix: 34,
	taxOfBooks: 32,
	customersKeys: 31,
	lines: 31,
	taxes: 30,
	reminders: 28,
	knownBefore: 25,
	deletedSync: 17,
};
const secondsOf = ({ path }) => SLOW[/(\w+)\.test\.ts$/.exec(path)?.[1]] ?? 0;

/** Slow files first, the others as Jest would. */
module.exports = class SlowFirst extends Sequencer {
	async sort(tests) {
		const usual = await super.sort(tests);
		return [...usual].sort((a, b) => secondsOf(b) - secondsOf(a));
	}
};
