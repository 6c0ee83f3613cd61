/** Days and hours as people in Indonesia read them: WIB, WITA, WIT, without summer time. Plain arithmetic, so that prints never differ. */
import type { Wording } from './wording.ts';

/** Hours before UTC, and the name of the zone. */
const zones: { [iana: string]: { hours: number; name: string } } = {
  'Asia/Jakarta': { hours: 7, name: 'WIB' },
  'Asia/Makassar': { hours: 8, name: 'WITA' },
  'Asia/Jayapura': { hours: 9, name: 'WIT' },
};

const days = {
  id: ['Minggu', 'Senin', 'Selasa', 'Rabu', 'Kamis', 'Jumat', 'Sabtu'],
  en: ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'],
};
const months = {
  id: 'Januari Februari Maret April Mei Juni Juli Agustus September Oktober November Desember'.split(' '),
  en: 'January February March April May June July August September October November December'.split(' '),
};

const zoneAt = (timeZone: string) => zones[timeZone] ?? zones['Asia/Jakarta']!;

/** The moment's clock on the wall, as the UTC fields of a date. */
const onTheWall = (instant: string, timeZone: string): Date =>
  new Date(Date.parse(instant) + zoneAt(timeZone).hours * 3_600_000);

/** WIB, WITA or WIT, of an IANA name. */
export const zoneName = (timeZone: string): string => zoneAt(timeZone).name;

/** `09:05`. */
export const hourOf = (instant: string, timeZone: string): string =>
  onTheWall(instant, timeZone).toISOString().slice(11, 16);

/** `09.05`, as it is written in Indonesian. */
export const jamOf = (instant: string, timeZone: string): string =>
  hourOf(instant, timeZone).replace(':', '.');

/** `2025-11-26`. */
export const dateOf = (instant: string, timeZone: string): string =>
  onTheWall(instant, timeZone).toISOString().slice(0, 10);

/** `Rabu, 26 November 2025`, or in English `Wednesday, 26 November 2025`. */
export function dayInWords(instant: string, timeZone: string, language: 'id' | 'en' = 'id'): string {
  const wall = onTheWall(instant, timeZone);
  const day = days[language][wall.getUTCDay()]!;
  return `${day}, ${wall.getUTCDate()} ${months[language][wall.getUTCMonth()]!} ${wall.getUTCFullYear()}`;
}

/** `6 Desember 2026`, `6 December 2026`, of a day such as `2026-12-06`. */
export function daySaid(date: string): Wording {
  const [year, month, day] = date.split('-').map(Number) as [number, number, number];
  return {
    id: `${day} ${months.id[month - 1]!} ${year}`,
    en: `${day} ${months.en[month - 1]!} ${year}`,
  };
}

/** `Minggu, 6 Desember 2026 pukul 21.27 WIB`, `Sunday, 6 December 2026, 21:27 WIB`. */
export const momentSaid = (instant: string, timeZone: string): Wording => ({
  id: `${dayInWords(instant, timeZone)} pukul ${jamOf(instant, timeZone)} ${zoneName(timeZone)}`,
  en: `${dayInWords(instant, timeZone, 'en')}, ${hourOf(instant, timeZone)} ${zoneName(timeZone)}`,
});
