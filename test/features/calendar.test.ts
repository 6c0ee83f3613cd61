/** The calendar of a party, read back with the parser that Thunderbird uses: moves and cancellations follow, whatever people typed stays text. */
import * as fc from 'fast-check';
import ical from 'ical.js';
import { describe, expect, test } from 'vitest';
import { calendarOf } from '../../shared/events/calendar.ts';
import type { EventView } from '../../shared/events/event.ts';
import type { Meeting, MeetingView } from '../../shared/events/meeting.ts';
import { icalendar } from '../../shared/icalendar.ts';
import { dayInWords, hourOf, jamOf, zoneName } from '../../shared/local-time.ts';
import { eventOf, meetingOf, titles } from '../support/event-papers.ts';
import { hostileTexts } from '../support/hostile-texts.ts';

const parsed = (text: string) => new ical.Component(ical.parse(text));

/** The entries of a calendar, as an app sees them. */
function entriesOf(text: string) {
  return parsed(text)
    .getAllSubcomponents('vevent')
    .map((entry) => {
      const value = (name: string) => entry.getFirstPropertyValue(name);
      return {
        uid: value('uid'),
        sequence: value('sequence'),
        status: value('status'),
        summary: value('summary'),
        location: value('location'),
        description: value('description'),
        stamp: String(value('dtstamp')),
        from: (value('dtstart') as InstanceType<typeof ical.Time>).toJSDate().toISOString(),
        until: (value('dtend') as InstanceType<typeof ical.Time>).toJSDate().toISOString(),
      };
    });
}

const party = (organizationId: string) => ({ organizationId, updatedAt: '2025-11-02T03:00:00Z' });
const forWonokerto = (event: EventView, ...meetings: MeetingView[]) =>
  entriesOf(calendarOf(event, party('coop_wonokerto'), meetings, titles));

describe('a party’s calendar', () => {
  const event = eventOf();

  test('holds its own meetings and nobody else’s, with partner, table, hall and what there is to talk about', () => {
    const entries = forWonokerto(
      event,
      meetingOf(event),
      meetingOf(event, { id: 'mtg_2', cooperativeId: 'coop_tosari', slot: 4 }),
    );
    expect(entries).toEqual([
      {
        uid: 'mtg_1@titik-temu',
        sequence: 0,
        status: 'TENTATIVE',
        summary: 'Meja/Table 2: Perum Bulog Kantor Wilayah Jawa Timur',
        location: 'Auditorium Mpu Sindok, meja/table 2',
        description: [
          'Temu Bisnis KDKMP Kabupaten Pasuruan',
          'Rabu, 26 November 2025, 09.00–09.15 WIB, sesi 3',
          'Wednesday, 26 November 2025, 09:00–09:15 WIB, slot 3',
          'Pembeli/Buyer: Perum Bulog Kantor Wilayah Jawa Timur',
          'Penawaran/Offer: Beras medium, 200 ton per bulan',
          'Koperasi/Cooperative: KDMP Wonokerto',
          'Potensi/Potential: Gabah kering giling, 12 ton per musim',
        ].join('\n'),
        stamp: '2025-11-20T03:00:00Z',
        from: '2025-11-26T02:00:00.000Z',
        until: '2025-11-26T02:15:00.000Z',
      },
    ]);
  });

  test('names the cooperative in the calendar of the buyer', () => {
    const [entry] = entriesOf(calendarOf(event, party('buy_bulog'), [meetingOf(event)], titles));
    expect(entry!.summary).toBe('Meja/Table 2: KDMP Wonokerto');
  });

  test('says confirmed once the party itself has agreed, not before and not because the other has', () => {
    const statusOf = (answers: Meeting['answers'], id: string) =>
      entriesOf(calendarOf(event, party(id), [meetingOf(event, { answers })], titles))[0]!.status;
    expect(statusOf({ buyer: 'accepted' }, 'coop_wonokerto')).toBe('TENTATIVE');
    expect(statusOf({ cooperative: 'accepted' }, 'coop_wonokerto')).toBe('CONFIRMED');
    expect(statusOf({ buyer: 'accepted' }, 'buy_bulog')).toBe('CONFIRMED');
  });

  test('moves an entry in its place: the same id, a greater sequence, another hour', () => {
    const [before] = forWonokerto(event, meetingOf(event));
    const moved = meetingOf(event, {
      slot: 13,
      table: 1,
      sequence: 1,
      changedAt: '2025-11-26T01:40:00.000Z',
    });
    const [after] = forWonokerto(event, moved);
    expect(after).toMatchObject({ uid: before!.uid, sequence: 1, from: '2025-11-26T05:30:00.000Z' });
    expect(after!.stamp > before!.stamp).toBe(true);
  });

  test('follows an event that begins later, though no meeting was touched', () => {
    const later = eventOf({
      startsAt: '2025-11-26T02:30:00Z',
      sequence: 1,
      updatedAt: '2025-11-24T03:00:00.000Z',
    });
    const [entry] = forWonokerto(later, meetingOf(later));
    expect(entry).toMatchObject({
      sequence: 1,
      from: '2025-11-26T03:00:00.000Z',
      stamp: '2025-11-24T03:00:00Z',
    });
  });

  test('cancels what it has shown, and says nothing of what was dropped before anybody saw it', () => {
    const cancelled = { state: 'cancelled', cancelledBecause: 'no-show', sequence: 2 } as const;
    const shown = meetingOf(event, { ...cancelled, changedAt: '2025-11-26T02:00:00.000Z' });
    const dropped = meetingOf(event, { ...cancelled, id: 'mtg_9', changedAt: '2025-11-19T03:00:00.000Z' });
    expect(forWonokerto(event, shown, dropped)).toMatchObject([
      {
        uid: 'mtg_1@titik-temu',
        status: 'CANCELLED',
        sequence: 2,
        summary: 'BATAL/CANCELLED: Perum Bulog Kantor Wilayah Jawa Timur',
      },
    ]);
  });

  test('of a training, which has no meetings, holds the training itself', () => {
    const training = eventOf({
      kind: 'training',
      name: 'Pelatihan pembukuan',
      slots: 1,
      slotMinutes: 120,
      breaks: [],
    });
    expect(forWonokerto(training)).toMatchObject([
      { uid: 'evt_pasuruan@titik-temu', summary: 'Pelatihan pembukuan', until: '2025-11-26T03:30:00.000Z' },
    ]);
  });

  test('is the same bytes for the same state, whenever it is asked for', () => {
    const once = () => calendarOf(eventOf(), party('coop_wonokerto'), [meetingOf(event)], titles);
    expect(once()).toBe(once());
  });

  test('says what an app needs to follow it', () => {
    const calendar = parsed(calendarOf(event, party('coop_wonokerto'), [], titles));
    const head = Object.fromEntries(
      calendar.getAllProperties().map((each) => [each.name, String(each.getFirstValue())]),
    );
    expect(head).toMatchObject({
      version: '2.0',
      method: 'PUBLISH',
      name: 'Temu Bisnis KDKMP Kabupaten Pasuruan',
      'refresh-interval': 'PT15M',
    });
    expect(head['prodid']).toMatch(/Titik Temu/);
  });
});

describe('hours on the wall', () => {
  test.each([
    ['35.14', 'Asia/Jakarta', 'WIB', '08.30'],
    ['64.02', 'Asia/Makassar', 'WITA', '09.30'],
    ['81.71', 'Asia/Jayapura', 'WIT', '10.30'],
  ])('in region %s are those of %s, %s: half past one UTC is %s', (regionCode, zone, name, jam) => {
    const event = eventOf({ regionCode });
    expect([event.timeZone, zoneName(zone), jamOf(event.startsAt, zone)]).toEqual([zone, name, jam]);
    const [entry] = forWonokerto(event, meetingOf(event));
    expect(entry!.from).toBe('2025-11-26T02:00:00.000Z');
    expect(entry!.description).toContain(` ${name}, sesi 3`);
  });

  test('are those that the system’s own calendar of zones gives, in both languages, for 500 moments', () => {
    const moment = fc.date({ min: new Date('1990-01-01'), max: new Date('2100-01-01'), noInvalidDate: true });
    fc.assert(
      fc.property(
        moment,
        fc.constantFrom('Asia/Jakarta', 'Asia/Makassar', 'Asia/Jayapura'),
        (at, timeZone) => {
          const instant = at.toISOString();
          const day = { timeZone, weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' } as const;
          expect(dayInWords(instant, timeZone)).toBe(new Intl.DateTimeFormat('id-ID', day).format(at));
          expect(dayInWords(instant, timeZone, 'en').replace(',', '')).toBe(
            new Intl.DateTimeFormat('en-GB', day).format(at).replace(',', ''),
          );
          const hour = { timeZone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;
          expect(hourOf(instant, timeZone)).toBe(new Intl.DateTimeFormat('en-GB', hour).format(at));
        },
      ),
      { numRuns: 500 },
    );
  });
});

describe('text of people in a calendar', () => {
  const text = fc.oneof(
    fc.constantFrom(
      ...hostileTexts,
      'BEGIN:VEVENT',
      '\r\nATTENDEE:mailto:x@x.example',
      String.raw`\nX:1`,
      'a;b,c\\',
    ),
    fc.string({ unit: 'binary', maxLength: 200 }),
    fc.string({ unit: 'grapheme', maxLength: 300 }),
  );

  test('comes back as it was, and in 10,000 calendars never makes a line, a property or an entry of its own', () => {
    fc.assert(
      fc.property(text, text, (one, other) => {
        const entry = [['SUMMARY', { text: one }] as const, ['LOCATION', { text: other }] as const];
        const calendar = icalendar([['NAME', { text: one }]], [entry]);
        const lines = calendar.split('\r\n');
        for (const line of lines) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
        // oxlint-disable-next-line no-control-regex -- they are what must not be there
        expect(calendar.replaceAll('\r\n', '')).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]/);
        const unfolded = calendar.replaceAll('\r\n ', '').split('\r\n');
        expect(unfolded).toHaveLength(9);
        const [read] = parsed(calendar).getAllSubcomponents('vevent');
        expect(read!.getFirstPropertyValue('summary')).toBe(asKept(one));
        expect(read!.getFirstPropertyValue('location')).toBe(asKept(other));
      }),
      { numRuns: 10_000 },
    );
  });
});

/** Line breaks of any kind are one, other control characters a space, half characters the sign for what is unknown. */
const asKept = (text: string): string =>
  text
    .toWellFormed()
    .replaceAll(/\r\n|[\n\r\u0085\u2028\u2029]/g, '\n')
    // oxlint-disable-next-line no-control-regex -- they are what is replaced
    .replaceAll(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/g, ' ');
