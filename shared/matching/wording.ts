/** Numbers, months and amounts as an officer says them, in Indonesian and English. Pure text, no locale data. */
import { measureName } from './labels.ts';
import type { Wording } from './pair.ts';

const MONTHS_ID = ['Jan', 'Feb', 'Mar', 'Apr', 'Mei', 'Jun', 'Jul', 'Agu', 'Sep', 'Okt', 'Nov', 'Des'];
const MONTHS_EN = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** Puts a separator between thousands: `12500` → `12.500` (Indonesian) or `12,500` (English); at most `digits` decimals. */
function grouped(value: number, digits: number, thousands: string, decimal: string): string {
  const [whole, fraction] = value.toFixed(digits).split('.') as [string, string | undefined];
  const rest = fraction?.replace(/0+$/, '') ?? '';
  return whole.replaceAll(/\B(?=(\d{3})+(?!\d))/g, thousands) + (rest === '' ? '' : decimal + rest);
}

/** A number with at most two decimals (none from 100 up). */
export function number(value: number): Wording {
  const digits = value >= 100 ? 0 : value >= 1 ? 1 : 2;
  return { id: grouped(value, digits, '.', ','), en: grouped(value, digits, ',', '.') };
}

/** `Rp 12.500/kg`. */
export function rupiah(value: number, baseUnit: string): Wording {
  const digits = value < 100 ? 1 : 0;
  const unit = measureName(baseUnit);
  return {
    id: `Rp ${grouped(value, digits, '.', ',')}/${unit.id}`,
    en: `Rp ${grouped(value, digits, ',', '.')}/${unit.en}`,
  };
}

/** An amount in its base unit, tons from 1,000 kg up: `4 ton`, `600 liter`. */
export function amount(value: number, baseUnit: string): Wording {
  const inTons = baseUnit === 'kg' && value >= 1000;
  const said = number(inTons ? value / 1000 : value);
  const unit = measureName(inTons ? 'ton' : baseUnit);
  return { id: `${said.id} ${unit.id}`, en: `${said.en} ${unit.en}` };
}

/** A number with all its decimals, six at most: of a rate or a bound nothing may be rounded away. */
export const exact = (value: number): Wording => ({
  id: grouped(value, 6, '.', ','),
  en: grouped(value, 6, ',', '.'),
});

/** Two different amounts in one sentence: as {@link amount} says each, and exactly where it would say the same of both. */
export function apart(one: number, other: number, baseUnit: string): [Wording, Wording] {
  const [a, b] = [amount(one, baseUnit), amount(other, baseUnit)];
  if (a.id !== b.id) return [a, b];
  const unit = measureName(baseUnit);
  const inFull = (value: number): Wording => {
    const said = exact(value);
    return { id: `${said.id} ${unit.id}`, en: `${said.en} ${unit.en}` };
  };
  return [inFull(one), inFull(other)];
}

/** An amount for each month: `4 ton/bulan`. */
export function perMonth(value: number, baseUnit: string): Wording {
  const said = amount(value, baseUnit);
  return { id: `${said.id}/bulan`, en: `${said.en} a month` };
}

/** Of what there is, thousandths, `80%`: never all and more, and never `0%`, since there is some also where it rounds to none. */
export const share = (thousandths: number): string => percent(Math.min(1000, Math.max(1, thousandths)));

/** Thousandths as a percentage, `80%`; `<1%` where there is less, but some. */
export function percent(thousandths: number): string {
  if (thousandths > 0 && thousandths < 10) return '<1%';
  return `${Math.floor(thousandths / 10)}%`;
}

/** Months of a mask: `Apr–Sep`, `Jan, Mar`, `Nov–Feb` over the turn of the year, `sepanjang tahun`. */
export function months(mask: number): Wording {
  const chosen = Array.from({ length: 12 }, (_, i) => i).filter((i) => (mask & (1 << i)) !== 0);
  if (chosen.length === 12) return { id: 'sepanjang tahun', en: 'all year' };
  if (chosen.length === 0) return { id: 'tidak ada', en: 'none' };
  const runs: [first: number, last: number][] = [];
  for (const month of chosen) {
    const run = runs.at(-1);
    if (run?.[1] === month - 1) run[1] = month;
    else runs.push([month, month]);
  }
  // What goes on from December to January is one harvest.
  if (runs.length > 1 && runs[0]![0] === 0 && runs.at(-1)![1] === 11) runs.at(-1)![1] = runs.shift()![1];
  const say = (names: readonly string[]) =>
    runs
      .map(([first, last]) => (first === last ? names[first] : `${names[first]}–${names[last]}`))
      .join(', ');
  return { id: say(MONTHS_ID), en: say(MONTHS_EN) };
}

/** A travel time of thousandths of a day: `5 jam`, `3,9 hari`. */
export function travel(milliDays: number): Wording {
  if (milliDays < 1000) {
    const hours = Math.max(1, Math.round((24 * milliDays) / 1000));
    return { id: `${hours} jam`, en: hours === 1 ? '1 hour' : `${hours} hours` };
  }
  const said = number(milliDays / 1000);
  return { id: `${said.id} hari`, en: said.en === '1' ? '1 day' : `${said.en} days` };
}
