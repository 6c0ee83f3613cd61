/**
 * Cooperatives as bytes: what ranking reads of one, whatever the day, in a dozen bytes or two beside its id. The layout is
 * described in README.md. Codes are positions in the lists of papers, business units and units of measure: append to those lists,
 * or raise `LAYOUT` in `layout.ts`; a test holds the bytes.
 */
import { businessUnits, type BusinessUnit } from '../cooperatives/units.ts';
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
    const lastSign = lastSignOf(rows);
    bytes.byte(LAYOUT);
    bytes.whole(rows.length);
    bytes.half(lastSign);
    bytes.ids(
      'coop_',
      rows.map(({ id }) => id),
    );
    for (const row of rows) {
      writeRegion(bytes, row.regionCode, place);
      writeCooperative(bytes, row, lastSign);
    }
    return bytes.toText();
  },
  unpack(body, place) {
    const bytes = ByteReader.of(body);
    checkLayout(bytes.byte());
    const count = bytes.whole();
    const lastSign = bytes.half();
    const idAt = bytes.ids('coop_', count);
    return Array.from({ length: count }, (_, at) =>
      readCooperative(bytes, idAt(at), readRegion(bytes, place), lastSign)!,
    );
  },
  togetherBy: ({ id }) => id,
  mostPartBytes: MOST_PART_BYTES,
};

/** What most cooperatives have nothing of: a bit tells, and only then it follows. */
const SUBMITTED = 1;
const REJECTED = 2;
const DATED = 4;
const IDLE = 8;
const ROOMS = 16;
const TRAINED = 32;
const OF_A_HOLDING = 64;
const TAKES_NO_PART = 128;

/** The latest last sign of life, from which others count back; a day's number. */
export const lastSignOf = (rows: readonly (CooperativeRow | null)[]): number =>
  rows.reduce((latest, row) => Math.max(latest, row === null ? 0 : dayNumber(row.lastActive)), 0);

/** Everything but id and region, in the order in which it is read; nothing but a bit of one that takes no part. */
export function writeCooperative(bytes: ByteWriter, row: CooperativeRow | null, lastSign: number): void {
  if (row === null) return bytes.whole(TAKES_NO_PART);
  const papers = credentialTypes.map((type) => row.credentials[type]);
  const are = (status: PaperRow['status']): number => maskOf(papers, (paper) => paper?.status === status);
  const [submitted, rejected] = [are('submitted'), are('rejected')];
  const dated = maskOf(papers, (paper) => paper?.validUntil !== undefined);
  const idle = maskOf(businessUnits, (unit) => row.idleUnits.includes(unit));
  bytes.whole(
    (submitted === 0 ? 0 : SUBMITTED) |
      (rejected === 0 ? 0 : REJECTED) |
      (dated === 0 ? 0 : DATED) |
      (idle === 0 ? 0 : IDLE) |
      (row.storage.length === 0 ? 0 : ROOMS) |
      (row.trainedUntil.length === 0 ? 0 : TRAINED) |
      (row.memberOf === null ? 0 : OF_A_HOLDING),
  );
  bytes.whole(are('verified'));
  if (submitted !== 0) bytes.whole(submitted);
  if (rejected !== 0) bytes.whole(rejected);
  if (dated !== 0) bytes.whole(dated);
  for (const paper of papers) if (paper?.validUntil !== undefined) bytes.half(dayNumber(paper.validUntil));
  bytes.whole(row.kbli.length);
  for (const code of row.kbli) bytes.whole(Number(code));
  bytes.whole(maskOf(businessUnits, (unit) => row.units.includes(unit)));
  if (idle !== 0) bytes.whole(idle);
  if (row.storage.length > 0) bytes.whole(row.storage.length);
  for (const { amount, unit } of row.storage) {
    bytes.byte(UNITS.indexOf(unit));
    bytes.number(amount);
  }
  bytes.number(row.memberCount);
  if (row.trainedUntil.length > 0) bytes.whole(row.trainedUntil.length);
  for (const day of row.trainedUntil) bytes.half(dayNumber(day));
  if (row.memberOf !== null) bytes.id('coop_', row.memberOf);
  bytes.whole(lastSign - dayNumber(row.lastActive));
}

export function readCooperative(
  bytes: ByteReader,
  id: string,
  regionCode: string,
  lastSign: number,
): CooperativeRow | null {
  const has = bytes.whole();
  if (has === TAKES_NO_PART) return null;
  const verified = bytes.whole();
  const submitted = has & SUBMITTED ? bytes.whole() : 0;
  const rejected = has & REJECTED ? bytes.whole() : 0;
  const dated = has & DATED ? bytes.whole() : 0;
  const credentials: Partial<Record<CredentialType, PaperRow>> = {};
  for (let rest = verified | submitted | rejected; rest !== 0; rest &= rest - 1) {
    const paper = rest & -rest;
    const status = verified & paper ? 'verified' : submitted & paper ? 'submitted' : 'rejected';
    credentials[credentialTypes[numberOf(paper)]!] =
      dated & paper ? { status, validUntil: dayText(bytes.half()) } : { status };
  }
  const kbli = listOf(bytes.whole(), () => String(bytes.whole()).padStart(5, '0'));
  const units = unitsIn(bytes.whole());
  const idleUnits = has & IDLE ? unitsIn(bytes.whole()) : [];
  const storage = listOf(has & ROOMS ? bytes.whole() : 0, () => {
    const unit = UNITS[bytes.byte()]!;
    return { amount: bytes.number()!, unit };
  });
  const memberCount = bytes.number();
  const trainedUntil = listOf(has & TRAINED ? bytes.whole() : 0, () => dayText(bytes.half()));
  const memberOf = has & OF_A_HOLDING ? bytes.id('coop_') : null;
  const lastActive = dayText(lastSign - bytes.whole());
  return {
    id,
    regionCode,
    credentials,
    kbli,
    units,
    idleUnits,
    storage,
    memberCount,
    trainedUntil,
    lastActive,
    memberOf,
  };
}

function maskOf<T>(list: readonly T[], is: (member: T) => boolean): number {
  return list.reduce((mask, member, bit) => (is(member) ? mask | (1 << bit) : mask), 0) >>> 0;
}

/** Which bit is set. */
const numberOf = (bit: number): number => 31 - Math.clz32(bit);

function unitsIn(mask: number): BusinessUnit[] {
  const units: BusinessUnit[] = [];
  for (let rest = mask; rest !== 0; rest &= rest - 1) units.push(businessUnits[numberOf(rest & -rest)]!);
  return units;
}

function listOf<T>(length: number, read: () => T): T[] {
  const list: T[] = [];
  for (let at = 0; at < length; at += 1) list.push(read());
  return list;
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

/**
 * A region by what it adds to the regency (or province) that the bucket is named after: nothing, a district, a village. Two bytes
 * for most, since villages are numbered from 2001 and those of towns from 1001.
 */
export function writeRegion(bytes: ByteWriter, code: string, place: string): void {
  const [district, village] = code.slice(place.length + 1).split('.');
  if (!district) return bytes.whole(0);
  bytes.whole(1 + Number(district) + DISTRICTS * (village === undefined ? 0 : villageCode(Number(village))));
}

export function readRegion(bytes: ByteReader, place: string): string {
  const written = bytes.whole();
  if (written === 0) return place;
  const district = (written - 1) % DISTRICTS;
  const below = (written - 1 - district) / DISTRICTS;
  const code = `${place}.${String(district).padStart(2, '0')}`;
  return below === 0 ? code : `${code}.${String(villageNumber(below)).padStart(4, '0')}`;
}

/** Numbers of districts have two digits. */
const DISTRICTS = 100;
/** Beyond the codes of villages that are numbered as most are. */
const OTHER_VILLAGES = 2001;

function villageCode(number: number): number {
  const isUsual = number >= 1000 && number < 3000;
  return isUsual ? 1 + 2 * (number % 1000) + Number(number < 2000) : OTHER_VILLAGES + number;
}

function villageNumber(code: number): number {
  if (code >= OTHER_VILLAGES) return code - OTHER_VILLAGES;
  return ((code - 1) % 2 === 1 ? 1000 : 2000) + Math.floor((code - 1) / 2);
}
