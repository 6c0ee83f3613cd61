/**
 * None is lost by power failure, given an honest disk: each answer follows the finished sync of its own write. Seen from outside, by
 * `strace`, on a real server; `npm run soak:power` does as many as fit into its time.
 */
import { execFileSync } from 'node:child_process';
import { createReadStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { describe, expect, test } from 'vitest';
import { effort, timeout } from '../support/effort.ts';
import { startServer } from '../support/server.ts';
import { canTrace, markOf, straceOptions, SyncTrace } from '../support/sync-trace.ts';

const seen = (...lines: string[]): SyncTrace => {
  const trace = new SyncTrace();
  for (const line of lines) trace.take(line);
  return trace;
};

const log = '21</data/titik-temu.db-wal>';
const file = '20</data/titik-temu.db>';
const page = `7 pwrite64(${log}, "\\n\\0{\\"name\\":\\"${markOf(1)}\\"}", 4096, 56) = 4096`;
const sync = `7 fdatasync(${log}) = 0`;
const answer = `7 write(30<socket:[99]>, "HTTP/1.1 201 Created\\r\\n\\r\\n{\\"name\\":\\"${markOf(1)}\\"}", 120) = 120`;

describe('of a trace', () => {
  test('an answer after the finished sync of its page is in order', () => {
    const trace = seen(page, sync, answer);
    expect([trace.acknowledged, trace.afterSync, trace.syncs, trace.wrong]).toEqual([1, 1, 1, []]);
  });

  test('an answer before the sync, without one, or while it is under way is found out', () => {
    const begins = `7 fdatasync(${log} <unfinished ...>`;
    const ends = '7 <... fdatasync resumed>) = 0';
    const other = (line: string): string => line.replace('7 ', '8 ');
    for (const lines of [
      [page, answer, sync],
      [sync, page, answer],
      [page, begins, other(answer), ends],
      [begins, other(page), ends, answer],
      [page, sync.replace('= 0', '= -1 EIO (Input/output error)'), answer],
      [page, `7 fdatasync(${file}) = 0`, answer],
      [page.replace('= 4096', '= -1 ENOSPC (No space left on device)'), sync, answer],
    ]) {
      expect(seen(...lines).wrong, lines.join('\n')).toEqual([
        `${markOf(1)} was acknowledged before the disk had it`,
      ]);
    }
    expect(seen(page, begins, ends, answer).wrong).toEqual([]);
  });

  test('a log that is emptied before the file was synced is found out', () => {
    const moved = `7 pwrite64(${file}, "page", 4096, 4096) = 4096`;
    const emptied = `7 ftruncate(${log}, 0) = 0`;
    expect(seen(moved, emptied).wrong).toEqual(['the log was emptied before the disk had the file']);
    expect(seen(moved, `7 fsync(${file}) = 0`, emptied).wrong).toEqual([]);
  });
});

test(
  'every acknowledgement of a server follows the finished sync of its write, and no log is emptied too early',
  { timeout },
  async ({ skip }) => {
    skip(!canTrace());
    const { goesOn, report } = effort('power', 500);
    const directory = await mkdtemp(join(tmpdir(), 'titik-temu-trace-'));
    const pipe = join(directory, 'trace');
    execFileSync('mkfifo', [pipe]);
    const trace = new SyncTrace();
    const read = (async () => {
      for await (const line of createInterface({ input: createReadStream(pipe) })) trace.take(line);
    })();
    const server = await startServer(undefined, undefined, {}, ['strace', ...straceOptions, '-o', pipe]);
    let sent = 0;
    try {
      const client = async (): Promise<void> => {
        while (goesOn(sent)) {
          sent += 1;
          const { status } = await server.post('/v1/programmes', { name: markOf(sent), regions: ['35.79'] });
          expect(status).toBe(201);
        }
      };
      await Promise.all(Array.from({ length: 32 }, client));
    } finally {
      await server.remove();
      await read;
      await rm(directory, { recursive: true });
    }
    expect(trace.wrong).toEqual([]);
    expect([trace.acknowledged, trace.afterSync]).toEqual([sent, sent]);
    // Thirty-two at once share a sync, never more.
    expect(trace.syncs).toBeGreaterThanOrEqual(sent / 32);
    const { acknowledged, afterSync, syncs, emptied } = trace;
    report({ acknowledged, afterSync, syncs, logsEmptied: emptied });
  },
);
