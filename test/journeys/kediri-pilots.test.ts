/**
 * Kota Kediri chooses its pilots, over HTTP only: 528 existing cooperatives and those of 46 urban villages are imported, their readiness
 * is mapped, each district has its shortlist, six are chosen with reasons, and later compared with the rest. There is no village
 * budget in a city of urban villages.
 */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { regionByCode, villagesIn } from '../../shared/regions/regions.ts';
import { officerOf, openApi, organizerOf, type TestApi } from '../support/api.ts';
import { onEveryStore } from '../support/tables.ts';

const kediri = organizerOf('35.71');
/** As the news spells them, with the districts. */
const PILOTS = [
  ['Gayam', 'Mojoroto'],
  ['Bandarkidul', 'Mojoroto'],
  ['Ngronggo', 'Kota'],
  ['Kampungdalem', 'Kota'],
  ['Ketami', 'Pesantren'],
  ['Tinalan', 'Pesantren'],
] as const;

/** Invented, but for the places: the office's list of the cooperatives of all urban villages, in its own spelling. */
function urbanVillages(): string {
  const named = new Map(PILOTS.map(([name]) => [name.toLowerCase().replaceAll(' ', ''), name]));
  const rows = villagesIn('35.71').map((code) => {
    const { name, parents } = regionByCode(code)!;
    const spelt = named.get(name.toLowerCase().replaceAll(' ', ''));
    // Those that will be pilots have their people; the others have just begun.
    return `KKMP ${spelt ?? name};${spelt ?? name};${parents[2]!.name};${spelt ? 120 : 0};${spelt ? 'sembako, simpan pinjam' : ''}`;
  });
  return ['Nama;Kelurahan;Kecamatan;Jumlah anggota;Unit usaha', ...rows].join('\n');
}

/** 528 active cooperatives of other kinds, most of them small. */
function existing(): string {
  const codes = villagesIn('35.71');
  const rows = Array.from({ length: 528 }, (_, at) => {
    const code = codes[at % codes.length]!;
    return `Koperasi Karyawan ${at + 1};${code};lainnya;${5 + (at % 14)};kantor`;
  });
  return ['Nama;Kode wilayah;Jenis;Jumlah anggota;Unit usaha', ...rows].join('\n');
}

type Candidate = {
  cooperativeId: string;
  name: string;
  score: number;
  reasons: { id: string }[];
  gaps: object[];
};
type District = { name: string; assessed: number; candidates: Candidate[] };

onEveryStore('the choice of pilots in Kota Kediri', (open) => {
  let api: TestApi;
  let now: Date;
  beforeEach(async () => {
    now = new Date('2025-05-05T03:00:00Z');
    api = await openApi(open, () => now);
  });
  afterEach(() => api.close());

  test('from 574 cooperatives to six, with reasons that last', async () => {
    for (const [raw, created] of [
      [existing(), 528],
      [urbanVillages(), 46],
    ] as const) {
      const headers = { 'content-type': 'text/csv' };
      const imported = await api.send('POST', '/v1/cooperatives/import', { as: kediri, raw, headers });
      expect(imported.body, imported.text.slice(0, 500)).toMatchObject({ created, refused: 0 });
    }
    const path = '/v1/pilots/shortlist?region=35.71&perDistrict=2';
    const drawn = (await api.get(path, kediri)).body as { assessed: number; districts: District[] };
    expect(drawn.assessed).toBe(574);
    expect(drawn.districts.map(({ name }) => name)).toEqual(['Mojoroto', 'Kota', 'Pesantren']);
    const candidates = drawn.districts.flatMap((district) => district.candidates);
    expect(candidates.map(({ name }) => name).sort()).toEqual(PILOTS.map(([name]) => `KKMP ${name}`).sort());
    expect(candidates[0]!.reasons.map(({ id }) => id).join('; ')).toContain('120 anggota');
    expect((await api.get(path, organizerOf('35.79'))).status).toBe(403);

    // Six are chosen, national pilots of six places, each with the reasons of its shortlist.
    for (const { cooperativeId, reasons } of candidates) {
      const chosen = await api.put(
        `/v1/cooperatives/${cooperativeId}/pilot`,
        { level: 'national', funder: 'APBN', startsOn: '2025-05-05', reasons: reasons.map(({ id }) => id) },
        kediri,
      );
      expect(chosen.status).toBe(200);
    }
    const pilots = (await api.get('/v1/cooperatives?region=35.71&pilot=true', kediri)).body.items;
    expect(pilots.length).toBe(6);

    // The muskel of each is on record; a village budget pays for nothing here.
    const muskel = { approach: 'new', technicalTeamPresent: true, date: '2025-05-05', attendees: 60 };
    for (const { cooperativeId } of candidates) {
      const record = (source: string) =>
        api.put(
          `/v1/cooperatives/${cooperativeId}/formation/deliberation`,
          { ...muskel, funding: [{ source, amount: 1_000_000 }] },
          kediri,
        );
      const refused = await record('village-budget');
      expect([refused.status, refused.body.errors[0].pointer]).toEqual([422, '#/funding/0/source']);
      expect((await record('regency')).status).toBe(200);
    }

    // Half a year later the pilots have their papers and trained officers.
    now = new Date('2025-10-28T03:00:00Z');
    const sessions = candidates.map(({ cooperativeId }) => ({
      cooperativeId,
      attendance: ['Ketua', 'Sekretaris', 'Bendahara'].map((officer) => ({ officer })),
    }));
    const course = { kind: 'training', topic: 'modern-management', date: '2025-10-20', sessions };
    expect((await api.post('/v1/mentoring', course, kediri)).status).toBe(201);
    for (const [at, { cooperativeId }] of candidates.entries()) {
      const papers = { nib: `999000000000${at}`, legalEntity: `AHU-000${at}`, businessPlan: undefined };
      for (const [type, number] of Object.entries(papers)) {
        const put = await api.put(
          `/v1/cooperatives/${cooperativeId}/credentials/${type}`,
          { status: 'verified', ...(number === undefined ? {} : { number }) },
          kediri,
        );
        expect(put.status, put.text).toBe(200);
      }
    }
    const compared = (await api.get('/v1/pilots/comparison?region=35.71', kediri)).body;
    expect(compared).toMatchObject({
      pilots: { cooperatives: 6, meanScore: 80, ready: 6 },
      others: { cooperatives: 568, ready: 0 },
      meanScoreWhenChosen: 32,
    });
    expect(compared.others.items).toMatchObject({ nib: 0, trainedOfficers: 0 });
    // What was said when they were chosen stands; anybody may read why.
    const [first] = candidates;
    const shown = await api.get(`/v1/cooperatives/${first!.cooperativeId}`, officerOf('coop_other'));
    expect(shown.body.pilot).toMatchObject({ level: 'national', readiness: first!.score });
  });
});
