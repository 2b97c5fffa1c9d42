/** How often a step that is still going says so where lines cannot be rewritten (a log, a pipe). */
const QUIET_TICK_MS = 15_000;

const seconds = (since) => `${((performance.now() - since) / 1000).toFixed(1)} s`;

/**
 * Shows a step's name with its seconds ticking while `work` runs, then one closing line. Writes to
 * stderr,
 * so that standard output stays free for results.
 */
export async function step(name, work) {
	const out = process.stderr;
	const startedAt = performance.now();
	const show = () =>
		out.isTTY
			? out.write(`\r  … ${name}  ${seconds(startedAt)} `)
			: out.write(`  … ${name} (${seconds(startedAt)} so far)\n`);
	if (!out.isTTY) out.write(`  … ${name}\n`);
	const ticking = setInterval(show, out.isTTY ? 200 : QUIET_TICK_MS);
	const close = (mark) => {
		clearInterval(ticking);
		out.write(`${out.isTTY ? '\r\u001b[K' : ''}  ${mark} ${name}  ${seconds(startedAt)}\n`);
	};
	try {
		const result = await work();
		close('✓');
		return result;
	} catch (error) {
		close('✗');
		throw error;
	}
}
