/** The audit trail: who changed what, from what to what, told to those whose it is and no more than they may know, on every store. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { AuditEntryView } from '../../shared/audit/audit-entry.ts';
import { dayOf } from '../../shared/clock.ts';
import type { Caller } from '../../functions/api/caller.ts';
import { admin, buyerOf, officerOf, openApi, organizerOf, type TestApi } from '../support/api.ts';
import { milkOffer } from '../support/offers.ts';
import { cooperativeWith, offerFrom, partnershipAt } from '../support/partners.ts';
import { offerOf, potentialOf } from '../support/world-things.ts';
import { onEveryStore } from '../support/tables.ts';
import { buildWorld, type World } from '../support/world.ts';

onEveryStore('the audit trail', (open) => {
  let api: TestApi;
  let world: World;
  let officer: Caller;
  let now: Date;
  const batu = organizerOf('35.79');
  beforeEach(async () => {
    now = new Date();
    // Every look at the clock is a moment later, so that what follows is later too.
    api = await openApi(open, () => (now = new Date(now.getTime() + 1)));
    world = await buildWorld(api);
    officer = officerOf(world.cooperativeId);
  });
  afterEach(() => api.close());

  /** What the trail says once all that was written has followed. */
  const trail = async (query: string, as: Caller): Promise<AuditEntryView[]> => {
    await api.settle();
    const { status, body, text } = await api.get(`/v1/audit?limit=100&${query}`, as);
    expect(status, text).toBe(200);
    return body.items;
  };
  const listed = async (): Promise<string> =>
    (await api.post('/v1/potentials', potentialOf(world.cooperativeId), officer)).body.id;

  test('tells of a listing that was created, changed and taken away by whom, with old and new values, the newest first', async () => {
    const id = await listed();
    const path = `/v1/potentials/${id}`;
    await api.patch(path, { title: 'Kentang granola L', price: { amount: 8500, per: 'kg' } }, officer);
    await api.patch(path, { months: [1, 2] }, batu);
    await api.delete(path, officer);
    const entries = await trail(`thing=${id}`, officer);
    const person = entries[0]!.by.person;
    expect(person).toMatch(/^person_/);
    expect(entries.map(({ did, by, version }) => [did, version, by])).toEqual([
      ['deleted', 4, { role: 'cooperative', organizationId: world.cooperativeId, person }],
      ['changed', 3, { role: 'organizer', region: '35.79' }],
      ['changed', 2, { role: 'cooperative', organizationId: world.cooperativeId, person }],
      ['created', 1, { role: 'cooperative', organizationId: world.cooperativeId, person }],
    ]);
    const before = potentialOf(world.cooperativeId);
    expect(entries[2]).toMatchObject({
      thing: { kind: 'potential', id },
      organizationIds: [world.cooperativeId],
      regionCodes: ['35.79.02.2008'],
      changes: expect.arrayContaining([
        { pointer: '/title', before: before.title, after: 'Kentang granola L' },
      ]),
    });
    expect(entries[1]!.changes).toContainEqual({ pointer: '/months', before: before.months, after: [1, 2] });
    expect(entries[1]!.changes.map(({ pointer }) => pointer)).not.toContain('/title');
    expect(entries[0]!.changes).toContainEqual({ pointer: '/title', before: 'Kentang granola L' });
  });

  test('says nothing of what was sent and changed nothing', async () => {
    const before = await trail(`thing=${world.cooperativeId}`, officer);
    const { memberCount } = (await api.get(`/v1/cooperatives/${world.cooperativeId}`, officer)).body;
    await api.patch(`/v1/cooperatives/${world.cooperativeId}`, { memberCount: memberCount ?? null }, officer);
    expect(await trail(`thing=${world.cooperativeId}`, officer)).toEqual(before);
  });

  test('names people to their own organization or office and to admins; to others it says for whom they acted', async () => {
    const path = `/v1/offers/${world.offerId}`;
    await api.patch(path, { title: 'Kentang untuk toko' }, buyerOf(world.buyerId));
    await api.post(`/v1/buyers/${world.buyerId}/verification`, { status: 'verified' }, organizerOf('35'));
    const byIn = async (query: string, as: Caller) => (await trail(query, as))[0]!.by;
    const who = { role: 'buyer', organizationId: world.buyerId };
    const offer = `thing=${world.offerId}`;
    const { person } = await byIn(offer, admin);
    expect(person).toMatch(/^person_/);
    const named = { ...who, person };
    expect(await byIn(offer, buyerOf(world.buyerId))).toEqual(named);
    expect(await byIn(offer, { ...buyerOf(world.buyerId), subject: 'colleague' })).toEqual(named);
    expect(await byIn(offer, admin)).toEqual(named);
    expect(await byIn(offer, batu)).toEqual(who);
    const office = { role: 'organizer', region: '35' };
    const buyer = `thing=${world.buyerId}`;
    expect(await byIn(buyer, buyerOf(world.buyerId))).toEqual(office);
    expect(await byIn(buyer, batu)).toEqual(office);
    expect(await byIn(buyer, { ...organizerOf('35'), subject: 'head' })).toEqual({
      ...office,
      person: expect.stringMatching(/^person_/),
    });
    expect(await trail(`${offer}&by=${person}`, admin)).not.toEqual([]);
    // Who is not named is not found by their name either.
    expect(await trail(`${offer}&by=${person}`, batu)).toEqual([]);
  });

  test('shows both sides and both offices what is between two, and to nobody else that there is such a thing', async () => {
    const step = { to: 'declined', reason: 'not-interested', note: 'Belum berminat' };
    await api.post(`/v1/partnerships/${world.partnershipId}/stage`, step, officer);
    const thing = `thing=${world.partnershipId}`;
    for (const viewer of [officer, buyerOf(world.buyerId), batu, organizerOf('35'), admin]) {
      const [latest] = await trail(thing, viewer);
      expect(latest).toMatchObject({
        thing: { kind: 'partnership' },
        organizationIds: [world.cooperativeId, world.buyerId],
        changes: expect.arrayContaining([expect.objectContaining({ pointer: '/stage', after: 'declined' })]),
      });
    }
    const strangers = [
      officerOf(world.otherCooperativeId),
      buyerOf(world.otherBuyerId),
      organizerOf('64'),
      organizerOf('35.07'),
    ];
    for (const stranger of strangers) {
      expect(await trail(thing, stranger)).toEqual([]);
      expect((await api.get(`/v1/audit?organization=${world.cooperativeId}`, stranger)).status).toBe(404);
    }
    expect((await api.get('/v1/audit?region=35', batu)).status).toBe(404);
  });

  test('gives an organization its own, an office its region, an admin the country, page by page and never twice', async () => {
    await api.settle();
    for (const [viewer, isTheirs] of [
      [officer, ({ organizationIds }) => organizationIds.includes(world.cooperativeId)],
      [batu, ({ regionCodes }) => regionCodes.some((code) => code.startsWith('35.79'))],
      [organizerOf('64'), ({ regionCodes }) => regionCodes.some((code) => code.startsWith('64'))],
      [admin, () => true],
    ] as [Caller, (entry: AuditEntryView) => boolean][]) {
      const found: AuditEntryView[] = [];
      let cursor = '';
      do {
        const { body } = await api.get(`/v1/audit?limit=7${cursor}`, viewer);
        found.push(...body.items);
        cursor = body.nextCursor === null ? '' : `&cursor=${encodeURIComponent(body.nextCursor)}`;
      } while (cursor !== '');
      expect(found.length).toBeGreaterThan(2);
      expect(found.every(isTheirs)).toBe(true);
      const ids = found.map(({ id }) => id);
      expect(ids).toEqual([...new Set(ids)].sort().reverse());
      expect(await trail('', viewer)).toEqual(found.slice(0, 100));
    }
  });

  test('is narrowed by kind, part and time', async () => {
    const ofParts = await trail(`thing=${world.operationalId}&kind=claim`, officer);
    expect(new Set(ofParts.map(({ thing }) => thing.part))).toContain(world.claimId);
    const one = await trail(`thing=${world.operationalId}&part=${world.claimId}`, officer);
    expect(one.length).toBeGreaterThan(1);
    const [latest, former] = [one[0]!, one[1]!];
    expect(latest.at > former.at).toBe(true);
    const [day, nextDay] = [0, 1].map((days) => dayOf(new Date(now.getTime() + days * 24 * 60 * 60 * 1000)));
    const query = `thing=${world.operationalId}&part=${world.claimId}`;
    expect(await trail(`${query}&from=${day}&to=${day}`, officer)).toEqual(one);
    expect(await trail(`${query}&from=${nextDay}`, officer)).toEqual([]);
    expect((await api.get('/v1/audit?part=x', officer)).status).toBe(400);
  });

  test('says that a contact, a tax number or who attended changed, and never from what to what', async () => {
    const path = `/v1/cooperatives/${world.cooperativeId}`;
    await api.patch(path, { contact: { name: 'Canary Sri', phone: '+62 777 1' }, memberCount: 77 }, officer);
    await api.patch(path, { contact: { name: 'Canary Tri' }, npwp: '7770000000000001' }, officer);
    await api.put(`${path}/credentials/npwp`, { number: '7770000000000002' }, officer);
    const session = { topic: 'cooperative-basics', date: '2025-10-01', trainer: 'Canary Trainer' };
    const attendance = [{ officer: 'Canary Hadir', position: 'bendahara' }];
    await api.post(`${path}/mentoring`, { ...session, attendance, findings: 'Canary Temuan' }, officer);
    const held = (await api.get(`${path}/mentoring?limit=1`, officer)).body.items[0];
    await api.patch(`${path}/mentoring/${held.id}`, { findings: 'Canary lain' }, officer);
    await api.patch(`/v1/buyers/${world.buyerId}`, { contact: { email: 'canary@toko.example' } }, admin);
    await api.patch(`/v1/buyers/${world.buyerId}`, { contact: null }, admin);
    const entries = await trail('', admin);
    const withheld = entries.flatMap(({ changes }) => changes.filter((change) => change.withheld));
    expect(withheld).toContainEqual({ pointer: '/contact/phone', withheld: 'personal' });
    expect(withheld).toContainEqual({ pointer: '/contact/email', withheld: 'personal' });
    expect(withheld).toContainEqual({ pointer: '/npwp', withheld: 'personal' });
    expect(withheld).toContainEqual({ pointer: '/findings', withheld: 'personal' });
    expect(withheld.every(({ before, after }) => before === undefined && after === undefined)).toBe(true);
    expect(entries).toContainEqual(
      expect.objectContaining({
        changes: expect.arrayContaining([expect.objectContaining({ pointer: '/memberCount', after: 77 })]),
      }),
    );
    // Not only unseen: not kept.
    const kept = await api.table.query({ pk: `AUDIT#${world.cooperativeId}`, limit: 1000 });
    const alsoKept = await api.table.query({ pk: `AUDIT#${world.buyerId}`, limit: 1000 });
    expect(JSON.stringify([entries, kept, alsoKept])).not.toMatch(/canary|777000000000000|\+62 777/i);
  });

  test('keeps of a long text its beginning, and of many changes the first, with how many more there are', async () => {
    const id = await listed();
    const description = 'a'.repeat(1500);
    await api.patch(`/v1/potentials/${id}`, { description }, officer);
    const { changes } = (await trail(`thing=${id}`, officer))[0]!;
    expect(changes).toContainEqual({
      pointer: '/description',
      after: `${'a'.repeat(300)}…`,
      shortened: true,
    });
    const event = `/v1/events/${world.draftEventId}`;
    const breaks = Array.from({ length: 20 }, (_, at) => ({ afterSlot: at + 1, minutes: 5 }));
    await api.patch(event, { slots: 40, slotMinutes: 10, breaks }, admin);
    const later = breaks.map((each) => ({ ...each, minutes: 6 }));
    expect((await api.patch(event, { breaks: later }, admin)).status).toBe(200);
    const [moved] = await trail(`thing=${world.draftEventId}&kind=event`, admin);
    expect(moved!.changes.length + (moved!.more ?? 0)).toBeGreaterThanOrEqual(20);
    expect(JSON.stringify(moved!.changes).length).toBeLessThan(2500);
  });

  test('tells what the service did by itself, and why, apart from the acts of people', async () => {
    const cooperativeId = await cooperativeWith(api, 'KDMP Gunungsari', '35.79.02.2002');
    const kitchen = { name: 'SPPG Junrejo', kind: 'government', regionCode: '35.79' };
    const pair = { cooperativeId, ...(await offerFrom(api, kitchen, milkOffer)) };
    const halal = `/v1/cooperatives/${cooperativeId}/credentials/halal`;
    await api.put(halal, { number: 'ID-1', status: 'verified', validUntil: '2035-12-31' }, admin);
    const id = await partnershipAt(api, 'operational', pair);
    await api.settle();
    await api.post(`${halal}/verification`, { status: 'suspended', reason: 'Dicabut BPJPH' }, batu);
    const [paused] = await trail(`thing=${id}`, officerOf(cooperativeId));
    expect(paused?.by).toEqual({ role: 'system', cause: { why: 'papers', id: cooperativeId } });
    expect(paused?.changes).toContainEqual({ pointer: '/stage', before: 'operational', after: 'paused' });
    const [papers] = await trail(`thing=${cooperativeId}`, officerOf(cooperativeId));
    expect(papers?.by).toEqual({ role: 'organizer', region: '35.79' });
    expect(papers?.changes).toContainEqual({
      pointer: '/credentials/halal/status',
      before: 'verified',
      after: 'suspended',
    });
  });

  test('counts what time has ended as nobody’s act, although somebody’s next step wrote it down', async () => {
    const proposal = { offerId: world.offerId, cooperativeId: world.guestCooperativeId };
    const guest = officerOf(world.guestCooperativeId);
    const { id } = (await api.post('/v1/partnerships', proposal, guest)).body;
    now = new Date(now.getTime() + 20 * 24 * 60 * 60 * 1000);
    const again = await api.post('/v1/partnerships', proposal, guest);
    expect(again.status, again.text).toBe(201);
    const [lapsed, created] = await trail(`thing=${id}`, guest);
    expect(lapsed).toMatchObject({ did: 'changed', by: { role: 'system', cause: { why: 'time' } } });
    expect(created).toMatchObject({ did: 'created', by: { organizationId: world.guestCooperativeId } });
  });

  test('tells of each meeting that somebody changed, to its two and to the office of the event', async () => {
    const path = `/v1/events/${world.publishedEventId}/meetings/${world.meetingId}`;
    const declined = await api.post(`${path}/decline`, { reason: 'Canary alasan' }, officer);
    expect(declined.status, declined.text).toBe(200);
    for (const viewer of [officer, buyerOf(world.buyerId), batu]) {
      const [entry] = await trail(`thing=${world.publishedEventId}&part=${world.meetingId}`, viewer);
      expect(entry).toMatchObject({
        did: 'changed',
        thing: { kind: 'meeting', part: world.meetingId },
        organizationIds: [world.cooperativeId, world.buyerId],
      });
      expect(entry!.changes).toContainEqual({ pointer: '/reasons/cooperative', withheld: 'private' });
      expect(JSON.stringify(entry)).not.toContain('Canary');
    }
    const others = await trail(`thing=${world.publishedEventId}`, officerOf(world.otherCooperativeId));
    expect(others.some(({ thing }) => thing.part === world.meetingId)).toBe(false);
  });

  test('says who took an offer away, although nothing of it is left', async () => {
    const { id } = (await api.post('/v1/offers', offerOf(world.buyerId), buyerOf(world.buyerId))).body;
    await api.delete(`/v1/offers/${id}`, { ...buyerOf(world.buyerId), subject: 'deleter' });
    const [gone] = await trail(`thing=${id}`, buyerOf(world.buyerId));
    expect(gone).toMatchObject({
      did: 'deleted',
      by: { role: 'buyer', organizationId: world.buyerId, person: expect.stringMatching(/^person_/) },
      organizationIds: [world.buyerId],
    });
  });

  test('says who took a webhook away, and never where it led', async () => {
    const buyer = buyerOf(world.buyerId);
    const url = 'https://erp.example.com/canary?key=canary';
    const set = await api.post('/v1/webhooks', { url, name: 'E-procurement' }, buyer);
    expect(set.status, set.text).toBe(201);
    await api.delete(`/v1/webhooks/${set.body.id}`, { ...buyer, subject: 'deleter' });
    expect((await api.get(`/v1/webhooks/${set.body.id}`, buyer)).status).toBe(404);
    const entries = await trail(`thing=${set.body.id}`, buyer);
    expect(entries.map(({ did }) => did)).toEqual(['deleted', 'created']);
    const [deleter, creator] = entries.map(({ by }) => by.person);
    expect(deleter).toMatch(/^person_/);
    expect(deleter).not.toBe(creator);
    expect(entries[0]!.changes).toContainEqual({ pointer: '/url', withheld: 'secret' });
    expect(entries[0]!.changes).toContainEqual({ pointer: '/name', before: 'E-procurement' });
    expect(JSON.stringify(entries)).not.toContain('canary');
    // An office has nothing to do with it.
    expect(await trail(`thing=${set.body.id}`, batu)).toEqual([]);
  });
});
