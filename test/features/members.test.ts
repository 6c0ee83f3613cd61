/** Who belongs to a holding, since when and until when: joining, confirming, leaving, and what is remembered, on every store. */
import * as fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  holdingOn,
  joined,
  left,
  membershipsOf,
  movedTo,
  presentMembership,
  sharedHolding,
  type Member,
} from '../../shared/holdings/membership.ts';
import { admin, buyerOf, officerOf, openApi, organizerOf, type TestApi } from '../support/api.ts';
import { onEveryStore } from '../support/tables.ts';

const batu = organizerOf('35.79');

onEveryStore('the members of a holding', (open) => {
  let api: TestApi;
  let now: Date;
  let coosae: string;
  let bulukerto: string;
  beforeEach(async () => {
    now = new Date('2025-07-21T03:00:00Z');
    api = await openApi(open, () => now);
    const made = async (body: object) => (await api.post('/v1/cooperatives', body, admin)).body.id;
    coosae = await made({ name: 'Koperasi Multi Pihak CooSAE', kind: 'holding', regionCode: '35.79' });
    bulukerto = await made({ name: 'KDMP Bulukerto', regionCode: '35.79.02.2008' });
  });
  afterEach(() => api.close());

  const path = (holding = coosae) => `/v1/holdings/${holding}/members`;
  const stays = async (state = 'present') =>
    (await api.get(`${path()}?state=${state}`, officerOf(coosae))).body.items;

  test('join by their own word, and are confirmed by the holding with dates and group', async () => {
    const joining = { holdingId: coosae };
    expect(
      (await api.patch(`/v1/cooperatives/${bulukerto}`, joining, officerOf(bulukerto))).body,
    ).toMatchObject({ holdingId: coosae, memberships: [{ holdingId: coosae, from: '2025-07-21' }] });
    expect(await stays()).toMatchObject([
      { cooperativeId: bulukerto, name: 'KDMP Bulukerto', from: '2025-07-21', confirmed: false },
    ]);
    now = new Date('2025-08-01T03:00:00Z');
    const said = { from: '2025-07-25', group: 'koperasi desa' };
    const confirmed = await api.put(`${path()}/${bulukerto}`, said, officerOf(coosae));
    expect([confirmed.status, confirmed.body]).toMatchObject([200, { ...said, confirmed: true }]);
    expect(await stays()).toMatchObject([{ ...said, confirmed: true }]);
  });

  test('are confirmed at once by the office that keeps both', async () => {
    const { body } = await api.put(`${path()}/${bulukerto}`, undefined, batu);
    expect(body).toMatchObject({ from: '2025-07-21', confirmed: true });
    expect((await api.get(`/v1/cooperatives/${bulukerto}`, admin)).body.holdingId).toBe(coosae);
    const members = await api.get(`/v1/cooperatives?holding=${coosae}`, admin);
    expect(members.body.items).toHaveLength(1);
  });

  test('are nobody’s to claim: a holding cannot enter a cooperative that has not joined', async () => {
    const { status, body } = await api.put(`${path()}/${bulukerto}`, {}, officerOf(coosae));
    expect([status, body.detail]).toEqual([409, expect.stringContaining('has not joined')]);
    expect((await api.put(`${path()}/${bulukerto}`, {}, officerOf('coop_stranger'))).status).toBe(403);
    expect((await api.put(`${path()}/${bulukerto}`, {}, organizerOf('64'))).status).toBe(403);
    expect((await api.put(`${path(bulukerto)}/${coosae}`, {}, admin)).status).toBe(404);
    const itself = await api.patch(`/v1/cooperatives/${coosae}`, { holdingId: coosae }, admin);
    expect([itself.status, itself.body.errors[0].pointer]).toEqual([422, '#/holdingId']);
  });

  test('that change their dates by themselves are to be confirmed anew', async () => {
    await api.put(`${path()}/${bulukerto}`, {}, batu);
    const { body } = await api.put(`${path()}/${bulukerto}`, { from: '2025-01-01' }, officerOf(bulukerto));
    expect(body).toMatchObject({ from: '2025-01-01', confirmed: false });
    const unchanged = await api.put(`${path()}/${bulukerto}`, {}, officerOf(bulukerto));
    expect(unchanged.body).toMatchObject({ from: '2025-01-01', confirmed: false });
  });

  test('leave by either side, and the holding remembers who was a member and when', async () => {
    await api.put(`${path()}/${bulukerto}`, { from: '2025-07-01' }, batu);
    const left = await api.delete(`${path()}/${bulukerto}?until=2025-07-15`, officerOf(bulukerto));
    expect(left.status).toBe(204);
    expect(await stays()).toEqual([]);
    await api.put(`${path()}/${bulukerto}`, {}, officerOf(bulukerto));
    now = new Date('2025-10-01T03:00:00Z');
    expect((await api.delete(`${path()}/${bulukerto}`, officerOf(coosae))).status).toBe(204);
    expect(await stays('left')).toMatchObject([
      { cooperativeId: bulukerto, from: '2025-07-21', until: '2025-10-01', confirmed: false },
      { cooperativeId: bulukerto, from: '2025-07-01', until: '2025-07-15', confirmed: true },
    ]);
    expect((await api.delete(`${path()}/${bulukerto}`, officerOf(coosae))).status).toBe(404);
    const { body } = await api.get(`/v1/cooperatives/${bulukerto}`, officerOf(bulukerto));
    expect(body).toMatchObject({ memberships: [{ until: '2025-07-15' }, { until: '2025-10-01' }] });
    expect(body).not.toHaveProperty('holdingId');
  });

  test('that have left are shown to the holding and its office only, and dates to no stranger', async () => {
    await api.put(`${path()}/${bulukerto}`, {}, batu);
    expect((await api.get(`${path()}?state=left`, buyerOf('buy_x'))).status).toBe(403);
    expect((await api.get(`${path()}?state=left`, organizerOf('64'))).status).toBe(403);
    expect((await api.get(`${path()}?state=left`, batu)).status).toBe(200);
    expect((await api.get(path(bulukerto), admin)).status).toBe(404);
    const seen = await api.get(`/v1/cooperatives/${bulukerto}`, buyerOf('buy_x'));
    expect(seen.body).not.toHaveProperty('memberships');
  });

  test('are refused days that cannot be', async () => {
    const other = (
      await api.post(
        '/v1/cooperatives',
        { name: 'Induk Malang', kind: 'holding', regionCode: '35.07' },
        admin,
      )
    ).body.id;
    const put = (body: object, holding = coosae) => api.put(`${path(holding)}/${bulukerto}`, body, admin);
    expect((await put({ from: '2025-07-22' })).body.errors[0].pointer).toBe('#/from');
    await put({ from: '2025-03-01' });
    expect((await put({ from: '2025-02-01' }, other)).body.errors[0].pointer).toBe('#/from');
    await put({ from: '2025-05-01' }, other);
    expect((await put({ from: '2025-04-30' }, other)).body.errors[0].pointer).toBe('#/from');
    for (const until of ['2025-07-22', '2025-04-01']) {
      const { status, body } = await api.delete(`${path(other)}/${bulukerto}?until=${until}`, admin);
      expect([status, body.errors[0].pointer], until).toEqual([422, '#/until']);
    }
  });
});

describe('memberships', () => {
  const day = fc
    .integer({ min: 0, max: 60 })
    .map((days) => new Date(Date.UTC(2025, 6, 1 + days)).toISOString().slice(0, 10));
  const act = fc.record({
    day,
    holding: fc.constantFrom('coop_coosae', 'coop_malang', undefined),
    how: fc.constantFrom('named', 'put', 'left'),
    back: fc.nat({ max: 5 }),
  });

  /** Runs what people do in the order of its days; what a rule refuses changes nothing. */
  function lived(acts: readonly { day: string; holding: string | undefined; how: string }[]): Member {
    let member: Member = { createdAt: '2025-07-01T03:00:00Z' };
    for (const { day: today, holding, how } of [...acts].sort((a, b) => a.day.localeCompare(b.day))) {
      try {
        if (how === 'left') member = left(member, today, today);
        else if (how === 'put' && holding !== undefined)
          member = joined(member, holding, {}, { forMember: true, forHolding: true }, today);
        else {
          const { holdingId: _, ...rest } = member;
          const memberships = movedTo(member, holding, today);
          member = { ...rest, memberships, ...(holding === undefined ? {} : { holdingId: holding }) };
        }
      } catch {
        // A refusal.
      }
    }
    return member;
  }

  test('never overlap, and the present one is what the cooperative names', () => {
    fc.assert(
      fc.property(fc.array(act, { maxLength: 12 }), (acts) => {
        const member = lived(acts);
        const stays = membershipsOf(member);
        for (const [at, stay] of stays.entries()) {
          const following = stays[at + 1];
          if (following) expect(stay.until! <= following.from).toBe(true);
          if (stay.until !== undefined) expect(stay.from < stay.until).toBe(true);
        }
        expect(presentMembership(member)?.holdingId).toBe(member.holdingId);
      }),
    );
  });

  test('tell of two cooperatives the same, whichever is named first, and only while both are members', () => {
    fc.assert(
      fc.property(fc.array(act, { maxLength: 8 }), fc.array(act, { maxLength: 8 }), day, (a, b, on) => {
        const [one, other] = [lived(a), lived(b)];
        const shared = sharedHolding(one, other, on);
        expect(sharedHolding(other, one, on)).toBe(shared);
        if (shared !== undefined)
          expect([holdingOn(one, on), holdingOn(other, on)]).toEqual([shared, shared]);
      }),
    );
  });

  test('that were stored before there were dates count from the day of registration', () => {
    const old = { holdingId: 'coop_coosae', createdAt: '2025-07-21T18:00:00Z' };
    expect(holdingOn(old, '2025-07-21')).toBeUndefined();
    expect(holdingOn(old, '2025-07-22')).toBe('coop_coosae');
    expect(membershipsOf(left(old, '2025-09-01', '2025-09-01'))).toEqual([
      { holdingId: 'coop_coosae', from: '2025-07-22', until: '2025-09-01' },
    ]);
  });
});
