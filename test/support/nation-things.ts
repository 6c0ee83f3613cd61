/** The invented nation as things that can be stored: cooperatives, potentials and offers of the contract. */
import { createHash } from 'node:crypto';
import type { Buyer } from '../../shared/buyers/buyer.ts';
import type { Cooperative } from '../../shared/cooperatives/cooperative.ts';
import type { Credentials, CredentialType } from '../../shared/credentials/credential.ts';
import type { DemandGoods, Supply } from '../../shared/matching/pair.ts';
import type { Offer } from '../../shared/offers/offer.ts';
import type { Potential } from '../../shared/potentials/potential.ts';
import type { Unit } from '../../shared/units.ts';
import type { Nation, Wanted } from './nation.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
/** A month of the nation's silence stands for so many days: hardly anybody shall be out of date. */
const DAYS_OF_SILENCE = 7;

export class NationThings {
  readonly #nation: Nation;
  readonly #now: Date;
  /** By what the nation says of them, which is one object for all potentials of a cooperative. */
  readonly #owners = new Map<object, Cooperative>();

  constructor(nation: Nation, now: Date) {
    this.#nation = nation;
    this.#now = now;
  }

  /** What is supplied of a commodity, with the cooperatives that were not named before. */
  supplied(code: string): { potentials: Potential[]; cooperatives: Cooperative[] } {
    const cooperatives: Cooperative[] = [];
    const potentials = this.#nation.supplies(code).map((supply) => {
      let owner = this.#owners.get(supply.credentials);
      if (owner === undefined) {
        owner = this.#cooperative(supply);
        this.#owners.set(supply.credentials, owner);
        cooperatives.push(owner);
      }
      return this.#potential(code, supply, owner);
    });
    return { potentials, cooperatives };
  }

  #cooperative({ region, credentials, kbli, units, storage, memberCount }: Supply): Cooperative {
    const papers: Credentials = {};
    const at = this.#daysAgo(this.#owners.size % 120);
    for (const type of Object.keys(credentials) as CredentialType[]) {
      papers[type] = { type, status: 'verified', submittedAt: at };
    }
    papers.nib &&= { ...papers.nib, scope: kbli.map((each) => ({ code: each, version: '2020' as const })) };
    return {
      id: idOf('coop', `${this.#owners.size}`),
      name: `KDMP ${this.#owners.size}`,
      kind: 'village',
      regionCode: region,
      units: [...units] as NonNullable<Cooperative['units']>,
      storage: storage.map(({ amount, unit }) => ({ unit: unit as Unit, capacity: amount })),
      ...(memberCount === null ? {} : { memberCount }),
      verification: { status: 'verified' },
      credentials: papers,
      createdAt: at,
      updatedAt: at,
    };
  }

  #potential(code: string, { id, goods, monthsSilent }: Supply, owner: Cooperative): Potential {
    const { baseUnit, perMonth, months, price, grade, exportReady, minimumOrder } = goods!;
    const unit = baseUnit as Unit;
    const at = this.#daysAgo(DAYS_OF_SILENCE * (monthsSilent ?? 0));
    const capacity = { amount: perMonth, unit, per: 'month' } as const;
    return {
      id: idOf('pot', id),
      cooperativeId: owner.id,
      regionCode: owner.regionCode,
      commodity: code,
      title: `Hasil ${code}`,
      capacity,
      months: monthsOf(months),
      ...(price === null ? {} : { price: { amount: Math.round(price), per: unit } }),
      ...(grade === null ? {} : { grade }),
      exportReady,
      ...(minimumOrder === null ? {} : { minimumOrder: { amount: minimumOrder, unit } }),
      normalised: { capacity },
      confirmedAt: at,
      createdAt: at,
      updatedAt: at,
    };
  }

  /** A purchase as its buyer would post it. */
  offer({ demand, kin }: Wanted, buyerId: string): Offer {
    const { id, deliverTo, regions, requirements, months, goods } = demand;
    const { baseUnit, perMonth, price } = goods as DemandGoods;
    const at = this.#now.toISOString();
    const { nib, legalEntity, bankAccount, certifications, minGrade, minReadiness } = requirements;
    return {
      id,
      buyerId,
      scheme: 'purchase',
      commodity: kin[0]!.code,
      title: `Pembelian ${kin[0]!.code}`,
      quantity: { amount: perMonth, unit: baseUnit as Unit, per: 'month' },
      months: monthsOf(months),
      ...(price === null ? {} : { price: { amount: Math.round(price), per: baseUnit as Unit } }),
      deliverTo,
      ...(regions.length === 0 ? {} : { regions: [...regions] }),
      requirements: {
        nib,
        legalEntity,
        bankAccount,
        certifications: [...certifications] as NonNullable<Offer['requirements']>['certifications'],
        ...(minGrade === null ? {} : { minGrade }),
        ...(minReadiness === null ? {} : { minReadiness }),
      },
      confirmedAt: at,
      createdAt: at,
      updatedAt: at,
    } as Offer;
  }

  /** Who posts them: a company and an office, since these weigh differently. */
  buyers(): Buyer[] {
    const at = this.#now.toISOString();
    return (['private', 'government'] as const).map((kind) => ({
      id: `buy_${kind}`,
      name: `Pembeli ${kind}`,
      kind,
      regionCode: '35.78',
      verification: { status: 'verified' },
      createdAt: at,
      updatedAt: at,
    }));
  }

  #daysAgo(days: number): string {
    return new Date(this.#now.getTime() - days * DAY_MS).toISOString();
  }
}

/** As ids of things made here look: sixteen bytes that say nothing. */
const idOf = (prefix: string, name: string): string =>
  `${prefix}_${createHash('sha256').update(`${prefix} ${name}`).digest('hex').slice(0, 32)}`;

const monthsOf = (mask: number): number[] =>
  Array.from({ length: 12 }, (_, at) => at + 1).filter((month) => (mask >> (month - 1)) & 1);
