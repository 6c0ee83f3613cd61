/** Bad input to every operation of the document: the right 4xx with a pointer, never a 5xx, and nothing written. */
import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { OperationId } from '../../functions/api/policy.ts';
import { admin, openApi, type Received, type Sending, type TestApi } from '../support/api.ts';
import { onEveryStore } from '../support/tables.ts';
import type { GoodRequest } from '../support/good-request.ts';
import { goodRequests } from '../support/good-requests.ts';
import { resolved, type Reference } from '../support/resolved.ts';
import { buildWorld, type World } from '../support/world.ts';

type Parameter = { name: string; in: string };
type Described = { operationId: OperationId; requestBody?: { content: object } };
type Taking = { parameters?: (Parameter | Reference)[] };
type Case = Described & GoodRequest & { method: string; parameters: Parameter[] };

onEveryStore('bad input', (open) => {
  let api: TestApi;
  let world: World;
  let cases: Case[];
  // One world for all: what is refused changes nothing.
  beforeAll(async () => {
    api = await openApi(open);
    world = await buildWorld(api);
    const document = (await api.get('/openapi.json')).body as {
      paths: Record<string, Record<string, Described & Taking>>;
    };
    const requests = goodRequests(world);
    cases = Object.values(document.paths).flatMap((methods) =>
      Object.entries(methods).map(([method, { parameters = [], ...described }]) => ({
        ...described,
        parameters: parameters.map((each) => resolved(document, each)),
        ...requests[described.operationId],
        method: method.toUpperCase(),
      })),
    );
    // The key that seals cursors is made at its first use; that is no effect of bad input.
    await api.get('/v1/cooperatives?limit=1', admin);
    await api.drainChanges();
  });
  afterEach(async () => {
    expect(await api.drainChanges(), 'bad input wrote something').toEqual([]);
  });
  afterAll(() => api.close());

  const takingJson = () =>
    cases.filter(({ requestBody }) => requestBody && 'application/json' in requestBody.content);
  const parametersOf = ({ parameters }: Case, place: string) =>
    parameters.filter((parameter) => parameter.in === place).map(({ name }) => name.toLowerCase());
  const pointersOf = ({ body }: Received): string[] =>
    (body.errors ?? []).map(({ pointer }: { pointer: string }) => pointer);
  const send = (one: Case, raw: NonNullable<Sending['raw']>, type = 'application/json') =>
    api.send(one.method, one.path, { as: admin, raw, headers: { 'content-type': type } });

  test('that is not JSON at all is a 400', async () => {
    for (const one of takingJson()) {
      for (const text of ['{"a":', '', 'null null', '\u0000', "{'a': 1}"]) {
        const answer = await send(one, text);
        expect([answer.status, pointersOf(answer)], `${one.operationId} ${text}`).toEqual([400, ['#']]);
      }
    }
  });

  test('that says one thing twice is a 400: JSON would keep the last, and either could be meant', async () => {
    for (const one of takingJson()) {
      const known = JSON.stringify(one.body ?? {}).slice(1, -1);
      const answer = await send(one, `{"x": 1, "\\u0078": [{"x": "x\\":"}]${known && `,${known}`}}`);
      expect([answer.status, pointersOf(answer)], one.operationId).toEqual([400, ['#']]);
      expect(answer.body.detail).toBe('The body says "x" twice in one object.');
      const spaced = await send(one, `{ "x" : [{"x": "x\\":"}, {"x": "\\\\"}] ${known && `,${known}`}}`);
      expect([spaced.status, pointersOf(spaced)[0]], one.operationId).toEqual([422, '#/x']);
      const deep = await send(one, '[ '.repeat(80_000) + ']'.repeat(80_000));
      expect(deep.status, one.operationId).toBe(400);
    }
  });

  test('in another encoding than UTF-8 is a 400, and no name is kept damaged', async () => {
    const latin = (text: string) => new Uint8Array(Buffer.from(text, 'latin1'));
    for (const one of takingJson()) {
      const answer = await send(one, latin('{"name": "Café Ijen"}'), 'application/json; charset=iso-8859-1');
      expect([answer.status, pointersOf(answer)], one.operationId).toEqual([400, ['#']]);
      expect(answer.body.detail).toContain('not in UTF-8');
    }
  });

  test('that is JSON but no object is a 422 that points at the whole', async () => {
    for (const one of takingJson()) {
      for (const text of ['[]', '"text"', '1', 'null', 'true']) {
        const answer = await send(one, text);
        expect([answer.status, pointersOf(answer)], `${one.operationId} ${text}`).toEqual([422, ['#']]);
      }
    }
  });

  test('in another content type is a 415', async () => {
    for (const one of cases.filter(({ requestBody }) => requestBody)) {
      for (const type of ['text/plain', 'application/xml', '', 'application/jsonp']) {
        expect((await send(one, '{}', type)).status, `${one.operationId} ${type}`).toBe(415);
      }
    }
  });

  test('where no body is taken is a 422: nobody believes that it had an effect', async () => {
    const bare = cases.filter(({ method, requestBody }) => method !== 'GET' && !requestBody);
    expect(bare.length).toBeGreaterThan(10);
    for (const one of bare) {
      const answer = await send(one, '{"capacity":{"amount":90,"unit":"kg"}}');
      expect([answer.status, pointersOf(answer)], one.operationId).toEqual([422, ['#/capacity']]);
      expect((await send(one, '[1]')).status, one.operationId).toBe(422);
      expect((await send(one, 'capacity=90', 'application/x-www-form-urlencoded')).status).toBe(400);
      expect((await send(one, `{"a":"${'x'.repeat(300_000)}"}`)).status, one.operationId).toBe(413);
    }
    const detailOf = async (id: OperationId) =>
      (
        await send(
          bare.find(({ operationId }) => operationId === id)!,
          '{"fromSlot":3}',
        )
      ).body.detail;
    expect(await detailOf('confirmPotential')).toBe(
      'This operation takes no body, and nothing was done; PATCH /v1/potentials/{potentialId} changes it.',
    );
    expect(await detailOf('planSchedule')).toContain('in the query it takes fresh, fromSlot');
  });

  test('that is compressed is a 415 that says so, not one in a wrong encoding', async () => {
    for (const one of cases.filter(({ requestBody }) => requestBody)) {
      const { raw = { type: 'application/json' }, path, method } = one;
      const headers = { 'content-type': raw.type, 'content-encoding': 'gzip' };
      const answer = await api.send(method, path, { as: admin, raw: gzipSync('{}'), headers });
      expect([answer.status, answer.body.detail], one.operationId).toEqual([
        415,
        'Send the body as it is, without Content-Encoding.',
      ]);
    }
  });

  test('that asks for a time which ends before it begins is a 400 that points at its end', async () => {
    const spanning = cases.filter((one) => parametersOf(one, 'query').includes('from'));
    expect(spanning.length).toBeGreaterThan(6);
    for (const one of spanning) {
      const end = ['to', 'until'].find((name) => parametersOf(one, 'query').includes(name))!;
      const [first, last] = one.path.includes('/reports/')
        ? ['2025-11', '2025-10']
        : ['2025-11-02', '2025-11-01'];
      const within = (from: string, until: string) =>
        api.get(`${one.path.split('?')[0]}?from=${from}&${end}=${until}`, admin);
      const answer = await within(first, last);
      expect([answer.status, pointersOf(answer)], one.operationId).toEqual([400, [`#/${end}`]]);
      expect(answer.body.detail).toBe(
        `${end}: ${last} is before from, ${first}; swap them, or leave one out.`,
      );
      expect((await within(last, last)).status, one.operationId).toBe(200);
    }
  });

  test('with a field that nobody knows is a 422 that points at it', async () => {
    for (const one of takingJson()) {
      for (const field of ['colour', '__proto__', 'id', 'a/b~c']) {
        // Written by hand: `__proto__` is no member that an object could be given.
        const known = JSON.stringify(one.body ?? {}).slice(1, -1);
        const answer = await send(one, `{${JSON.stringify(field)}:1${known && `,${known}`}}`);
        const pointer = `#/${field.replaceAll('~', '~0').replaceAll('/', '~1')}`;
        expect(answer.status, `${one.operationId} ${field}`).toBe(422);
        expect(pointersOf(answer)).toContain(pointer);
      }
    }
  });

  test('with several such fields where a schema has words of its own says these of each', async () => {
    const scope = [{ code: '47111', version: '2020', colour: 1, size: 2 }];
    const answer = await api.put(`/v1/cooperatives/${world.cooperativeId}/credentials/nib`, { scope }, admin);
    const detail = expect.stringMatching(/^takes a code with its edition/);
    expect([answer.status, answer.body.errors]).toEqual([
      422,
      ['colour', 'size'].map((name) => ({ pointer: `#/scope/0/${name}`, detail, in: 'body' })),
    ]);
  });

  test('with any field of the wrong type is a 422 that points into that field', async () => {
    for (const one of takingJson()) {
      for (const field of Object.keys((one.body as object | undefined) ?? {})) {
        for (const wrong of [{ x: { y: 1 } }, [[]], -1, '\u0007', 'x'.repeat(5000)]) {
          const answer = await send(one, JSON.stringify({ ...(one.body as object), [field]: wrong }));
          const what = `${one.operationId} ${field} ${JSON.stringify(wrong).slice(0, 40)}`;
          expect(answer.status, what).toBe(422);
          expect(answer.text, 'words of the library').not.toMatch(
            /Invalid (?!content)|Too (?:small|big)|is not what/,
          );
          expect(
            pointersOf(answer).every((pointer) => pointer.startsWith('#/')),
            what,
          ).toBe(true);
        }
      }
    }
  });

  test('that is too large is a 413, announced or not', async () => {
    const sized = (kilobytes: number) =>
      new TextEncoder().encode(JSON.stringify({ title: 'x'.repeat(kilobytes * 1024) }));
    const [longJson, longSheet] = [sized(256), sized(5 * 1024)];
    for (const one of cases.filter(({ requestBody }) => requestBody)) {
      const type = one.raw?.type ?? 'application/json';
      const long = one.raw ? longSheet : longJson;
      const answer = await send(one, long, type);
      expect(answer.status, one.operationId).toBe(413);
      const lying = await api.send(one.method, one.path, {
        as: admin,
        raw: long,
        headers: { 'content-type': type, 'content-length': '' },
      });
      expect(lying.status, one.operationId).toBe(413);
    }
  });

  test('in a query is a 400 that points at the parameter', async () => {
    for (const one of cases) {
      const names = parametersOf(one, 'query');
      const path = one.path.split('?')[0]!;
      const needed = one.path.split('?')[1] ?? '';
      const wrong: [string, string][] = [['colour=red', '#/colour']];
      if (names.includes('limit')) {
        for (const limit of ['0', '-1', '1.5', 'many', '100000']) wrong.push([`limit=${limit}`, '#/limit']);
        wrong.push(['limit=1&limit=2', '#/limit']);
        const { body } = await api.get(`${path}?${needed}&limit=ten`, admin);
        expect(body.errors[0].detail, one.operationId).toBe('takes a number');
        const twice = await api.get(`${path}?${needed}&limit=1&limit=2`, admin);
        expect(twice.body.detail, one.operationId).toBe('The parameter limit is given more than once.');
      }
      if (names.includes('cursor')) {
        for (const cursor of ['x', 'A'.repeat(80), '%00', 'eyJwayI6IkNPT1AifQ'])
          wrong.push([`cursor=${cursor}`, '#/cursor']);
      }
      for (const [query, pointer] of wrong) {
        const answer = await api.send(one.method, `${path}?${needed}&${query}`, {
          as: admin,
          ...(one.body === undefined ? {} : { body: one.body }),
        });
        expect(answer.status, `${one.operationId} ${query}: ${answer.text}`).toBe(400);
        expect(pointersOf(answer), `${one.operationId} ${query}`).toContain(pointer);
        expect(answer.text, 'words of the library').not.toMatch(
          /Invalid (?!content)|Too (?:small|big)|is not what/,
        );
      }
    }
  });

  test('in a path, or an id of nothing, is a 404', async () => {
    for (const one of cases) {
      if (parametersOf(one, 'path').length === 0) continue;
      for (const id of [
        'coop_unknown',
        'buy_unknown',
        'pot_unknown',
        'off_unknown',
        'prog_unknown',
        '..%2F..',
        '%00',
        "'--",
        '99.99',
      ]) {
        const path = one.path.replace(/(?<=\/v1\/\w[\w-]*\/)[^/?]+/, id);
        const { status } = await api.send(one.method, path, {
          as: admin,
          ...(one.body === undefined ? {} : { body: one.body }),
        });
        expect(status, `${one.method} ${path}`).toBe(404);
      }
    }
  });

  test('in If-Match is a 400, and any tag that is not current a 412', async () => {
    const conditional = cases.filter((one) => parametersOf(one, 'header').includes('if-match'));
    expect(conditional.length).toBeGreaterThan(5);
    for (const one of conditional) {
      const sending = { as: admin, ...(one.body === undefined ? {} : { body: one.body }) };
      for (const [etag, status] of [
        ['"999"', 412],
        ['"998", "999"', 412],
        ['W/"1"', 412],
        ['"x"', 412],
        ['"998" ,\t"999"', 412],
        ['3', 400],
        ['"1" "2"', 400],
      ] as const) {
        const answer = await api.send(one.method, one.path, { ...sending, headers: { 'if-match': etag } });
        expect(answer.status, `${one.operationId} ${etag}: ${answer.text}`).toBe(status);
      }
    }
  });

  test('in Idempotency-Key is a 400 that points at the header', async () => {
    const idempotent = cases.filter((one) => parametersOf(one, 'header').includes('idempotency-key'));
    expect(idempotent.length).toBeGreaterThan(3);
    for (const one of idempotent) {
      for (const key of ['x'.repeat(256), 'two words']) {
        const answer = await api.send(one.method, one.path, {
          as: admin,
          body: one.body,
          headers: { 'idempotency-key': key },
        });
        expect([answer.status, pointersOf(answer)], one.operationId).toEqual([400, ['#/idempotency-key']]);
      }
    }
  });

  test('with a method that the address does not take is a 405 that names those it takes', async () => {
    for (const [method, path, allowed] of [
      ['PUT', '/v1/offers', 'POST, GET'],
      ['DELETE', '/v1/offers/off_x/matches', 'GET'],
      ['GET', '/v1/potentials/pot_x/confirm', 'POST'],
    ] as const) {
      const { status, headers } = await api.send(method, path);
      expect([status, headers.get('allow')], `${method} ${path}`).toEqual([405, allowed]);
    }
    expect((await api.send('GET', '/v1/nothing')).status).toBe(404);
  });

  test('that breaks a rule says in one sentence which field is meant', async () => {
    const misplaced = { name: 'KDMP X', kind: 'village', regionCode: '35.79.99.2001' };
    const { body } = await api.post('/v1/cooperatives', misplaced, admin);
    expect(body.detail).toBe('regionCode: is not a region code in force; look it up under /v1/regions');
  });

  test('is answered as the document shows for example', async () => {
    const document = (await api.get('/openapi.json')).body as {
      components: { responses: Record<string, { content?: Record<string, { example: object }> }> };
    };
    const examples = Object.values(document.components.responses).flatMap(
      ({ content }) => content?.['application/problem+json']?.example ?? [],
    );
    const shown = (status: number) =>
      examples.find((example) => 'status' in example && example.status === status);
    const path = `/v1/offers/${world.offerId}`;
    const stranger = { subject: 'new', role: 'cooperative' } as const;
    const { commodity: _, ...incomplete } = goodRequests(world).createOffer.body as Record<string, unknown>;
    for (const answer of [
      await api.get('/v1/offers?limit=ten', admin),
      await api.get(path),
      await api.post('/v1/events', {}, stranger),
      await api.get('/v1/offers/off_unknown', admin),
      await api.patch(path, {}, admin, { 'if-match': '"99"' }),
      await api.post('/v1/offers', { title: 'x'.repeat(300_000) }, admin),
      await api.send('POST', '/v1/offers', {
        as: admin,
        raw: 'x',
        headers: { 'content-type': 'text/plain' },
      }),
      await api.post('/v1/offers', incomplete, admin),
    ]) {
      expect({ ...shown(answer.status), instance: answer.body.instance }).toEqual(answer.body);
    }
  });

  test('never shows the inside: no stack, no file, no SQL', async () => {
    for (const one of cases.filter(({ method }) => method !== 'GET')) {
      const { text } = await api.send(one.method, `${one.path.split('?')[0]}?x[]=%F0%9F`, {
        as: admin,
        raw: '{',
        headers: { 'content-type': 'application/json' },
      });
      expect(text).not.toMatch(/at \w+ \(|\.ts:|SELECT|node_modules/);
    }
  });
});
