/**
 * The first journey, over HTTP only: an organizer imports and verifies, an officer lists, a buyer posts and sees why each match
 * stands where it does, sees one that is blocked; its officer mends it, and it appears.
 */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { buyerOf, officerOf, openApi, organizerOf, type TestApi } from '../support/api.ts';
import { onEveryStore } from '../support/tables.ts';

const spreadsheet = `Nama;Desa/Kelurahan;Kecamatan;Kabupaten/Kota;NIB;Jumlah anggota
KDMP Bulukerto;Bulukerto;Bumiaji;Kota Batu;9990000000001;210
KDMP Tlekung;Tlekung;Junrejo;Kota Batu;9990000000002;180
KDMP Sumber Brantas;Sumber Brantas;Bumiaji;Kota Batu;;95
KDMP Antah Berantah;Antah Berantah;Bumiaji;Kota Batu;;10
`;

type Row = { row: number; status: string; cooperativeId?: string };
type Match = {
  rank: number;
  score: number;
  cooperative: { id: string };
  potential: { id: string } | null;
  factors: { factor: string; value: number; contribution: number; reason: { id: string; en: string } }[];
  blockedBy: { requirement: string; detail: { id: string; en: string } }[];
};

onEveryStore('from a spreadsheet to the first match', (open) => {
  let api: TestApi;
  beforeEach(async () => {
    api = await openApi(open);
  });
  afterEach(() => api.close());

  test('an organizer, two officers and a buyer get there in one sitting', async () => {
    const organizer = organizerOf('35.79');

    // The organizer imports the office's spreadsheet: three places are found in spite of their spelling, one is not.
    const imported = await api.send('POST', '/v1/cooperatives/import', {
      as: organizer,
      raw: spreadsheet,
      headers: { 'content-type': 'text/csv' },
    });
    expect(imported.status).toBe(200);
    expect(imported.body).toMatchObject({ created: 3, refused: 1 });
    const rows: Row[] = imported.body.rows;
    const [bulukerto, tlekung, sumberbrantas] = rows.map(({ cooperativeId }) => cooperativeId) as [
      string,
      string,
      string,
    ];
    const found = await api.get(`/v1/cooperatives/${sumberbrantas}`, organizer);
    expect(found.body.regionCode).toBe('35.79.02.2009');

    // The same file again changes nothing.
    const again = await api.send('POST', '/v1/cooperatives/import', {
      as: organizer,
      raw: spreadsheet,
      headers: { 'content-type': 'text/csv' },
    });
    expect(again.body).toMatchObject({ created: 0, updated: 0, unchanged: 3, refused: 1 });

    // It verifies the cooperatives, and the NIBs that were in the file.
    for (const id of [bulukerto, tlekung, sumberbrantas]) {
      const { status } = await api.post(
        `/v1/cooperatives/${id}/verification`,
        { status: 'verified' },
        organizer,
      );
      expect(status).toBe(200);
    }
    for (const id of [bulukerto, tlekung]) {
      const path = `/v1/cooperatives/${id}/credentials/nib/verification`;
      expect((await api.post(path, { status: 'verified' }, organizer)).status).toBe(200);
    }

    // Each officer lists potatoes.
    const list = async (cooperativeId: string, tonsPerWeek: number, rupiah: number): Promise<string> => {
      const potential = {
        cooperativeId,
        commodity: 'potato',
        title: 'Kentang granola',
        capacity: { amount: tonsPerWeek, unit: 'ton', per: 'week' },
        months: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12],
        price: { amount: rupiah, per: 'kg' },
        grade: 'A',
      };
      const { status, body, text } = await api.post('/v1/potentials', potential, officerOf(cooperativeId));
      expect(status, text).toBe(201);
      return body.id;
    };
    const fromBulukerto = await list(bulukerto, 5, 9000);
    await list(tlekung, 0.5, 11_500);
    const fromSumberbrantas = await list(sumberbrantas, 6, 8800);

    // A supermarket registers itself, the office of its seat vouches for it, and it posts its demand.
    const newcomer = { subject: 'purchasing', role: 'buyer' } as const;
    const buyer = {
      name: 'Supermarket Malang',
      kind: 'private',
      segment: 'modern-retail',
      regionCode: '35.73',
    };
    const registered = await api.post('/v1/buyers', buyer, newcomer);
    expect(registered.body.verified).toBe(false);
    const buyerId: string = registered.body.id;
    const vouched = await api.post(
      `/v1/buyers/${buyerId}/verification`,
      { status: 'verified' },
      organizerOf('35'),
    );
    expect(vouched.body.verified).toBe(true);
    const offer = {
      buyerId,
      scheme: 'purchase',
      commodity: 'potato',
      title: 'Kentang untuk 12 toko',
      quantity: { amount: 4000, unit: 'kg', per: 'week' },
      months: [1, 2, 3, 4, 5, 6],
      price: { amount: 9500, per: 'kg' },
      deliverTo: '35.73',
      requirements: { nib: true },
    };
    const posted = await api.post('/v1/offers', offer, buyerOf(buyerId), { 'idempotency-key': 'offer-1' });
    expect(posted.status, posted.text).toBe(201);
    const offerId: string = posted.body.id;
    await api.settle();

    // The shortlist: best first, each with reasons that add up; the one without a NIB is not in it.
    const shortlist = async (query = ''): Promise<Match[]> => {
      const { status, body, text } = await api.get(`/v1/offers/${offerId}/matches${query}`, buyerOf(buyerId));
      expect(status, text).toBe(200);
      return body.items;
    };
    const before = await shortlist();
    expect(before.map(({ cooperative }) => cooperative.id)).toEqual([bulukerto, tlekung]);
    expect(before[0]!.potential?.id).toBe(fromBulukerto);
    for (const { score, factors, blockedBy } of before) {
      expect(blockedBy).toEqual([]);
      expect(score).toBeGreaterThan(0);
      expect(score).toBeLessThanOrEqual(1);
      expect(factors.reduce((sum, { contribution }) => sum + contribution, 0)).toBeCloseTo(score, 5);
      for (const { reason } of factors) {
        expect(reason.id.length).toBeGreaterThan(5);
        expect(reason.en.length).toBeGreaterThan(5);
      }
    }

    // What stands in the way of the third is said to the buyer …
    const blocked = (await shortlist('?include=blocked')).filter(({ blockedBy }) => blockedBy.length > 0);
    expect(blocked.map(({ cooperative }) => cooperative.id)).toEqual([sumberbrantas]);
    expect(blocked[0]!.blockedBy.map(({ requirement }) => requirement)).toEqual(['nib']);

    // … and to its officer, who sees what an active NIB would open.
    const opportunities = await api.get(
      `/v1/cooperatives/${sumberbrantas}/opportunities`,
      officerOf(sumberbrantas),
    );
    expect(opportunities.status).toBe(200);
    expect(opportunities.body.toFix).toMatchObject([{ requirement: 'nib', offers: 1 }]);

    // The officer submits the NIB, the office verifies it.
    const nib = `/v1/cooperatives/${sumberbrantas}/credentials/nib`;
    expect((await api.put(nib, { number: '9990000000003' }, officerOf(sumberbrantas))).status).toBe(200);
    await api.settle();
    expect(await shortlist()).toHaveLength(2);
    expect((await api.post(`${nib}/verification`, { status: 'verified' }, organizer)).status).toBe(200);
    await api.settle();

    // It appears.
    const after = await shortlist();
    expect(after.map(({ cooperative }) => cooperative.id)).toContain(sumberbrantas);
    expect(after.find(({ cooperative }) => cooperative.id === sumberbrantas)!.potential?.id).toBe(
      fromSumberbrantas,
    );
    expect(after.map(({ rank }) => rank)).toEqual([1, 2, 3]);

    // And its officer sees the offer that now fits.
    const direct = await api.get(`/v1/potentials/${fromSumberbrantas}/matches`, officerOf(sumberbrantas));
    expect(direct.body.items.map(({ offer }: { offer: { id: string } }) => offer.id)).toEqual([offerId]);
    const searched = await api.get('/v1/search?q=kentnag', buyerOf(buyerId));
    expect(searched.body.items.map(({ id }: { id: string }) => id)).toContain(fromSumberbrantas);
  });
});
