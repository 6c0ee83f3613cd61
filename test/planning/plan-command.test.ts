/** `npm run plan -- FILE`: what it prints, and what it says to a file that cannot be planned. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const COMMAND = new URL('plan-command.ts', import.meta.url).pathname;

function run(content: unknown, ...options: string[]) {
  const path = join(mkdtempSync(join(tmpdir(), 'plan-')), 'event.json');
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  const { status, stdout } = spawnSync(process.execPath, [COMMAND, ...options, path], { encoding: 'utf8' });
  return { status, answer: JSON.parse(stdout) as Record<string, unknown> };
}

const event = {
  slots: 1,
  cooperatives: [
    { id: 'tosari', hasPartner: true },
    { id: 'purwodadi', maxMeetings: null },
  ],
  buyers: [{ id: 'bulog' }],
  scores: [
    ['tosari', 'bulog', 0.9],
    ['purwodadi', 'bulog', 0.4],
  ],
};

describe('npm run plan -- FILE', () => {
  it('prints the plan as one JSON object', () => {
    const { status, answer } = run(event, '--seconds', '5');
    expect(status).toBe(0);
    expect(answer).toEqual({
      meetings: [{ cooperativeId: 'purwodadi', buyerId: 'bulog', slot: 1, table: 1 }],
      firstMeetings: 1,
      firstMeetingsWithoutPartner: 1,
      objective: 0.4,
      upperBound: 0.4,
      gap: 0,
      isOptimal: true,
      isComplete: true,
      kept: 0,
      unplaced: [{ id: 'tosari', reason: 'full' }],
      milliseconds: expect.any(Number),
    });
  });

  it.each([
    ['no JSON', 'hello', 'FILE'],
    ['a list', [], 'FILE'],
    ['a score in words', { ...event, scores: [['tosari', 'bulog', 'high']] }, 'scores.0.2'],
    ['a party without an id', { ...event, buyers: [{}] }, 'buyers.0.id'],
    [
      'a lock that cannot hold',
      { ...event, locked: [{ cooperativeId: 'tosari', buyerId: 'bulog', slot: 7 }] },
      'locked.0',
    ],
  ])('refuses %s and names the field', (_, content, field) => {
    const { status, answer } = run(content);
    expect(status).toBe(1);
    expect(answer).toEqual({ error: { field, detail: expect.any(String) } });
  });
});
