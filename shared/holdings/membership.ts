/**
 * Who belongs to a holding, and since when: a cooperative's memberships lie with it, the present one and those that have ended, so
 * that a trade of last spring is still known to have been between members.
 */
import * as z from 'zod';
import { dayOf } from '../clock.ts';
import { invalid, Refusal } from '../errors.ts';
import { line } from '../text.ts';

const daySchema = z.iso.date();
const groupSchema = line(60).meta({
  description:
    'The member group of a multi-stakeholder cooperative that it belongs to, as its articles name it',
  example: 'koperasi desa',
});

const startSchema = daySchema.meta({ description: 'Its first day as a member', example: '2025-07-21' });
const endSchema = daySchema.meta({
  description: 'The day it left: from then on it is no member',
  example: '2026-01-31',
});

/** One stay in a holding. */
export const membershipSchema = z
  .strictObject({
    holdingId: z.string(),
    from: startSchema,
    until: endSchema.optional(),
    group: groupSchema.optional(),
    confirmedOn: daySchema.optional().meta({ description: 'When the holding (or its office) confirmed it' }),
  })
  .meta({ id: 'Membership', example: { holdingId: 'coop_coosae', from: '2025-07-21' } });
export type Membership = z.infer<typeof membershipSchema>;

/** A member as its holding lists it. */
export const memberSchema = z
  .strictObject({
    cooperativeId: z.string(),
    name: z.string(),
    regionCode: z.string(),
    from: startSchema,
    until: endSchema.optional(),
    group: groupSchema.optional(),
    confirmed: z.boolean().meta({
      description:
        'Whether the holding has confirmed what the cooperative said; what is for members only needs it',
    }),
  })
  .meta({
    id: 'Member',
    example: {
      cooperativeId: 'coop_35-79-02-2008',
      name: 'KDMP Bulukerto',
      regionCode: '35.79.02.2008',
      from: '2025-07-21',
      group: 'koperasi desa',
      confirmed: true,
    },
  });
export type MemberView = z.infer<typeof memberSchema>;

/** What may be said of a membership: since when, and in which group. */
export const memberInputSchema = z
  .strictObject({ from: startSchema.optional(), group: groupSchema.optional() })
  .meta({ id: 'MemberInput', example: { from: '2025-07-21', group: 'koperasi desa' } });
export type MemberInput = z.infer<typeof memberInputSchema>;

/** A cooperative as far as its memberships go. */
export type Member = {
  holdingId?: string | undefined;
  memberships?: Membership[] | undefined;
  createdAt: string;
};

/**
 * All stays of a cooperative, in the order of their days; the last one may be the present one. What was stored before there were
 * dates counts from the day of registration.
 */
export function membershipsOf({ holdingId, memberships, createdAt }: Member): readonly Membership[] {
  if (memberships !== undefined) return memberships;
  return holdingId === undefined ? [] : [{ holdingId, from: dayOf(new Date(createdAt)) }];
}

/** The stay that has not ended. */
export const presentMembership = (member: Member): Membership | undefined =>
  membershipsOf(member).findLast(({ until }) => until === undefined);

/** The holding that a cooperative belonged to on a day (`2025-10-31`); the day it left one no longer counts. */
export const holdingOn = (member: Member, day: string): string | undefined =>
  membershipsOf(member).find(({ from, until }) => from <= day && (until === undefined || day < until))
    ?.holdingId;

/**
 * The holding that two cooperatives were both members of on a day. A holding and its member share none: what passes between those
 * two is a transfer, for which {@link holdingOn} of the member tells the holding.
 */
export function sharedHolding(a: Member, b: Member, day: string): string | undefined {
  const holding = holdingOn(a, day);
  return holding !== undefined && holding === holdingOn(b, day) ? holding : undefined;
}

/** The holding that has confirmed a cooperative as its member; what is for members only goes by it. */
export function confirmedHolding(member: Member): string | undefined {
  const present = presentMembership(member);
  return present?.confirmedOn === undefined ? undefined : present.holdingId;
}

/**
 * The memberships after a cooperative names `holdingId` (or none) on `day`: the present stay ends, another begins. A stay that
 * ends on the day it began is forgotten: it was a slip of the finger.
 */
export function movedTo(before: Member, holdingId: string | undefined, day: string): Membership[] {
  const stays = membershipsOf(before);
  const present = stays.findLast(({ until }) => until === undefined);
  if (present?.holdingId === holdingId) return [...stays];
  const ended = stays.flatMap((stay) => {
    if (stay !== present) return [stay];
    return stay.from < day ? [{ ...stay, until: day }] : [];
  });
  return holdingId === undefined ? ended : [...ended, { holdingId, from: day }];
}

/** Who speaks: for the member, for the holding, or, as the office of both and an admin do, for both. */
export type Speaker = { forMember: boolean; forHolding: boolean };

/**
 * A cooperative as a member of `holdingId` on the word of a speaker. The cooperative itself says that it joins, and is a member from
 * then on; the holding confirms it, and corrects its dates and group. What the member changes by itself is to be confirmed anew.
 * Refuses (409) a holding that speaks for a cooperative that has not joined, and (422) days that cannot be.
 */
export function joined<T extends Member>(
  before: T,
  holdingId: string,
  said: MemberInput,
  { forMember, forHolding }: Speaker,
  today: string,
): T & Required<Pick<Member, 'holdingId' | 'memberships'>> {
  const last = presentMembership(before);
  const isMember = last?.holdingId === holdingId;
  if (!isMember && !forMember) {
    throw new Refusal(
      'conflict',
      'It has not joined: the cooperative or its office says so first, here or by its holdingId; then confirm it.',
    );
  }
  const start = said.from ?? today;
  if (start > today) throw invalid(['from'], `is after today, ${today}`);
  if (!isMember && last !== undefined && start < last.from) {
    throw invalid(['from'], `lies before ${last.from}, the day it joined its last holding`);
  }
  const stays = isMember ? [...membershipsOf(before)] : movedTo(before, holdingId, start);
  const present = stays.pop()!;
  const previous = stays.at(-1);
  const after: Membership = {
    ...present,
    ...said,
    ...(forHolding ? { confirmedOn: present.confirmedOn ?? today } : {}),
  };
  if (previous?.until !== undefined && after.from < previous.until) {
    throw invalid(['from'], `lies before ${previous.until}, the day it left its last holding`);
  }
  const isNews = after.from !== present.from || after.group !== present.group;
  if (isNews && !forHolding) delete after.confirmedOn;
  return { ...before, holdingId, memberships: [...stays, after] };
}

/** A cooperative that leaves its holding on `day`, or earlier than it was entered. Refuses (422) a day that cannot be. */
export function left<T extends Member>(before: T, day: string, today: string): T {
  const present = presentMembership(before);
  if (present === undefined) return before;
  if (day > today) throw refusedEnd(`is after today, ${today}`);
  if (day < present.from) throw refusedEnd(`lies before ${present.from}, the day it joined`);
  const { holdingId: _, ...rest } = before;
  return { ...(rest as T), memberships: movedTo(before, undefined, day) };
}

/** The day of leaving comes with the address, since leaving has no body. */
const refusedEnd = (detail: string): Refusal =>
  new Refusal('invalid', `until: ${detail}`, [{ pointer: '#/until', detail, in: 'query' }]);

/** The stays of `after` that have ended since `before`. */
export function endedSince(before: Member | undefined, after: Member): Membership[] {
  const present = before && presentMembership(before);
  if (present === undefined) return [];
  return membershipsOf(after).filter(
    ({ holdingId, from, until }) =>
      until !== undefined && holdingId === present.holdingId && from === present.from,
  );
}

/** A stay as the holding lists it. */
export function viewMember(
  { id, name, regionCode }: { id: string; name: string; regionCode: string },
  { from, until, group, confirmedOn }: Membership,
): MemberView {
  return {
    cooperativeId: id,
    name,
    regionCode,
    from,
    ...(until === undefined ? {} : { until }),
    ...(group === undefined ? {} : { group }),
    confirmed: confirmedOn !== undefined,
  };
}
