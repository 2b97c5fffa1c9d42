import type { ZodError } from 'zod';

/**
 * The problem as a sentence for the user of the sandbox. @param whole the name for an input that is
 * wrong as a whole
 */
export function sentence(error: Error & { sentence?: string }, whole = 'the request'): string {
	if (error.name !== 'ZodError') return error.sentence ?? error.message;
	return (error as ZodError).issues
		.map((issue) => `${issue.path.join('.') || whole}: ${issue.message}`)
		.join('; ');
}
