/** Quality checks by the holding or the office: what is stated, who sees it, and what an offer that requires a pass makes of it. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { parametersOf } from '../../shared/potentials/quality-parameters.ts';
import { admin, buyerOf, officerOf, openApi, organizerOf, type TestApi } from '../support/api.ts';
import { onEveryStore } from '../support/tables.ts';

/** Rice as Bulog takes it: moisture at most 14, broken at most 25 percent. */
const passed = {
  result: 'pass',
  grade: 'B',
  parameters: [
    { parameter: 'moisture', value: 13.5, atMost: 14 },
    { parameter: 'brokenGrains', value: 22, unit: '%', atMost: 25 },
    { parameter: 'aroma', value: 4, unit: 'of 5' },
  ],
  evidence: ['Berita acara 12/QC/XI/2025'],
};

onEveryStore('a quality check', (open) => {
  let api: TestApi;
  let now: Date;
  let coosae: string;
  let bulukerto: string;
  let rice: string;
  let supermarket: string;
  beforeEach(async () => {
    now = new Date('2025-11-02T03:00:00Z');
    api = await openApi(open, () => now);
    coosae = await made('/v1/cooperatives', { name: 'CooSAE', kind: 'holding', regionCode: '35.79' });
    bulukerto = await made('/v1/cooperatives', {
      name: 'KDMP Bulukerto',
      regionCode: '35.79.02.2008',
      holdingId: coosae,
    });
    rice = await made('/v1/potentials', {
      cooperativeId: bulukerto,
      commodity: 'rice',
      title: 'Beras Bulukerto',
      capacity: { amount: 2, unit: 'ton', per: 'month' },
      months: [1, 2, 3],
      price: { amount: 12_000, per: 'kg' },
    });
    supermarket = await made('/v1/buyers', { name: 'Swalayan Batu', kind: 'private', regionCode: '35.79' });
    await api.post(`/v1/buyers/${supermarket}/verification`, { status: 'verified' }, admin);
  });
  afterEach(() => api.close());

  const made = async (path: string, body: object) => {
    const answer = await api.post(path, body, admin);
    expect(answer.status, answer.text).toBe(201);
    return answer.body.id as string;
  };
  const checks = () => `/v1/potentials/${rice}/quality-checks`;
  const check = (body: object, as = officerOf(coosae)) => api.post(checks(), body, as);
  const offerOf = (fields: object = {}) =>
    made('/v1/offers', {
      buyerId: supermarket,
      scheme: 'purchase',
      commodity: 'rice',
      title: 'Beras untuk toko',
      quantity: { amount: 1, unit: 'ton', per: 'month' },
      months: [1, 2, 3],
      price: { amount: 12_500, per: 'kg' },
      deliverTo: '35.79',
      requirements: { qualityPass: true },
      ...fields,
    });
  const blockers = async (offerId: string) => {
    await api.settle();
    const { body } = await api.get(`/v1/offers/${offerId}/matches?include=blocked`, admin);
    return body.items.map(({ blockedBy }: { blockedBy: { requirement: string; detail: { en: string } }[] }) =>
      blockedBy.map(({ requirement, detail }) => `${requirement}: ${detail.en}`),
    );
  };

  test('is recorded by the holding with what was measured, and stands with the potential', async () => {
    const { status, body } = await check(passed);
    expect([status, body]).toMatchObject([
      201,
      {
        checkedOn: '2025-11-02',
        validUntil: '2026-01-31',
        status: 'valid',
        checkedBy: { organizationId: coosae, name: 'CooSAE' },
        checkerBuys: false,
        parameters: [{ unit: '%' }, { unit: '%' }, { unit: 'of 5' }],
      },
    ]);
    const potential = `/v1/potentials/${rice}`;
    const quality = { checkId: body.id, result: 'pass', status: 'valid', grade: 'B', checkedBy: 'CooSAE' };
    expect((await api.get(potential, officerOf(bulukerto))).body.quality).toMatchObject(quality);
    now = new Date('2026-01-31T17:00:00Z');
    expect((await api.get(potential, officerOf(bulukerto))).body.quality.status).toBe('lapsed');
    await api.patch(potential, { commodity: 'rice-organic' }, admin);
    expect((await api.get(potential, admin)).body).not.toHaveProperty('quality');
  });

  test('is the holding’s of that day and the office’s, and nobody else’s', async () => {
    for (const as of [organizerOf('35.79'), admin]) expect((await check(passed, as)).status).toBe(201);
    const others = [officerOf(bulukerto), officerOf('coop_other'), organizerOf('64'), buyerOf(supermarket)];
    for (const as of others) expect((await check(passed, as)).status, as.subject).toBe(403);
    expect((await check({ ...passed, checkedOn: '2025-11-01' })).status).toBe(403);
    await api.put(`/v1/holdings/${coosae}/members/${bulukerto}`, { from: '2025-07-21' }, admin);
    expect((await check({ ...passed, checkedOn: '2025-11-01' })).status).toBe(201);
    await api.delete(`/v1/holdings/${coosae}/members/${bulukerto}`, admin);
    expect((await check({ ...passed, checkedOn: '2025-11-01' })).status).toBe(403);
  });

  test('is refused where it contradicts itself', async () => {
    for (const [body, pointer] of [
      [{ ...passed, checkedOn: '2025-11-03' }, '#/checkedOn'],
      [{ ...passed, validUntil: '2025-11-01' }, '#/validUntil'],
      [{ ...passed, validUntil: '2027-11-01' }, '#/validUntil'],
      [{ result: 'fail', validUntil: '2026-01-31' }, '#/validUntil'],
      [
        { result: 'pass', parameters: [{ parameter: 'moisture', value: 15, atMost: 14 }] },
        '#/parameters/0/value',
      ],
      [
        { result: 'fail', parameters: [{ parameter: 'moisture', value: 15, unit: 'ppm' }] },
        '#/parameters/0/unit',
      ],
    ] as const) {
      const { status, body: answer } = await check(body, admin);
      expect([status, answer.errors?.[0].pointer], JSON.stringify(body)).toEqual([422, pointer]);
    }
    expect(parametersOf('rice').map(({ parameter }) => parameter)).toContain('brokenGrains');
    expect(parametersOf('banana')).toEqual([]);
  });

  test('shows everybody what was measured, and its evidence to the seller, the checker and the office', async () => {
    await check({ ...passed, note: 'Contoh dari karung 3 dan 7' });
    for (const as of [officerOf(bulukerto), officerOf(coosae), organizerOf('35.79')]) {
      expect((await api.get(checks(), as)).body.items, as.subject).toMatchObject([
        { evidence: passed.evidence, note: 'Contoh dari karung 3 dan 7' },
      ]);
    }
    const [seen] = (await api.get(checks(), buyerOf(supermarket))).body.items;
    expect(seen).toMatchObject({
      result: 'pass',
      parameters: [{ value: 13.5 }, { value: 22 }, { value: 4 }],
    });
    expect(seen).not.toHaveProperty('evidence');
    expect(seen).not.toHaveProperty('note');
  });

  test('by a holding that also buys such goods rests on parameters and evidence, which the seller sees', async () => {
    await offerOf({ buyerId: coosae, requirements: {} });
    const bare = await check({ result: 'fail' });
    expect([bare.status, bare.body.errors.map((fault: { pointer: string }) => fault.pointer)]).toEqual([
      422,
      ['#/parameters', '#/evidence'],
    ]);
    expect((await check(passed)).body.checkerBuys).toBe(true);
    const [seen] = (await api.get(checks(), officerOf(bulukerto))).body.items;
    expect(seen).toMatchObject({ checkerBuys: true, evidence: passed.evidence, parameters: [{}, {}, {}] });
    // The office buys nothing of it and may just say what it found.
    expect((await check({ result: 'fail' }, organizerOf('35.79'))).status).toBe(201);
  });

  test('opens and closes offers that require a pass, each time with what to do next', async () => {
    const offerId = await offerOf();
    expect(await blockers(offerId)).toEqual([
      ['qualityPass: The quality was not checked: ask the holding or the office to check it'],
    ]);
    await check(passed);
    expect(await blockers(offerId)).toEqual([[]]);
    // Entered late: an older finding changes nothing.
    await api.put(`/v1/holdings/${coosae}/members/${bulukerto}`, { from: '2025-07-21' }, admin);
    await check({ result: 'fail', checkedOn: '2025-10-01' });
    expect(await blockers(offerId)).toEqual([[]]);
    await check({ result: 'fail' });
    expect(await blockers(offerId)).toEqual([
      ['qualityPass: The latest quality check was not passed: mend what it found and ask for another'],
    ]);
    await check({ ...passed, validUntil: '2025-12-31' });
    now = new Date('2026-01-01T03:00:00Z');
    expect(await blockers(offerId)).toEqual([
      ['qualityPass: The passed quality check no longer counts: ask for another'],
    ]);
    const { body } = await api.get(`/v1/cooperatives/${bulukerto}/opportunities`, officerOf(bulukerto));
    expect(body.toFix).toMatchObject([{ requirement: 'qualityPass', offers: 1, opensAlone: 1 }]);
  });

  test('may be required by a programme for all of its offers', async () => {
    const programmeId = await made('/v1/programmes', {
      name: 'Bangga e-Lokal',
      regions: ['35.79'],
      requirements: { qualityPass: true },
    });
    const offerId = await offerOf({ programmeId, requirements: {} });
    expect((await api.get(`/v1/offers/${offerId}`, admin)).body.effectiveRequirements).toEqual({
      qualityPass: true,
    });
    expect((await blockers(offerId))[0]).toHaveLength(1);
  });
});

onEveryStore('an offer for members only', (open) => {
  let api: TestApi;
  beforeEach(async () => {
    api = await openApi(open);
  });
  afterEach(() => api.close());

  const made = async (path: string, body: object) => (await api.post(path, body, admin)).body.id as string;

  test('reaches the confirmed members of the holding that posted it, and tells others why not', async () => {
    const holding = async (name: string) => {
      const id = await made('/v1/cooperatives', { name, kind: 'holding', regionCode: '35.79' });
      await api.post(`/v1/cooperatives/${id}/verification`, { status: 'verified' }, admin);
      return id;
    };
    const [coosae, another] = [await holding('CooSAE'), await holding('Induk Batu')];
    const member = async (name: string, holdingId?: string) => {
      const id = await made('/v1/cooperatives', { name, regionCode: '35.79.02.2008' });
      if (holdingId) await api.patch(`/v1/cooperatives/${id}`, { holdingId }, officerOf(id));
      await made('/v1/potentials', {
        cooperativeId: id,
        commodity: 'potato',
        title: `Kentang ${name}`,
        capacity: { amount: 2, unit: 'ton', per: 'week' },
        months: [4, 5, 6],
        price: { amount: 9000, per: 'kg' },
      });
      return id;
    };
    const own = await member('KDMP Bulukerto', coosae);
    const unconfirmed = await member('KDMP Tulungrejo', coosae);
    const others = [await member('KDMP Sumberejo', another), await member('KDMP Pesanggrahan')];
    await api.put(`/v1/holdings/${coosae}/members/${own}`, {}, officerOf(coosae));
    await api.put(`/v1/holdings/${another}/members/${others[0]!}`, {}, officerOf(another));
    const standing = {
      scheme: 'purchase',
      commodity: 'potato',
      title: 'Kentang anggota, musim kemarau',
      quantity: { amount: 5, unit: 'ton', per: 'week' },
      months: [4, 5, 6],
      price: { amount: 9500, per: 'kg' },
      deliverTo: '35.79',
      membersOnly: true,
    };
    const { body: offer } = await api.post('/v1/offers', { ...standing, buyerId: coosae }, officerOf(coosae));
    const buyerId = await made('/v1/buyers', { name: 'Swalayan', kind: 'private', regionCode: '35.79' });
    const refused = await api.post('/v1/offers', { ...standing, buyerId }, admin);
    expect([refused.status, refused.body.errors[0].pointer]).toEqual([422, '#/membersOnly']);

    type Match = { cooperative: { id: string }; blockedBy: { requirement: string }[] };
    const matches = async (): Promise<Match[]> => {
      await api.settle();
      return (await api.get(`/v1/offers/${offer.id}/matches?include=blocked`, officerOf(coosae))).body.items;
    };
    const [first, ...rest] = await matches();
    expect([first!.cooperative.id, first!.blockedBy]).toEqual([own, []]);
    expect(rest.map(({ cooperative }) => cooperative.id).sort()).toEqual([unconfirmed, ...others].sort());
    for (const { blockedBy } of rest) expect(blockedBy).toMatchObject([{ requirement: 'membersOnly' }]);

    const seen = async (id: string) =>
      (await api.get(`/v1/cooperatives/${id}/opportunities`, officerOf(id))).body;
    expect((await seen(own)).items).toMatchObject([{ offer: { id: offer.id } }]);
    expect(await seen(others[0]!)).toMatchObject({ items: [], toFix: [] });

    await api.delete(`/v1/holdings/${coosae}/members/${own}`, officerOf(own));
    expect((await matches()).every(({ blockedBy }) => blockedBy.length === 1)).toBe(true);
  });
});
