/** Histories of what stands behind offers: buyers are verified and rejected, a programme is set up and released, payments come. */
import { registerBuyer, verifyBuyer, type Buyer } from '../../shared/buyers/buyer.ts';
import { buyerWrites } from '../../shared/buyers/buyer-store.ts';
import type { Cooperative } from '../../shared/cooperatives/cooperative.ts';
import type { DemandRow } from '../../shared/market/rows.ts';
import type { Offer } from '../../shared/offers/offer.ts';
import { issueGuidelines, setUpProgramme, type Programme } from '../../shared/programmes/programme.ts';
import { programmeWrites } from '../../shared/programmes/programme-store.ts';
import { itemOf, type Stored } from '../../shared/stored.ts';
import { tradingRecordKey } from '../../shared/table/keys.ts';
import type { Action } from '../../shared/table/table.ts';
import type { TradingRecord } from '../../shared/trades/trading-record.ts';

const PROGRAMME = 'prog_pangan';
const BUYERS = ['buy_hotel', 'buy_swalayan'];

/** Two buyers, and a cooperative that posts offers itself. */
export const posterOf = (number: number): string => [...BUYERS, 'coop_0'][number % 3]!;

export class BehindHistory {
  readonly #buyers = new Map<string, Stored<Buyer>>();
  #programme: Stored<Programme> | undefined;
  readonly #payments = new Map<string, Stored<TradingRecord>>();

  /** The programme, once it is set up. */
  get programme(): Programme | undefined {
    return this.#programme?.value;
  }

  writes({ number, sort }: { number: number; sort: number }, at: string): Action[] {
    const stamp = { at, by: 'office', role: 'organizer' };
    const id = BUYERS[number % 2]!;
    if (sort < 3) {
      const before = this.#buyers.get(id);
      const after = before ? buyerAfter(before.value, sort, at) : newBuyer(id, at);
      this.#buyers.set(id, { value: after, version: (before?.version ?? 0) + 1 });
      return buyerWrites(after, before, stamp);
    }
    if (sort < 6) {
      const before = this.#programme;
      const after = before ? programmeAfter(before.value, sort, at) : newProgramme(at);
      this.#programme = { value: after, version: (before?.version ?? 0) + 1 };
      return programmeWrites(after, before, stamp);
    }
    const payer = posterOf(number);
    const version = (this.#payments.get(payer)?.version ?? 0) + 1;
    const value = paid(sort === 6 ? number : 3 + number);
    this.#payments.set(payer, { value, version });
    return [{ do: 'put', item: itemOf(tradingRecordKey(payer), {}, value, version, stamp) }];
  }

  /** What must stand behind an offer; `cooperative`: the one that posted it, if it did. */
  of({ scheme, buyerId, programmeId }: Offer, cooperative: Cooperative | undefined): DemandRow['behind'] {
    const buyer = this.#buyers.get(buyerId)?.value;
    const poster = buyer ?? cooperative;
    const payments = this.#payments.get(buyerId)?.value.paidIn['9'] ?? 0;
    return {
      ...(poster && {
        poster: {
          kind: buyer === undefined ? 'cooperative' : buyer.kind,
          regionCode: poster.regionCode,
          verified: poster.verification.status === 'verified',
        },
      }),
      ...(programmeId !== undefined && this.#programme && { programme: termsOf(this.#programme.value) }),
      ...(scheme === 'purchase' && payments >= 3 && { payments: { payments: 3, medianDays: 9 } }),
    };
  }
}

const newBuyer = (id: string, at: string): Buyer =>
  registerBuyer(id, { name: 'Pembeli', kind: 'private', regionCode: '64.72' }, false, at);

function buyerAfter(before: Buyer, sort: number, at: string): Buyer {
  if (sort === 2) return { ...before, contact: { phone: '+62811000111' }, updatedAt: at };
  const status = sort === 0 ? 'rejected' : 'verified';
  return verifyBuyer(before, status === 'rejected' ? { status, reason: 'Tidak dikenal' } : { status }, at);
}

const newProgramme = (at: string): Programme =>
  setUpProgramme(PROGRAMME, { name: 'Pangan', guidelines: 'awaited', requirements: { nib: true } }, at);

function programmeAfter(before: Programme, sort: number, at: string): Programme {
  if (sort === 3) return { ...before, description: `Sejak ${at}`, updatedAt: at };
  if (sort === 4) return { ...before, regions: ['35'], validUntil: '2026-12-31', updatedAt: at };
  return issueGuidelines(before, { number: 'KEP-1/2025', date: '2025-11-01' }, at);
}

const termsOf = ({ regions, requirements, guidelines, validUntil, guidelinesInForce }: Programme) => ({
  regions,
  requirements,
  guidelines,
  validUntil,
  ...(guidelinesInForce && { guidelinesInForce: {} }),
});

const paid = (times: number): TradingRecord => ({
  paidIn: { 9: times },
  paidLate: 0,
  unpaid: 0,
  deliveries: times,
  timed: 0,
  onTime: 0,
});
