import type { IAllExecuteFunctions, ICredentialDataDecryptedObject } from 'n8n-workflow';

/** The part of n8n that nodes, triggers and pickers share. */
export type N8nContext = Pick<IAllExecuteFunctions, 'getNode' | 'helpers'> & {
	getCredentials<T extends object = ICredentialDataDecryptedObject>(
		type: string,
		itemIndex?: number,
	): Promise<T>;
	getExecutionCancelSignal?(): AbortSignal | undefined;
};

/** The signal that ends requests when somebody cancels the execution, where n8n gives one. */
export function cancelSignalOf(context: N8nContext): { signal?: AbortSignal } {
	const signal = context.getExecutionCancelSignal?.();
	return signal ? { signal } : {};
}
