import { z } from 'zod';

/** What the console's form needs to know about a switch. */
interface SwitchKind {
	name: string;
	kind: 'boolean' | 'choice' | 'number' | 'other';
	/** For `choice`. */
	options?: (string | number)[];
	/** For `number`: whether only whole numbers are valid, the bounds, and whether null is valid. */
	whole?: boolean;
	least?: number;
	most?: number;
	nullable?: boolean;
	default: unknown;
}

/**
 * The switches of one system in the order of their documentation. The schema that checks them
 * describes them, too.
 */
export function describeSwitches(schema: z.ZodObject<z.ZodRawShape>): SwitchKind[] {
	const defaults: Record<string, unknown> = schema.parse({});
	return Object.entries(schema.shape).map(([name, type]) => ({
		name,
		...describe(type),
		default: defaults[name],
	}));
}

function describe(type: z.ZodTypeAny): Omit<SwitchKind, 'name' | 'default'> {
	if (type instanceof z.ZodDefault) return describe(type.removeDefault() as z.ZodTypeAny);
	if (type instanceof z.ZodNullable)
		return { ...describe(type.unwrap() as z.ZodTypeAny), nullable: true };
	if (type instanceof z.ZodBoolean) return { kind: 'boolean' };
	if (type instanceof z.ZodEnum)
		return { kind: 'choice', options: [...(type.options as string[])] };
	if (type instanceof z.ZodUnion) return choice(type.options as z.ZodTypeAny[]);
	if (!(type instanceof z.ZodNumber)) return { kind: 'other' };
	return {
		kind: 'number',
		whole: type.isInt,
		...(type.minValue !== null && { least: type.minValue }),
		...(type.maxValue !== null && { most: type.maxValue }),
	};
}

/** A choice between a few numbers is a union of literals in the schema. */
function choice(alternatives: z.ZodTypeAny[]): Omit<SwitchKind, 'name' | 'default'> {
	const options = alternatives.map((alternative): unknown =>
		alternative instanceof z.ZodLiteral ? alternative.value : undefined,
	);
	const plain = options.filter(
		(option) => typeof option === 'string' || typeof option === 'number',
	);
	return plain.length === options.length ? { kind: 'choice', options: plain } : { kind: 'other' };
}
