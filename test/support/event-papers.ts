/** A day of a temu bisnis for tests of what people hold: Kabupaten Pasuruan, 24 slots and a lunch, meetings as they are shown. */
import { setUpEvent, slotTimes, viewEvent, type Event, type EventView } from '../../shared/events/event.ts';
import { viewMeeting, type Meeting, type MeetingView } from '../../shared/events/meeting.ts';
import type { Participant } from '../../shared/events/participant.ts';

/** The event, planned and published on 20 November 2025. */
export function eventOf(changed: Partial<Event> = {}): EventView {
  const set = setUpEvent(
    'evt_pasuruan',
    {
      kind: 'business-matching',
      name: 'Temu Bisnis KDKMP Kabupaten Pasuruan',
      venue: 'Auditorium Mpu Sindok',
      regionCode: '35.14',
      startsAt: '2025-11-26T01:30:00Z',
      slotMinutes: 15,
      slots: 24,
      breaks: [{ afterSlot: 12, minutes: 60 }],
    },
    '2025-11-02T03:00:00.000Z',
  );
  return viewEvent({ ...set, publishedAt: '2025-11-20T03:00:00.000Z', ...changed });
}

export const names = new Map([
  ['coop_wonokerto', 'KDMP Wonokerto'],
  ['coop_tosari', 'KDMP Tosari'],
  ['buy_bulog', 'Perum Bulog Kantor Wilayah Jawa Timur'],
  ['buy_idfood', 'ID FOOD'],
]);

/** KDMP Wonokerto with Bulog in slot 3 at table 2, unless said otherwise. */
export function meetingOf(event: EventView, changed: Partial<Meeting> = {}): MeetingView {
  const meeting: Meeting = {
    id: 'mtg_1',
    slot: 3,
    table: 2,
    cooperativeId: 'coop_wonokerto',
    buyerId: 'buy_bulog',
    offerId: 'off_beras',
    potentialId: 'pot_gabah',
    score: 0.81,
    state: 'planned',
    locked: false,
    answers: {},
    sequence: 0,
    revision: 1,
    changedAt: '2025-11-20T03:00:00.000Z',
    ...changed,
  };
  return viewMeeting(meeting, slotTimes(event), names);
}

export const titles = new Map([
  ['off_beras', 'Beras medium, 200 ton per bulan'],
  ['pot_gabah', 'Gabah kering giling, 12 ton per musim'],
]);

/** Where they are from: villages of the regency, buyers of Surabaya. */
export const origins = new Map(
  [...names.keys()].map((id) => [id, id.startsWith('buy_') ? '35.78' : '35.14.09.2019']),
);

/** A participant under its known name. */
export function partyOf(organizationId: string): Participant {
  const isBuyer = organizationId.startsWith('buy_');
  return {
    eventId: 'evt_pasuruan',
    organizationId,
    side: isBuyer ? 'buyer' : 'cooperative',
    name: names.get(organizationId) ?? organizationId,
    regionCode: origins.get(organizationId) ?? '35.14.09.2019',
    invitedAt: '2025-11-02T03:00:00.000Z',
    updatedAt: '2025-11-02T03:00:00.000Z',
  };
}
