import { z } from 'zod';

/** What a form needs to offer one switch. */
export interface SwitchKind {
	name: string;
	kind: 'boolean' | 'choice' | 'number' | 'other';
	/** For `choice`. */
	options?: string[];
	/** For `number`: whole steps, bounds, and whether it may be without a value. */
	whole?: boolean;
	least?: number;
	most?: number;
	nullable?: boolean;
	default: unknown;
}

/** The switches of one system in the order of their documentation, read off the schema that also checks them. */
export function describeSwitches(schema: z.ZodObject<z.ZodRawShape>): SwitchKind[] {
	const defaults = schema.parse({});
	return Object.entries(schema.shape).map(([name, type]) => ({ name, ...describe(type), default: defaults[name] }));
}

function describe(type: z.ZodTypeAny): Omit<SwitchKind, 'name' | 'default'> {
	if (type instanceof z.ZodDefault) return describe(type.removeDefault() as z.ZodTypeAny);
	if (type instanceof z.ZodNullable) return { ...describe(type.unwrap() as z.ZodTypeAny), nullable: true };
	if (type instanceof z.ZodBoolean) return { kind: 'boolean' };
	if (type instanceof z.ZodEnum) return { kind: 'choice', options: [...(type.options as string[])] };
	if (type instanceof z.ZodUnion) return union(type);
	if (!(type instanceof z.ZodNumber)) return { kind: 'other' };
	return { kind: 'number', whole: type.isInt, ...(type.minValue !== null && { least: type.minValue }), ...(type.maxValue !== null && { most: type.maxValue }) };
}

/** A choice between texts is written as a union of literals now and then. */
function union(type: z.ZodUnion<z.ZodUnionOptions>): Omit<SwitchKind, 'name' | 'default'> {
	const values = type.options.map((option) => (option instanceof z.ZodLiteral ? (option.value as unknown) : undefined));
	return values.every((value) => typeof value === 'string') ? { kind: 'choice', options: values } : { kind: 'other' };
}
