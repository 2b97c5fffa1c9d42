import { account } from '../account/account';
import type { Definitions } from '../properties/definitions';
import type { ObjectRecords, Properties, UniqueKey } from '../records';
import { invalidValues, Refusal } from '../refusal';
import type { HubSpotSwitches } from '../switches';
import { typeFacts, type ObjectType } from '../types';

interface UniqueParts {
	records: ObjectRecords;
	definitions: Definitions;
	switches: () => HubSpotSwitches;
}

/** The unique values of records, and the answers to a value that another record has. */
export class UniqueValues {
	constructor(private readonly parts: UniqueParts) {}

	/** The values of a record that must be unique. */
	keysOf(type: ObjectType, properties: Properties): UniqueKey[] {
		const names = [
			...this.parts.definitions.uniqueNames(type),
			...(type === 'products' && this.parts.switches().skuUnique ? ['hs_sku'] : []),
		];
		const keys = names.flatMap((property) =>
			properties[property] === undefined ? [] : [{ property, value: properties[property] }],
		);
		const others =
			type === 'contacts'
				? (properties['hs_additional_emails'] ?? '')
						.split(';')
						.filter((email) => email !== '' && email !== properties['email'])
				: [];
		return [...keys, ...others.map((value) => ({ property: 'email', value }))];
	}

	/** The id that the answer names for the record that has a value. */
	private namedHolder(type: ObjectType, holder: string): string | undefined {
		const { records, switches } = this.parts;
		const named: Record<HubSpotSwitches['uniqueConflictNames'], () => string | undefined> = {
			holder: () => holder,
			nobody: () => undefined,
			another: () =>
				records.page(type, { after: Number(holder), limit: 1, archived: false })[0]?.id ??
				String(Number(holder) + 1),
		};
		return named[switches().uniqueConflictNames]();
	}

	/** @throws Refusal if another record has one of the values */
	refuseConflicts(type: ObjectType, id: string, keys: UniqueKey[], isNew: boolean): void {
		for (const key of keys) {
			const holder = this.parts.records.holderOf(type, key);
			if (holder === undefined || holder === id) continue;
			const named = this.namedHolder(type, holder);
			if (type === 'contacts' && key.property === 'email' && isNew) {
				throw new Refusal(
					409,
					{
						category: 'CONFLICT',
						message: `Contact already exists${named === undefined ? '' : `. Existing ID: ${named}`}`,
					},
					named,
				);
			}
			const { status, facts } = invalidValues(
				[
					{
						name: key.property,
						error: 'CONFLICTING_UNIQUE_VALUE',
						message: alreadyHeld(type, id, key, named),
					},
				],
				account.id,
			);
			throw new Refusal(
				this.parts.switches().uniqueConflictStatus === 409 ? 409 : status,
				facts,
				named,
			);
		}
	}
}

function alreadyHeld(
	type: ObjectType,
	id: string,
	{ property, value }: UniqueKey,
	holder = 'Another record',
): string {
	return `Cannot set PropertyValueCoordinates{portalId=${account.id}, objectTypeId=${typeFacts[type].typeId}, propertyName=${property}, value=${value}} on ${id}. ${holder} already has that value.`;
}
