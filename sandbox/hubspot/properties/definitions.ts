import type { Store } from '../../store';
import { objectTypes, type ObjectType } from '../types';
import type { Definition, PropertyGroup } from './definition';
import { invoiceGroups, invoiceProperties, quoteGroups, quoteProperties } from './documents';
import { companyGroups, companyProperties, contactGroups, contactProperties } from './people';
import {
	adjustmentGroups,
	adjustmentProperties,
	dealGroups,
	dealProperties,
	lineItemGroups,
	lineItemProperties,
	productGroups,
	productProperties,
} from './sales';

/** The properties and groups that HubSpot provides, by object. */
const standard: Record<ObjectType, { properties: Definition[]; groups: PropertyGroup[] }> = {
	contacts: { properties: contactProperties, groups: contactGroups },
	companies: { properties: companyProperties, groups: companyGroups },
	deals: { properties: dealProperties, groups: dealGroups },
	products: { properties: productProperties, groups: productGroups },
	line_items: { properties: lineItemProperties, groups: lineItemGroups },
	quotes: { properties: quoteProperties, groups: quoteGroups },
	invoices: { properties: invoiceProperties, groups: invoiceGroups },
	taxes: { properties: adjustmentProperties('tax'), groups: adjustmentGroups('tax') },
	discounts: { properties: adjustmentProperties('discount'), groups: adjustmentGroups('discount') },
	fees: { properties: adjustmentProperties('fee'), groups: adjustmentGroups('fee') },
};

/** The properties and groups of every object: those of HubSpot and those of the account. */
export class Definitions {
	private readonly properties = new Map<ObjectType, Map<string, Definition>>();
	private readonly archivedOnes = new Map<ObjectType, Map<string, Definition>>();
	private readonly groups = new Map<ObjectType, Map<string, PropertyGroup>>();

	/**
	 * @param adapt changes HubSpot's definitions according to the account and the switches, for example
	 * the currencies
	 */
	constructor(
		private readonly store: Store,
		private readonly adapt: (type: ObjectType, definition: Definition) => Definition | undefined = (
			_type,
			definition,
		) => definition,
	) {
		for (const type of objectTypes) {
			this.properties.set(
				type,
				new Map(standard[type].properties.map((definition) => [definition.name, definition])),
			);
			this.archivedOnes.set(type, new Map());
			this.groups.set(type, new Map(standard[type].groups.map((group) => [group.name, group])));
		}
		for (const row of store.all<{ type: ObjectType; json: string }>(
			'SELECT type, json FROM property_groups',
		)) {
			const group = JSON.parse(row.json) as PropertyGroup;
			this.groups.get(row.type)?.set(group.name, group);
		}
		for (const row of store.all<{ type: ObjectType; json: string }>(
			'SELECT type, json FROM property_definitions',
		)) {
			const definition = JSON.parse(row.json) as Definition;
			(definition.archived ? this.archivedOnes : this.properties)
				.get(row.type)
				?.set(definition.name, definition);
		}
	}

	find(type: ObjectType, name: string): Definition | undefined {
		const definition = this.of(this.properties, type).get(name);
		return definition && this.adapt(type, definition);
	}

	findArchived(type: ObjectType, name: string): Definition | undefined {
		return this.of(this.archivedOnes, type).get(name);
	}

	list(type: ObjectType, archived = false): Definition[] {
		return [...this.of(archived ? this.archivedOnes : this.properties, type).values()].flatMap(
			(definition) => this.adapt(type, definition) ?? [],
		);
	}

	/** Names of the properties with unique values, except the record id. */
	uniqueNames(type: ObjectType): string[] {
		return [...this.of(this.properties, type).values()]
			.filter((definition) => definition.hasUniqueValue && definition.name !== 'hs_object_id')
			.map((definition) => definition.name);
	}

	/** Stores a property as given, archived or not. */
	save(type: ObjectType, definition: Definition): void {
		this.of(definition.archived ? this.archivedOnes : this.properties, type).set(
			definition.name,
			definition,
		);
		this.of(definition.archived ? this.properties : this.archivedOnes, type).delete(
			definition.name,
		);
		this.store.run(
			'INSERT INTO property_definitions (type, name, archived, json) VALUES (?,?,?,?) ON CONFLICT (type, name) DO UPDATE SET archived = excluded.archived, json = excluded.json',
			type,
			definition.name,
			definition.archived ? Date.parse(definition.archivedAt ?? '') || 0 : null,
			JSON.stringify(definition),
		);
	}

	findGroup(type: ObjectType, name: string): PropertyGroup | undefined {
		return this.of(this.groups, type).get(name);
	}

	listGroups(type: ObjectType): PropertyGroup[] {
		return [...this.of(this.groups, type).values()];
	}

	saveGroup(type: ObjectType, group: PropertyGroup): void {
		this.of(this.groups, type).set(group.name, group);
		this.store.run(
			'INSERT INTO property_groups (type, name, json) VALUES (?,?,?) ON CONFLICT (type, name) DO UPDATE SET json = excluded.json',
			type,
			group.name,
			JSON.stringify(group),
		);
	}

	removeGroup(type: ObjectType, name: string): void {
		this.of(this.groups, type).delete(name);
		this.store.run('DELETE FROM property_groups WHERE type = ? AND name = ?', type, name);
	}

	private of<T>(maps: Map<ObjectType, Map<string, T>>, type: ObjectType): Map<string, T> {
		return maps.get(type) ?? new Map<string, T>();
	}
}
