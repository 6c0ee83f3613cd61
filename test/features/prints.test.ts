/** What is printed, read back with Mozilla's PDF reader: sheets and cards that a village officer can read in a hall. */
import { createHash } from 'node:crypto';
import * as fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { fontsFrom } from '../../functions/prints/fonts.ts';
import { printerWith } from '../../functions/prints/printer.ts';
import {
  daySheetsOf,
  tableCardsOf,
  type DaySheet,
  type PrintJob,
  type Printer,
} from '../../shared/events/print-job.ts';
import { eventOf, meetingOf, origins, partyOf, titles } from '../support/event-papers.ts';
import { hostileTexts } from '../support/hostile-texts.ts';
import { readPdf } from '../support/read-pdf.ts';

let print: Printer;
beforeAll(async () => {
  const fonts = new URL('.', import.meta.resolve('@expo-google-fonts/source-sans-3/package.json'));
  print = printerWith(await fontsFrom(fonts));
});

const event = eventOf();
const asOf = '2025-11-25T03:00:00.000Z';
const jobOf = (job: Partial<PrintJob>): PrintJob => ({
  event,
  titles,
  origins,
  asOf,
  tableCards: [],
  daySheets: [],
  ...job,
});
const sheetOf = (changed: Partial<DaySheet>): DaySheet => ({
  ...partyOf('coop_wonokerto'),
  meetings: [],
  ...changed,
});
const read = async (job: Partial<PrintJob>) => readPdf(await print(jobOf(job)));

describe('a day sheet', () => {
  const parties = [partyOf('coop_wonokerto'), partyOf('coop_tosari'), partyOf('buy_bulog')];
  const meetings = [
    meetingOf(event),
    meetingOf(event, { id: 'mtg_2', slot: 13, table: 5, buyerId: 'buy_idfood', offerId: undefined }),
    meetingOf(event, { id: 'mtg_3', slot: 4, state: 'cancelled' }),
  ];

  test('says when, where, with whom and about what, and when it was printed', async () => {
    const { pages, sizes, language, info, overflows, titleInXml } = await read({
      daySheets: daySheetsOf([parties[0]!], meetings),
    });
    expect(pages).toEqual([
      [
        'Temu Bisnis KDKMP Kabupaten Pasuruan',
        'Auditorium Mpu Sindok',
        'Rabu, 26 November 2025, waktu WIB',
        'KDMP Wonokerto',
        'Koperasi · Wonokerto, Sukorejo, Kabupaten Pasuruan, Jawa Timur',
        'PUKUL MEJA BERTEMU DENGAN',
        '09.00–09.15 Perum Bulog Kantor Wilayah Jawa Timur',
        '2',
        'Sesi 3 Kota Surabaya',
        'Penawaran: Beras medium, 200 ton per bulan',
        'Potensi: Gabah kering giling, 12 ton per musim',
        '11.30–12.30 Istirahat',
        '12.30–12.45 ID FOOD',
        '5',
        'Sesi 13 Kota Surabaya',
        'Potensi: Gabah kering giling, 12 ton per musim',
        'Datanglah ke meja lima menit lebih awal. Jadwal dapat berubah: yang terbaru ada di meja panitia.',
        'Keadaan Selasa, 25 November 2025 pukul 10.00 WIB KDMP Wonokerto · hal. 1',
      ].map((line) =>
        expect.stringMatching(new RegExp(`^${line.replaceAll(/[.·()]/g, '\\$&').replaceAll(' ', ' +')}$`)),
      ),
    ]);
    expect(sizes).toEqual([[595, 842]]);
    expect(overflows).toEqual([]);
    expect(language).toBe('id-ID');
    expect(titleInXml).toBe('Jadwal: KDMP Wonokerto, Temu Bisnis KDKMP Kabupaten Pasuruan');
    expect(info).toMatchObject({
      Title: 'Jadwal: KDMP Wonokerto, Temu Bisnis KDKMP Kabupaten Pasuruan',
      CreationDate: 'D:20251125030000Z',
    });
  });

  test('is read aloud in its order: the event, the party, then one paragraph for each meeting', async () => {
    const { tags } = await read({ daySheets: daySheetsOf([parties[0]!], meetings) });
    expect(tags).toEqual([['P', 'H1', 'P', 'P', 'P', 'P']]);
  });

  test('lies in the pile by side and name, one for each party, also for who meets nobody yet', async () => {
    const { pages } = await read({ daySheets: daySheetsOf(parties, meetings) });
    expect(pages.map((lines) => lines[3])).toEqual([
      'Perum Bulog Kantor Wilayah Jawa',
      'KDMP Tosari',
      'KDMP Wonokerto',
    ]);
    expect(pages[1]!.join('\n')).toContain('Belum ada pertemuan dalam jadwal.');
  });

  test('of a buyer with a full day goes on over pages that say whose they are and how many there are', async () => {
    const full = Array.from({ length: 24 }, (_, at) =>
      meetingOf(event, { id: `mtg_${at}`, slot: at + 1, cooperativeId: `coop_${at}` }),
    );
    const { pages, overflows } = await read({ daySheets: daySheetsOf([partyOf('buy_bulog')], full) });
    expect(pages.length).toBeGreaterThan(1);
    for (const [at, lines] of pages.entries()) {
      expect(lines.at(-1)).toContain(`hal. ${at + 1} dari ${pages.length}`);
      if (at > 0) expect(lines[0]).toBe('Perum Bulog Kantor Wilayah Jawa Timur (lanjutan)');
    }
    const slots = pages.flat().flatMap((line) => /Sesi (\d+)/.exec(line)?.[1] ?? []);
    expect(slots.map(Number)).toEqual(Array.from({ length: 24 }, (_, at) => at + 1));
    expect(overflows).toEqual([]);
  });

  test('of an event of two days names each day on which the party meets somebody', async () => {
    const long = eventOf({ slots: 48, breaks: [{ afterSlot: 24, minutes: 18 * 60 }] });
    const { pages } = await read({
      event: long,
      daySheets: daySheetsOf([partyOf('coop_wonokerto')], [meetingOf(long, { slot: 30 })]),
    });
    expect(pages[0]!.filter((line) => line.includes('November'))).toEqual([
      'Rabu, 26 November 2025, waktu WIB',
      'Kamis, 27 November 2025',
      expect.stringContaining('Keadaan'),
    ]);
  });
});

describe('a table card', () => {
  test('shows number, buyer and every slot, free ones blank to be written in', async () => {
    const { pages, sizes, overflows } = await read({
      tableCards: tableCardsOf([partyOf('buy_bulog')], { buy_bulog: [12] }, [
        meetingOf(event, { table: 12 }),
      ]),
    });
    const [lines] = pages;
    expect(sizes).toEqual([[842, 595]]);
    expect(lines).toEqual(expect.arrayContaining(['12', 'Perum Bulog']));
    const text = lines!.join('\n');
    expect(text).toMatch(/09\.00–09\.15 +KDMP Wonokerto +Wonokerto, Sukorejo, Kabupaten Pasuruan/);
    expect(text).toMatch(/11\.30–12\.30 +Istirahat/);
    expect(text.match(/\d\d\.\d\d–\d\d\.\d\d/g)).toHaveLength(25);
    expect(overflows).toEqual([]);
  });

  test('is made for each table of a buyer, in the order of the hall, also for those where nobody sits yet', () => {
    const cards = tableCardsOf(
      [partyOf('buy_idfood'), partyOf('buy_bulog'), partyOf('coop_tosari')],
      { buy_bulog: [1, 4], buy_idfood: [3] },
      [
        meetingOf(event, { table: 4 }),
        meetingOf(event, { id: 'mtg_2', slot: 4, table: 2, buyerId: 'buy_idfood' }),
      ],
    );
    expect(cards.map(({ table, buyerName, meetings }) => [table, buyerName, meetings.length])).toEqual([
      [1, 'Perum Bulog Kantor Wilayah Jawa Timur', 0],
      [2, 'ID FOOD', 1],
      [3, 'ID FOOD', 0],
      [4, 'Perum Bulog Kantor Wilayah Jawa Timur', 1],
    ]);
  });
});

describe('a print', () => {
  test('is the same bytes for the same content, and others when a meeting has moved', async () => {
    const digest = async (slot: number) =>
      createHash('sha256')
        .update(
          await print(
            jobOf({ daySheets: daySheetsOf([partyOf('buy_bulog')], [meetingOf(event, { slot })]) }),
          ),
        )
        .digest('hex');
    expect(await digest(3)).toBe(await digest(3));
    expect(await digest(3)).not.toBe(await digest(4));
  });

  test('of an event that nobody takes part in yet is a page that says so', async () => {
    const { pages } = await read({});
    expect(pages).toEqual([
      ['Temu Bisnis KDKMP Kabupaten Pasuruan', 'Belum ada yang dapat dicetak: belum ada peserta.'],
    ]);
  });

  test('writes names with their marks, and breaks long ones between words', async () => {
    const name =
      'Koperasi Müller–Žižek Điện Biên Phủ Łódź Çağrı Ñuñoa Façade Ōsaka Île-de-France Ærø Straße Þór';
    const { pages, overflows } = await read({ daySheets: [sheetOf({ name })] });
    expect(pages[0]!.slice(3, 5).join(' ')).toBe(name);
    expect(overflows).toEqual([]);
  });

  test('of 365 cooperatives and 40 buyers stays far below what one answer of Lambda may hold (4.5 MB)', async () => {
    const buyers = Array.from({ length: 40 }, (_, at) => partyOf(`buy_${at}`));
    const cooperatives = Array.from({ length: 365 }, (_, at) => partyOf(`coop_${at}`));
    const meetings = Array.from({ length: 24 * 40 }, (_, at) =>
      meetingOf(event, {
        id: `mtg_${at}`,
        slot: (at % 24) + 1,
        table: Math.floor(at / 24) + 1,
        buyerId: `buy_${Math.floor(at / 24)}`,
        cooperativeId: `coop_${at % 365}`,
      }),
    );
    const parties = [...buyers, ...cooperatives];
    const bytes = await print(
      jobOf({ tableCards: tableCardsOf(parties, {}, meetings), daySheets: daySheetsOf(parties, meetings) }),
    );
    expect(bytes.length).toBeLessThan(2_000_000);
    const { pages } = await readPdf(bytes);
    expect(pages.length).toBeGreaterThanOrEqual(40 + 40 + 365);
  });

  test('of any text is a file that opens, with nothing over the edge and nothing that acts', async () => {
    const text = fc.oneof(
      fc.constantFrom(
        ...hostileTexts,
        'x'.repeat(400),
        'ﷺ'.repeat(80),
        '\u0301'.repeat(40),
        ') Tj ET /JS (app.alert(1))',
      ),
      fc.string({ unit: 'binary', maxLength: 60 }),
      fc.string({ unit: 'grapheme', maxLength: 120 }),
    );
    await fc.assert(
      fc.asyncProperty(text, text, text, async (name, partner, title) => {
        const meeting = { ...meetingOf(event), buyerName: partner, cooperativeName: partner };
        const bytes = await print(
          jobOf({
            event: { ...event, name, venue: partner },
            titles: new Map([['off_beras', title]]),
            tableCards: [{ table: 999, buyerName: name, meetings: [meeting] }],
            daySheets: [sheetOf({ name, meetings: [meeting] })],
          }),
        );
        const { pages, overflows, actions, titleInXml } = await readPdf(bytes);
        expect(pages.length).toBeGreaterThanOrEqual(2);
        expect(overflows).toEqual([]);
        expect(actions).toEqual([]);
        expect(titleInXml).toMatch(/^Jadwal: /);
      }),
      { numRuns: 100 },
    );
  });
});
