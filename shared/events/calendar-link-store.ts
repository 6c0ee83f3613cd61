/** Where it is kept how often the link to a party's calendar was renewed: each renewal makes the links before it worthless. */
import { itemOf, storedFrom, type Stamp, type Stored } from '../stored.ts';
import { calendarLinkKey, eventKey, participantKey } from '../table/keys.ts';
import type { Action, Table } from '../table/table.ts';
import type { Event } from './event.ts';
import type { Participant } from './participant.ts';

type CalendarLink = { renewals: number };

/** What a calendar app's request is checked against. `renewals` is 0 for a link that was never renewed. */
export type Followed = {
  event: Stored<Event> | undefined;
  participant: Stored<Participant> | undefined;
  renewals: number;
};

/** An event, one of its parties, and the state of its link. One round trip. */
export async function readFollowed(table: Table, eventId: string, organizationId: string): Promise<Followed> {
  const [event, participant, link] = await table.getMany([
    eventKey(eventId),
    participantKey(eventId, organizationId),
    calendarLinkKey(eventId, organizationId),
  ]);
  return {
    event: storedFrom<Event>(event),
    participant: storedFrom<Participant>(participant),
    renewals: storedFrom<CalendarLink>(link)?.value.renewals ?? 0,
  };
}

/** What to write to make the links so far worthless. One action. */
export function renewalWrites(
  eventId: string,
  organizationId: string,
  renewals: number,
  stamp: Stamp,
): Action[] {
  const link: CalendarLink = { renewals: renewals + 1 };
  return [
    {
      do: 'put',
      item: itemOf(calendarLinkKey(eventId, organizationId), {}, link, renewals + 1, stamp),
      when: renewals === 0 ? { is: 'absent' } : { is: 'version', version: renewals },
    },
  ];
}
