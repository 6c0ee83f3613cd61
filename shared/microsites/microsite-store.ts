/** Where microsites lie: each below its cooperative, in one list of those that are published; and every address that one ever had. */
import type { Cooperative } from '../cooperatives/cooperative.ts';
import { fillPage, type Page, type PageRequest } from '../page.ts';
import type { Potential } from '../potentials/potential.ts';
import { itemOf, storedFrom, type Stamp, type Stored } from '../stored.ts';
import {
  cooperativeKey,
  idIn,
  micrositeKey,
  potentialsOf,
  publishedMicrosites,
  slugKey,
} from '../table/keys.ts';
import type { Action, Item, Position, Table } from '../table/table.ts';
import { whyHidden, type Microsite } from './microsite.ts';
import type { Behind } from './public-microsite.ts';
import { slugsOf } from './slug.ts';

/** Potentials that are read of one cooperative, of which its page shows the first. */
const POTENTIALS_READ = 100;
/** Mergers that are followed from an address: who merges merges seldom twice. */
const MOST_MERGERS = 4;

type Slug = { cooperativeId: string };

/** A cooperative with its microsite, saved or not. One round trip. */
export async function readWithMicrosite(
  table: Table,
  id: string,
): Promise<{ cooperative: Stored<Cooperative> | undefined; microsite: Stored<Microsite> | undefined }> {
  const [cooperative, microsite] = await table.getMany([cooperativeKey(id), micrositeKey(id)]);
  return { cooperative: storedFrom<Cooperative>(cooperative), microsite: storedFrom<Microsite>(microsite) };
}

/**
 * The address for a cooperative: the one it has while it follows from its name and place, else the best that is free or was its own.
 * One round trip, none where it stays. Undefined where others have all of them, which its id all but rules out.
 */
export async function slugFor(
  table: Table,
  cooperative: Cooperative,
  before: Microsite | undefined,
): Promise<{ slug: string; isNew: boolean } | undefined> {
  const slugs = slugsOf(cooperative);
  if (before !== undefined && slugs.includes(before.slug)) return { slug: before.slug, isNew: false };
  const taken = await table.getMany(slugs.map(slugKey));
  const owners = taken.map((item) => storedFrom<Slug>(item)?.value.cooperativeId);
  const at = owners.findIndex((owner) => owner === undefined || owner === cooperative.id);
  return at < 0 ? undefined : { slug: slugs[at]!, isNew: owners[at] === undefined };
}

/** What to write so that `after` takes the place of `before`. One action, two with a new address; those before go on leading to it. */
export function micrositeWrites(
  after: Microsite,
  before: Stored<Microsite> | undefined,
  isNewSlug: boolean,
  stamp: Stamp,
): Action[] {
  const { cooperativeId, regionCode, slug } = after;
  const placement = after.published
    ? { listPk: publishedMicrosites, listSk: `${regionCode}#${cooperativeId}` }
    : {};
  const item = itemOf(micrositeKey(cooperativeId), placement, after, (before?.version ?? 0) + 1, stamp);
  const leads: Slug = { cooperativeId };
  return [
    {
      do: 'put',
      item,
      when: before ? { is: 'version', version: before.version } : { is: 'absent' },
    },
    ...(isNewSlug
      ? [{ do: 'put', item: itemOf(slugKey(slug), {}, leads, 1, stamp), when: { is: 'absent' } } as const]
      : []),
  ];
}

/**
 * What can be seen under an address, today's or a former one; of who merged away, what its successor shows. Undefined for what nobody
 * may see. Two round trips, and one for each merger.
 */
export async function readBehind(table: Table, slug: string): Promise<Behind | undefined> {
  let id = storedFrom<Slug>(await table.get(slugKey(slug)))?.value.cooperativeId;
  for (let mergers = 0; id !== undefined && mergers <= MOST_MERGERS; mergers += 1) {
    const [stored, supply] = await Promise.all([
      readWithMicrosite(table, id),
      table.query({ index: 'owner', pk: potentialsOf(id), limit: POTENTIALS_READ }),
    ]);
    const cooperative = stored.cooperative?.value;
    const microsite = stored.microsite?.value;
    if (cooperative === undefined) return undefined;
    id = cooperative.mergedInto?.cooperativeId;
    if (id !== undefined) continue;
    if (microsite === undefined || whyHidden(microsite, cooperative) !== undefined) return undefined;
    const potentials = supply.items.flatMap((item) => storedFrom<Potential>(item)?.value ?? []);
    return { cooperative, microsite, potentials, hasMore: supply.next !== null };
  }
  return undefined;
}

/** Those that can be seen in a region of any level, or everywhere, in the order of region codes. A query and a batch read a page. */
export function listMicrosites<T>(
  table: Table,
  region: string | undefined,
  page: PageRequest,
  keep: (behind: Pick<Behind, 'cooperative' | 'microsite'>) => T | undefined,
): Promise<Page<T>> {
  const cooperatives = new Map<string, Cooperative>();
  return fillPage(
    page,
    'list',
    async (part) => {
      const prefix = region === undefined ? {} : { beginsWith: region };
      const found = await table.query({ ...part, ...prefix, index: 'list', pk: publishedMicrosites });
      const read = await table.getMany(found.items.map((item) => cooperativeKey(idIn(item))));
      for (const item of read) {
        const stored = storedFrom<Cooperative>(item);
        if (stored) cooperatives.set(stored.value.id, stored.value);
      }
      return found;
    },
    (item: Item) => {
      const microsite = storedFrom<Microsite>(item)?.value;
      const cooperative = cooperatives.get(idIn(item));
      if (!microsite || !cooperative || whyHidden(microsite, cooperative) !== undefined) return undefined;
      return keep({ cooperative, microsite });
    },
  );
}

/** The position just after a microsite in the list of all: for pages of people, whose addresses say where they go on. */
export const positionAfter = (regionCode: string, cooperativeId: string): Position => ({
  ...micrositeKey(cooperativeId),
  listPk: publishedMicrosites,
  listSk: `${regionCode}#${cooperativeId}`,
});
