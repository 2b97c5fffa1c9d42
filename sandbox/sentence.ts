import type { ZodError } from 'zod';

/**
 * What went wrong, for the person who steers the sandbox. @param whole what to call that which as a
 * whole is wrong
 */
export function sentence(error: Error & { sentence?: string }, whole = 'the request'): string {
	if (error.name !== 'ZodError') return error.sentence ?? error.message;
	return (error as ZodError).issues
		.map((issue) => `${issue.path.join('.') || whole}: ${issue.message}`)
		.join('; ');
}
