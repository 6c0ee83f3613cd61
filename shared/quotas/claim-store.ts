/** Where claims lie, each below its partnership; and what is written with them, so that no bound is ever passed. */
import { fillPage, type Page, type PageRequest } from '../page.ts';
import { itemOf, storedFrom, type Stamp, type Stored } from '../stored.ts';
import {
  claimKey,
  claimPrefix,
  heldKey,
  openClaimsOf,
  partnershipKey,
  quotaPeriod,
  quotaTotalKey,
  shareKey,
} from '../table/keys.ts';
import type { Action, Item, Table } from '../table/table.ts';
import type { Claim } from './claim.ts';
import { amountOf, minus, thousandths } from './count.ts';
import { held, shareAfter, standing, type Figures, type Share } from './share.ts';

/** The claim in an item of the table or of the change feed. */
export function claimFrom(item: Item | null | undefined): Stored<Claim> | undefined {
  return storedFrom<Claim>(item ?? undefined);
}

/** The share in an item under `shareKey`. */
export function shareFrom(item: Item | undefined): Stored<Share> | undefined {
  return storedFrom<Share>(item);
}

const COUNTED = 'drawn';

/** The count in an item under `quotaTotalKey` or `heldKey`, as an amount. */
export const countIn = (item: Item | undefined): number =>
  amountOf((item?.[COUNTED] as number | undefined) ?? 0);

/** Shares as read, by period; undefined where nothing was drawn yet. */
export type SharesRead = ReadonlyMap<string, Stored<Share> | undefined>;

/** What may not be passed, in amounts; undefined where there is no such bound. */
export type Limits = {
  total?: number | undefined;
  quantity?: number | undefined;
  storage?: number | undefined;
};

/**
 * What to write so that `after` takes the place of `before` (nothing, for a new claim): the claim, the shares it draws on, the offer's
 * total in its period, and in the longer one of the offer's quantity, and what its partner holds. Fails where a claim or a share was written since it was read, and where a counter would pass its
 * bound; then what is stored has to be looked at again. `shares` holds every period that either draws on, and its own. At most
 * five actions, and one for each further period drawn on.
 */
export function claimWrites(
  after: Claim,
  before: Stored<Claim> | undefined,
  shares: SharesRead,
  limits: Limits,
  stamp: Stamp,
): Action[] {
  const { offerId, cooperativeId, partnershipId, period, quantityPeriod, unit } = after;
  const touched = [period, ...after.draws.map(periodOf), ...(before?.value.draws.map(periodOf) ?? [])];
  const shareWrites = [...new Set(touched)].map((one) => {
    const share = shares.get(one);
    const next = shareAfter(share?.value, one, before?.value, after);
    const key = shareKey(quotaPeriod(offerId, one, unit), partnershipId);
    return versioned(itemOf(key, {}, next, (share?.version ?? 0) + 1, stamp), share);
  });
  const totalled = (one: string, most: number | undefined) =>
    counted(quotaTotalKey(quotaPeriod(offerId, one, unit)), standing, before?.value, after, most);
  return [
    versioned(claimItem(after, (before?.version ?? 0) + 1, stamp), before),
    ...shareWrites,
    ...totalled(period, limits.total),
    ...(quantityPeriod === undefined ? [] : totalled(quantityPeriod, limits.quantity)),
    ...counted(heldKey(cooperativeId, unit), held, before?.value, after, limits.storage),
  ];
}

const periodOf = ({ period }: { period: string }): string => period;

function claimItem(claim: Claim, version: number, stamp: Stamp): Item {
  const made = `${claim.createdAt}#${claim.id}`;
  const isOpen = claim.status === 'open';
  const lists = { listPk: openClaimsOf(claim.buyerId), listSk: made };
  const owners = { ownerPk: openClaimsOf(claim.cooperativeId), ownerSk: made };
  const placement = isOpen ? { ...lists, ...owners } : {};
  return itemOf(claimKey(claim.partnershipId, claim.id), placement, claim, version, stamp);
}

const versioned = (item: Item, before: Stored<unknown> | undefined): Action => ({
  do: 'put',
  item,
  when: before ? { is: 'version', version: before.version } : { is: 'absent' },
});

/** A counter moved by what the claim now counts more or less; what makes it less is never refused. */
function counted(
  key: { pk: string; sk: string },
  figure: (claim: Figures) => number,
  before: Claim | undefined,
  after: Claim,
  most: number | undefined,
): Action[] {
  const by = thousandths(minus(figure(after), before ? figure(before) : 0));
  if (by === 0) return [];
  const atMost = by > 0 && most !== undefined ? { atMost: thousandths(most) } : {};
  return [{ do: 'add', key, attribute: COUNTED, by, ...atMost }];
}

/** The claims of a partnership that `keep` lets through, the newest first. A query a page. */
export function listClaims<T>(
  table: Table,
  partnershipId: string,
  page: PageRequest,
  keep: (stored: Stored<Claim>) => T | undefined,
): Promise<Page<T>> {
  const { pk } = partnershipKey(partnershipId);
  return fillPage(
    page,
    undefined,
    (part) => table.query({ ...part, pk, beginsWith: claimPrefix, descending: true }),
    (item) => {
      const stored = claimFrom(item);
      return stored && keep(stored);
    },
  );
}

/** The open claims of a cooperative, or on a buyer, those that wait longest first. A query a page. */
export function listOpenClaims<T>(
  table: Table,
  { side, organizationId }: { side: 'cooperative' | 'buyer'; organizationId: string },
  page: PageRequest,
  keep: (stored: Stored<Claim>) => T | undefined,
): Promise<Page<T>> {
  const index = side === 'cooperative' ? 'owner' : 'list';
  const pk = openClaimsOf(organizationId);
  return fillPage(
    page,
    index,
    (part) => table.query({ ...part, index, pk }),
    (item) => {
      const stored = claimFrom(item);
      return stored && keep(stored);
    },
  );
}
