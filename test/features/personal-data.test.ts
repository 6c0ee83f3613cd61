/** What is held of a person, and its erasure (UU 27/2022): only of oneself, whole, for good, and without harm to anybody else, on every store. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Caller } from '../../functions/api/caller.ts';
import type { Item, Table } from '../../shared/table/table.ts';
import type { WholeTable } from '../../shared/table/move.ts';
import { admin, buyerOf, officerOf, openApi, organizerOf, type TestApi } from '../support/api.ts';
import { onEveryStore } from '../support/tables.ts';
import { buildWorld, type World } from '../support/world.ts';

const contact = { name: 'Ibu Canary', phone: '0812-7777-0001', email: 'canary@koperasi.id' };

/** Everything in a store, as text, in the order of keys. */
async function wholeOf(table: Table): Promise<Item[]> {
  const items: Item[] = [];
  for await (const item of (table as WholeTable).everything()) items.push(item);
  return items.toSorted((a, b) => (a.pk + a.sk < b.pk + b.sk ? -1 : 1));
}

onEveryStore('the data of a person', (open) => {
  let api: TestApi;
  let world: World;
  let officer: Caller;
  let path: string;
  beforeEach(async () => {
    api = await openApi(open);
    world = await buildWorld(api);
    officer = { ...officerOf(world.cooperativeId), subject: 'canary-subject-of-officer' };
    path = `/v1/cooperatives/${world.cooperativeId}`;
  });
  afterEach(() => api.close());

  const dataOf = async (caller: Caller) => (await api.get('/v1/me/data', caller)).body;
  const list = (caller: Caller, key: string) =>
    api.post(
      '/v1/potentials',
      {
        cooperativeId: world.cooperativeId,
        commodity: 'potato',
        title: 'Kentang',
        capacity: { amount: 2, unit: 'ton', per: 'month' },
        months: [1, 2],
      },
      caller,
      { 'idempotency-key': key },
    );

  test('of who never wrote anything is nothing, and asking leaves nothing', async () => {
    const before = await wholeOf(api.table);
    const data = await dataOf(officer);
    expect(data).toMatchObject({
      account: { subject: officer.subject, role: 'cooperative', organizationId: world.cooperativeId },
      pseudonym: { id: null, since: null },
      contact: { items: [] },
      written: { items: [], next: null },
      answers: { items: [], more: false },
    });
    expect((await api.delete('/v1/me', officer)).body).toMatchObject({ id: null, erased: [] });
    expect(await wholeOf(api.table)).toEqual(before);
  });

  test('is told whole: the pseudonym, the own contact, what was written to, which answers are recorded', async () => {
    await api.patch(path, { contact }, officer);
    const { id } = (await list(officer, 'k#1%')).body;
    const hook = (await api.post('/v1/webhooks', { url: 'https://hooks.example/titik' }, officer)).body.id;
    await api.settle();
    const data = await dataOf(officer);
    expect(data.pseudonym.id).toMatch(/^person_/);
    expect(data.contact.items).toEqual([{ organizationId: world.cooperativeId, contact, publicFields: [] }]);
    expect(data.written.items.map(({ kind, id: of }: { kind: string; id: string }) => [kind, of])).toEqual([
      ['cooperative', world.cooperativeId],
      ['potential', id],
      ['webhook', hook],
    ]);
    expect(data.answers.items).toMatchObject([{ key: 'k#1%', status: 201 }]);
    for (const kind of ['account', 'pseudonym', 'contact', 'written', 'answers']) {
      for (const said of ['purpose', 'legalGround', 'kept']) {
        expect(data[kind][said].id, `${kind} ${said}`).not.toBe('');
        expect(data[kind][said].en, `${kind} ${said}`).not.toBe('');
      }
    }
    // A colleague, the office and an admin are told nothing of it, though they may read the contact where it stands.
    const colleague = { ...officer, subject: 'colleague' };
    for (const other of [colleague, admin, organizerOf('35.79'), buyerOf(world.buyerId)]) {
      expect((await api.get('/v1/me/data', other)).text, other.subject).not.toMatch(
        new RegExp(`canary|${data.pseudonym.id}`, 'i'),
      );
    }
  });

  test('the subject of a token is stored nowhere, before or after', async () => {
    await api.patch(path, { contact }, officer);
    await list(officer, 'k1');
    await api.settle();
    expect(JSON.stringify(await wholeOf(api.table))).not.toContain(officer.subject);
  });

  test('is erased at its own request, and everything else is as it was', async () => {
    await api.settle();
    const others = new Map((await wholeOf(api.table)).map((item) => [item.pk + item.sk, item]));
    await api.patch(path, { contact }, officer);
    await list(officer, 'k1');
    await api.settle();
    const { id: person } = (await dataOf(officer)).pseudonym;
    const erased = await api.delete('/v1/me', officer);
    expect(erased.status).toBe(202);
    expect(erased.body.erased).toHaveLength(3);
    await api.settle();

    const whole = await wholeOf(api.table);
    const text = JSON.stringify(whole);
    for (const canary of [...Object.values(contact), officer.subject]) expect(text).not.toContain(canary);
    // Who wrote the potential stays known as one and the same, and leads to nobody.
    expect(text).toContain(person);
    expect(whole.filter(({ pk }) => /^(?:PERSON|IDEMPOTENCY)#/.test(pk) && pk.includes(person))).toEqual([]);
    expect(whole.filter(({ pk }) => pk.startsWith('ERASURE#'))).toMatchObject([
      { data: { id: erased.body.id, acceptedAt: erased.body.acceptedAt } },
    ]);
    expect(whole.find(({ pk }) => pk.startsWith('ERASURE#'))!['data']).not.toHaveProperty('person');
    const touched = whole.filter((item) => {
      const before = others.get(item.pk + item.sk);
      return before !== undefined && JSON.stringify(before) !== JSON.stringify(item);
    });
    for (const { pk } of touched) expect(pk).toMatch(/^(?:COOP#|MARKET#|TOTAL|COUNTED#|WORD)/);

    expect(await dataOf(officer)).toMatchObject({ pseudonym: { id: null }, contact: { items: [] } });
    expect((await api.get(path, admin)).body).not.toHaveProperty('contact');
    expect((await api.get('/v1/notices', officer)).body.items[0]).toMatchObject({
      kind: 'contact-erased',
      about: { cooperativeId: world.cooperativeId },
    });
  });

  test('asked again, nothing is left to erase; who writes again counts as somebody new', async () => {
    await list(officer, 'k1');
    const { id } = (await dataOf(officer)).pseudonym;
    await api.delete('/v1/me', officer);
    expect((await api.delete('/v1/me', officer)).body).toMatchObject({ id: null, erased: [] });
    // The key of before was another person's: this is another potential.
    const again = await list(officer, 'k1');
    expect(again.status).toBe(201);
    expect((await dataOf(officer)).pseudonym.id).not.toBe(id);
  });

  test('a contact that somebody else wrote stays, unless its person says that it is theirs', async () => {
    await api.patch(path, { contact }, organizerOf('35.79'));
    await list(officer, 'k1');
    await api.delete('/v1/me', officer);
    expect((await api.get(path, officer)).body.contact).toEqual(contact);
    const { erased } = (await api.delete('/v1/me?contact=mine', officer)).body;
    expect(erased).toHaveLength(1);
    expect((await api.get(path, officer)).body).not.toHaveProperty('contact');
  });

  test('a contact that one wrote for another stays where one says so', async () => {
    await api.patch(path, { contact }, officer);
    await api.delete('/v1/me?contact=another', officer);
    expect((await api.get(path, officer)).body.contact).toEqual(contact);
  });

  test('who corrected something else of the organization has not written its contact', async () => {
    await api.patch(path, { contact }, organizerOf('35.79'));
    await api.patch(path, { memberCount: 300 }, officer);
    expect((await dataOf(officer)).contact.items).toEqual([]);
    await api.delete('/v1/me', officer);
    expect((await api.get(path, officer)).body.contact).toEqual(contact);
  });

  test('of a buyer goes the same way', async () => {
    const buyer = buyerOf(world.buyerId);
    await api.patch(`/v1/buyers/${world.buyerId}`, { contact }, buyer);
    expect((await dataOf(buyer)).contact.items).toMatchObject([{ contact }]);
    await api.delete('/v1/me', buyer);
    await api.settle();
    expect((await api.get(`/v1/buyers/${world.buyerId}`, admin)).body).not.toHaveProperty('contact');
    expect(JSON.stringify(await wholeOf(api.table))).not.toContain(contact.phone);
  });

  test('what the microsite shows of the contact goes with it', async () => {
    await api.patch(path, { contact }, officer);
    const site = {
      published: true,
      publicContact: ['phone'],
      managers: [{ role: 'chair', name: contact.name }],
    };
    expect((await api.put(`${path}/microsite`, site, officer)).status).toBeLessThan(300);
    expect((await dataOf(officer)).contact.items).toMatchObject([{ publicFields: ['phone'] }]);
    await api.delete('/v1/me', officer);
    await api.settle();
    const own = (await api.get(`${path}/microsite`, officer)).body;
    expect(own).toMatchObject({ published: true });
    expect(JSON.stringify(own)).not.toMatch(/canary|7777/i);
    expect((await api.get('/v1/notices', officer)).body.items[0].kind).toBe('contact-erased');
  });
});
