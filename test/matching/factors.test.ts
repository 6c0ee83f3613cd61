/** The worked examples of shared/matching/README.md, factor by factor: a hand can check each figure. */
import { describe, expect, it } from 'vitest';
import type { Pair } from '../../shared/matching/pair.ts';
import { explain } from '../../shared/matching/score.ts';
import type { FactorName } from '../../shared/matching/weights.ts';
import { cabbagePair } from './pairs.ts';

function factor(name: FactorName, pair: Pair) {
  const found = explain(pair).factors.find((share) => share.factor === name);
  if (found === undefined) throw new Error(`${name} is not among the factors of this scheme`);
  return found;
}
const value = (name: FactorName, bend: Parameters<typeof cabbagePair>[0]) =>
  factor(name, cabbagePair(bend)).value;
const sentence = (name: FactorName, bend: Parameters<typeof cabbagePair>[0]) =>
  factor(name, cabbagePair(bend)).reason;

const months = (...list: number[]) => list.reduce((mask, month) => mask | (1 << (month - 1)), 0);

describe('a whole score', () => {
  it('of CooSAE’s cabbage for Samarinda is 82,716 points, as added up by hand in the README', () => {
    const cabbage = cabbagePair({
      wanted: { perMonth: (20_000 * 365) / 84, price: 6500 },
      offered: { perMonth: (4000 * 365) / 12, price: 6300, grade: 'B', ambientDays: 14, coldDays: 60 },
      supply: { units: ['cold-storage'], readiness: 90, deliveries: 40, onTime: 950 },
      link: { km: 965, sea: true },
    });
    expect(explain(cabbage).points).toBe(82_716);
  });
});

describe('quantity', () => {
  it('gives 0.86 to 4 ton a month against 5 ton, and says so', () => {
    // 80% lies three fifths of the way from 50% (650 points) to 100% (1000): 650 + 0.6 × 350
    expect(value('quantity', { offered: { perMonth: 4000 } })).toBe(0.86);
    expect(sentence('quantity', { offered: { perMonth: 4000 } })).toEqual({
      id: 'Kapasitas 4 ton/bulan memenuhi 80% dari kebutuhan 5 ton/bulan',
      en: 'A capacity of 4 ton a month covers 80% of the need of 5 ton a month',
    });
  });

  it('never says that some is nothing: a sack against a thousand tons is less than 1%', () => {
    const little = { offered: { perMonth: 50 }, wanted: { perMonth: 1_000_000 } };
    expect(sentence('quantity', little).id).toContain('memenuhi <1% dari kebutuhan 1.000 ton/bulan');
    expect(sentence('feasibility', little).en).toBe('Greatest obstacle: only <1% of the need is covered');
  });

  it('counts months: enough in 3 of 6 months is half of the need', () => {
    const half = { demand: { months: months(1, 2, 3, 4, 5, 6) }, offered: { months: months(1, 2, 3) } };
    expect(value('quantity', half)).toBe(0.65);
    expect(sentence('quantity', half).id).toBe(
      'Kapasitas 5 ton/bulan memenuhi seluruh kebutuhan 5 ton/bulan, pada 50% dari bulan yang diminta',
    );
  });

  it('is the share of the capacity taken when a cooperative looks at offers: two thirds are as good as all', () => {
    const offers = (perMonth: number) => value('quantity', { viewpoint: 'supply', wanted: { perMonth } });
    expect(offers(5000)).toBe(1);
    expect(offers(3350)).toBe(1);
    expect(offers(1250)).toBe(0.6);
  });

  it('counts a cooperative’s own harvest months: who buys in May alone takes a twelfth of a year’s goats', () => {
    const buying = (...list: number[]) => ({
      viewpoint: 'supply' as const,
      demand: { months: months(...list) },
      offered: { ambientDays: 20 },
    });
    // 83‰ of the months: between 50 (200 points) and 120 (400)
    expect(value('quantity', buying(5))).toBe(0.294);
    expect(value('season', buying(5))).toBe(0.083);
    expect(sentence('quantity', buying(5)).en).toBe(
      'A demand of 5 ton a month takes 100% of the capacity of 5 ton a month, in 8% of the harvest months',
    );
  });

  it('stays low, not zero, where one side counts bunches and the other kilos', () => {
    const bunches = { offered: { baseUnit: 'ikat', perMonth: 300 } };
    expect(value('quantity', bunches)).toBe(0.3);
    expect(sentence('quantity', bunches).en).toBe(
      'A capacity of 300 ikat a month cannot be compared with a need of 5 ton a month: the units differ, state both in the same one',
    );
  });
});

describe('distance', () => {
  const way = (
    km: number,
    sea: boolean,
    keep: { ambientDays: number; coldDays: number | null },
    units: string[] = [],
  ) => ({
    link: { km, sea },
    offered: keep,
    supply: { units },
    wanted: { price: null },
  });
  const cabbage = { ambientDays: 14, coldDays: 60 };
  const spinach = { ambientDays: 1, coldDays: 5 };
  const seaweed = { ambientDays: 365, coldDays: null };

  it('halves after 0.12 × √(days kept) days: a one-day leaf after 48 km of road', () => {
    expect(value('distance', way(48, false, spinach))).toBe(0.5);
  });

  it('takes more from leaves than from cabbage, and more from cabbage than from dried seaweed', () => {
    const far = [spinach, cabbage, seaweed].map((keep) => value('distance', way(200, false, keep)));
    expect(far).toEqual([0.107, 0.472, 0.904]);
  });

  it('says the days of a sea crossing: Batu to Samarinda in 3.9', () => {
    expect(sentence('distance', way(965, true, cabbage)).id).toBe(
      'Sekitar 965 km dengan menyeberang laut, 3,9 hari perjalanan; barang tahan 14 hari',
    );
    expect(value('distance', way(965, true, cabbage))).toBe(0.036);
  });

  it('gains from a cold room of the cooperative', () => {
    expect(value('distance', way(965, true, cabbage, ['cold-storage']))).toBe(0.105);
    expect(sentence('distance', way(965, true, cabbage, ['cold-storage'])).en).toContain(
      'the goods keep 60 days',
    );
  });

  it('asks less of a way that hardly ages or burdens dear, dry goods: cloves from Minahasa to Kudus', () => {
    // 5 days against 0.12 × √365 = 2.29: 2181‰, 246 points, a loss of 754. The way takes 13‰ of a year, freight 10‰ of Rp 105,000:
    // the larger counts 478‰ of that loss, 360; and freight leaves 990‰ of the other 640
    const cloves = (price: number) => ({
      link: { km: 1500, sea: true },
      wanted: { price },
      offered: { price: 100_000, ambientDays: 365, coldDays: null },
    });
    expect(value('distance', cloves(105_000))).toBe(0.633);
    // Over the same way, at Rp 8,000, freight is 137‰: the loss counts in full, and freight leaves 850‰ of 246.
    expect(value('distance', cloves(8000))).toBe(0.209);
  });

  it('falls with freight that eats a cheap good: refuse-derived fuel at Rp 375 over 341 km', () => {
    const rdf = {
      link: { km: 341 },
      wanted: { price: 375 },
      offered: { price: 360, ambientDays: Infinity, coldDays: null },
    };
    expect(value('distance', rdf)).toBe(0.073);
    expect(sentence('feasibility', rdf).id).toBe(
      'Hambatan terbesar: ongkos angkut sekitar 144% dari harga barang',
    );
  });
});

describe('price', () => {
  it.each([
    [4200, 1],
    [6000, 0.8],
    [6600, 0.55],
    [7500, 0.3],
    [9000, 0.1],
    [12_000, 0],
  ])('of Rp %i against a target of Rp 6,000 is worth %f', (price, worth) => {
    expect(value('price', { offered: { price } })).toBe(worth);
  });

  it('is named by how far it lies from the target', () => {
    expect(sentence('price', { offered: { price: 6600 } }).id).toBe(
      'Harga Rp 6.600/kg, 10% di atas sasaran Rp 6.000/kg',
    );
    expect(sentence('price', { offered: { price: 6000 } }).en).toBe(
      'The price of Rp 6,000/kg meets the target of Rp 6,000/kg',
    );
  });

  it('is below the asked one by a single rupiah too', () => {
    const asked = (price: number) => sentence('price', { viewpoint: 'supply', offered: { price } }).en;
    expect(asked(6000)).toBe('The buyer pays Rp 6,000/kg, no less than the asked Rp 6,000/kg');
    expect(asked(6001)).toBe('The buyer pays Rp 6,000/kg, below the asked Rp 6,001/kg');
  });

  it('stands in the middle where one side states none', () => {
    expect(value('price', { offered: { price: null } })).toBe(0.5);
    expect(value('feasibility', { offered: { price: null } })).toBe(1);
  });
});

describe('season', () => {
  const demand = { months: months(6, 7, 8, 9, 10) };

  it('counts a month from store for half: shallots of August keep into October', () => {
    const shallot = { demand, offered: { months: months(8), ambientDays: 60, coldDays: 120 } };
    expect(value('season', shallot)).toBe(0.4);
    expect(sentence('season', shallot).id).toBe(
      'Tersedia 1 (dan 2 dari simpanan) dari 5 bulan yang diminta (panen Agu)',
    );
  });

  it('is for a cooperative the share of its harvest that finds the buyer, from store for half', () => {
    const cocoa = {
      viewpoint: 'supply' as const,
      demand: { months: months(5, 6, 7) },
      offered: { months: months(4, 5, 6, 10), ambientDays: 180 },
    };
    // May and June at once, April for May from store, October never: (2 + 0.5) of 4
    expect(value('season', cocoa)).toBe(0.625);
    expect(sentence('season', cocoa).en).toBe(
      'The goods of 2 (and 1 from store) of 4 harvest months are taken (bought May–Jul)',
    );
  });

  it('is nothing when the harvest comes after the need, and that is the obstacle', () => {
    const late = { demand, offered: { months: months(11, 12, 1), ambientDays: 5, coldDays: null } };
    expect(value('season', late)).toBe(0);
    expect(value('feasibility', late)).toBe(0);
    expect(sentence('feasibility', late).id).toBe(
      'Hambatan terbesar: panen Nov–Jan, sedangkan kebutuhan Jun–Okt',
    );
    expect(sentence('quantity', late)).toEqual({
      id: 'Kapasitas 5 ton/bulan memenuhi seluruh kebutuhan 5 ton/bulan, pada 0% dari bulan yang diminta (nilainya hanya 0%: panen Nov–Jan, sedangkan kebutuhan Jun–Okt)',
      en: 'A capacity of 5 ton a month covers the whole need of 5 ton a month, in 0% of the months asked for (counts only 0%: harvest Nov–Jan, while the need is Jun–Oct)',
    });
  });

  it('names months that go on over the turn of the year as one run', () => {
    const said = (...chosen: number[]) =>
      sentence('season', { demand, offered: { months: months(...chosen), ambientDays: Infinity } }).id;
    expect(said(11, 12, 1, 2)).toContain('(panen Nov–Feb)');
    expect(said(1, 5, 6, 7, 11, 12)).toContain('(panen Mei–Jul, Nov–Jan)');
    expect(said(1, 12)).toContain('(panen Des–Jan)');
    expect(said(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11)).toContain('(panen Jan–Nov)');
  });

  it('lets nobody hold a stock for more than three months', () => {
    const cattle = {
      demand: { months: months(4, 5, 6) },
      offered: { months: months(9, 10, 11, 12), ambientDays: Infinity },
    };
    expect(value('season', cattle)).toBe(0);
  });
});

describe('feasibility', () => {
  it.each([
    ['a substitute', { link: { kinship: 'close' } }, 0.4],
    ['a neighbour on the stall', { link: { kinship: 'group' } }, 0.06],
    ['another trade', { link: { kinship: 'none' } }, 0],
    ['a year of silence', { supply: { monthsSilent: 12 } }, 0.3],
    ['a price half above the target', { offered: { price: 9000 } }, 0.35],
    ['a tenth of the need', { offered: { perMonth: 500 } }, 0.5],
    [
      'a least order of twice a month’s use',
      { wanted: { rhythmDays: 30 }, offered: { minimumOrder: 10_000 } },
      0.15,
    ],
    [
      'half of the keeping time gone on the way',
      { link: { km: 200 }, offered: { ambientDays: 1, coldDays: null } },
      0.6,
    ],
  ] as const)('of %s is the weakest link', (_, bend, worth) => {
    expect(value('feasibility', bend)).toBe(worth);
  });

  it('is the least of several, named by it', () => {
    const far = { supply: { monthsSilent: 14 }, offered: { price: 7800 } };
    expect(value('feasibility', far)).toBe(0.283);
    expect(sentence('feasibility', far)).toEqual({
      id: 'Hambatan terbesar: tidak ada kabar selama 14 bulan: pastikan dulu lewat telepon',
      en: 'Greatest obstacle: no sign of life for 14 months: call first',
    });
  });

  it('says what of the need is of use at once, where a minimum order below the need is too large', () => {
    const week = {
      wanted: { rhythmDays: 7 },
      offered: { minimumOrder: 3000, ambientDays: 3, coldDays: null },
    };
    expect(sentence('feasibility', week)).toEqual({
      id: 'Hambatan terbesar: pesanan minimal 3 ton terlalu besar: dari kebutuhan 5 ton/bulan hanya 1,2 ton terpakai sekaligus',
      en: 'Greatest obstacle: the minimum order of 3 ton is too large: only 1.2 ton of the need of 5 ton a month is of use at once',
    });
    const month = { wanted: { rhythmDays: 30 }, offered: { minimumOrder: 10_000 } };
    expect(sentence('feasibility', month).en).toContain('10 ton is too large for a need of 5 ton a month');
  });

  it('of frozen goods without a cold room is a quarter, although the shop meets what is required', () => {
    const frozen = (units: string[]) => ({
      demand: { scheme: 'consignment' as const },
      wanted: { coldOnly: true },
      supply: { units },
    });
    expect(value('feasibility', frozen(['grocery']))).toBe(0.25);
    expect(value('feasibility', frozen(['grocery', 'cold-storage']))).toBe(1);
  });

  it('of a purchase is nothing for a cooperative that has listed nothing', () => {
    expect(value('feasibility', { supply: { goods: null } })).toBe(0);
    expect(sentence('quantity', { supply: { goods: null } }).en).toBe(
      'There is no potential yet to compare with this demand',
    );
  });
});

describe('the parties', () => {
  it('of a government buyer’s own regency score full for local origin, a neighbour nearly half, another province nothing', () => {
    const office = (region: string) =>
      value('local', { demand: { buyerKind: 'government', buyerRegion: '35.79' }, supply: { region } });
    expect([office('35.79.02.2009'), office('35.07.07.2016'), office('33.04.16.2002')]).toEqual([1, 0.45, 0]);
  });

  it('of the province are local for a provincial office', () => {
    const office = (region: string) =>
      value('local', { demand: { buyerKind: 'government', buyerRegion: '36' }, supply: { region } });
    expect([office('36.02.27.2010'), office('32.01.14.2002')]).toEqual([1, 0]);
  });

  it('lose for late deliveries more than for none', () => {
    const record = (deliveries: number, onTime: number) =>
      value('trackRecord', { supply: { deliveries, onTime } });
    expect([record(40, 1000), record(3, 670), record(0, 0)]).toEqual([1, 0.33, 0.4]);
  });

  it('with papers and a readiness of 80 are at 0.9; without a verified NIB at 0.7', () => {
    expect(value('readiness', {})).toBe(0.9);
    const { credentials } = cabbagePair().supply;
    expect(value('readiness', { supply: { credentials: { ...credentials, nib: 'submitted' } } })).toBe(0.7);
  });

  it('gain for distribution from storage that holds one share of the quota', () => {
    const kiosk = (stored: number) =>
      factor(
        'facilities',
        cabbagePair({
          demand: { scheme: 'distribution' },
          wanted: { quotaLot: { amount: 2000, unit: 'kg' } },
          supply: { units: ['grocery'], storage: [{ amount: stored, unit: 'kg' }] },
        }),
      );
    expect([kiosk(1000).value, kiosk(2500).value]).toEqual([0.25, 0.45]);
    expect(kiosk(2500).reason.id).toBe('Unit usaha: gerai sembako; gudang cukup untuk jatah 2 ton');
  });

  it('see offers whose guidelines are issued before those that wait', () => {
    const terms = (guidelines: 'issued' | 'awaited') =>
      factor('terms', cabbagePair({ viewpoint: 'supply', demand: { guidelines } }));
    expect([terms('issued').value, terms('awaited').value]).toEqual([0.95, 0.35]);
    expect(terms('awaited').reason.id).toBe(
      'Menunggu juknis, siapkan berkas sekarang; pembeli terverifikasi',
    );
  });

  it('see a consignment by the commission that it leaves to the shop', () => {
    const sugar = (commissionPercent: number) =>
      factor(
        'terms',
        cabbagePair({ viewpoint: 'supply', demand: { scheme: 'consignment', commissionPercent } }),
      );
    expect([sugar(2).value, sugar(10).value, sugar(12).value, sugar(25).value]).toEqual([
      0.87, 0.95, 0.96, 1,
    ]);
    expect(sugar(7.5).reason.id).toBe('Dapat dimulai sekarang; pembeli terverifikasi; komisi 7,5%');
    expect(sugar(6.25).reason.id).toContain('komisi 6,25%');
  });
});

describe('quality', () => {
  it('adds verified certificates to the grade also where none is required', () => {
    const { credentials } = cabbagePair().supply;
    const honey = (more: Pair['supply']['credentials']) => ({
      supply: { credentials: { ...credentials, ...more } },
    });
    expect(value('quality', honey({}))).toBe(0.6);
    expect(value('quality', honey({ halal: 'verified', pirt: 'verified' }))).toBe(1);
    expect(value('quality', honey({ halal: 'expired', pirt: 'verified' }))).toBe(0.8);
  });
});
