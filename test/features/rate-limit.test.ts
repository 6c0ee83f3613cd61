/** One caller cannot take everybody's share: 429 with the seconds to wait, for that caller only. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { rateLimiter } from '../../functions/api/rate-limit.ts';
import { admin, openApi, organizerOf, type TestApi } from '../support/api.ts';
import { openSqlite } from '../support/tables.ts';

let now = 0;
const clock = () => new Date(now);
let api: TestApi;
beforeEach(async () => {
  now = Date.now();
  api = await openApi(openSqlite, clock, { perSecond: 1, burst: 3 });
});
afterEach(() => api.close());

test('a caller who sends faster than its share waits as told, while others go on', async () => {
  const list = (as = admin) => api.get('/v1/cooperatives', as);
  for (let sent = 0; sent < 3; sent += 1) expect((await list()).status).toBe(200);
  const refused = await list();
  expect(refused.status).toBe(429);
  expect(refused.headers.get('retry-after')).toBe('1');
  expect((await list(organizerOf('35'))).status).toBe(200);
  now += 1000;
  expect((await list()).status).toBe(200);
  expect((await list()).status).toBe(429);
});

test('a share never grows beyond its burst, however long a caller was silent', () => {
  const take = rateLimiter(clock, { perSecond: 10, burst: 3 });
  take('bulog');
  now += 3_600_000;
  for (let sent = 0; sent < 3; sent += 1) take('bulog');
  expect(() => take('bulog')).toThrow(/faster than your share/);
});

test('a hundred thousand callers do not fill the memory, and each still has its share', () => {
  const take = rateLimiter(clock, { perSecond: 1, burst: 1 });
  for (let caller = 0; caller < 100_000; caller += 1) {
    take(`caller-${caller}`);
    now += 1;
  }
  expect(() => take('caller-99999')).toThrow(/faster than your share/);
});
