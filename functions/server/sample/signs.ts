/** Signs of life of the sample's cooperatives: what the reaction would write of each, written at once. */
import { lastActive, withSign } from '../../../shared/cooperatives/activity.ts';
import { cooperativeFrom } from '../../../shared/cooperatives/cooperative-store.ts';
import { cooperativeKey, isSameKey } from '../../../shared/table/keys.ts';
import type { Action, Item, Key } from '../../../shared/table/table.ts';
import { signsIn } from '../../changes/signs-of-life.ts';

/** What belongs together is written together: an organization with all that is its own, in one transaction. */
export type Portion = { key: Key; writes: Action[] };

/** The portions with each cooperative as awake as what else is written shows it. */
export function withSigns(portions: readonly Portion[], now: Date): Portion[] {
  const items = portions.flatMap(({ writes }) =>
    writes.flatMap((one) => (one.do === 'put' ? [one.item] : [])),
  );
  const signs = Map.groupBy(
    items.flatMap((item) => signsIn(item, item, now)).toSorted((a, b) => (a.day < b.day ? -1 : 1)),
    ({ cooperativeId }) => cooperativeId,
  );
  const awake = (item: Item): Item => {
    const cooperative = cooperativeFrom(item)?.value;
    const latest = cooperative && signs.get(cooperative.id)?.at(-1);
    const isProfile = cooperative && isSameKey(item, cooperativeKey(cooperative.id));
    if (!isProfile || !latest || lastActive(cooperative) >= latest.day) return item;
    return { ...item, data: withSign(cooperative, latest.sign, latest.day) };
  };
  return portions.map(({ key, writes }) => ({
    key,
    writes: writes.map((one) => (one.do === 'put' ? { ...one, item: awake(one.item) } : one)),
  }));
}
