/** The potentials of the sample: real goods of real places, with invented amounts, prices and grades. */
import { commodityByCode } from '../../../shared/commodities/commodities.ts';
import type { Cooperative } from '../../../shared/cooperatives/cooperative.ts';
import { certificateTypes } from '../../../shared/credentials/credential.ts';
import {
  confirmPotential,
  listPotential,
  type Potential,
  type PotentialInput,
} from '../../../shared/potentials/potential.ts';
import { regionName } from '../../../shared/regions/regions.ts';
import { chanceFrom, type Chance } from './chance.ts';
import { GOODS } from './goods.ts';
import { SAMPLE } from './marking.ts';
import type { Moments } from './moments.ts';

/** Sectors whose goods are sorted by grade. */
const GRADED: ReadonlySet<string> = new Set([
  'food-crops',
  'vegetables',
  'fruit',
  'spices',
  'estate-crops',
  'fisheries',
]);

/** Goods of these places that leave the country by general knowledge; whether this village's do is invented. */
const EXPORTED: ReadonlySet<string> = new Set(['shrimp', 'crab', 'seaweed', 'pepper', 'mango', 'batik']);

const DESCRIPTION = `${SAMPLE}: jumlah, bulan, harga, dan mutu dikarang (amount, months, price and grade are invented).`;

/** `pot_35-79-02-2009-potato`. */
export const potentialIdOf = (cooperativeId: string, commodity: string): string =>
  `pot_${cooperativeId.slice('coop_'.length)}-${commodity}`;

/** What a cooperative has of a commodity. Throws for goods that the sample has no figures for. */
export function potentialOf(
  cooperative: Cooperative,
  code: string,
  { isFlagship, maturity }: { isFlagship: boolean; maturity: number },
  moments: Moments,
): Potential {
  const [goods, commodity] = [GOODS.get(code), commodityByCode(code)];
  if (!goods || !commodity) throw new Error(`the sample has no figures for ${code}`);
  const id = potentialIdOf(cooperative.id, code);
  const chance = chanceFrom(id);
  const amount = roundedShare(goods.capacity, chance, 0.6 + 0.6 * maturity);
  const typical = certificateTypes.filter((type) =>
    (commodity.typicalCertificates as string[]).includes(type),
  );
  const certifications = typical.filter(() => chance.happens(maturity === 1 ? 1 : 0.2 + 0.6 * maturity));
  const input: PotentialInput = {
    cooperativeId: cooperative.id,
    commodity: code,
    title: titleOf(KNOWN_AS[id] ?? commodity.name.id, cooperative.regionCode),
    description: DESCRIPTION,
    capacity: { amount, unit: goods.unit, per: goods.per },
    months: [...commodity.months],
    ...(chance.happens(0.9) ? { price: { amount: priceIn(goods.price, chance), per: goods.unit } } : {}),
    ...(GRADED.has(commodity.sector) ? { grade: drawGrade(chance, maturity) } : {}),
    ...(certifications.length > 0 ? { certifications } : {}),
    ...(EXPORTED.has(code) && chance.happens(0.1 + 0.5 * maturity) ? { exportReady: true } : {}),
    ...(isFlagship ? { flagship: true } : {}),
    ...(amount >= 100 && chance.happens(0.3)
      ? { minimumOrder: { amount: leadingDigit(amount / 10), unit: goods.unit, per: goods.per } }
      : {}),
  };
  const listed = listPotential(id, input, cooperative, moments.ago(chance.between(60, 85)));
  return confirmPotential(listed, moments.ago(chance.between(0, 45)));
}

/** What a place is known for by a name of its own, beside the commodity's. */
const KNOWN_AS: Readonly<Record<string, string>> = {
  'pot_35-71-01-1002-batik': 'tenun ikat',
  'pot_35-79-02-2009-potato': 'kentang granola',
  'pot_35-79-02-2003-apple': 'apel manalagi',
  'pot_35-79-02-2002-cut-flowers': 'mawar potong',
};

/** `Kentang granola Sumberbrantas`. */
function titleOf(name: string, regionCode: string): string {
  return `${name[0]!.toUpperCase()}${name.slice(1)} ${regionName(regionCode)}`;
}

function drawGrade(chance: Chance, maturity: number): 'A' | 'B' | 'C' {
  const draw = chance.share();
  if (draw < 0.2 + 0.3 * maturity) return 'A';
  return draw < 0.8 ? 'B' : 'C';
}

/** Small amounts are common, great ones rare; two leading digits, as people state them. */
function roundedShare([least, most]: readonly [number, number], chance: Chance, scale: number): number {
  const amount = least + (most - least) * Math.min(1, chance.share() ** 1.6 * scale);
  const step = 10 ** Math.max(0, Math.floor(Math.log10(amount)) - 1);
  return Math.max(least, Math.round(amount / step) * step);
}

/** Three leading digits at most, and no odd rupiah, as prices are called out. */
function priceIn([least, most]: readonly [number, number], chance: Chance): number {
  const step = Math.max(least >= 1000 ? 50 : 10, 10 ** (Math.floor(Math.log10(least)) - 2));
  return chance.between(least, most, step);
}

function leadingDigit(amount: number): number {
  const step = 10 ** Math.floor(Math.log10(amount));
  return Math.max(1, Math.floor(amount / step) * step);
}
