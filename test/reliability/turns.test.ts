/** Many who change one thing at the same moment all get through, and none undoes what another did. */
import { expect, test } from 'vitest';
import { admin, openApi, type TestApi } from '../support/api.ts';
import { countingTable, onEveryStore, type OpenTable } from '../support/tables.ts';

const papers = ['haccp', 'halal', 'nkv', 'pirt', 'psat', 'skp'];
const freely = { perSecond: 1e6, burst: 1e6 };

onEveryStore('changes of one cooperative at the same moment', (open, store) => {
  /** An API of its own over the shared store, as another process has it: its turns are not the others'. */
  const processOver = (shared: OpenTable, table = countingTable(shared.table).table): Promise<TestApi> =>
    openApi(async () => ({ ...shared, table, close: async () => undefined }), undefined, freely);

  test('all count within one process, each decided at most twice', async () => {
    const shared = await open();
    const counting = countingTable(shared.table);
    const api = await processOver(shared, counting.table);
    const { body: made } = await api.post(
      '/v1/cooperatives',
      { name: 'KDMP Bulukerto', regionCode: '35.79.02.2008' },
      admin,
    );
    const path = `/v1/cooperatives/${made.id}`;
    counting.reset();
    const answers = await Promise.all(
      Array.from({ length: 200 }, (_, n) => api.patch(path, { memberCount: n + 1 }, admin)),
    );
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
    // Each saw another version: nobody wrote over what he had not read.
    const versions = answers.map(({ headers }) => Number(headers.get('etag')!.slice(1, -1)));
    expect(versions.sort((a, b) => a - b)).toEqual(answers.map((_, n) => n + 2));
    expect(counting.calls.get).toBeLessThanOrEqual(2 * answers.length);
    await api.close();
    await shared.close();
  });

  test('all count between processes, each with its own field', async () => {
    const shared = await open();
    const first = await processOver(shared);
    const { body: made } = await first.post(
      '/v1/cooperatives',
      { name: 'KDMP Bulukerto', regionCode: '35.79.02.2008' },
      admin,
    );
    const path = `/v1/cooperatives/${made.id}`;
    const processes = await Promise.all(
      Array.from({ length: store === 'SQLite' ? 64 : 24 }, () => processOver(shared)),
    );
    const answers = await Promise.all(
      processes.map((api, n) =>
        n < papers.length
          ? api.put(`${path}/credentials/${papers[n]}`, {}, admin)
          : api.patch(path, { memberCount: n }, admin),
      ),
    );
    expect(answers.map(({ status, text }) => (status < 300 ? 'done' : text))).toEqual(
      answers.map(() => 'done'),
    );
    const { body: submitted } = await first.get(`${path}/credentials`, admin);
    expect(submitted.items.map(({ type }: { type: string }) => type).sort()).toEqual(papers);
    for (const api of [first, ...processes]) await api.close();
    await shared.close();
  });
});
