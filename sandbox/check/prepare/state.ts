import type { Company } from '../../quickbooks/company';
import type { Entry, Fields } from '../../quickbooks/records';
import type { Entity } from '../../quickbooks/schema/entity';
import { entity } from '../../quickbooks/schema/entities';
import type { Act } from '../acts';
import { located, minimal, storable, writable } from './bring';

const BASE_SHIFT = 900_000_000;

/** The records of a company while the exchanges of a recording are prepared and replayed. */
export class PreparedState {
	/** When replayed requests created or changed records, by entity and Id. */
	private readonly written = new Map<string, number>();
	/** Every record that the recording shows, as first shown. */
	private readonly known = new Map<string, Fields>();
	now = 0;

	constructor(
		readonly company: Company,
		readonly acts: Act[],
	) {
		// The reply to a send request shows the fewest fields, so it comes last.
		const fullest = [...acts].sort(
			(one, other) => Number(one.kind === 'send') - Number(other.kind === 'send'),
		);
		for (const act of fullest)
			for (const row of act.rows)
				if (typeof row['Id'] === 'string' && !this.known.has(`${act.entity.name}:${row['Id']}`))
					this.known.set(`${act.entity.name}:${row['Id']}`, row);
		this.moveOwnAccounts();
	}

	noteWrite(entityName: string, id: string): void {
		this.written.set(`${entityName}:${id}`, this.now);
	}

	/**
	 * Whether a replayed request created or changed the record. The record then stays as the sandbox
	 * has it, unless that request was recorded later than the current one.
	 */
	wrote(entityName: string, id: string): boolean {
		return (this.written.get(`${entityName}:${id}`) ?? Infinity) <= this.now;
	}

	/** Stores hidden records again. */
	restore(kind: Entity, entries: Entry[]): void {
		for (const entry of entries)
			if (this.written.has(`${kind.name}:${entry.id}`) || !this.find(kind.name, entry.id))
				this.put(kind, entry);
	}

	find(entityName: string, id: string): Entry | undefined {
		return this.company.records.find(entityName, id);
	}

	put(kind: Entity, entry: Entry): void {
		this.company.records.put(kind, entry);
	}

	/** How the recording shows a record, in the reply with the most fields. */
	rowOf(entityName: string, id: string): Fields | undefined {
		return this.known.get(`${entityName}:${id}`);
	}

	/**
	 * Stores a record as a reply shows it, unless a replayed request already put it into that state.
	 */
	show(kind: Entity, row: Fields): void {
		const entry = storable(kind, row, this.now);
		if (entry.id === '') return;
		const stored = this.wrote(kind.name, entry.id) ? this.find(kind.name, entry.id) : undefined;
		if (stored?.fields.SyncToken !== entry.fields.SyncToken) this.put(kind, entry);
	}

	/**
	 * Makes sure that a record exists, so that a request can name or change it. The record is as the
	 * recording shows it, or made of the given hints.
	 */
	ensure(entityName: string, id: string, given: Fields = {}): Entry {
		const hints = {
			...given,
			CurrencyRef: given['CurrencyRef'] ?? { value: this.company.profile.currency },
		};
		const kind = entity(entityName);
		const stored = this.find(entityName, id);
		const row = this.known.get(`${entityName}:${id}`);
		if (stored && (this.wrote(entityName, id) || row === undefined))
			return this.hinted(kind, stored, hints);
		const shown =
			stored ?? (row ? storable(kind, row, this.now) : minimal(entityName, id, hints, this.now));
		return this.hinted(kind, { ...shown, fields: writable(shown.fields) }, hints);
	}

	/** Adds fields that the recording implies and that the record lacks. */
	private hinted(kind: Entity, entry: Entry, hints: Fields): Entry {
		const more = Object.fromEntries(
			Object.entries(hints).filter(
				([key, value]) =>
					value !== undefined && key in kind.fields && entry.fields[key] === undefined,
			),
		);
		const places = Object.fromEntries(
			['BillAddr', 'ShipAddr']
				.filter((key) => hints[key] !== undefined && entry.fields[key] !== undefined)
				.map((key) => [key, located(entry.fields[key], hints[key])]),
		);
		const after = { ...entry, fields: { ...entry.fields, ...more, ...places } };
		this.put(kind, after);
		return after;
	}

	change(kind: Entity, id: string, fields: Fields): void {
		const stored = this.find(kind.name, id);
		if (stored) this.put(kind, { ...stored, fields: { ...stored.fields, ...fields } });
	}

	/** Removes a record as if it had never existed. */
	erase(entityName: string, id: string): void {
		this.company.records.store.run(
			'DELETE FROM records WHERE company = ? AND entity = ? AND id = ?',
			this.company.profile.realmId,
			entityName,
			id,
		);
		this.company.records.forget();
	}

	/**
	 * Hides all records of an entity that no replayed request has written. @returns them, to be
	 * stored again
	 */
	hideRecords(kind: Entity): Entry[] {
		const hidden = this.company.records
			.select(kind.name, '')
			.filter(({ id }) => !this.wrote(kind.name, id));
		for (const { id } of hidden) this.erase(kind.name, id);
		return hidden;
	}

	/** Gives the sandbox's own accounts ids that no recording uses. */
	private moveOwnAccounts(): void {
		const kind = entity('Account');
		for (const account of this.hideRecords(kind)) {
			const id = String(Number(account.id) + BASE_SHIFT);
			this.put(kind, { ...account, id, fields: { ...account.fields, Id: id } });
		}
	}

	/** Each exchange shows which places are taxed; the regions of earlier exchanges are removed. */
	forgetTaxRegions(): void {
		const kind = entity('TaxCode');
		for (const { id, fields } of this.company.records.select('TaxCode', ''))
			if (((fields['Regions'] ?? []) as string[]).length > 0)
				this.change(kind, id, { Regions: [] });
	}
}
