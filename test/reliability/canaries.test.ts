/**
 * No answer and no log line carries what is another's: everything private has a canary in it, and whoever asks for whatever, none
 * that is not theirs may sing.
 */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { OperationId } from '../../functions/api/policy.ts';
import { jsonLog } from '../../shared/log.ts';
import type { Table } from '../../shared/table/table.ts';
import { admin, buyerOf, officerOf, openApi, organizerOf, type TestApi } from '../support/api.ts';
import { plantCanaries, searchFor, type Canary, type Search } from '../support/canaries.ts';
import { openSqlite } from '../support/tables.ts';
import { callersOf } from '../support/callers.ts';
import { goodRequests } from '../support/good-requests.ts';
import { buildWorld, type World } from '../support/world.ts';

// On one store: what is shown is decided above the table, and the policy's own test runs on both.
describe('what is private', () => {
  let api: TestApi;
  let world: World;
  let canaries: Canary[];
  let search: Search;
  beforeEach(async () => {
    api = await openApi();
    world = await buildWorld(api);
    canaries = await plantCanaries(api, world);
    search = searchFor(canaries);
  });
  afterEach(() => api.close());

  /** Every operation of the document on things of every standing; what destroys comes last. */
  const everyRequest = async () => {
    const { paths } = (await api.get('/openapi.json')).body as {
      paths: Record<string, Record<string, { operationId: OperationId }>>;
    };
    const requests = goodRequests(world);
    const mine = [world.cooperativeId, world.buyerId, world.offerId];
    const instead = [
      mine,
      [world.rejectedCooperativeId, world.hiddenBuyerId, world.hiddenOfferId],
      [world.otherCooperativeId, world.otherBuyerId, world.offerId],
    ];
    return Object.values(paths)
      .flatMap((methods) => Object.entries(methods))
      .map(([method, { operationId }]) => ({ method: method.toUpperCase(), ...requests[operationId] }))
      .flatMap((request) =>
        instead.map((others) => ({
          ...request,
          path: mine.reduce((path, id, at) => path.replaceAll(id, others[at]!), request.path),
        })),
      )
      .sort((a, b) => Number(a.method === 'DELETE') - Number(b.method === 'DELETE'));
  };

  test('is in no answer to anyone but its owner, its office and an admin', async () => {
    let answers = 0;
    for (const { method, path, body, raw } of await everyRequest()) {
      for (const caller of Object.values(callersOf(world))) {
        // An admin and the city's office may verify, which would make the hidden public.
        if (path.includes('verification') && (caller?.role === 'admin' || caller?.role === 'organizer'))
          continue;
        const answer = await api.send(method, path, {
          ...(caller === undefined ? {} : { as: caller }),
          ...(body === undefined ? {} : { body }),
          ...(raw === undefined ? {} : { raw: raw.text, headers: { 'content-type': raw.type } }),
        });
        search(answer, caller, `${method} ${path}`);
        answers += 1;
      }
    }
    expect(answers).toBeGreaterThan(1000);
  });

  test('is found by no filter, no search and no match of a stranger', async () => {
    const words = canaries
      .filter(({ ownerId }) => ownerId !== undefined)
      .map(({ text }) => encodeURIComponent(text));
    const lists = ['cooperatives', 'buyers', 'potentials', 'offers', 'programmes'];
    const narrowed = [
      `cooperatives?region=35.79.02.2002`,
      `buyers?verified=false`,
      `offers?buyer=${world.hiddenBuyerId}`,
      `potentials?cooperative=${world.rejectedCooperativeId}`,
      `offers?commodity=potato&limit=100`,
      `potentials/${world.potentialId}/matches?include=blocked&limit=100`,
      `cooperatives/${world.cooperativeId}/opportunities`,
      `offers/${world.offerId}/matches?include=blocked&limit=100`,
    ];
    const paths = [
      ...narrowed,
      ...['canary', 'kentang', 'tersembunyi'].map((q) => `search?q=${q}`),
      ...words.flatMap((q) => [...lists, 'search'].map((list) => `${list}?q=${q.slice(0, 90)}`)),
    ];
    const strangers = [
      officerOf(world.cooperativeId),
      buyerOf(world.buyerId),
      organizerOf('35.07'),
      { subject: 'new', role: 'cooperative' as const },
    ];
    for (const path of paths) {
      const isListOf = /^(?:buyers|offers|potentials|cooperatives)\?q=/.test(path);
      for (const stranger of strangers) {
        const answer = await api.get(`/v1/${path}`, stranger);
        search(answer, stranger, path);
        // That a private word finds something would tell that it is there.
        if (isListOf && answer.status === 200) expect(answer.body.items, path).toEqual([]);
      }
    }
  });

  test('is not told by an import that comes upon it', async () => {
    const hidden = { nib: '9990000000777' };
    await api.patch(`/v1/cooperatives/${world.rejectedCooperativeId}`, hidden, admin);
    const organizer = organizerOf('64');
    const answer = await api.send('POST', '/v1/cooperatives/import', {
      as: organizer,
      raw: `nama,kode wilayah,nib\nKKMP Timbau,64.02.06.1004,${hidden.nib}\nKDMP Palsu,35.79.02.2002,\n`,
      headers: { 'content-type': 'text/csv' },
    });
    expect(answer.body).toMatchObject({ created: 0, updated: 0, refused: 2 });
    search(answer, organizer, 'import');
    expect(answer.text).not.toContain(world.rejectedCooperativeId);
  });

  test('does not come with another caller’s Idempotency-Key, not even of the same organization', async () => {
    const headers = { 'idempotency-key': 'canary' };
    const body = { name: 'PT', kind: 'private', regionCode: '35.79', contact: { name: 'Canary of the key' } };
    await api.post('/v1/buyers', body, { subject: 'first', role: 'buyer' }, headers);
    const others = [
      { subject: 'second', role: 'buyer' as const },
      organizerOf('35.79'),
      { ...admin, subject: 'x' },
    ];
    for (const other of others) {
      const { contact: _, ...rest } = body;
      const answer = await api.post('/v1/buyers', rest, other, headers);
      expect(answer.status).toBe(201);
      expect(answer.text).not.toContain('Canary of the key');
    }
  });
});

test('no log line of a defect carries personal data, tokens or keys', async () => {
  const lines: string[] = [];
  const log = jsonLog((line) => lines.push(line));
  let isBroken = false;
  const api = await openApi(
    async (options) => {
      const store = await openSqlite(options);
      const fail = async () => {
        throw new Error('the disk is on fire');
      };
      const table = new Proxy(store.table, {
        get: (target, name: keyof Table) =>
          isBroken && (name === 'write' || name === 'transact') ? fail : target[name].bind(target),
      });
      return { ...store, table };
    },
    undefined,
    undefined,
    log,
  );
  const world = await buildWorld(api);
  const canaries = await plantCanaries(api, world);
  // What follows from the world is worked off first, so that only the requests below meet the fire.
  await api.settle();
  isBroken = true;
  const phone = '+62 777 999';
  const npwp = '7770000000000999';
  const contact = { name: 'Canary Baru', phone, email: 'canary-new@koperasi.example' };
  const caller = { ...admin, subject: 'canary-subject' };
  const headers = { 'idempotency-key': 'canary-idempotency' };
  const path = `/v1/cooperatives/${world.cooperativeId}`;
  const defect = (sent: Promise<unknown>) => expect(sent).rejects.toThrow('Internal error');
  await defect(api.patch(path, { contact, npwp }, caller));
  await defect(api.put(`${path}/credentials/halal`, { number: 'CANARY-NEW' }, caller));
  await defect(
    api.post('/v1/buyers', { name: 'Canary', kind: 'private', regionCode: '35', contact }, caller, headers),
  );
  expect(lines).toHaveLength(3);
  const said = lines.join('');
  expect(said).toContain('the disk is on fire');
  expect(said).not.toMatch(/canary|eyJ/i);
  for (const text of [phone, npwp, ...canaries.map((canary) => canary.text)]) {
    expect(said).not.toContain(text);
  }
  await api.close();
});
