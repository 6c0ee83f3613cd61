/**
 * The sample's events: the temu bisnis of Kabupaten Pasuruan with all its cooperatives and the five state companies that the news
 * names, two weeks ahead; and a training in Kota Batu that has been, with who was there and what is left to do.
 */
import type { Buyer } from '../../../shared/buyers/buyer.ts';
import type { Cooperative } from '../../../shared/cooperatives/cooperative.ts';
import { setUpEvent, type Event } from '../../../shared/events/event.ts';
import { eventWrites, participantWrites } from '../../../shared/events/event-store.ts';
import { setFollowUp } from '../../../shared/events/follow-up.ts';
import { followUpWrites } from '../../../shared/events/follow-up-store.ts';
import {
  checkInParticipant,
  inviteParticipant,
  isPublic,
  type Participant,
} from '../../../shared/events/participant.ts';
import { within } from '../../../shared/regions/region-code.ts';
import type { Stamp } from '../../../shared/stored.ts';
import { eventKey, followUpKey, participantKey } from '../../../shared/table/keys.ts';
import type { Action, Key } from '../../../shared/table/table.ts';
import { chanceFrom } from './chance.ts';
import { SAMPLE } from './marking.ts';
import type { Moments } from './moments.ts';

/** What belongs together is written together, so many participants at a time as one transaction holds. */
type Portion = { key: Key; writes: Action[] };
const WRITTEN_AT_ONCE = 90;

const TEMU_BISNIS = 'evt_temu-bisnis-pasuruan';
const TRAINING = 'evt_pelatihan-batu';

/** Who sits at the tables of Pasuruan, each at one. */
const AT_TABLES = [
  'buy_bulog',
  'buy_pertamina-patra-niaga',
  'buy_pupuk-indonesia',
  'buy_id-food',
  'buy_bank-mandiri',
];

/** Half past eight in the morning in western Indonesia, on the day of a moment. */
const morningOf = (moment: string): string => `${moment.slice(0, 10)}T01:30:00.000Z`;

/** Their portions, each small enough for one transaction. The same every time, but for the dates. */
export function sampleEvents(
  cooperatives: readonly Cooperative[],
  buyers: readonly Buyer[],
  moments: Moments,
  stamp: Stamp,
): Portion[] {
  const publicIn = (region: string) =>
    cooperatives.filter((one) => within(one.regionCode, region) && isPublic(one));
  const setUpAt = moments.ago(20);
  const matching = setUpEvent(
    TEMU_BISNIS,
    {
      kind: 'business-matching',
      name: 'Temu Bisnis KDKMP Kabupaten Pasuruan (contoh)',
      description: `${SAMPLE}: acara ini terinspirasi berita tahun 2025; waktunya rekaan (its time is invented)`,
      venue: 'Auditorium Mpu Sindok',
      regionCode: '35.14',
      startsAt: morningOf(moments.ahead(14)),
      slotMinutes: 15,
      slots: 24,
      breaks: [{ afterSlot: 12, minutes: 60 }],
      tables: 50,
      coOrganizers: ['Dinas Koperasi dan Usaha Mikro Kabupaten Pasuruan'],
    },
    setUpAt,
  );
  const byId = new Map(buyers.map((buyer) => [buyer.id, buyer]));
  const atTables = AT_TABLES.map((organizationId) =>
    inviteParticipant(matching, { organizationId }, byId.get(organizationId)!, setUpAt),
  );
  const invited = publicIn('35.14').map((one) =>
    inviteParticipant(matching, { organizationId: one.id }, one, setUpAt),
  );

  const trainedAt = morningOf(moments.ago(10));
  const training = setUpEvent(
    TRAINING,
    {
      kind: 'training',
      name: 'Pelatihan microsite dan pembukuan KDKMP Kota Batu (contoh)',
      description: SAMPLE,
      venue: 'Balai Kota Among Tani',
      regionCode: '35.79',
      startsAt: trainedAt,
      slotMinutes: 240,
    },
    setUpAt,
  );
  const trained = publicIn('35.79')
    .filter(({ kind }) => kind !== 'holding')
    .map((one) => {
      const participant = inviteParticipant(training, { organizationId: one.id }, one, setUpAt);
      const isThere = chanceFrom(`${one.id} training`).happens(0.85);
      return isThere ? checkInParticipant(participant, trainedAt) : participant;
    });
  const absent = trained.filter(({ checkedInAt }) => checkedInAt === undefined);
  const tasks = [
    {
      title: 'Kirim bahan pelatihan ke semua peserta',
      dueOn: moments.ago(5).slice(0, 10),
      doneOn: moments.ago(6).slice(0, 10),
    },
    ...absent.map(({ organizationId }) => ({
      title: 'Undang kembali ke pelatihan berikutnya',
      organizationId,
      dueOn: moments.ahead(7),
    })),
  ].map((task, at) =>
    setFollowUp(`task_pelatihan-batu-${at + 1}`, training, task, {
      at: trainedAt,
      today: moments.ago(0).slice(0, 10),
    }),
  );
  return [
    ...portionsOf(matching, [...atTables, ...invited], stamp),
    ...portionsOf(training, trained, stamp),
    {
      key: followUpKey(TRAINING, tasks[0]!.id),
      writes: tasks.flatMap((task) => followUpWrites(task, undefined, stamp)),
    },
  ];
}

/** The event goes first, alone; a portion of participants is known by its first. */
function portionsOf(event: Event, participants: readonly Participant[], stamp: Stamp): Portion[] {
  const portions: Portion[] = [{ key: eventKey(event.id), writes: eventWrites(event, undefined, stamp) }];
  for (let at = 0; at < participants.length; at += WRITTEN_AT_ONCE) {
    const some = participants.slice(at, at + WRITTEN_AT_ONCE);
    portions.push({
      key: participantKey(event.id, some[0]!.organizationId),
      writes: some.flatMap((one) => participantWrites(one, undefined, stamp)),
    });
  }
  return portions;
}
