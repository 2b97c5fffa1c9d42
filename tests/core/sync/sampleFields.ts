import { contactKind } from '../../../src/core/contact/fields';
import type { QuickBooksField } from '../../../src/core/sync/types';

export const field = (path: string) =>
	contactKind.fields.find((one) => one.path === path) as QuickBooksField;
