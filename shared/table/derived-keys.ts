/**
 * Keys of what `functions/changes` keeps beside the things themselves: the market index, the words of search, totals. Nothing here begins like a
 * prefix of `keys.ts`, so whoever empties and makes these anew touches nothing else.
 */
import type { Key } from './table.ts';

/**
 * The market index, kept by `functions/changes`: its partitions hold buckets, each a sort key and its parts below it.
 * What a village can supply, of one commodity; a bucket is a regency.
 */
export const supplyBuckets = (commodity: string): string => `MARKET#SUPPLY#${commodity}`;

/** The cooperatives of one province; a bucket is a regency. */
export const cooperativeBuckets = (province: string): string => `MARKET#COOPERATIVES#${province}`;

/** Open offers of one scheme; a bucket is a commodity, or `-` where the scheme has none. */
export const offerBuckets = (scheme: string): string => `MARKET#OFFERS#${scheme}`;

/** At the head of a partition of buckets: what they are now, in a number for each group that is read together. */
export const marketVersionsKey = (buckets: string): Key => ({ pk: buckets, sk: '!' });

/** In which layout the whole market was last made anew. */
export const marketLayoutKey: Key = { pk: 'MARKET#LAYOUT', sk: 'LAYOUT' };

/** That a cooperative supplies a commodity, or once did: where its potentials stand in the market. */
export const suppliedByKey = (cooperativeId: string, commodity: string): Key => ({
  pk: `MARKET#SUPPLIED-BY#${cooperativeId}`,
  sk: commodity,
});

/** That an organization, or a programme, stands behind offers of a scheme for a commodity, or once did: where its facts stand in the market. */
export const behindOffersKey = (id: string, scheme: string, commodity: string): Key => ({
  pk: `MARKET#BEHIND-OFFERS#${id}`,
  sk: `${scheme}#${commodity}`,
});

/** That a word stands in the name or title of a thing; all things of a word are one partition. */
export const wordKey = (word: string, id: string): Key => ({ pk: `WORD#${word}`, sk: id });

/** All words in use that begin with a letter, one item each, so that slips of the finger find them. */
export const vocabularyKey = (word: string): Key => ({ pk: `WORDS#${word.slice(0, 1)}`, sk: word });

/** Counts and sums, kept by `functions/changes`: a total in what is read together with it. */
export const totalKey = ({ total, part, at }: { total: string; part: string; at: string }): Key => ({
  pk: `${totalPrefix}${total}#${part}`,
  sk: at,
});
export const totalPrefix = 'TOTAL#';

/** What the thing under a key was last counted with. */
export const countedKey = ({ pk, sk }: Key): Key => ({ pk: `${countedPrefix}${pk}`, sk });
export const countedPrefix = 'COUNTED#';

/** By which rules all totals were last made anew. */
export const totalsRulesKey: Key = { pk: 'TOTALS', sk: 'RULES' };

/**
 * A change that no reaction could take, set aside so that the others go on. `npm run rebuild-market` and `npm run recount` make good
 * for indexes and totals; what it would have told or paused is not made up for.
 */
export const parkedChangeKey = (changeId: string): Key => ({ pk: 'PARKED', sk: changeId });
