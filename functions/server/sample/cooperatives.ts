/** The sample's cooperatives with their potentials: one for every village of four regencies, the holding, and a few others. */
import { dayOf } from '../../../shared/clock.ts';
import { commodityByCode } from '../../../shared/commodities/commodities.ts';
import {
  foundCooperative,
  verifyCooperative,
  type Cooperative,
  type CooperativeInput,
} from '../../../shared/cooperatives/cooperative.ts';
import type { BusinessUnit } from '../../../shared/cooperatives/units.ts';
import { joined } from '../../../shared/holdings/membership.ts';
import type { Potential } from '../../../shared/potentials/potential.ts';
import type { QualityCheck } from '../../../shared/potentials/quality-check.ts';
import { regionName, villagesIn } from '../../../shared/regions/regions.ts';
import { chanceFrom, type Chance } from './chance.ts';
import { digitsOf, SAMPLE, SAMPLE_DECISION, sampleContact } from './marking.ts';
import type { Moments } from './moments.ts';
import { withPapers } from './papers.ts';
import { goodsOfPlace, NAMED, REGENCIES } from './places.ts';
import { potentialOf } from './potentials.ts';
import { looked } from './quality.ts';

export type SampleCooperative = {
  cooperative: Cooperative;
  potentials: Potential[];
  checks?: QualityCheck[];
};

/** `coop_35-79-02-2008`. */
export const cooperativeIdOf = (villageCode: string): string => `coop_${villageCode.replaceAll('.', '-')}`;

/** CooSAE, the multi-stakeholder cooperative that holds the 24 of Kota Batu. */
export const HOLDING = 'coop_coosae';

/** Existing cooperatives beside the new ones: the one of the news that processes milk, and two invented ones. */
const OTHERS: readonly { input: CooperativeInput; id: string; goods: readonly string[] }[] = [
  {
    id: HOLDING,
    input: {
      name: 'Koperasi Multi Pihak CooSAE',
      kind: 'holding',
      form: 'multi-stakeholder',
      regionCode: '35.79',
      units: ['office', 'cold-storage', 'warehouse', 'logistics'],
      storage: [
        { unit: 'cold-storage', capacity: { amount: 20, unit: 'ton' } },
        { unit: 'warehouse', capacity: { amount: 60, unit: 'ton' } },
      ],
    },
    goods: [],
  },
  {
    id: 'coop_margo-makmur-mandiri',
    input: {
      name: 'Koperasi Margo Makmur Mandiri',
      kind: 'other',
      form: 'primary',
      regionCode: '35.79.02',
      units: ['production', 'cold-storage', 'livestock'],
      storage: [{ unit: 'cold-storage', capacity: { amount: 6, unit: 'm3' } }],
    },
    goods: ['milk-pasteurised', 'milk-fresh'],
  },
  {
    id: 'coop_nelayan-muara-badak',
    input: {
      name: 'Koperasi Nelayan Muara Badak (contoh)',
      kind: 'other',
      form: 'primary',
      regionCode: '64.02.05',
      units: ['fishery', 'cold-storage'],
      storage: [{ unit: 'cold-storage', capacity: { amount: 10, unit: 'ton' } }],
    },
    goods: ['shrimp', 'milkfish', 'crab'],
  },
  {
    id: 'coop_perajin-tahu-kediri',
    input: {
      name: 'Koperasi Perajin Tahu Kediri (contoh)',
      kind: 'other',
      form: 'primary',
      regionCode: '35.71.03',
      units: ['production', 'savings-and-loan'],
    },
    goods: ['tofu', 'tempe'],
  },
];

/** All of them, the holding before its members. The same every time, but for the dates. */
export function sampleCooperatives(moments: Moments): SampleCooperative[] {
  const others = OTHERS.map(({ id, input, goods }, at) =>
    grown(id, input, { digits: digitsOf(input.regionCode, at + 1), maturity: 1, goods }, moments),
  );
  const villages = REGENCIES.flatMap((regency) =>
    villagesIn(regency.code).map((code) => villageCooperative(code, regency, moments)),
  );
  return [...others, ...villages];
}

/** The kind is left to the rule: it follows from the code, as does the name's prefix (desa or kelurahan). */
function villageCooperative(
  regionCode: string,
  regency: (typeof REGENCIES)[number],
  moments: Moments,
): SampleCooperative {
  const id = cooperativeIdOf(regionCode);
  const chance = chanceFrom(id);
  const isUrban = regionCode[9] === '1';
  const maturity = NAMED.has(regionCode)
    ? 1
    : Math.min(0.95, Math.max(0.05, regency.maturity + chance.share() * 0.7 - 0.35));
  const goods = drawGoods(regionCode, regency.potentials, maturity, chance);
  const units = drawUnits(goods, maturity, chance);
  const input: CooperativeInput = {
    name: `${isUrban ? 'KKMP' : 'KDMP'} ${regionName(regionCode)}`,
    form: 'primary',
    regionCode,
    units,
    storage: storageOf(units, maturity, chance),
    ...(regency.code === '35.79' ? { holdingId: HOLDING } : {}),
  };
  const village = grown(id, input, { digits: digitsOf(regionCode), maturity, goods }, moments);
  return input.holdingId === undefined ? village : inHolding(village, moments);
}

/** A member that CooSAE has confirmed, with some of its goods looked at. */
function inHolding({ cooperative, potentials }: SampleCooperative, moments: Moments): SampleCooperative {
  const from = dayOf(new Date(cooperative.createdAt));
  const said = { from, group: 'koperasi desa/kelurahan' };
  const both = { forMember: true, forHolding: true };
  const found = potentials.map((potential) => looked(potential, moments));
  return {
    cooperative: joined(cooperative, HOLDING, said, both, dayOf(moments.now)),
    potentials: found.map(({ potential }) => potential),
    checks: found.flatMap(({ check }) => check ?? []),
  };
}

/** Founds one cooperative and takes it through papers and verification, by the rules that the API uses. */
function grown(
  id: string,
  profile: CooperativeInput,
  { digits, maturity, goods }: { digits: string; maturity: number; goods: readonly string[] },
  moments: Moments,
): SampleCooperative {
  const chance = chanceFrom(`${id} papers`);
  const founded = foundCooperative(
    id,
    {
      ...profile,
      memberCount: 20 + Math.round((chance.between(0, 500) * (0.3 + maturity)) / 1.3),
      contact: sampleContact(digits),
    },
    moments.ago(chance.between(90, 130)),
  );
  const potentials = goods.map((commodity, at) =>
    potentialOf(founded, commodity, { isFlagship: at === 0, maturity }, moments),
  );
  const claimed = [...new Set(potentials.flatMap(({ certifications }) => certifications ?? []))];
  const equipped = withPapers(founded, { digits, maturity }, claimed, chance, moments);
  return { cooperative: decidedOn(equipped, maturity, chance, moments), potentials };
}

/** All 365 of Kabupaten Pasuruan come to its temu bisnis, so none of them is refused. */
const ALL_INVITED = '35.14';

/** Most are verified, a few refused, the rest wait for their office. */
function decidedOn(
  cooperative: Cooperative,
  maturity: number,
  chance: Chance,
  moments: Moments,
): Cooperative {
  const draw = chance.share();
  const at = moments.ago(chance.between(3, 25));
  if (maturity === 1 || draw < 0.6 + 0.4 * maturity) {
    return verifyCooperative(cooperative, { status: 'verified', reason: SAMPLE_DECISION }, at);
  }
  if (draw < 0.97 || cooperative.regionCode.startsWith(ALL_INVITED)) return cooperative;
  const reason = `${SAMPLE}: akta belum diunggah (the deed has not been uploaded)`;
  return verifyCooperative(cooperative, { status: 'rejected', reason }, at);
}

/** Villages of renown have all of theirs; the others draw from their district, likelier goods first. */
function drawGoods(
  regionCode: string,
  [least, most]: readonly [number, number],
  maturity: number,
  chance: Chance,
): string[] {
  const { all, commodities } = goodsOfPlace(regionCode);
  if (all) return [...commodities];
  const count = Math.min(most, least + Math.round(chance.share() * (most - least) * (0.5 + maturity)));
  return commodities
    .map((commodity, at) => ({ commodity, draw: chance.share() * (commodities.length + 2 - at) }))
    .sort((a, b) => b.draw - a.draw)
    .slice(0, count)
    .map(({ commodity }) => commodity);
}

/** What a cooperative runs beside its shop follows from its goods and from how far along it is. */
function drawUnits(goods: readonly string[], maturity: number, chance: Chance): BusinessUnit[] {
  const sectors = new Set(goods.map((code) => commodityByCode(code)?.sector));
  const grows = sectors.has('food-crops') || sectors.has('vegetables') || sectors.has('estate-crops');
  const cools = sectors.has('fisheries') || sectors.has('vegetables') || sectors.has('livestock');
  const wanted: [BusinessUnit, number][] = [
    ['grocery', 0.75 + 0.25 * maturity],
    ['office', 0.4 + 0.6 * maturity],
    ['savings-and-loan', 0.5],
    ['warehouse', maturity === 1 ? 1 : 0.25 + 0.5 * maturity],
    ['cold-storage', cools ? 0.5 * maturity : 0.1 * maturity],
    ['logistics', 0.35 * maturity],
    ['lpg-outlet', maturity === 1 ? 1 : 0.15 + 0.4 * maturity],
    ['fertiliser-kiosk', grows ? 0.2 + 0.5 * maturity : 0],
    ['pharmacy', 0.2 * maturity],
    ['clinic', 0.1 * maturity],
    ['milling', goods.includes('rice') ? 0.8 : 0],
    ['production', sectors.has('processed-food') || sectors.has('crafts') ? 1 : 0],
    ['livestock', sectors.has('livestock') ? 0.8 : 0],
    ['fishery', sectors.has('fisheries') ? 0.9 : 0],
    ['waste-processing', sectors.has('processed-waste') ? 1 : 0],
    ['tourism', goods.includes('agro-tourism') ? 1 : 0],
  ];
  return wanted.flatMap(([unit, share]) => (chance.happens(share) ? [unit] : []));
}

function storageOf(units: readonly BusinessUnit[], maturity: number, chance: Chance) {
  return units.flatMap((unit): NonNullable<CooperativeInput['storage']> => {
    if (unit === 'warehouse') {
      const tons = chance.between(2, 10 + Math.round(30 * maturity));
      return [{ unit, capacity: { amount: tons, unit: 'ton' } }];
    }
    if (unit === 'cold-storage') return [{ unit, capacity: { amount: chance.between(1, 10), unit: 'ton' } }];
    if (unit === 'grocery') return [{ unit, capacity: { amount: chance.between(1, 6) / 2, unit: 'ton' } }];
    return [];
  });
}
