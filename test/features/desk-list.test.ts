/** The desk's list in a spreadsheet: who sits where and when, in local hours and in Indonesian. */
import { parse } from 'csv-parse/sync';
import { expect, test } from 'vitest';
import { csvOf } from '../../shared/csv.ts';
import { deskList } from '../../shared/events/desk-list.ts';
import { eventOf, meetingOf, origins, titles } from '../support/event-papers.ts';

const rowsOf = (...list: Parameters<typeof deskList>) =>
  parse<Record<string, string>>(csvOf(deskList(...list)), { bom: true, columns: true });

test('has a line for each meeting in the order of the day, hours as the hall’s clock shows them', () => {
  const event = eventOf();
  const rows = rowsOf(
    event,
    [
      meetingOf(event, { id: 'mtg_3', slot: 13, state: 'missed', locked: true }),
      meetingOf(event, { id: 'mtg_2', table: 7, buyerId: 'buy_idfood', answers: { buyer: 'accepted' } }),
      meetingOf(event),
    ],
    titles,
    origins,
  );
  expect(rows[0]).toEqual({
    Sesi: '3',
    Tanggal: '2025-11-26',
    'Mulai (WIB)': '09:00',
    'Selesai (WIB)': '09:15',
    Meja: '2',
    Pembeli: 'Perum Bulog Kantor Wilayah Jawa Timur',
    Koperasi: 'KDMP Wonokerto',
    'Wilayah koperasi': 'Wonokerto, Sukorejo, Kabupaten Pasuruan',
    Penawaran: 'Beras medium, 200 ton per bulan',
    Potensi: 'Gabah kering giling, 12 ton per musim',
    Keadaan: 'direncanakan',
    'Jawaban pembeli': '',
    'Jawaban koperasi': '',
    Dikunci: '',
    'Nomor pertemuan': 'mtg_1',
  });
  expect(
    rows.map((row) => [row['Sesi'], row['Meja'], row['Keadaan'], row['Jawaban pembeli'], row['Dikunci']]),
  ).toEqual([
    ['3', '2', 'direncanakan', '', ''],
    ['3', '7', 'direncanakan', 'setuju', ''],
    ['13', '2', 'tidak hadir', '', 'ya'],
  ]);
});

test('leaves out what is cancelled: its seat is free', () => {
  const event = eventOf();
  expect(
    rowsOf(event, [meetingOf(event, { state: 'cancelled', cancelledBecause: 'declined' })], titles, origins),
  ).toEqual([]);
});

test('in Papua tells the hours of Papua', () => {
  const event = eventOf({ regionCode: '91.03' });
  expect(rowsOf(event, [meetingOf(event)], new Map(), new Map())[0]).toMatchObject({
    'Mulai (WIT)': '11:00',
    Penawaran: '',
  });
});
