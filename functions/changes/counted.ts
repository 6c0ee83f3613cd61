/** Which stored things are counted in totals, and what each adds to them. */
import { cooperativeFrom } from '../../shared/cooperatives/cooperative-store.ts';
import { formationStepFrom } from '../../shared/formation/formation-store.ts';
import { offerFrom } from '../../shared/offers/offer-store.ts';
import { partnershipFrom } from '../../shared/partnerships/partnership-store.ts';
import { potentialFrom } from '../../shared/potentials/potential-store.ts';
import { claimFrom } from '../../shared/quotas/claim-store.ts';
import {
  cooperativeCoverage,
  partnershipCoverage,
  potentialCoverage,
} from '../../shared/reports/coverage.ts';
import { cooperativeFormation, stepFormation } from '../../shared/reports/formation.ts';
import { tradeSpending } from '../../shared/reports/local-spending.ts';
import { partnershipPipeline } from '../../shared/reports/pipeline.ts';
import { claimKept, partnershipPromise, tradeKept } from '../../shared/reports/promises.ts';
import { cooperativeReadiness } from '../../shared/reports/readiness-report.ts';
import { tradeTurnover } from '../../shared/reports/turnover.ts';
import { claimDemand, offerDemand } from '../../shared/reports/unmet-demand.ts';
import type { Stored } from '../../shared/stored.ts';
import {
  claimKey,
  cooperativeKey,
  formationStepKey,
  idIn,
  isSameKey,
  offerKey,
  partnershipKey,
  potentialKey,
  tradeKey,
} from '../../shared/table/keys.ts';
import type { Item, Key } from '../../shared/table/table.ts';
import type { Entry } from '../../shared/totals/entry.ts';
import { tradeFrom } from '../../shared/trades/trade-store.ts';

/** Name of the rules by which things are counted. Whoever changes what a thing adds changes it: then all totals are made anew. */
export const RULES = '5';

/** Items under keys of this form, and what one of them adds; `part` is what follows in the sort key of a part. */
type Counted = {
  readonly keyOf: (id: string, part: string) => Key;
  readonly entriesOf: (item: Item) => Entry[];
};

/** The entries of a noun's value, of the item that holds it; nothing stored and tombstones add nothing. */
const of =
  <T>(from: (item: Item) => Stored<T> | undefined, ...counts: ((value: T) => Entry[])[]) =>
  (item: Item): Entry[] => {
    const stored = from(item);
    return stored === undefined ? [] : counts.flatMap((count) => count(stored.value));
  };

const counted: readonly Counted[] = [
  {
    keyOf: cooperativeKey,
    entriesOf: of(cooperativeFrom, cooperativeCoverage, cooperativeFormation, cooperativeReadiness),
  },
  { keyOf: formationStepKey, entriesOf: of(formationStepFrom, stepFormation) },
  { keyOf: potentialKey, entriesOf: of(potentialFrom, potentialCoverage) },
  { keyOf: offerKey, entriesOf: of(offerFrom, offerDemand) },
  {
    keyOf: partnershipKey,
    entriesOf: of(partnershipFrom, partnershipPipeline, partnershipCoverage, partnershipPromise),
  },
  { keyOf: claimKey, entriesOf: of(claimFrom, claimKept, claimDemand) },
  { keyOf: tradeKey, entriesOf: of(tradeFrom, tradeTurnover, tradeSpending, tradeKept) },
];

/** What the item under a key adds to totals; undefined where nothing of that kind is counted. */
export function entriesUnder(key: Key): ((item: Item | null | undefined) => Entry[]) | undefined {
  const id = idIn(key);
  const part = key.sk.slice(key.sk.indexOf('#') + 1);
  const kind = counted.find(({ keyOf }) => isSameKey(keyOf(id, part), key));
  return kind && ((item) => (item ? kind.entriesOf(item) : []));
}
