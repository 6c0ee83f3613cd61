/** Which stored things are counted in totals, and what each adds to them. */
import { cooperativeFrom } from '../../shared/cooperatives/cooperative-store.ts';
import { partnershipFrom } from '../../shared/partnerships/partnership-store.ts';
import { potentialFrom } from '../../shared/potentials/potential-store.ts';
import {
  cooperativeCoverage,
  partnershipCoverage,
  potentialCoverage,
} from '../../shared/reports/coverage.ts';
import { partnershipPipeline } from '../../shared/reports/pipeline.ts';
import { cooperativeKey, partnershipKey, potentialKey } from '../../shared/table/keys.ts';
import type { Item, Key } from '../../shared/table/table.ts';
import type { Entry } from '../../shared/totals/entry.ts';

/** Name of the rules by which things are counted. Whoever changes what a thing adds changes it: then all totals are made anew. */
export const RULES = '1';

/** Items under keys of this form, and what one of them adds; nothing stored and tombstones add nothing. */
type Counted = { readonly keyOf: (id: string) => Key; readonly entriesOf: (item: Item) => Entry[] };

/** The entries of a noun's value, of the item that holds it. */
const of =
  <T>(from: (item: Item) => { value: T } | undefined, ...counts: ((value: T) => Entry[])[]) =>
  (item: Item): Entry[] => {
    const stored = from(item);
    return stored === undefined ? [] : counts.flatMap((count) => count(stored.value));
  };

const counted: readonly Counted[] = [
  { keyOf: cooperativeKey, entriesOf: of(cooperativeFrom, cooperativeCoverage) },
  { keyOf: potentialKey, entriesOf: of(potentialFrom, potentialCoverage) },
  { keyOf: partnershipKey, entriesOf: of(partnershipFrom, partnershipPipeline, partnershipCoverage) },
];

/** What the item under a key adds to totals; undefined where nothing of that kind is counted. */
export function entriesUnder(key: Key): ((item: Item | null | undefined) => Entry[]) | undefined {
  const id = key.pk.slice(key.pk.indexOf('#') + 1);
  const kind = counted.find(({ keyOf }) => keyOf(id).pk === key.pk && keyOf(id).sk === key.sk);
  return kind && ((item) => (item ? kind.entriesOf(item) : []));
}
