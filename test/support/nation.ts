/**
 * An invented market with the skew of a real one: cooperatives in real villages, goods by Zipf's law and mostly from the places that
 * grow them, amounts and prices as in the sample. The same seed makes the same market on every machine.
 */
import { createHash } from 'node:crypto';
import { commodityByCode, kinship } from '../../shared/commodities/commodities.ts';
import { demandFrom, monthMask } from '../../shared/market/demand.ts';
import { relatedTo } from '../../shared/market/sides.ts';
import type { Demand, Grade, Kinship, Supply } from '../../shared/matching/pair.ts';
import { rupiahPerBase } from '../../shared/money.ts';
import { measuredIn, perMonth } from '../../shared/quantities.ts';
import { regencyCodes } from '../../shared/regions/distance.ts';
import { villagesIn } from '../../shared/regions/regions.ts';
import { GOODS, type Goods } from '../../functions/server/sample/goods.ts';
import { drawsFrom, type Draws } from './effort.ts';

/** An offer, and the goods that come into question for it. */
export type Wanted = { readonly demand: Demand; readonly kin: readonly { code: string; kinship: Kinship }[] };

const POTENTIALS_A_COOPERATIVE = 5;
/** Share of a commodity's potentials that come from the regencies that grow it. */
const FROM_ITS_PLACES = 0.8;
const ALL_MONTHS = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12];
const PAPERS = ['nib', 'legalEntity', 'npwp', 'bankAccount', 'businessPlan'] as const;
const CERTIFICATES = ['halal', 'pirt', 'psat', 'nkv', 'organic-sni', 'haccp'] as const;
const UNITS = ['grocery', 'warehouse', 'logistics', 'pharmacy', 'office', 'milling', 'cold-storage'] as const;

/** Made anew from its seed at each question, a commodity at a time, so that a large one needs little room. */
export class Nation {
  readonly #seed: string;
  readonly #potentials: number;
  readonly #codes = [...GOODS.keys()];
  readonly #cooperatives: Omit<Supply, 'id' | 'goods' | 'monthsSilent'>[] = [];
  /** Where the cooperatives of each regency begin. */
  readonly #starts: number[] = [];
  readonly #shares: number[];
  readonly #hash = createHash('sha256');

  constructor(seed: string, potentials: number) {
    this.#seed = seed;
    this.#potentials = potentials;
    const draws = drawsFrom(`${seed} cooperatives`);
    const regencies = regencyCodes().map((code) => villagesIn(code));
    const villages = regencies.reduce((sum, own) => sum + own.length, 0);
    const each = potentials / POTENTIALS_A_COOPERATIVE / villages;
    let due = 0;
    for (const own of regencies) {
      this.#starts.push(this.#cooperatives.length);
      for (const region of own) {
        for (due += each; due >= 1; due -= 1) this.#cooperatives.push(cooperative(region, draws));
      }
    }
    this.#starts.push(this.#cooperatives.length);
    const harmonic = this.#codes.reduce((sum, _, at) => sum + 1 / (at + 1), 0);
    const shares = this.#codes.map((_, at) => 1 / (at + 1) / harmonic);
    this.#shares = drawsFrom(`${seed} order`).shuffled(shares);
  }

  get codes(): readonly string[] {
    return this.#codes;
  }

  /** What is supplied of a commodity. */
  supplies(code: string): Supply[] {
    const share = this.#shares[this.#codes.indexOf(code)]!;
    const draws = drawsFrom(`${this.#seed} ${code}`);
    const places = Array.from({ length: 60 }, () => draws.between(0, this.#starts.length - 2));
    return Array.from({ length: Math.round(this.#potentials * share) }, (_, at) => {
      const owner = this.#cooperatives[this.#owner(draws, places)]!;
      const monthsSilent = Math.floor(14 * draws.share() ** 2);
      return { ...owner, id: `pot_${code}-${at.toString(36)}`, monthsSilent, goods: goodsOf(code, draws) };
    });
  }

  #owner(draws: Draws, places: readonly number[]): number {
    if (!draws.happens(FROM_ITS_PLACES)) return draws.between(0, this.#cooperatives.length - 1);
    const place = draws.one(places);
    const [from, to] = [this.#starts[place]!, this.#starts[place + 1]!];
    return from >= to ? draws.between(0, this.#cooperatives.length - 1) : draws.between(from, to - 1);
  }

  /** Adds to what `checksum` tells. */
  note(supplies: readonly Supply[]): void {
    for (const { id, region, readiness, monthsSilent, goods } of supplies) {
      this.#hash.update(
        `${id} ${region} ${readiness} ${monthsSilent} ${goods!.perMonth} ${goods!.price} ${goods!.months}\n`,
      );
    }
  }

  checksum(): string {
    return this.#hash.digest('hex').slice(0, 16);
  }

  /** The cooperatives themselves, without what they supply. */
  partners(): Supply[] {
    const draws = drawsFrom(`${this.#seed} partners`);
    return this.#cooperatives.map((each, at) => {
      const monthsSilent = Math.floor(14 * draws.share() ** 2);
      return { ...each, id: `coop_${at.toString(36)}`, monthsSilent, goods: null };
    });
  }

  /** Offers that rank cooperatives: goods to distribute by quota or to sell on consignment, and loans. */
  partnersWanted(count: number): Demand[] {
    const draws = drawsFrom(`${this.#seed} partners wanted`);
    return Array.from({ length: count }, (_, at) => {
      const place = draws.one(this.#cooperatives).region;
      return partnersWanted(`off_partner-${at}`, place, draws);
    });
  }

  /** Purchases of these goods, each as often as it is supplied, wherever there are cooperatives. */
  offers(count: number): Wanted[] {
    const draws = drawsFrom(`${this.#seed} offers`);
    return Array.from({ length: count }, (_, at) => {
      const code = this.#drawnCode(draws.share());
      const place = draws.one(this.#cooperatives).region;
      return { demand: demandOf(`off_${at}`, code, place, draws), kin: this.kinOf(code) };
    });
  }

  /** A commodity and those that lie near it. */
  kinOf(code: string): Wanted['kin'] {
    return relatedTo(code).map((other) => ({ code: other, kinship: kinship(code, other) }));
  }

  #drawnCode(drawn: number): string {
    let upTo = 0;
    const at = this.#shares.findIndex((share) => (upTo += share) > drawn);
    return this.#codes[Math.max(0, at)]!;
  }
}

function cooperative(region: string, draws: Draws): Omit<Supply, 'id' | 'goods' | 'monthsSilent'> {
  const maturity = draws.share();
  const papers = PAPERS.filter(() => draws.happens(0.3 + 0.6 * maturity));
  const certificates = CERTIFICATES.filter(() => draws.happens(0.15 * maturity));
  return {
    region,
    credentials: Object.fromEntries([...papers, ...certificates].map((type) => [type, 'verified' as const])),
    kbli: draws.happens(0.8) ? ['47111'] : ['47111', '46311'],
    units: UNITS.filter(() => draws.happens(0.1 + 0.4 * maturity)),
    storage: draws.happens(0.5) ? [{ amount: draws.between(1, 40) * 1000, unit: 'kg' }] : [],
    memberCount: draws.between(20, 900),
    readiness: Math.round(20 + 70 * maturity + 10 * draws.share()),
    deliveries: draws.happens(0.4) ? Math.floor(40 * maturity * draws.share()) : 0,
    onTime: draws.between(600, 1000),
    memberOf: null,
  };
}

function goodsOf(code: string, draws: Draws): NonNullable<Supply['goods']> {
  const { unit, per, capacity, price } = GOODS.get(code)!;
  const { name, shelfLife, months: usual } = commodityByCode(code)!;
  const months = usual.length === 0 || draws.happens(0.1) ? ALL_MONTHS : usual;
  const step = Math.max(1, Math.round(capacity[1] / 100));
  const quantity = { amount: Math.max(capacity[0], skewed(draws, capacity, step)), unit, per };
  const base = measuredIn(quantity);
  return {
    commodity: name,
    baseUnit: base,
    perMonth: perMonth(quantity, months),
    months: monthMask(months),
    price: draws.happens(0.9) ? rupiahPerBase({ amount: priceOf(price, draws), per: unit }) : null,
    grade: draws.happens(0.7) ? draws.one<Grade>(['A', 'B', 'B', 'C']) : null,
    exportReady: draws.happens(0.02),
    minimumOrder: draws.happens(0.3) ? draws.one([25, 50, 100, 250, 500]) : null,
    ambientDays: shelfLife.ambientDays ?? Infinity,
    coldDays: shelfLife.coldDays,
  };
}

/** Many small, few large: within the sample's bounds, one in ten up to four times beyond. */
function skewed(draws: Draws, [least, most]: Goods['capacity'], step: number): number {
  const beyond = draws.happens(0.1) ? 4 : 1;
  return step * Math.round((least + beyond * (most - least) * draws.share() ** 3) / step);
}

function priceOf([least, most]: Goods['price'], draws: Draws): number {
  const step = most > 100_000 ? 10_000 : 100;
  return step * Math.max(1, Math.round((least + (1.6 * draws.share() - 0.3) * (most - least)) / step));
}

function demandOf(id: string, commodity: string, place: string, draws: Draws): Demand {
  const { unit, per, capacity, price } = GOODS.get(commodity)!;
  const kind = draws.one([
    'private',
    'private',
    'private',
    'government',
    'bumn',
    'bumd',
    'cooperative',
  ] as const);
  const first = draws.between(1, 12);
  const months = draws.happens(0.6)
    ? ALL_MONTHS
    : Array.from({ length: draws.between(1, 6) }, (_, at) => ((first + at - 1) % 12) + 1);
  const amount = Math.max(1, Math.round(capacity[1] * 0.2 * 50 ** draws.share()));
  return demandFrom(
    {
      id,
      scheme: 'purchase',
      commodity,
      quantity: { amount, unit, per },
      months,
      ...(draws.happens(0.8) ? { price: { amount: priceOf(price, draws), per: unit } } : {}),
      deliverTo: draws.happens(0.7) ? place.slice(0, '35.79'.length) : place,
      ...(draws.happens(0.05) ? { regions: [place.slice(0, 2)] } : {}),
      requirements: {
        nib: draws.happens(0.5),
        legalEntity: draws.happens(0.2),
        bankAccount: draws.happens(0.2),
        certifications: draws.happens(0.1) ? ['halal'] : [],
        ...(draws.happens(0.15) ? { minGrade: 'B' as const } : {}),
        ...(draws.happens(0.05) ? { minReadiness: 60 } : {}),
      },
    },
    { kind, regionCode: place.slice(0, '35.79'.length) },
  );
}

/** Of goods with a quota, as Bulog and Pertamina hand them out; of goods that a shop sells for others; of loans. */
function partnersWanted(id: string, place: string, draws: Draws): Demand {
  const scheme = draws.one(['distribution', 'consignment', 'financing'] as const);
  const levels = draws.one(['35'.length, '35.79'.length, '35.79'.length, '35.79.02.2008'.length]);
  const around = draws.one(['35'.length, '35.79'.length]);
  const goods = {
    commodity: draws.one(['rice-sphp', 'lpg-3kg', 'sugar', 'frozen-food']),
    quantity: { amount: draws.between(10, 500), unit: 'ton', per: 'month' },
    ...(draws.happens(0.6)
      ? { quota: { amount: draws.between(1, 20), unit: 'ton', per: 'week' } as const }
      : {}),
  } as const;
  return demandFrom(
    {
      id,
      scheme,
      ...(scheme === 'financing' ? {} : goods),
      deliverTo: place.slice(0, levels),
      ...(draws.happens(0.4) ? { regions: [place.slice(0, around)] } : {}),
      requirements: {
        nib: draws.happens(0.6),
        legalEntity: draws.happens(0.4),
        bankAccount: draws.happens(0.3),
        businessPlan: scheme === 'financing' && draws.happens(0.5),
        units:
          scheme === 'financing' ? [] : draws.one([[], ['grocery'], ['warehouse'], ['grocery', 'logistics']]),
        ...(draws.happens(0.2) ? { minStorage: { amount: draws.between(1, 20), unit: 'ton' } as const } : {}),
        ...(draws.happens(0.2) ? { minReadiness: draws.between(40, 80) } : {}),
      },
    },
    { kind: 'bumn', regionCode: '31.71' },
  );
}
