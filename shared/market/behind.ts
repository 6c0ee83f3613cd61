/** What stands behind an offer (who posted it, its programme, how soon it is paid) as its row in the market tells it, and keeps telling it. */
import type { Buyer } from '../buyers/buyer.ts';
import type { Cooperative } from '../cooperatives/cooperative.ts';
import { organizationKey } from '../offers/offer-store.ts';
import { posterFrom, type ProgrammeFacts, type SettingFacts } from '../offers/offer-state.ts';
import { programmeFrom } from '../programmes/programme-store.ts';
import { storedFrom } from '../stored.ts';
import { behindOffersKey } from '../table/derived-keys.ts';
import { isSameKey, programmeKey, tradingRecordKey } from '../table/keys.ts';
import type { Action, Item, Key, Table } from '../table/table.ts';
import { paymentsOf, type TradingRecord } from '../trades/trading-record.ts';
import type { BucketName } from './bucket-store.ts';
import { LEAST_PAYMENTS } from './demand.ts';
import { offerBucket } from './placed.ts';
import { type DemandRow } from './rows.ts';

type Behind = DemandRow['behind'];
type Image = Item | null | undefined;

/** What of an offer names who and what stand behind it. */
type Named = Pick<DemandRow, 'buyerId' | 'programmeId' | 'scheme'>;

/** What may stand behind an offer: under which key, and what ranking reads of it. `idOf`: which one an offer names. */
type Side = {
  readonly name: keyof SettingFacts;
  readonly idOf: (offer: Named) => string | undefined;
  readonly keyOf: (id: string) => Key;
  readonly factsIn: (item: Image) => Behind[keyof SettingFacts];
};

const sides: readonly Side[] = [
  { name: 'poster', idOf: ({ buyerId }) => buyerId, keyOf: organizationKey, factsIn: posterIn },
  { name: 'programme', idOf: ({ programmeId }) => programmeId, keyOf: programmeKey, factsIn: programmeIn },
  {
    name: 'payments',
    idOf: ({ buyerId, scheme }) => (scheme === 'purchase' ? buyerId : undefined),
    keyOf: tradingRecordKey,
    factsIn: paymentsIn,
  },
];

function posterIn(item: Image): SettingFacts['poster'] | undefined {
  const organization = storedFrom<Buyer | Cooperative>(item ?? undefined)?.value;
  if (organization === undefined) return undefined;
  const { kind, regionCode, verified } = posterFrom(organization);
  return { kind, regionCode, verified };
}

function programmeIn(item: Image): ProgrammeFacts | undefined {
  const programme = programmeFrom(item)?.value;
  if (programme === undefined) return undefined;
  const { regions, requirements, guidelines, validUntil } = programme;
  const inForce = programme.guidelinesInForce === undefined ? {} : { guidelinesInForce: {} };
  return { regions, requirements, guidelines, validUntil, ...inForce };
}

/** A habit counts the same however many payments show it: so a row changes when the habit does, not with every payment. */
function paymentsIn(item: Image): SettingFacts['payments'] {
  const record = storedFrom<TradingRecord>(item ?? undefined)?.value;
  const { payments, medianDays } = paymentsOf(record);
  if (medianDays === undefined || payments < LEAST_PAYMENTS) return undefined;
  return { payments: LEAST_PAYMENTS, medianDays: Math.ceil(medianDays) };
}

/** The sides of an offer that it has. */
const sidesOf = (offer: Named): { side: Side; key: Key }[] =>
  sides.flatMap((side) => {
    const id = side.idOf(offer);
    return id === undefined ? [] : [{ side, key: side.keyOf(id) }];
  });

/** Where it lies what stands behind an offer. */
export const behindKeys = (offer: Named): Key[] => sidesOf(offer).map(({ key }) => key);

/** What stands behind an offer, from what lies under {@link behindKeys}. */
export function behindFrom(offer: Named, items: readonly (Item | undefined)[]): Behind {
  return Object.fromEntries(sidesOf(offer).map(({ side }, at) => [side.name, side.factsIn(items[at])]));
}

/** What stands behind each offer, in order. One round trip for every hundred things. */
export async function readBehind(table: Table, offers: readonly Named[]): Promise<Behind[]> {
  const keys = new Map(offers.flatMap(behindKeys).map((key) => [key.pk, key]));
  const items = await table.getMany([...keys.values()]);
  const found = new Map([...keys.keys()].map((pk, at) => [pk, items[at]]));
  return offers.map((offer) =>
    behindFrom(
      offer,
      behindKeys(offer).map(({ pk }) => found.get(pk)),
    ),
  );
}

/** Which side of offers the thing under a key is, if it is any. */
export const sideUnder = (key: Key, id: string): Side | undefined =>
  sides.find(({ keyOf }) => isSameKey(keyOf(id), key));

/** The rows of a bucket with what one thing behind them says now. */
export function withSide(
  rows: readonly DemandRow[],
  { name, idOf, factsIn }: Side,
  id: string,
  item: Image,
): DemandRow[] {
  const facts = { [name]: factsIn(item) };
  return rows.map((row) => (idOf(row) === id ? { ...row, behind: { ...row.behind, ...facts } } : row));
}

type Bucketed = Named & Pick<DemandRow, 'commodity'>;

/**
 * What goes with a bucket in which something comes to stand behind its first offer: a note that tells where to find the offers when
 * it changes. As for supplies, a note is never taken back.
 */
export function notesBehind(before: readonly Bucketed[], after: readonly Bucketed[]): Action[] {
  const idsIn = (rows: readonly Bucketed[]) => new Set(rows.flatMap(idsBehind));
  const [first] = after;
  if (first === undefined) return [];
  const bucket = offerBucket(first.scheme, first.commodity).name;
  const known = idsIn(before);
  const come = [...idsIn(after)].filter((id) => !known.has(id));
  return come.map((id) => ({ do: 'put', item: behindOffersKey(id, first.scheme, bucket) }));
}

const idsBehind = ({ buyerId, programmeId }: Bucketed): string[] =>
  programmeId === undefined ? [buyerId] : [buyerId, programmeId];

/** The buckets with offers that something stands behind, or once did. One query. */
export async function bucketsBehind(table: Table, id: string): Promise<BucketName<DemandRow>[]> {
  const { pk } = behindOffersKey(id, '', '');
  const { items } = await table.query({ pk, limit: 1000 });
  return items.map(({ sk }) => {
    const [scheme, name] = sk.split('#') as [DemandRow['scheme'], string];
    return offerBucket(scheme, name);
  });
}
