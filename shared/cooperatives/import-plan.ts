/** What a row of an import changes: which cooperative it speaks of, and what that one becomes. Decides; writes nothing. */
import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { Refusal } from '../errors.ts';
import type { Stored } from '../stored.ts';
import {
  changeCooperative,
  foundCooperative,
  type Cooperative,
  type CooperativeChange,
  type CooperativeInput,
} from './cooperative.ts';
import type { RowFault } from './import-row.ts';
import { placeAndName } from './same-cooperative.ts';

/** What is stored already, as far as the rows of one file need it. */
export class KnownCooperatives {
  readonly #byId = new Map<string, Stored<Cooperative>>();
  readonly #idByPlace = new Map<string, string>();
  readonly #holders = new Map<string, string>();

  add(stored: Stored<Cooperative>): void {
    this.#byId.set(stored.value.id, stored);
    this.#idByPlace.set(placeAndName(stored.value), stored.value.id);
    if (stored.value.nib !== undefined) this.#holders.set(stored.value.nib, stored.value.id);
  }

  /** Who holds a NIB now: an organization of any kind, or nobody. */
  setHolder(nib: string, holderId: string | undefined): void {
    if (holderId === undefined) this.#holders.delete(nib);
    else this.#holders.set(nib, holderId);
  }

  holderOf(nib: string): string | undefined {
    return this.#holders.get(nib);
  }

  get(id: string): Stored<Cooperative> | undefined {
    return this.#byId.get(id);
  }

  at(input: CooperativeInput): Stored<Cooperative> | undefined {
    return this.#byId.get(this.#idByPlace.get(placeAndName(input)) ?? importedId(input));
  }

  /** Every id that a row may turn out to speak of. */
  candidates(input: CooperativeInput): string[] {
    const holder = input.nib === undefined ? undefined : this.holderOf(input.nib);
    const named = this.#idByPlace.get(placeAndName(input));
    return [importedId(input), holder, named].filter((id) => id?.startsWith('coop_') === true) as string[];
  }
}

export type RowPlan =
  | { status: 'unchanged'; id: string }
  | { status: 'created' | 'updated'; id: string; after: Cooperative; before: Stored<Cooperative> | undefined }
  | { status: 'refused'; fault: RowFault };

/**
 * The same cooperative is the one that holds the row's NIB, or else the one of this name in this place. Cells that the row leaves
 * empty leave the stored fact alone, so that the same file twice changes nothing.
 */
export function planRow(input: CooperativeInput, known: KnownCooperatives, at: string): RowPlan {
  const holder = input.nib === undefined ? undefined : known.holderOf(input.nib);
  const before = holder === undefined ? known.at(input) : known.get(holder);
  if (holder !== undefined && before?.value.regionCode !== input.regionCode) {
    const detail = 'is registered to another organization, or to a cooperative in another place';
    return refusedAs(`The NIB ${detail}.`, [{ pointer: '#/nib', detail }]);
  }
  try {
    if (!before) {
      const after = foundCooperative(importedId(input), input, at);
      return { status: 'created', id: after.id, after, before };
    }
    const { id } = before.value;
    const after = merged(before.value, input, at);
    return after ? { status: 'updated', id, after, before } : { status: 'unchanged', id };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return refusedAs(
      error.detail,
      error.errors.map(({ pointer, detail }) => ({ pointer, detail })),
    );
  }
}

/**
 * The id of a cooperative that an import creates, from its place and name: two imports of one file at the same moment arrive at
 * the same id, and the table lets only one of them create it.
 */
function importedId(input: Pick<CooperativeInput, 'regionCode' | 'name'>): string {
  return `coop_${createHash('sha256').update(placeAndName(input)).digest('hex').slice(0, 32)}`;
}

/** The cooperative with what the row says, or undefined when it says nothing new. */
function merged(before: Cooperative, input: CooperativeInput, at: string): Cooperative | undefined {
  const { kind, regionCode: _, contact, ...rest } = input;
  if (kind !== undefined && kind !== before.kind) {
    throw new Refusal('invalid', `It is registered with the kind ${before.kind}, which is for life.`, [
      { pointer: '#/kind', detail: `is ${before.kind}, for life` },
    ]);
  }
  const change: CooperativeChange = contact ? { ...rest, contact: { ...before.contact, ...contact } } : rest;
  // Another way to write the same name is no news: the registered spelling stands.
  if (placeAndName(input) === placeAndName(before)) delete change.name;
  const isNews = Object.entries(change).some(
    ([field, value]) =>
      !isDeepStrictEqual(value, before[field as keyof CooperativeChange] ?? absentAs[field]),
  );
  return isNews ? changeCooperative(before, change, true, at) : undefined;
}

/** To say that there is no account is no news where none was ever named. */
const absentAs: Record<string, unknown> = { bankAccount: false };

const refusedAs = (reason: string, errors: NonNullable<RowFault['errors']>): RowPlan => ({
  status: 'refused',
  fault: { reason, errors },
});
