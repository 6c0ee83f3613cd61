/** Who does not come, comes late, withdraws, or came after all: what becomes of a party's meetings. Pure. */
import type { Meeting } from './meeting.ts';
import { cancelled, changed, obstaclesToTakingUp, planned } from './meeting-rules.ts';
import { slotNow, type Day, type Obstacle } from './obstacles.ts';
import type { Participant } from './participant.ts';

/** A party after something happened to it, with those of its meetings that changed by it. */
export type Absence = { participant: Participant; meetings: Meeting[] };

/**
 * A party that has not come. What is over was missed; the meeting of the slot that runs and all later ones are cancelled, so that
 * its partners are free at once. `fromSlot` says from which slot on, where the hall does not keep to the clock.
 */
export function noShow(day: Day, party: Participant, fromSlot: number | undefined, now: Date): Absence {
  const at = now.toISOString();
  const from = fromSlot ?? slotNow(day.event, now);
  const participant = { ...party, noShowAt: party.noShowAt ?? at, updatedAt: at };
  return { participant, meetings: freed(day, participant, from, day.event.slots + 1, 'no-show', at) };
}

/** A party that comes for a later slot. Its meetings before are cancelled, those that are over were missed. */
export function late(day: Day, party: Participant, arrivesForSlot: number, now: Date): Absence {
  const at = now.toISOString();
  const { noShowAt: _, ...rest } = party;
  const participant = { ...rest, arrivesForSlot, updatedAt: at };
  return {
    participant,
    meetings: freed(day, participant, slotNow(day.event, now), arrivesForSlot, 'late', at),
  };
}

/** A party that takes no part any more. What took place stays; what lies ahead is cancelled. */
export function withdrawal(day: Day, party: Participant, now: Date): Absence {
  if (party.withdrawnAt !== undefined) return { participant: party, meetings: [] };
  const at = now.toISOString();
  const from = slotNow(day.event, now);
  const ahead = plannedOf(day, party).filter(({ slot }) => slot >= from);
  return {
    participant: { ...party, withdrawnAt: at, updatedAt: at },
    meetings: ahead.map((meeting) => changed(meeting, cancelled('withdrawn'), at)),
  };
}

/**
 * A party that came after all, or was only overlooked: what was cancelled for its absence and is not over stands again where its
 * seats are still free, the earliest first. `lost` are the others, each with what is in the way.
 */
export function cameAfterAll(
  day: Day,
  party: Participant,
  now: Date,
): Absence & { lost: { meeting: Meeting; obstacles: Obstacle[] }[] } {
  const at = now.toISOString();
  const { noShowAt: _, ...participant } = { ...party, updatedAt: at };
  const participants = new Map(day.participants).set(party.organizationId, participant);
  const from = slotNow(day.event, now);
  const meetings: Meeting[] = [];
  const lost: { meeting: Meeting; obstacles: Obstacle[] }[] = [];
  const wanting = meetingsOf(day, party)
    .filter(
      ({ slot, state, cancelledBecause }) =>
        slot >= from && state === 'cancelled' && cancelledBecause === 'no-show',
    )
    .sort((a, b) => a.slot - b.slot || a.table - b.table);
  for (const meeting of wanting) {
    const dayNow = { ...day, participants, meetings: replaced(day.meetings, meetings) };
    const obstacles = obstaclesToTakingUp(dayNow, meeting, now);
    if (obstacles.length > 0) lost.push({ meeting, obstacles });
    else meetings.push(changed(meeting, planned, at));
  }
  return { participant, meetings, lost };
}

/** All meetings with some of them as they are now. */
export function replaced(all: readonly Meeting[], now: readonly Meeting[]): Meeting[] {
  const byId = new Map(now.map((meeting) => [meeting.id, meeting]));
  return all.map((meeting) => byId.get(meeting.id) ?? meeting);
}

function freed(
  day: Day,
  party: Participant,
  from: number,
  until: number,
  because: 'no-show' | 'late',
  at: string,
): Meeting[] {
  return plannedOf(day, party)
    .filter(({ slot }) => slot < until)
    .map((meeting) => changed(meeting, meeting.slot < from ? { state: 'missed' } : cancelled(because), at));
}

const plannedOf = (day: Day, party: Participant): Meeting[] =>
  meetingsOf(day, party).filter(({ state }) => state === 'planned');

const meetingsOf = ({ meetings }: Day, { organizationId }: Participant): Meeting[] =>
  meetings.filter(
    ({ cooperativeId, buyerId }) => cooperativeId === organizationId || buyerId === organizationId,
  );
