import type { Entity } from './entity';
import { expenseEntities } from './expenses';
import { listEntities } from './lists';
import { nameEntities } from './people';
import { readOnlyEntities } from './readOnly';
import { saleEntities } from './sales';
import { settingEntities } from './settings';
import { taxEntities } from './taxes';

const list: Entity[] = [
	...saleEntities,
	...nameEntities,
	...listEntities,
	...taxEntities,
	...settingEntities,
	...expenseEntities,
	...readOnlyEntities,
];

export const entities: ReadonlyMap<string, Entity> = new Map(
	list.map((entity) => [entity.name, entity]),
);
const byLowerCase = new Map(list.map((entity) => [entity.name.toLowerCase(), entity]));

/** The entity with a name in any case, as in paths, queries and CDC. */
export function findEntity(text: string): Entity | undefined {
	return byLowerCase.get(text.toLowerCase());
}

export function entity(name: string): Entity {
	const found = entities.get(name);
	if (!found) throw new RangeError(`there is no entity ${name}`);
	return found;
}

export function may(entity: Entity, operation: string): boolean {
	return entity.operations.split(' ').includes(operation);
}
