/** Puts many stored things into the market at once, where nobody else writes meanwhile: the first start, and a rebuild. */
import type { Cooperative } from '../../shared/cooperatives/cooperative.ts';
import { cooperativeFrom, readCooperatives } from '../../shared/cooperatives/cooperative-store.ts';
import { notesBehind, readBehind } from '../../shared/market/behind.ts';
import { rewriteBucket, type BucketName } from '../../shared/market/bucket-store.ts';
import { withRows, type Row } from '../../shared/market/bucket.ts';
import { placedCooperative, placedOffer, placedPotential, type Placed } from '../../shared/market/placed.ts';
import { offerFrom } from '../../shared/offers/offer-store.ts';
import { potentialFrom } from '../../shared/potentials/potential-store.ts';
import { suppliedByKey } from '../../shared/table/derived-keys.ts';
import { cooperativeKey, idIn, isSameKey, offerKey, potentialKey } from '../../shared/table/keys.ts';
import { transactAll, type Action, type Item, type Table } from '../../shared/table/table.ts';

/** A thing that the market cannot take, and why: it was stored before a rule that refuses it. */
export type NotPlaced = { readonly id: string; readonly why: string };

/**
 * What the reactions would do one by one, with a query and a transaction for each bucket instead of each thing. Cooperatives of
 * potentials are looked up where they are not among `items`, and so is what stands behind offers. Gives what could not be placed;
 * the others are. `into`: where the market is, if not beside the things.
 */
export async function placeAll(
  table: Table,
  items: readonly Item[],
  into: Table = table,
): Promise<NotPlaced[]> {
  const notPlaced: NotPlaced[] = [];
  const buckets = new Map<string, { bucket: BucketName<Row>; rows: Map<string, Row> }>();
  const placing = (id: string, place: () => Placed<Row> | undefined): void => {
    try {
      const placed = place();
      if (placed === undefined) return;
      const name = `${placed.bucket.pk}#${placed.bucket.name}`;
      const own = buckets.get(name) ?? { bucket: placed.bucket, rows: new Map() };
      buckets.set(name, own);
      own.rows.set(id, placed.row);
    } catch (error) {
      notPlaced.push({ id, why: String(error) });
    }
  };
  const things = items.map((item) => ({ item, id: idIn(item) }));
  const isA = (keyOf: typeof offerKey) => (thing: (typeof things)[number]) =>
    isSameKey(keyOf(thing.id), thing.item);
  const cooperatives = new Map<string, Cooperative>();
  for (const { item, id } of things.filter(isA(cooperativeKey))) {
    const cooperative = cooperativeFrom(item)?.value;
    if (cooperative === undefined) continue;
    cooperatives.set(id, cooperative);
    placing(id, () => placedCooperative(cooperative));
  }
  const offers = things.filter(isA(offerKey)).flatMap(({ item }) => offerFrom(item)?.value ?? []);
  const behind = await readBehind(table, offers);
  for (const [at, offer] of offers.entries()) placing(offer.id, () => placedOffer(offer, behind[at]!));
  const potentials = things.filter(isA(potentialKey)).flatMap(({ item }) => potentialFrom(item)?.value ?? []);
  const others = new Set(
    potentials.map(({ cooperativeId }) => cooperativeId).filter((id) => !cooperatives.has(id)),
  );
  for (const found of await readCooperatives(table, [...others])) {
    if (found !== undefined) cooperatives.set(found.value.id, found.value);
  }
  const notes = new Map<string, Action>();
  for (const potential of potentials) {
    const { id, cooperativeId, commodity } = potential;
    placing(id, () => {
      const placed = placedPotential(potential, cooperatives.get(cooperativeId));
      const note = suppliedByKey(cooperativeId, commodity);
      notes.set(`${note.pk} ${commodity}`, { do: 'put', item: note });
      return placed;
    });
  }
  for (const offer of offers) {
    for (const note of notesBehind([], [offer])) notes.set(JSON.stringify(note), note);
  }
  // Notes first: one without its row does no harm, but a row without its note would miss what changes at its cooperative.
  await transactAll(into, [...notes.values()]);
  await Promise.all(
    [...buckets.values()].map(({ bucket, rows }) =>
      rewriteBucket(into, bucket, (before) => withRows(before, rows)),
    ),
  );
  return notPlaced;
}
