/** A holding at a glance: its members and their coming and going, what they supply, how it was found, and where it goes. */
import * as z from 'zod';
import { cooperativeForms, cooperativeIdSchema, type Cooperative } from '../cooperatives/cooperative.ts';
import { stages, type Partnership } from '../partnerships/partnership.ts';
import { qualityOn } from '../potentials/quality.ts';
import { regionByCode } from '../regions/regions.ts';
import { regionCodeSchema } from '../regions/region.ts';
import { presentMembership, type Membership } from './membership.ts';
import { commoditySupplySchema, combined, type Listed } from './supply.ts';

const count = z.int().nonnegative();

export const dashboardSchema = z
  .strictObject({
    id: cooperativeIdSchema,
    name: z.string(),
    form: z.enum(cooperativeForms).optional(),
    regionCode: regionCodeSchema,
    members: z.strictObject({
      now: count,
      confirmed: count,
      groups: z.array(z.strictObject({ group: z.string(), members: count })).meta({
        description: 'Member groups of a multi-stakeholder cooperative, the largest first',
      }),
      byMonth: z.array(z.strictObject({ month: z.string(), joined: count, left: count })).meta({
        description: 'Months in which somebody joined or left, the first one first',
      }),
    }),
    supply: z
      .array(commoditySupplySchema.omit({ contributions: true, months: true }))
      .meta({ description: 'By commodity; month by month and member by member under `/supply`' }),
    quality: z
      .strictObject({ valid: count, lapsed: count, failed: count, unchecked: count })
      .meta({ description: 'Listings of members by their latest check' }),
    partnerships: z
      .array(z.strictObject({ stage: z.enum(stages), partnerships: count }))
      .meta({ description: 'Of members, those stages that occur, in their order' }),
    destinations: z
      .array(z.strictObject({ regionCode: z.string(), regionName: z.string(), partnerships: count }))
      .meta({
        description:
          'Regencies that members deliver to, or try to, by what both sides agreed; the most frequent first',
      }),
  })
  .meta({
    id: 'HoldingDashboard',
    example: {
      id: 'coop_coosae',
      name: 'Koperasi Multi Pihak CooSAE',
      form: 'multi-stakeholder',
      regionCode: '35.79',
      members: {
        now: 24,
        confirmed: 24,
        groups: [{ group: 'koperasi desa', members: 24 }],
        byMonth: [{ month: '2025-07', joined: 24, left: 0 }],
      },
      supply: [
        {
          commodity: 'potato',
          name: { id: 'kentang', en: 'potato' },
          unit: 'kg',
          perYear: 417_142.857143,
          members: 6,
        },
      ],
      quality: { valid: 12, lapsed: 1, failed: 2, unchecked: 61 },
      partnerships: [{ stage: 'operational', partnerships: 3 }],
      destinations: [{ regionCode: '64.72', regionName: 'Kota Samarinda', partnerships: 2 }],
    },
  });
type Dashboard = z.input<typeof dashboardSchema>;

/** What there is to look at: present members, stays that have ended, what members list, and their partnerships. */
export type HoldingFacts = {
  readonly holding: Cooperative;
  readonly members: readonly Cooperative[];
  readonly former: readonly Membership[];
  readonly listed: readonly Listed[];
  readonly partnerships: readonly Partnership[];
};

/** The numbers of a day. O(n). */
export function dashboardOf(facts: HoldingFacts, now: Date, today: string): Dashboard {
  const { id, name, form, regionCode } = facts.holding;
  return {
    id,
    name,
    ...(form === undefined ? {} : { form }),
    regionCode,
    members: membersIn(facts),
    supply: combined(facts.listed, now).map(({ commodity, name: words, unit, perYear, members }) => ({
      commodity,
      name: words,
      unit,
      perYear,
      members,
    })),
    quality: qualityIn(facts.listed, today),
    partnerships: stages.flatMap((stage) => {
      const partnerships = facts.partnerships.filter((one) => one.stage === stage).length;
      return partnerships === 0 ? [] : [{ stage, partnerships }];
    }),
    destinations: destinationsOf(facts.partnerships),
  };
}

function membersIn({ members, former }: HoldingFacts): Dashboard['members'] {
  const stays = members.flatMap((member) => presentMembership(member) ?? []);
  const joined = counted([...stays, ...former].map(({ from }) => from.slice(0, '2025-07'.length)));
  const left = counted(former.map(({ until }) => until!.slice(0, '2025-07'.length)));
  const months = [...new Set([...joined.keys(), ...left.keys()])].sort();
  return {
    now: members.length,
    confirmed: stays.filter(({ confirmedOn }) => confirmedOn !== undefined).length,
    groups: mostFirst(counted(stays.flatMap(({ group }) => group ?? []))).map(([group, some]) => ({
      group,
      members: some,
    })),
    byMonth: months.map((month) => ({
      month,
      joined: joined.get(month) ?? 0,
      left: left.get(month) ?? 0,
    })),
  };
}

function qualityIn(listed: readonly Listed[], today: string): Dashboard['quality'] {
  const found = counted(
    listed.map(({ potential: { quality } }) =>
      quality === undefined ? 'unchecked' : qualityOn(quality, today),
    ),
  );
  const of = (status: string): number => found.get(status) ?? 0;
  return {
    valid: of('valid'),
    lapsed: of('lapsed'),
    failed: of('failed'),
    unchecked: of('unchecked'),
  };
}

/** Goods move, or are about to: a trial counts, a talk does not. */
const DELIVERING: ReadonlySet<string> = new Set(['trial', 'operational', 'paused']);

function destinationsOf(partnerships: readonly Partnership[]): Dashboard['destinations'] {
  const delivering = partnerships.filter(
    ({ stage, scheme }) => DELIVERING.has(stage) && scheme === 'purchase',
  );
  const places = delivering.map(({ agreement, regionCodes }) => {
    const code = agreement?.terms.deliverTo ?? regionCodes.buyer;
    return code.slice(0, '64.72'.length);
  });
  return mostFirst(counted(places)).map(([regionCode, some]) => ({
    regionCode,
    regionName: regionByCode(regionCode)?.name ?? regionCode,
    partnerships: some,
  }));
}

function counted(names: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}

const mostFirst = (counts: ReadonlyMap<string, number>): [string, number][] =>
  [...counts].sort(([a, some], [b, others]) => others - some || (a < b ? -1 : 1));
