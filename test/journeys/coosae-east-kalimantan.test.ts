/**
 * CooSAE to East Kalimantan, over HTTP only: a trader of Samarinda wants more cabbage than any village has, of checked quality; the
 * holding sees what its members have together and grades it; several fill the offer, agree, deliver and are paid.
 */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { buyerOf, officerOf, openApi, organizerOf, type TestApi } from '../support/api.ts';
import { onEveryStore } from '../support/tables.ts';

const batu = organizerOf('35.79');
const eastKalimantan = organizerOf('64');
const dry = [6, 7, 8, 9];

onEveryStore('from CooSAE to East Kalimantan', (open) => {
  let api: TestApi;
  let now: Date;
  beforeEach(async () => {
    now = new Date('2026-06-01T03:00:00Z');
    api = await openApi(open, () => now);
  });
  afterEach(() => api.close());

  const made = async (path: string, body: object, as = batu): Promise<string> => {
    const { status, text, body: answer } = await api.post(path, body, as);
    expect(status, `${path}: ${text}`).toBe(201);
    return answer.id;
  };
  const done = async (answer: Promise<{ status: number; text: string; body: unknown }>) => {
    const { status, text, body } = await answer;
    expect(status, text).toBe(200);
    // oxlint-disable-next-line typescript/no-explicit-any -- parsed and checked against the document
    return body as any;
  };

  test('three villages are graded, two fill three tons a week, deliver and are paid', async () => {
    // The office of Batu registers the holding and three villages, with papers, and enters them as members since July 2025.
    const coosae = await made('/v1/cooperatives', {
      name: 'Koperasi Multi Pihak CooSAE',
      kind: 'holding',
      form: 'multi-stakeholder',
      regionCode: '35.79',
    });
    const village = async (name: string, regionCode: string, nth: number): Promise<string> => {
      const id = await made('/v1/cooperatives', { name, regionCode });
      const path = `/v1/cooperatives/${id}`;
      await done(api.post(`${path}/verification`, { status: 'verified' }, batu));
      for (const [type, number] of [
        ['nib', `999000000000${nth}`],
        ['legalEntity', `AHU-${nth}`],
      ]) {
        await done(api.put(`${path}/credentials/${type}`, { number, status: 'verified' }, batu));
      }
      const stay = { from: '2025-07-21', group: 'koperasi desa' };
      await done(api.put(`/v1/holdings/${coosae}/members/${id}`, stay, batu));
      return id;
    };
    const sumberbrantas = await village('KDMP Sumberbrantas', '35.79.02.2009', 1);
    const tulungrejo = await village('KDMP Tulungrejo', '35.79.02.2005', 2);
    const bulukerto = await village('KDMP Bulukerto', '35.79.02.2008', 3);

    // Their officers list cabbage of the dry season.
    const list = (cooperativeId: string, tons: number, rupiah: number): Promise<string> =>
      made(
        '/v1/potentials',
        {
          cooperativeId,
          commodity: 'cabbage',
          title: 'Kubis musim kemarau',
          capacity: { amount: tons, unit: 'ton', per: 'week' },
          months: dry,
          price: { amount: rupiah, per: 'kg' },
          grade: 'A',
        },
        officerOf(cooperativeId),
      );
    const cabbages = {
      [sumberbrantas]: await list(sumberbrantas, 2, 4200),
      [tulungrejo]: await list(tulungrejo, 1.5, 4300),
      [bulukerto]: await list(bulukerto, 1, 4100),
    };

    // CooSAE sees 4.5 tons a week together: 19,553.571429 kg a month.
    const holding = officerOf(coosae);
    const [supply] = (await done(api.get(`/v1/holdings/${coosae}/supply`, holding))).items;
    expect(supply).toMatchObject({ commodity: 'cabbage', unit: 'kg', members: 3 });
    expect(supply.months[6]).toEqual({ month: 7, amount: 19553.571429, stale: 0 });

    // A trader of Samarinda, vouched for by its office, wants three tons a week of what was checked.
    const trader = await made(
      '/v1/buyers',
      { name: 'Mitra Kaltim', kind: 'private', segment: 'trader', regionCode: '64.72' },
      eastKalimantan,
    );
    await done(api.post(`/v1/buyers/${trader}/verification`, { status: 'verified' }, eastKalimantan));
    const buyer = buyerOf(trader);
    const offerId = await made(
      '/v1/offers',
      {
        buyerId: trader,
        scheme: 'purchase',
        commodity: 'cabbage',
        title: 'Kubis segar untuk Samarinda',
        quantity: { amount: 3, unit: 'ton', per: 'week' },
        months: dry,
        price: { amount: 5500, per: 'kg' },
        deliverTo: '64.72',
        requirements: { nib: true, qualityPass: true },
        paymentTermDays: 14,
      },
      buyer,
    );
    await api.settle();
    const matches = async (query = '') =>
      (await done(api.get(`/v1/offers/${offerId}/matches${query}`, buyer))).items;
    expect(await matches()).toEqual([]);
    const [unchecked] = await matches('?include=blocked');
    expect(unchecked.blockedBy).toMatchObject([{ requirement: 'qualityPass' }]);

    // CooSAE grades all three; Bulukerto's has black rot.
    const grade = (cooperativeId: string, check: object) =>
      made(`/v1/potentials/${cabbages[cooperativeId]!}/quality-checks`, check, holding);
    const defects = { parameter: 'defects', atMost: 5 };
    await grade(sumberbrantas, { result: 'pass', grade: 'A', parameters: [{ ...defects, value: 2 }] });
    await grade(tulungrejo, { result: 'pass', grade: 'A', parameters: [{ ...defects, value: 4.5 }] });
    const rot = { result: 'fail', parameters: [{ ...defects, value: 12 }], note: 'Busuk hitam' };
    await grade(bulukerto, rot);
    await api.settle();
    const graded: { cooperative: { id: string } }[] = await matches();
    expect(graded.map(({ cooperative }) => cooperative.id).sort()).toEqual(
      [sumberbrantas, tulungrejo].sort(),
    );

    // Neither has three tons, together they do: at the least cost, with the way across the sea.
    const pool = await done(api.post(`/v1/offers/${offerId}/pool`, {}, buyer));
    expect(pool).toMatchObject({ filled: 3000, shortfall: 0 });
    const shares = new Map<string, number>(
      pool.suppliers.map((one: { cooperativeId: string; quantity: number }) => [
        one.cooperativeId,
        one.quantity,
      ]),
    );
    expect([...shares.keys()].sort()).toEqual([sumberbrantas, tulungrejo].sort());
    expect(pool.suppliers.every((one: { sea: boolean }) => one.sea)).toBe(true);

    // The trader proposes each its share; both sides confirm one text, and it operates.
    const step = (id: string, to: string, as = buyer) => api.post(`/v1/partnerships/${id}/stage`, { to }, as);
    const agree = async (cooperativeId: string, kilograms: number): Promise<string> => {
      const proposal = {
        offerId,
        cooperativeId,
        potentialId: cabbages[cooperativeId]!,
        promise: { quantity: { amount: kilograms, unit: 'kg', per: 'week' } },
      };
      const id = await made('/v1/partnerships', proposal, buyer);
      await done(step(id, 'negotiating', officerOf(cooperativeId)));
      await done(step(id, 'mou'));
      await done(step(id, 'mou', officerOf(cooperativeId)));
      return id;
    };
    const partnerships = new Map<string, string>();
    for (const [cooperativeId, kilograms] of shares) {
      const id = await agree(cooperativeId, kilograms);
      const { agreement } = await done(step(id, 'operational'));
      expect(agreement.terms).toMatchObject({
        deliverTo: '64.72',
        price: { amount: 5500, per: 'kg' },
        promised: { buyer: { quantity: { amount: kilograms } } },
      });
      partnerships.set(cooperativeId, id);
    }
    // Who failed the check may agree, and stays short of operation until it is mended.
    const waiting = await agree(bulukerto, 500);
    const held = await step(waiting, 'operational');
    expect([held.status, held.body.detail]).toEqual([409, expect.stringContaining('quality check')]);

    // The first week is delivered, confirmed and paid within the term.
    now = new Date('2026-06-08T03:00:00Z');
    for (const [sellerId, kilograms] of shares) {
      const delivery = {
        sellerId,
        buyerId: trader,
        commodity: 'cabbage',
        quantity: { amount: kilograms, unit: 'kg' },
        totalPrice: 5500 * kilograms,
        deliveredOn: '2026-06-08',
        partnershipId: partnerships.get(sellerId)!,
        origin: '35.79.02',
      };
      const trade = await made('/v1/trades', delivery, officerOf(sellerId));
      expect(await done(api.post(`/v1/trades/${trade}/confirm`, {}, buyer))).toMatchObject({
        state: 'confirmed',
        dueOn: '2026-06-22',
      });
      now = new Date('2026-06-15T03:00:00Z');
      const paid = await done(
        api.patch(`/v1/trades/${trade}`, { paidOn: '2026-06-15' }, officerOf(sellerId)),
      );
      expect(paid).toMatchObject({ paidOn: '2026-06-15', totalPrice: 5500 * kilograms });
      now = new Date('2026-06-08T03:00:00Z');
    }

    // CooSAE at a glance, for itself, its members and its office.
    const dashboard = await done(api.get(`/v1/holdings/${coosae}`, officerOf(tulungrejo)));
    expect(dashboard).toMatchObject({
      members: { now: 3, confirmed: 3, groups: [{ group: 'koperasi desa', members: 3 }] },
      supply: [{ commodity: 'cabbage', members: 3 }],
      quality: { valid: 2, lapsed: 0, failed: 1, unchecked: 0 },
      partnerships: [
        { stage: 'mou', partnerships: 1 },
        { stage: 'operational', partnerships: 2 },
      ],
      destinations: [{ regionCode: '64.72', partnerships: 2 }],
    });
    expect(dashboard.members.byMonth).toEqual([{ month: '2025-07', joined: 3, left: 0 }]);
    expect((await api.get(`/v1/holdings/${coosae}`, eastKalimantan)).status).toBe(404);

    // When the checks have run out, the offer is closed to them until they are looked at again.
    now = new Date('2026-08-31T03:00:00Z');
    expect(await matches()).toEqual([]);
    const lapsed: { blockedBy: { detail: { en: string } }[] }[] = await matches('?include=blocked');
    expect(lapsed.map(({ blockedBy }) => blockedBy[0]!.detail.en)).toContain(
      'The passed quality check no longer counts: ask for another',
    );
  });
});
