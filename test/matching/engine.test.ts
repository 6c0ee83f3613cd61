/** The memory that shelves share with the search: it grows under what is in use, and takes back what is not. */
import { setTimeout as sleep } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, it } from 'vitest';
import { columnsOf } from '../../shared/matching/engine.ts';

const MEGABYTE = 2 ** 20;
setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;
// The process is shared with other files.
setFlagsFromString('--no-expose-gc');

it('begins empty, at a line of the processor’s memory, the same bytes as halves and as words', () => {
  columnsOf(1000).halves.fill(7);
  const { halves, words } = columnsOf(1000);
  expect([halves.length, words.length, halves.byteOffset % 64]).toEqual([500, 250, 0]);
  expect(Math.max(...halves)).toBe(0);
  halves[3] = 2;
  expect(words[1]).toBe(2 * 2 ** 16);
});

it('keeps what is in use while the memory grows', () => {
  const { halves, words } = columnsOf(MEGABYTE);
  halves.fill(1234);
  const grown = columnsOf(64 * MEGABYTE);
  expect(grown.words.byteOffset).toBeGreaterThan(words.byteOffset);
  grown.halves.fill(5678);
  expect(new Set(halves)).toEqual(new Set([1234]));
  expect(words.at(-1)).toBe(1234 * 2 ** 16 + 1234);
});

it('takes back what nobody sees any more', async () => {
  const room = 16 * MEGABYTE;
  const { byteOffset: first } = columnsOf(room).words;
  for (let round = 0; round < 10; round += 1) {
    await collected();
    expect(columnsOf(room).words.byteOffset).toBeLessThan(first + 3 * room);
  }
});

it('keeps what somebody still sees in one of the two ways', async () => {
  const seen = columnsOf(MEGABYTE).words.fill(42);
  await collected();
  // More than there may be room for in between.
  for (let other = 0; other < 300; other += 1) columnsOf(MEGABYTE).words.fill(7);
  expect(new Set(seen)).toEqual(new Set([42]));
});

it('says so when it has not as much, and goes on with what there is', () => {
  expect(() => columnsOf(3 * 2 ** 30)).toThrow('The memory of the search is used up.');
  expect(columnsOf(64).words).toHaveLength(16);
});

/** Objects are collected, and afterwards somebody is told of it. */
async function collected(): Promise<void> {
  collect();
  await sleep(20);
  collect();
  await sleep(20);
}
