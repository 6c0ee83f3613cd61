/**
 * A request that is sent again under its key has one effect and the same bytes as answer: at the same moment, later, after an
 * answer that never arrived, and after the process was killed in the midst of it.
 */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { admin, openApi, type Received, type TestApi } from '../support/api.ts';
import { effort, timeout } from '../support/effort.ts';
import { startServer } from '../support/server.ts';
import { onEveryStore } from '../support/tables.ts';

/** What a client remembers of a request: it sends the same again until it has an answer, and sometimes after that. */
type Sent = { key: string; path: string; body: Record<string, unknown>; answer?: string };

const bodyOf = (n: number, choice: number): Pick<Sent, 'path' | 'body'> => {
  if (choice < 0.4) {
    const nib = String(2_000_000_000_000 + n);
    return { path: '/v1/cooperatives', body: { name: `KDMP ${n}`, regionCode: '35.79.02.2008', nib } };
  }
  if (choice < 0.8)
    return { path: '/v1/buyers', body: { name: `CV ${n}`, kind: 'private', regionCode: '35.79' } };
  return { path: '/v1/programmes', body: { name: `Program ${n}`, regions: ['35.79'] } };
};

/** Every byte that the caller gets but the request's own id. */
const bytesOf = ({ status, headers, text }: Received): string =>
  `${status} ${headers.get('location')} ${headers.get('etag')} ${text}`;

onEveryStore('a request under a key', (open, store) => {
  let api: TestApi;
  beforeEach(async () => {
    api = await openApi(open, undefined, { perSecond: 1e6, burst: 1e6 });
  });
  afterEach(() => api.close());

  const post = ({ key, path, body }: Sent) => api.post(path, body, admin, { 'idempotency-key': key });

  test('has one effect and one answer, however often it comes', { timeout }, async () => {
    const { draw, goesOn, report } = effort(`repeats on ${store}`, store === 'SQLite' ? 20_000 : 300, 3);
    const seen = { requests: 0, keys: 0, inFlight: 0, otherBody: 0 };
    const remembered: Sent[] = [];
    let batches = 0;
    while (goesOn(seen.requests)) {
      const fresh = Array.from({ length: 16 }, (_, n): Sent => {
        const number = batches * 16 + n;
        return { key: `key-${number}`, ...bodyOf(number, draw.share()) };
      });
      batches += 1;
      // Each one to five times, shuffled among some that were answered long ago.
      const old = Array.from({ length: remembered.length > 0 ? 8 : 0 }, () => draw.one(remembered));
      const sendings = draw.shuffled([
        ...fresh.flatMap((one) => Array.from({ length: draw.between(1, 5) }, () => one)),
        ...old,
      ]);
      const answers = await Promise.all(sendings.map(async (one) => ({ one, answer: await post(one) })));
      seen.requests += answers.length;
      for (const { one, answer } of answers) {
        if (answer.status === 409) {
          // Only while the first is still being answered.
          expect(answer.headers.get('retry-after')).toBe('1');
          seen.inFlight += 1;
        } else {
          expect(answer.status, answer.text).toBe(201);
          expect(bytesOf(answer)).toBe((one.answer ??= bytesOf(answer)));
        }
      }
      // Whoever has heard nothing but 409 asks once more; whoever changes the request under its key is refused.
      for (const one of fresh.filter(({ answer }) => answer === undefined)) {
        one.answer = bytesOf(await post(one));
        expect(one.answer).toMatch(/^201 /);
        seen.requests += 1;
      }
      const altered = draw.one(fresh);
      const refused = await post({ ...altered, body: { ...altered.body, name: 'Another' } });
      expect([refused.status, refused.body.errors[0].pointer]).toEqual([422, '#/idempotency-key']);
      seen.requests += 1;
      seen.otherBody += 1;
      remembered.push(...fresh);
    }
    seen.keys = remembered.length;
    expect(await thingsIn((path) => api.get(path, admin))).toBe(remembered.length);
    report(seen);
  });

  test('belongs to its caller: the same key of another is another request', async () => {
    const one = { key: 'first', ...bodyOf(1, 0.5) };
    const mine = await post(one);
    const theirs = await api.post(
      one.path,
      one.body,
      { ...admin, subject: 'other' },
      { 'idempotency-key': 'first' },
    );
    expect(theirs.status).toBe(201);
    expect(theirs.body.id).not.toBe(mine.body.id);
  });

  test('that was refused leaves its key free for the mended request', async () => {
    const headers = { 'idempotency-key': 'mended' };
    const wrong = await api.post(
      '/v1/buyers',
      { name: 'PT', kind: 'private', regionCode: '99' },
      admin,
      headers,
    );
    expect(wrong.status).toBe(422);
    const right = await api.post(
      '/v1/buyers',
      { name: 'PT', kind: 'private', regionCode: '35' },
      admin,
      headers,
    );
    expect(right.status).toBe(201);
  });
});

test('a request that a kill cut short is done once when it is sent again', { timeout }, async () => {
  const { draw, goesOn, report } = effort('repeats over kills', 4, 3);
  const seen = { kills: 0, keys: 0, unanswered: 0, sentAgain: 0 };
  const all: Sent[] = [];
  let server = await startServer();
  try {
    for (; goesOn(seen.kills); seen.kills += 1) {
      const fresh = Array.from({ length: 150 }, (_, n): Sent => {
        const number = seen.kills * 150 + n;
        return { key: `key-${number}`, ...bodyOf(number, draw.share()) };
      });
      const dies = draw.between(5, 100);
      let answered = 0;
      await Promise.all(
        fresh.map(async (one) => {
          const answer = await server
            .post(one.path, one.body, { 'idempotency-key': one.key })
            .catch(() => undefined);
          if (answer === undefined) return;
          one.answer = bytesOf(answer);
          answered += 1;
          if (answered === dies) server.kill();
        }),
      );
      seen.unanswered += fresh.length - answered;
      server = await startServer(server.directory);
      // One of an earlier round too. None twice: a repeat beside the first that is still being answered is told to wait (409).
      const again = all.length === 0 ? fresh : [...fresh, draw.one(all)];
      all.push(...fresh);
      await Promise.all(
        again.map(async (one) => {
          const answer = await server.post(one.path, one.body, { 'idempotency-key': one.key });
          expect(answer.status, answer.text).toBe(201);
          expect(bytesOf(answer)).toBe((one.answer ??= bytesOf(answer)));
        }),
      );
      seen.sentAgain += again.length;
    }
    seen.keys = all.length;
    expect(await thingsIn(server.get)).toBe(all.length);
  } finally {
    await server.remove();
  }
  report(seen);
});

/** How many organizations and programmes there are by now. */
async function thingsIn(get: (path: string) => Promise<Received>): Promise<number> {
  let things = 0;
  for (const list of ['/v1/cooperatives', '/v1/buyers', '/v1/programmes']) {
    let cursor: string | null = null;
    do {
      const { body } = await get(`${list}?limit=100${cursor === null ? '' : `&cursor=${cursor}`}`);
      things += body.items.length;
      cursor = body.nextCursor;
    } while (cursor !== null);
  }
  return things;
}
