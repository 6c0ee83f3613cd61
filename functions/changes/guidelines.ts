/**
 * Tells everyone who waited that guidelines are issued. What is released is released at once, since the guards look at the programme
 * as it is; the telling goes page by page: each page and how far it has come are one transaction, and its change brings the next.
 */
import type { Clock } from '../../shared/clock.ts';
import { lackingBut, readPairs } from '../../shared/market/partnership-facts.ts';
import { noticeWrites } from '../../shared/notices/notice-store.ts';
import type { Notice } from '../../shared/notices/notice.ts';
import type { Offer } from '../../shared/offers/offer.ts';
import { guidelinesOf } from '../../shared/offers/offer-state.ts';
import { offerFrom, offersUnderProgramme } from '../../shared/offers/offer-store.ts';
import { asOf } from '../../shared/partnerships/as-of.ts';
import type { Partnership } from '../../shared/partnerships/partnership.ts';
import { partnershipsOfOffer } from '../../shared/partnerships/partnership-store.ts';
import { isPreparing } from '../../shared/partnerships/stages.ts';
import { released, type Paper } from '../../shared/partnerships/tellings.ts';
import type { Programme } from '../../shared/programmes/programme.ts';
import { programmeFrom, readProgramme } from '../../shared/programmes/programme-store.ts';
import { itemOf, serviceStamp, storedFrom, type Stored } from '../../shared/stored.ts';
import { idIn, isSameKey, offerKey, programmeKey, releaseKey } from '../../shared/table/keys.ts';
import { ConditionFailed, type Key, type Position, type Table } from '../../shared/table/table.ts';
import type { Reaction } from './react.ts';

/** Partnerships told in one transaction, each with two notices: below the hundred actions that it may have. */
const AT_ONCE = 40;
/** Queries for one page, where offers have few partnerships or none. */
const MOST_QUERIES = 20;
const OFFERS_AT_ONCE = 100;

/** How far the telling of one paper has come. */
type Release = {
  /** When the paper was entered: a later one is another release. */
  since: string;
  paper: Paper;
  /** Offers still to be gone through, the first one from `after` on. */
  offers: string[];
  after: Position | null;
  /** Where the next offers of the programme start; null when there are no more. */
  more: Position | 'first' | null;
  told: number;
  isDone: boolean;
};

/**
 * The reaction to guidelines that are awaited no longer, of a programme or of an offer's own, and to each page told. Which change it
 * was does not matter: whoever repeats one finds the page told, and goes on where the job is. Kills lose nothing.
 */
export function guidelines(table: Table, clock: Clock): Reaction {
  return async ({ key, before, after }) => {
    const id = idIn(key);
    if (isSameKey(key, releaseKey(key))) await tellOnePage(table, key, clock());
    else if (isSameKey(key, programmeKey(id))) {
      const [was, is] = [programmeFrom(before)?.value, programmeFrom(after)?.value];
      if (was?.guidelines !== 'awaited' || is?.guidelines !== 'issued') return;
      await begin(table, key, { ...ofProgramme(is), offers: [], more: 'first' });
    } else if (isSameKey(key, offerKey(id))) {
      const [was, is] = [offerFrom(before)?.value, offerFrom(after)?.value];
      if (!was || !is || (was.guidelines === is.guidelines && was.programmeId === is.programmeId)) return;
      if (!(await isReleased(table, was, is))) return;
      await begin(table, key, { since: is.updatedAt, paper: {}, offers: [id], more: null });
    }
  };
}

function ofProgramme({ guidelinesInForce: paper, updatedAt }: Programme): Pick<Release, 'since' | 'paper'> {
  return paper === undefined ? { since: updatedAt, paper: {} } : { since: paper.issuedAt, paper };
}

/** Whether the offer waited under what stood around it, and does not under what stands around it now. */
async function isReleased(table: Table, was: Offer, is: Offer): Promise<boolean> {
  const [earlier, now] = await Promise.all(
    [was, is].map(async ({ programmeId }) =>
      programmeId === undefined ? undefined : (await readProgramme(table, programmeId))?.value,
    ),
  );
  return guidelinesOf(was, earlier) === 'awaited' && guidelinesOf(is, now) === 'issued';
}

async function begin(
  table: Table,
  key: Key,
  first: Pick<Release, 'since' | 'paper' | 'offers' | 'more'>,
): Promise<void> {
  const known = await readRelease(table, releaseKey(key));
  if (known !== undefined && known.value.since >= first.since) return;
  await keep(table, releaseKey(key), { ...first, after: null, told: 0, isDone: false }, known, []);
}

/** Tells the next page, where there is one. Who comes second to the same page writes nothing. */
async function tellOnePage(table: Table, key: Key, now: Date): Promise<void> {
  const release = await readRelease(table, key);
  if (release === undefined || release.value.isDone) return;
  const { waiting, next } = await nextPage(table, key, release.value, now);
  const pairs = await readPairs(table, waiting);
  const { since, paper } = release.value;
  const notices = waiting.flatMap((partnership, at) =>
    released(partnership, paper, lackingBut(pairs[at]!, now), since),
  );
  await keep(table, key, next, release, notices);
}

/** The next partnerships that wait, {@link AT_ONCE} at most, and where the ones after them start. */
async function nextPage(
  table: Table,
  key: Key,
  release: Release,
  now: Date,
): Promise<{ waiting: Partnership[]; next: Release }> {
  const waiting: Partnership[] = [];
  let { offers, after, more } = release;
  for (let queries = 0; queries < MOST_QUERIES && waiting.length < AT_ONCE; queries += 1) {
    const [offerId] = offers;
    if (offerId !== undefined) {
      const page = { limit: AT_ONCE - waiting.length, ...(after && { after }) };
      const found = await partnershipsOfOffer(table, offerId, page);
      waiting.push(...found.items.filter((one) => isPreparing(asOf(one, now))));
      after = found.next;
      if (after === null) offers = offers.slice(1);
    } else if (more !== null) {
      const programmeId = key.pk.slice(programmeKey('').pk.length);
      const page = { limit: OFFERS_AT_ONCE, ...(more !== 'first' && { after: more }) };
      const found = await offersUnderProgramme(table, programmeId, page);
      [offers, more] = [found.items, found.next];
    } else break;
  }
  const isDone = offers.length === 0 && more === null;
  return { waiting, next: { ...release, offers, after, more, told: release.told + waiting.length, isDone } };
}

async function readRelease(table: Table, key: Key): Promise<Stored<Release> | undefined> {
  return storedFrom<Release>(await table.get(key));
}

async function keep(
  table: Table,
  key: Key,
  release: Release,
  before: Stored<Release> | undefined,
  notices: readonly Notice[],
): Promise<void> {
  const stamp = serviceStamp(release.since);
  const item = itemOf(key, {}, release, (before?.version ?? 0) + 1, stamp);
  try {
    await table.transact([
      { do: 'put', item, when: before ? { is: 'version', version: before.version } : { is: 'absent' } },
      ...noticeWrites(notices, stamp),
    ]);
  } catch (error) {
    // Another was here meanwhile, and its change brings the next page.
    if (!(error instanceof ConditionFailed)) throw error;
  }
}
