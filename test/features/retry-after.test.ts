/** Until when a receiver asks to be left alone: the forms that RFC 9110 has, and none that it has not. */
import { expect, test } from 'vitest';
import { askedUntil } from '../../shared/webhooks/retry-after.ts';

const now = new Date('2027-03-02T01:30:00.000Z');
const DAY = 24 * 3600;
const inSeconds = (seconds: number) => new Date(now.getTime() + seconds * 1000).toISOString();

test.each([
  ['120', 120],
  [' 7 ', 7],
  ['Tue, 02 Mar 2027 01:31:30 GMT', 90],
  ['Tuesday, 02-Mar-27 01:31:30 GMT', 90],
  ['Tue Mar  2 01:31:30 2027', 90],
  // A day is the longest.
  ['86401', DAY],
  ['9'.repeat(400), DAY],
  ['Fri, 31 Dec 2999 23:59:59 GMT', DAY],
])('%s is a wait of %i seconds', (header, seconds) => {
  expect(askedUntil(header, now, DAY)).toBe(inSeconds(seconds));
});

test.each([
  undefined,
  '',
  '0',
  '-5',
  '1.5',
  '1e9',
  '0x10',
  'soon',
  '120s',
  'Tue, 02 Mar 2027 01:30:00 GMT',
  'Sun, nonsense GMT',
])('%s asks for nothing', (header) => {
  expect(askedUntil(header, now, DAY)).toBeUndefined();
});
