/**
 * Gunungsari and the cooperative Margo Makmur Mandiri, as the news of Kota Batu tells: milk from one cooperative to another for the
 * free meals (MBG). The buyer is a cooperative; litres a day, what came beside what was ordered, and how soon it is paid, which
 * every other seller then sees. Over HTTP only.
 */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { admin, openApi, organizerOf, type TestApi } from '../support/api.ts';
import { everyMonth } from '../support/offers.ts';
import { actingFor, anotherOffer, cooperativeWith } from '../support/partners.ts';
import { onEveryStore } from '../support/tables.ts';

onEveryStore('milk between cooperatives', (open) => {
  let api: TestApi;
  let now: Date;
  beforeEach(async () => {
    now = new Date('2025-11-02T03:00:00Z');
    api = await openApi(open, () => now);
  });
  afterEach(() => api.close());

  const day = (date: string) => (now = new Date(`${date}T09:00:00Z`));
  const ok = ({ status, text, body }: Awaited<ReturnType<TestApi['post']>>) => {
    expect(status, text).toBeLessThan(300);
    return body;
  };

  test('is agreed on, delivered day by day, confirmed, paid, and tells the next village how soon', async () => {
    const papers = ['legalEntity', 'nib', 'halal', 'nkv'];
    const gunungsari = await cooperativeWith(api, 'KDMP Gunungsari', '35.79.02.2002', papers);
    const margo = await cooperativeWith(api, 'Koperasi Margo Makmur Mandiri', '35.79.02.2004', [], {
      kind: 'other',
      units: ['cold-storage'],
    });
    const potential = {
      cooperativeId: gunungsari,
      commodity: 'milk-fresh',
      title: 'Susu segar Gunungsari',
      capacity: { amount: 160, unit: 'liter', per: 'day' },
      months: everyMonth,
      price: { amount: 8000, per: 'liter' },
      certifications: ['halal', 'nkv'],
    };
    const potentialId = ok(await api.post('/v1/potentials', potential, actingFor(gunungsari))).id;
    const programme = { name: 'Makan Bergizi Gratis (MBG)', regions: ['35.79'] };
    const programmeId = ok(await api.post('/v1/programmes', programme, admin)).id;
    const offer = {
      programmeId,
      scheme: 'purchase',
      commodity: 'milk-fresh',
      title: 'Susu segar untuk dapur MBG',
      quantity: { amount: 150, unit: 'liter', per: 'day' },
      months: everyMonth,
      price: { amount: 8000, per: 'liter' },
      deliverTo: '35.79.02',
      requirements: { nib: true, certifications: ['halal', 'nkv'] },
      paymentTermDays: 7,
    };
    const offerId = await anotherOffer(api, margo, offer);

    // Both cooperatives agree; the buyer's side is a cooperative too.
    const promise = { quantity: { amount: 150, unit: 'liter', per: 'day' } };
    const proposal = { offerId, cooperativeId: gunungsari, potentialId, promise };
    const { id: partnershipId } = ok(await api.post('/v1/partnerships', proposal, actingFor(gunungsari)));
    for (const [as, to] of [
      [margo, 'negotiating'],
      [gunungsari, 'mou'],
      [margo, 'mou'],
      [margo, 'operational'],
    ] as const) {
      ok(await api.post(`/v1/partnerships/${partnershipId}/stage`, { to }, actingFor(as)));
    }

    // Three mornings; on the second one cow is ill. Each side says what it saw.
    const litres = [150, 120, 150];
    const deliveries: string[] = [];
    for (const [at, amount] of litres.entries()) {
      const deliveredOn = `2025-11-0${at + 3}`;
      day(deliveredOn);
      const delivery = {
        sellerId: gunungsari,
        buyerId: margo,
        commodity: 'milk-fresh',
        quantity: { amount, unit: 'liter' },
        ordered: { amount: 150, unit: 'liter' },
        totalPrice: 8000 * amount,
        deliveredOn,
        orderedFor: deliveredOn,
        partnershipId,
        origin: '35.79.02.2002',
      };
      const made = ok(await api.post('/v1/trades', delivery, actingFor(gunungsari)));
      // The term of what both agreed on.
      expect(made.dueOn).toBe(`2025-11-${at + 10}`);
      expect(ok(await api.post(`/v1/trades/${made.id}/confirm`, {}, actingFor(margo))).state).toBe(
        'confirmed',
      );
      deliveries.push(made.id);
    }
    const listed = await api.get(`/v1/trades?partnership=${partnershipId}&unpaid=true`, organizerOf('35.79'));
    expect(
      listed.body.items.map(({ normalised }: { normalised: { quantity: object; ordered: object } }) => [
        normalised.quantity,
        normalised.ordered,
      ]),
    ).toEqual(
      [150, 120, 150].map((amount) => [
        { amount, unit: 'liter' },
        { amount: 150, unit: 'liter' },
      ]),
    );

    // Another village looks at the same offer: nothing is known yet of how the buyer pays, so its promise counts.
    const sumberbrantas = await cooperativeWith(api, 'KDMP Sumberbrantas', '35.79.02.2009', papers);
    const other = { ...potential, cooperativeId: sumberbrantas, title: 'Susu segar Sumberbrantas' };
    const otherId = ok(await api.post('/v1/potentials', other, actingFor(sumberbrantas))).id;
    await api.settle();
    const termsOf = async () => {
      const { items } = (await api.get(`/v1/potentials/${otherId}/matches`, actingFor(sumberbrantas))).body;
      const { value, reason } = items[0].factors.find(({ factor }: { factor: string }) => factor === 'terms');
      return [value, reason.id];
    };
    expect(await termsOf()).toEqual([
      1,
      'Dapat dimulai sekarang; pembeli terverifikasi; dibayar dalam 7 hari',
    ]);

    // The money comes in January. The buyer says so, the seller confirms: only then it counts.
    day('2026-01-20');
    for (const id of deliveries) {
      ok(await api.patch(`/v1/trades/${id}`, { paidOn: '2026-01-20' }, actingFor(margo)));
    }
    expect((await termsOf())[0]).toBe(1);
    for (const id of deliveries) ok(await api.post(`/v1/trades/${id}/confirm`, {}, actingFor(gunungsari)));
    expect(await termsOf()).toEqual([
      0.7,
      'Dapat dimulai sekarang; pembeli terverifikasi; dibayar dalam 7 hari; selama ini dibayar setelah 77 hari (3 pembayaran)',
    ]);
    // Where the offer ranks the villages it plays no part.
    const ranked = (await api.get(`/v1/offers/${offerId}/matches`, actingFor(margo))).body.items[0];
    expect(ranked.factors.map(({ factor }: { factor: string }) => factor)).not.toContain('terms');
  });

  test('a buyer shows how it pays, from payments that the seller confirmed', async () => {
    const gunungsari = await cooperativeWith(api, 'KDMP Gunungsari', '35.79.02.2002');
    const kitchen = { name: 'SPPG Bumiaji', kind: 'private', segment: 'mbg-kitchen', regionCode: '35.79' };
    const buyerId = ok(await api.post('/v1/buyers', kitchen, admin)).id;
    day('2025-11-30');
    for (const [at, paidOn] of ['2025-11-08', '2025-11-15', '2025-11-24', undefined].entries()) {
      const delivery = {
        sellerId: gunungsari,
        buyerId,
        commodity: 'milk-fresh',
        quantity: { amount: 100, unit: 'liter' },
        totalPrice: 800_000,
        deliveredOn: `2025-11-0${at + 1}`,
        dueOn: '2025-11-14',
        ...(paidOn === undefined ? {} : { paidOn }),
      };
      const { id } = ok(await api.post('/v1/trades', delivery, actingFor(gunungsari)));
      ok(await api.post(`/v1/trades/${id}/confirm`, {}, actingFor(buyerId)));
    }
    const { payments } = ok(await api.get(`/v1/buyers/${buyerId}`, actingFor(gunungsari)));
    expect(payments).toEqual({ payments: 3, medianDays: 13, meanDays: 13.7, late: 2, unpaid: 1 });
  });
});
