/**
 * Tlekung and Pertamina, as the news of 2 November 2025 has it: a MoU for LPG while the guidelines are awaited, the office that sees
 * who would be ready that day, the paper, and both sides told. Over HTTP only.
 */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { admin, buyerOf, officerOf, openApi, organizerOf, type TestApi } from '../support/api.ts';
import { everyMonth } from '../support/offers.ts';
import { cooperativeWith, verifyPapers } from '../support/partners.ts';
import { onEveryStore } from '../support/tables.ts';

const office = organizerOf('35.79');
const lpg = {
  scheme: 'distribution',
  commodity: 'lpg-3kg',
  title: 'Sub penyalur LPG 3 kg Kota Batu',
  quantity: { amount: 500, unit: 'tabung', per: 'week' },
  months: everyMonth,
  deliverTo: '35.79',
  regions: ['35.79'],
  quota: { amount: 100, unit: 'tabung', per: 'week', total: 500 },
};

onEveryStore('Tlekung and Pertamina', (open) => {
  let api: TestApi;
  let now: Date;
  beforeEach(async () => {
    now = new Date('2025-11-02T03:00:00Z');
    api = await openApi(open, () => now);
  });
  afterEach(() => api.close());

  test('from the MoU over the paper that was awaited to the first cylinders', async () => {
    const made = async (path: string, body: object, as = admin) => {
      const { status, text, body: answer } = await api.post(path, body, as);
      expect(status, text).toBe(201);
      return answer.id as string;
    };
    // The city sets up the programme; its guidelines are awaited from Jakarta.
    const programmeId = await made(
      '/v1/programmes',
      {
        name: 'Sub penyalur LPG 3 kg',
        regions: ['35.79'],
        guidelines: 'awaited',
        requirements: { npwp: true },
      },
      office,
    );
    const pertamina = await made('/v1/buyers', {
      name: 'Pertamina Patra Niaga',
      kind: 'bumn',
      regionCode: '35',
    });
    const offerId = await made('/v1/offers', { buyerId: pertamina, programmeId, ...lpg }, buyerOf(pertamina));
    const tlekung = await cooperativeWith(api, 'KDMP Tlekung', '35.79.03.2004');
    const bulukerto = await cooperativeWith(api, 'KDMP Bulukerto', '35.79.02.2008', [
      'legalEntity',
      'nib',
      'npwp',
    ]);

    const partner = async (cooperativeId: string) => {
      const id = await made('/v1/partnerships', { offerId, cooperativeId }, buyerOf(pertamina));
      const step = async (to: string, as: string) => {
        const caller = as === pertamina ? buyerOf(as) : officerOf(as);
        const { status, text } = await api.post(`/v1/partnerships/${id}/stage`, { to }, caller);
        expect(status, text).toBe(200);
      };
      await step('negotiating', cooperativeId);
      await step('mou', pertamina);
      await step('mou', cooperativeId);
      return id;
    };
    const ofTlekung = await partner(tlekung);
    const ofBulukerto = await partner(bulukerto);

    // A MoU, and no gas: the paper is missing, and of Tlekung the tax number too.
    const begin = () =>
      api.post(`/v1/partnerships/${ofTlekung}/stage`, { to: 'operational' }, buyerOf(pertamina));
    const early = await begin();
    expect([early.status, early.body.errors.map(({ detail }: { detail: string }) => detail)]).toEqual([
      409,
      [
        expect.stringContaining('npwp: NPWP koperasi belum ada'),
        expect.stringContaining('guidelines: Juknis'),
      ],
    ]);
    const checklist = await api.get(`/v1/partnerships/${ofTlekung}/checklist`, officerOf(tlekung));
    expect(checklist.body).toMatchObject({ stage: 'mou', isReady: false });
    expect(
      checklist.body.items.map(({ requirement, state }: Record<string, string>) => [requirement, state]),
    ).toEqual([
      ['nib', 'met'],
      ['legalEntity', 'met'],
      ['npwp', 'missing'],
      ['regions', 'met'],
      ['guidelines', 'awaited'],
    ]);
    expect(checklist.body.next.id).toBe('NPWP koperasi belum ada: urus dan unggah buktinya');

    // The office sees who would be ready that day, and what the others lack; another office sees nothing of it.
    const waiting = async (query = '') =>
      (await api.get(`/v1/programmes/${programmeId}/waiting${query}`, office)).body;
    expect(
      (await waiting()).items.map(({ cooperativeName, isReady, lacking }: Record<string, unknown>) => [
        cooperativeName,
        isReady,
        lacking,
      ]),
    ).toEqual([
      ['KDMP Bulukerto', true, []],
      ['KDMP Tlekung', false, [{ requirement: 'npwp', detail: expect.anything() }]],
    ]);
    expect((await waiting('?ready=true')).items).toHaveLength(1);
    const elsewhere = await api.get(`/v1/programmes/${programmeId}/waiting`, organizerOf('35.14'));
    expect(elsewhere.body.items).toEqual([]);

    // The paper appears, and everyone who waited is told by the service, once.
    now = new Date('2025-11-21T03:00:00Z');
    const paper = { number: 'KEP-123/DS000/2025', date: '2025-11-20', effectiveFrom: '2025-12-01' };
    expect((await api.post(`/v1/programmes/${programmeId}/guidelines`, paper, office)).status).toBe(200);
    await api.settle();
    expect((await api.post(`/v1/programmes/${programmeId}/guidelines`, paper, office)).status).toBe(200);
    await api.settle();
    const told = async (as: typeof office): Promise<[string, string][]> =>
      (await api.get('/v1/notices?kind=guidelines-issued', as)).body.items.map(
        ({ about, text }: { about: { partnershipId: string }; text: { id: string } }) => [
          about.partnershipId,
          text.id.replace(/^.*?: /, ''),
        ],
      );
    const lacks =
      'juknis KEP-123/DS000/2025 (20 November 2025, berlaku mulai 1 Desember 2025) terbit; masih kurang: NPWP koperasi belum ada: urus dan unggah buktinya';
    expect(await told(officerOf(tlekung))).toEqual([[ofTlekung, lacks]]);
    const ready = expect.stringContaining('terbit; semua syarat terpenuhi');
    expect(await told(officerOf(bulukerto))).toEqual([[ofBulukerto, ready]]);
    expect(new Map(await told(buyerOf(pertamina)))).toEqual(
      new Map([
        [ofTlekung, lacks],
        [ofBulukerto, ready],
      ]),
    );

    // With the tax number verified nothing lacks, and Pertamina begins.
    await verifyPapers(api, tlekung, ['npwp']);
    const complete = await api.get(`/v1/partnerships/${ofTlekung}/checklist`, officerOf(tlekung));
    expect(complete.body).toMatchObject({ isReady: true, next: { id: 'Pembeli dapat menjalankannya' } });
    const begun = await begin();
    expect(begun.body).toMatchObject({ stage: 'operational', stageSince: now.toISOString() });
    expect(begun.body.restsOn.map(({ paper: one }: { paper: string }) => one)).toEqual(['npwp']);
  });

  test('an offer that waited by itself is released when its buyer says so', async () => {
    const { body: pertamina } = await api.post(
      '/v1/buyers',
      { name: 'Pertamina', kind: 'bumn', regionCode: '35' },
      admin,
    );
    const as = buyerOf(pertamina.id);
    const { body: offer } = await api.post(
      '/v1/offers',
      { buyerId: pertamina.id, ...lpg, guidelines: 'awaited' },
      as,
    );
    const cooperativeId = await cooperativeWith(api, 'KDMP Tlekung', '35.79.03.2004');
    const { body: one } = await api.post('/v1/partnerships', { offerId: offer.id, cooperativeId }, as);
    await api.post(`/v1/partnerships/${one.id}/stage`, { to: 'negotiating' }, officerOf(cooperativeId));
    await api.patch(`/v1/offers/${offer.id}`, { guidelines: 'issued' }, as);
    await api.settle();
    for (const side of [as, officerOf(cooperativeId)]) {
      const { items } = (await api.get('/v1/notices?kind=guidelines-issued', side)).body;
      expect(items).toHaveLength(1);
    }
  });
});
