/** Reports: the figures that offices live by, with those of the news as cases, as JSON and as CSV. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { seedSample } from '../../functions/server/sample/seed.ts';
import { admin, buyerOf, officerOf, openApi, organizerOf, type TestApi } from '../support/api.ts';
import { sphp } from '../support/offers.ts';
import { cooperativeWith, offerFrom } from '../support/partners.ts';
import { onEveryStore } from '../support/tables.ts';

const bulog = { name: 'Perum Bulog Kantor Cabang Malang', kind: 'bumn', regionCode: '35.73' };
const csv = { accept: 'text/csv' };

test('of the 365 cooperatives of Pasuruan six operate, and the office has the list of the others', async () => {
  const now = new Date('2025-11-02T03:00:00Z');
  const api = await openApi(undefined, () => now);
  await seedSample(api.table, () => now);
  // The first start counts the sample itself.
  await api.drainChanges();
  const { body } = await api.get('/v1/reports/pipeline', organizerOf('35.14'));
  expect(body).toMatchObject({ region: '35.14', regionName: 'Kabupaten Pasuruan', asOf: '2025-11-02' });
  expect(body.cooperatives).toMatchObject({ total: 365 });
  expect(body.stages.find((one: { stage: string }) => one.stage === 'operational')).toMatchObject({
    cooperatives: 6,
    byScheme: { distribution: 6, purchase: 0 },
  });
  expect(body.without).toHaveLength(body.cooperatives.without);
  expect(body.cooperatives.without).toBe(365 - body.cooperatives.withPartnership);
  expect(body.cooperatives.withPartnership).toBeGreaterThanOrEqual(6);
  await api.close();
});

onEveryStore('the report on partnerships', (open) => {
  let api: TestApi;
  let now: Date;
  beforeEach(async () => {
    now = new Date('2025-11-02T03:00:00Z');
    api = await openApi(open, () => now);
  });
  afterEach(() => api.close());

  const stageIn = (body: { stages: { stage: string }[] }, stage: string) =>
    body.stages.find((one) => one.stage === stage);

  test('counts a proposal where it stands, and as unanswered once its time has run out', async () => {
    const bulukerto = await cooperativeWith(api, '=HYPERLINK("http://x")', '35.79.02.2008');
    const tlekung = await cooperativeWith(api, 'KDMP Tlekung', '35.79.03.2004');
    const { buyerId, offerId } = await offerFrom(api, bulog, {
      ...sphp,
      deliverTo: '35.79',
      regions: ['35.79'],
    });
    await api.post('/v1/partnerships', { offerId, cooperativeId: bulukerto }, officerOf(bulukerto));
    const other = await api.post('/v1/partnerships', { offerId, cooperativeId: tlekung }, officerOf(tlekung));
    await api.post(
      `/v1/partnerships/${other.body.id}/stage`,
      { to: 'declined', reason: 'not-interested' },
      buyerOf(buyerId),
    );
    await api.settle();

    const { body } = await api.get('/v1/reports/pipeline', organizerOf('35.79'));
    expect(stageIn(body, 'proposed')).toMatchObject({ partnerships: 1, cooperatives: 1, longestDays: 0 });
    expect(body.declined).toEqual({
      total: 1,
      proposed: 1,
      negotiating: 0,
      mou: 0,
      reasons: [{ reason: 'not-interested', partnerships: 1 }],
    });
    expect(body.cooperatives).toEqual({ total: 2, withPartnership: 1, without: 1, others: 0 });
    expect(body.without).toEqual([
      { cooperativeId: tlekung, name: 'KDMP Tlekung', regionCode: '35.79.03.2004' },
    ]);

    now = new Date('2025-11-17T03:00:00Z');
    const later = (await api.get('/v1/reports/pipeline', organizerOf('35.79'))).body;
    expect(stageIn(later, 'proposed')).toMatchObject({ partnerships: 0, cooperatives: 0 });
    expect(later.declined).toMatchObject({ total: 2, proposed: 2 });
    expect(later.declined.reasons).toContainEqual({ reason: 'unanswered', partnerships: 1 });
    expect(later.cooperatives).toMatchObject({ withPartnership: 0, without: 2 });
    const december = await api.get('/v1/reports/pipeline?from=2025-12', organizerOf('35.79'));
    expect(december.body.declined).toMatchObject({ total: 0, reasons: [] });

    const sheet = await api.get('/v1/reports/pipeline?region=35.79.02', organizerOf('35.79'), csv);
    expect(sheet.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(sheet.headers.get('content-disposition')).toBe(
      'attachment; filename="laporan-kemitraan-bumiaji-2025-11-17.csv"',
    );
    expect(sheet.headers.get('vary')).toBe('Authorization, Accept');
    expect(sheet.text).toContain(`"'=HYPERLINK(""http://x"")"`);
    const asked = await api.get(
      '/v1/reports/pipeline?region=35.79.02&format=csv&separator=semicolon',
      organizerOf('35.79'),
    );
    expect(asked.text).toContain('"bagian (section)";');
    const json = { accept: 'text/csv;q=0.5, application/json' };
    expect((await api.get('/v1/reports/pipeline', organizerOf('35.79'), json)).body.region).toBe('35.79');
  });

  test('is cut to the region, the holding or the organization that asks', async () => {
    const holding = (
      await api.post('/v1/cooperatives', { name: 'CooSAE', kind: 'holding', regionCode: '35.79' }, admin)
    ).body.id;
    const member = await cooperativeWith(api, 'KDMP Bulukerto', '35.79.02.2008', undefined, {
      holdingId: holding,
    });
    const outside = await cooperativeWith(api, 'KDMP Tlekung', '35.79.03.2004');
    const { buyerId, offerId } = await offerFrom(api, bulog, {
      ...sphp,
      deliverTo: '35.79',
      regions: ['35.79'],
    });
    for (const cooperativeId of [member, outside]) {
      await api.post('/v1/partnerships', { offerId, cooperativeId }, officerOf(cooperativeId));
    }
    await api.settle();
    const report = '/v1/reports/pipeline';
    const proposed = async (path: string, as: Parameters<typeof api.get>[1]) =>
      (stageIn((await api.get(path, as)).body, 'proposed') as unknown as { partnerships: number })
        .partnerships;
    expect(await proposed(report, organizerOf('35'))).toBe(2);
    expect(await proposed(report, admin)).toBe(2);
    expect(await proposed(`${report}?region=35.79.02`, organizerOf('35.79'))).toBe(1);
    expect(await proposed(report, officerOf(outside))).toBe(1);
    expect(await proposed(report, buyerOf(buyerId))).toBe(2);
    expect(await proposed(`${report}?holding=${holding}`, officerOf(holding))).toBe(1);
    expect(await proposed(`${report}?holding=${holding}`, organizerOf('35.79'))).toBe(1);

    const named = async () => (await api.get(`${report}?holding=${holding}`, officerOf(holding), csv)).text;
    const idle = await cooperativeWith(api, 'KDMP Punten', '35.79.02.2003', undefined, {
      holdingId: holding,
    });
    expect(await named()).toContain('KDMP Punten');
    const verdict = { status: 'rejected', reason: 'Bukan koperasi' };
    const judged = `/v1/cooperatives/${idle}/verification`;
    expect((await api.post(judged, verdict, organizerOf('35.79'))).status).toBe(200);
    expect(await named()).not.toContain('KDMP Punten');

    const statusOf = async (path: string, as: Parameters<typeof api.get>[1]) =>
      (await api.get(path, as)).status;
    expect(await statusOf(`${report}?region=35.14`, organizerOf('35.79'))).toBe(403);
    expect(await statusOf(`${report}?region=35.79`, officerOf(member))).toBe(403);
    expect(await statusOf(`${report}?holding=${holding}`, officerOf(outside))).toBe(403);
    expect(await statusOf(`${report}?holding=${outside}`, admin)).toBe(404);
    expect(await statusOf(`${report}?holding=${holding}&region=35`, admin)).toBe(400);
    expect(await statusOf(`${report}?region=99`, admin)).toBe(400);
    expect(await statusOf(`${report}?from=2025-13`, admin)).toBe(400);
  });

  test('spans the twelve months up to the one named, but none before the first that can be asked for', async () => {
    const months = async (query: string) => {
      const { body } = await api.get(`/v1/reports/unmet-demand?${query}`, admin);
      return { from: body.from, to: body.to };
    };
    expect(await months('to=2025-10')).toEqual({ from: '2024-11', to: '2025-10' });
    expect(await months('to=2000-05')).toEqual({ from: '2000-01', to: '2000-05' });
  });
});
