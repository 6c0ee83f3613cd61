/** What the members of a holding can supply together, by commodity and month: the sum that a buyer of tons wants to hear. */
import * as z from 'zod';
import { commodityByCode } from '../commodities/commodities.ts';
import { commodityCodeSchema } from '../commodities/commodity.ts';
import { cooperativeIdSchema } from '../cooperatives/cooperative.ts';
import { rounded, total, type Exact } from '../exact.ts';
import { gradeSchema, isStale, potentialIdSchema, type Potential } from '../potentials/potential.ts';
import { monthly } from '../quantities.ts';
import { UNITS } from '../units.ts';
import { wordingSchema } from '../wording.ts';

const amount = z.number().nonnegative();

const contributionSchema = z
  .strictObject({
    cooperativeId: cooperativeIdSchema,
    cooperativeName: z.string(),
    potentialId: potentialIdSchema,
    perMonth: amount.meta({ description: 'In each of its months' }),
    months: z.array(z.int().min(1).max(12)),
    grade: gradeSchema.optional(),
    stale: z.boolean().meta({ description: 'Not confirmed for too long: counted apart' }),
  })
  .meta({ id: 'Contribution' });

/** One commodity in one unit of measure. */
export const commoditySupplySchema = z
  .strictObject({
    commodity: commodityCodeSchema,
    name: wordingSchema,
    unit: z.enum(UNITS).meta({ description: 'The base unit of all amounts' }),
    months: z
      .array(
        z.strictObject({
          month: z.int().min(1).max(12),
          amount,
          stale: amount.meta({ description: 'What listings add that nobody has confirmed for too long' }),
        }),
      )
      .length(12)
      .meta({
        description:
          'What a week brings counts 365/84 times a month, a day 365/12; what comes once, in a season or a year is spread evenly over its months',
      }),
    perYear: amount.meta({ description: 'The sum of the months, without what is stale' }),
    members: z.int().nonnegative().meta({ description: 'How many supply it, without those that are stale' }),
    contributions: z.array(contributionSchema).meta({ description: 'The largest first' }),
  })
  .meta({
    id: 'CommoditySupply',
    example: {
      commodity: 'potato',
      name: { id: 'kentang', en: 'potato' },
      unit: 'kg',
      months: Array.from({ length: 12 }, (_, at) => ({
        month: at + 1,
        amount: at === 3 ? 8690.47619 : 0,
        stale: 0,
      })),
      perYear: 8690.47619,
      members: 1,
      contributions: [
        {
          cooperativeId: 'coop_35-79-02-2009',
          cooperativeName: 'KDMP Sumberbrantas',
          potentialId: 'pot_0199c2a4f3b07c1e9a54b3f0c2d1e0aa',
          perMonth: 8690.47619,
          months: [4],
          grade: 'A',
          stale: false,
        },
      ],
    },
  });
export type CommoditySupply = z.input<typeof commoditySupplySchema>;

/** A member's listing, with the member's name. */
export type Listed = { readonly potential: Potential; readonly cooperativeName: string };

const MONTHS = Array.from({ length: 12 }, (_, at) => at + 1);
const DECIMALS = 6;

/**
 * The listings summed, commodities in the order of their codes. Amounts are summed exactly and rounded once, to 6 decimals; what is
 * counted in another unit (bunches beside kilograms) is an entry of its own, since no factor leads from one to the other. O(n).
 */
export function combined(listed: readonly Listed[], now: Date): CommoditySupply[] {
  const groups = Map.groupBy(
    listed,
    ({ potential }) => `${potential.commodity} ${potential.normalised.capacity.unit}`,
  );
  return [...groups.keys()].sort().map((name) => commodityOf(groups.get(name)!, now));
}

/** One contribution, and what it brings in each of its months, unrounded. */
type Share = { readonly listed: Listed; readonly each: Exact; readonly stale: boolean };

function commodityOf(listed: readonly Listed[], now: Date): CommoditySupply {
  const { commodity, normalised } = listed[0]!.potential;
  const known = commodityByCode(commodity);
  const shares = listed.map(({ potential, cooperativeName }): Share => ({
    listed: { potential, cooperativeName },
    each: monthly(potential.capacity, potential.months),
    stale: isStale(potential, now),
  }));
  const [fresh, stale] = [shares.filter((share) => !share.stale), shares.filter((share) => share.stale)];
  return {
    commodity,
    name: { id: known?.name.id ?? commodity, en: known?.name.en ?? commodity },
    unit: normalised.capacity.unit,
    months: MONTHS.map((month) => ({ month, amount: inMonth(fresh, month), stale: inMonth(stale, month) })),
    perYear: rounded(total(MONTHS.flatMap((month) => ofMonth(fresh, month))), DECIMALS),
    members: new Set(fresh.map((share) => share.listed.potential.cooperativeId)).size,
    contributions: shares.map(contributionOf).sort(byAmount),
  };
}

const ofMonth = (shares: readonly Share[], month: number): Exact[] =>
  shares.flatMap(({ listed, each }) => (listed.potential.months.includes(month) ? [each] : []));

const inMonth = (shares: readonly Share[], month: number): number =>
  rounded(total(ofMonth(shares, month)), DECIMALS);

type Contribution = CommoditySupply['contributions'][number];

function contributionOf({ listed: { potential, cooperativeName }, each, stale }: Share): Contribution {
  const { id, cooperativeId, months, grade } = potential;
  return {
    cooperativeId,
    cooperativeName,
    potentialId: id,
    perMonth: rounded(each, DECIMALS),
    months,
    ...(grade === undefined ? {} : { grade }),
    stale,
  };
}

const byAmount = (a: Contribution, b: Contribution): number =>
  b.perMonth * b.months.length - a.perMonth * a.months.length || (a.potentialId < b.potentialId ? -1 : 1);
