/**
 * Where things lie in the memory that the search shares with who asks it. Both sides read this file, each in its language, so it has whole
 * numbers only. `…_AT` of a room counts words of four bytes from its beginning, others count bytes from that of the memory.
 */

/** Spots that an atlas may have, and codes that a fact may have, with another bit where two meanings of it stand side by side. */
export const SPOTS = 4096;
export const CODES = 65536;
/** So that the beginnings of tables, which are read most, do not fall on the same lines of the processor's memory. */
const APART = 336;

/** By spot: what the way from it does (`Way`). Before them stands the visit itself. */
export const WAYS_AT = 32;
/** By code of months, without and with a cold room: obstacle and share of the season in two halves, then the weighed points. */
export const SEASONS_AT = WAYS_AT + 8 * SPOTS + APART;
/** By code of amount: the obstacle of volume, and thousandths of the need, in two halves. */
export const COVERS_AT = SEASONS_AT + CODES + APART;
/** By code of price, then beside what is unpriced: obstacle and worth in two halves. */
export const PRICES_AT = COVERS_AT + CODES + APART;
/** By code of minimum order, without and with a cold room: its obstacle. */
export const MINIMUMS_AT = PRICES_AT + CODES + APART;
/** By months of silence: its obstacle. */
export const SILENCES_AT = MINIMUMS_AT + CODES + APART;
/** By thousandths of the need that are covered: points. */
export const WORTHS_AT = SILENCES_AT + 256;
/** What standings earn by weights that are not the usual ones (`standing.ts`), of rows and of nodes: floats by what they stand for. */
export const ROWS_STAND_AT = WORTHS_AT + 1024;
export const NODES_STAND_AT = ROWS_STAND_AT + 1072;
/** Within these, in floats: the part of the usual sum, what a point of the track record is worth beyond it, then the other factors. */
export const PART = 0;
export const RECORD = 1;
export const QUALITIES = 2;
export const READIES = 18;
export const STAND_SILENCES = 274;
export const ROOM_WORDS = NODES_STAND_AT + 1072 + APART;

/** Shelves that one question may look into in turn. Almost all need one; what is never used takes no memory. */
export const ROOMS = 8;

/** Kilometres where no way of that kind leads. */
export const NO_WAY = 0xffff;
/** Of the demand, by spot: kilometres by road and over the sea, its locality, and where it excludes regions (`Approach`). */
export const KM_AT = 64;
export const LOCAL_AT = KM_AT + 4 * SPOTS;
export const INSIDE_AT = LOCAL_AT + SPOTS;

/** Curves: words for freight, halves for the others. By thousandths, the last one by kilometres. */
export const FREIGHT_AT = INSIDE_AT + SPOTS;
export const FREIGHT_LAST = 3000;
export const NEARNESS_AT = FREIGHT_AT + 4 * (FREIGHT_LAST + 1);
export const NEARNESS_LAST = 16000;
export const BURDEN_AT = NEARNESS_AT + 2 * (NEARNESS_LAST + 1);
export const BURDEN_LAST = 100;
export const SPOILAGE_AT = BURDEN_AT + 2 * (BURDEN_LAST + 1);
export const SPOILAGE_LAST = 1000;
export const PROVINCE_AT = SPOILAGE_AT + 2 * (SPOILAGE_LAST + 1);
export const PROVINCE_LAST = 150;
/** By kilometres, four words: thousandths of a day by road and over the sea, rupiah a ton by road and over the sea. */
export const TRAVEL_AT = (PROVINCE_AT + 2 * (PROVINCE_LAST + 1) + 63) & ~63;
/** More than lies between any two places of the country. */
export const KM_LAST = 8191;
/** By bound: the first entry of each of the frontier's lists. */
export const LISTS_AT = TRAVEL_AT + 16 * (KM_LAST + 1);
/** Bounds of one list differ by less than this many points, a 1600th of all: looking in a list's own order costs next to nothing. */
export const WIDTH_SHIFT = 6;
/** What no bound reaches; the last list is nobody's. */
export const MOST_POINTS = (1 << 20) - (1 << WIDTH_SHIFT);
export const LISTS = 1 << (20 - WIDTH_SHIFT);
/** Rows of a leaf that may come in: the row, and its points. A leaf has 32 rows at most. */
export const CANDIDATES_AT = LISTS_AT + 4 * LISTS;
export const ROOMS_AT = (CANDIDATES_AT + 8 * 33 + 63) & ~63;
/** Here begins what is taken and given back. */
export const FREE_AT = ROOMS_AT + 4 * ROOMS * ROOM_WORDS;
