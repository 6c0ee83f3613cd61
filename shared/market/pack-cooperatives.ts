/**
 * Cooperatives as bytes: what ranking reads of one, whatever the day, in about twenty bytes beside its id. The layout is
 * described in README.md. Codes are positions in the lists of papers, business units and units of measure: append to those lists,
 * or raise `LAYOUT` in `layout.ts`; a test holds the bytes.
 */
import { businessUnits } from '../cooperatives/units.ts';
import { credentialTypes, type CredentialType } from '../credentials/credential.ts';
import { UNITS } from '../units.ts';
import type { Packing } from './bucket.ts';
import { ByteReader, ByteWriter } from './bytes.ts';
import { checkLayout, LAYOUT } from './layout.ts';
import type { CooperativeRow, PaperRow } from './rows.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
/** 155 cooperatives of a regency are about 9 KB. */
const MOST_PART_BYTES = 8 * 1024;

export const cooperativePacking: Packing<CooperativeRow> = {
  pack(rows, place) {
    const bytes = new ByteWriter();
    bytes.byte(LAYOUT);
    bytes.whole(rows.length);
    for (const row of rows) {
      bytes.id('coop_', row.id);
      writeRegion(bytes, row.regionCode, place);
      writeCooperative(bytes, row);
    }
    return bytes.toText();
  },
  unpack(body, place) {
    const bytes = new ByteReader(body);
    checkLayout(bytes.byte());
    return Array.from({ length: bytes.whole() }, () => {
      const id = bytes.id('coop_');
      return readCooperative(bytes, id, readRegion(bytes, place));
    });
  },
  togetherBy: ({ id }) => id,
  mostPartBytes: MOST_PART_BYTES,
};

/** Everything but id and region. */
export function writeCooperative(bytes: ByteWriter, row: CooperativeRow): void {
  const papers = credentialTypes.map((type) => row.credentials[type]);
  for (const status of STATUSES) bytes.whole(maskOf(papers, (paper) => paper?.status === status));
  bytes.whole(maskOf(papers, (paper) => paper?.validUntil !== undefined));
  for (const paper of papers) if (paper?.validUntil !== undefined) bytes.half(dayNumber(paper.validUntil));
  bytes.whole(row.kbli.length);
  for (const code of row.kbli) bytes.whole(Number(code));
  bytes.whole(maskOf(businessUnits, (unit) => row.units.includes(unit)));
  bytes.whole(maskOf(businessUnits, (unit) => row.idleUnits.includes(unit)));
  // The lowest bit tells whether a holding follows, so that most cooperatives pay no byte for it.
  bytes.whole(2 * row.storage.length + Number(row.memberOf !== null));
  if (row.memberOf !== null) bytes.id('coop_', row.memberOf);
  for (const { amount, unit } of row.storage) {
    bytes.byte(UNITS.indexOf(unit));
    bytes.number(amount);
  }
  bytes.number(row.memberCount);
  bytes.whole(row.trainedUntil.length);
  for (const day of row.trainedUntil) bytes.half(dayNumber(day));
  bytes.half(dayNumber(row.lastActive));
}

export function readCooperative(bytes: ByteReader, id: string, regionCode: string): CooperativeRow {
  const masks = STATUSES.map(() => bytes.whole());
  const dated = bytes.whole();
  const credentials: Partial<Record<CredentialType, PaperRow>> = {};
  credentialTypes.forEach((type, bit) => {
    const status = STATUSES.find((_, at) => (masks[at]! >>> bit) & 1);
    if (status === undefined) return;
    const isDated = ((dated >>> bit) & 1) === 1;
    credentials[type] = isDated ? { status, validUntil: dayText(bytes.half()) } : { status };
  });
  const kbli = Array.from({ length: bytes.whole() }, () => String(bytes.whole()).padStart(5, '0'));
  const units = bytes.whole();
  const idle = bytes.whole();
  const rooms = bytes.whole();
  const memberOf = rooms % 2 === 1 ? bytes.id('coop_') : null;
  const storage = Array.from({ length: rooms >>> 1 }, () => {
    const unit = UNITS[bytes.byte()]!;
    return { amount: bytes.number()!, unit };
  });
  return {
    id,
    regionCode,
    credentials,
    kbli,
    units: businessUnits.filter((_, bit) => (units >>> bit) & 1),
    idleUnits: idle === 0 ? [] : businessUnits.filter((_, bit) => (idle >>> bit) & 1),
    storage,
    memberCount: bytes.number(),
    trainedUntil: Array.from({ length: bytes.whole() }, () => dayText(bytes.half())),
    lastActive: dayText(bytes.half()),
    memberOf,
  };
}

/** In the order of their masks. */
const STATUSES = ['verified', 'submitted', 'rejected'] as const;

function maskOf<T>(list: readonly T[], is: (member: T) => boolean): number {
  return list.reduce((mask, member, bit) => (is(member) ? mask | (1 << bit) : mask), 0) >>> 0;
}

/** Days since 1970. */
export const dayNumber = (day: string): number => Math.min(0xffff, Math.max(0, Date.parse(day) / DAY_MS));

/** Days that were written out: there are few hundred in all. */
const DAYS = new Map<number, string>();

export function dayText(day: number): string {
  let text = DAYS.get(day);
  if (text === undefined) {
    text = new Date(day * DAY_MS).toISOString().slice(0, 10);
    DAYS.set(day, text);
  }
  return text;
}

/** A region by what it adds to the regency (or province) that the bucket is named after: nothing, a district, a village. */
export function writeRegion(bytes: ByteWriter, code: string, place: string): void {
  const [district, village] = code.slice(place.length + 1).split('.');
  const below = village === undefined ? 0 : Number(village) + 1;
  bytes.whole(district ? 1 + Number(district) * VILLAGES + below : 0);
}

export function readRegion(bytes: ByteReader, place: string): string {
  const written = bytes.whole();
  if (written === 0) return place;
  const district = Math.floor((written - 1) / VILLAGES);
  const below = (written - 1) % VILLAGES;
  const code = `${place}.${String(district).padStart(2, '0')}`;
  return below === 0 ? code : `${code}.${String(below - 1).padStart(4, '0')}`;
}

/** Numbers of villages in a district have four digits; one more says that there is none. */
const VILLAGES = 10_001;
