/** A receiver of webhooks that asks to be left alone for a while: until when, and what comes of it. */
import { expect, test } from 'vitest';
import { askedUntil } from '../../shared/webhooks/retry-after.ts';
import { onEveryStore } from '../support/tables.ts';
import { DAY, MINUTE, webhookSetting } from '../support/webhook-setting.ts';

const now = new Date('2027-03-02T01:30:00.000Z');
const DAY_SECONDS = DAY / 1000;
const inSeconds = (seconds: number) => new Date(now.getTime() + seconds * 1000).toISOString();

test.each([
  ['120', 120],
  [' 7 ', 7],
  ['Tue, 02 Mar 2027 01:31:30 GMT', 90],
  ['Tuesday, 02-Mar-27 01:31:30 GMT', 90],
  ['Tue Mar  2 01:31:30 2027', 90],
  // A day is the longest.
  ['86401', DAY_SECONDS],
  ['9'.repeat(400), DAY_SECONDS],
  ['Fri, 31 Dec 2999 23:59:59 GMT', DAY_SECONDS],
])('%s is a wait of %i seconds', (header, seconds) => {
  expect(askedUntil(header, now, DAY_SECONDS)).toBe(inSeconds(seconds));
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
  expect(askedUntil(header, now, DAY_SECONDS)).toBeUndefined();
});

onEveryStore('a webhook', (open) => {
  const { given, deliver, later, setUp, about, tell, bodies } = webhookSetting(open);

  test('that says when to come again is left alone until then, with everything; never sooner than planned', async () => {
    await setUp();
    const busy = (status: number, asked: string) =>
      void (given.receiver.answer = (response) => response.writeHead(status, { 'retry-after': asked }).end());
    const inTheMiddle = async (ms: number, calls: number) => {
      later(ms - 1);
      await deliver();
      expect(given.receiver.calls).toHaveLength(calls);
      later(1);
      await deliver();
      expect(given.receiver.calls).toHaveLength(calls + 1);
    };
    // In seconds, longer than planned: a new message waits as well, and the first of both asks whether it is over.
    busy(429, '3600');
    await tell(about('part_1'));
    await deliver();
    await tell(about('part_2'));
    busy(503, new Date(Math.ceil(given.now.getTime() / 1000) * 1000 + 3 * 60 * MINUTE).toUTCString());
    await inTheMiddle(60 * MINUTE, 1);
    // As a date, which has whole seconds.
    later(119 * MINUTE);
    await deliver();
    expect(given.receiver.calls).toHaveLength(2);
    // For longer than any planned wait: a day is enough. In a word that nobody knows, or shorter than planned: as planned.
    busy(429, '99999999999');
    later(MINUTE + 1000);
    await deliver();
    expect(given.receiver.calls).toHaveLength(3);
    busy(503, 'soon');
    await inTheMiddle(DAY, 3);
    busy(503, '1');
    await inTheMiddle(30 * MINUTE, 4);
    await inTheMiddle(30 * MINUTE, 5);
    given.receiver.answer = (response) => response.writeHead(204).end();
    later(DAY);
    await deliver();
    expect(new Set(bodies().map(({ data }) => data.about.partnershipId))).toEqual(
      new Set(['part_1', 'part_2']),
    );
  });

  test('that takes some and then asks to wait is sent nothing more for so long', async () => {
    await setUp();
    given.receiver.answer = (response) => {
      if (given.receiver.calls.length <= 8) response.writeHead(204).end();
      else response.writeHead(429, { 'retry-after': '120' }).end();
    };
    await tell(...Array.from({ length: 40 }, (_, at) => about(`part_${at}`)));
    await deliver();
    // Eight are on their way at once.
    const sent = given.receiver.calls.length;
    expect(sent).toBeLessThanOrEqual(8 + 8 + 7);
    later(2 * MINUTE - 1);
    await deliver();
    expect(given.receiver.calls).toHaveLength(sent);
    given.receiver.answer = (response) => response.writeHead(204).end();
    later(1);
    await deliver();
    later(DAY);
    await deliver();
    expect(new Set(bodies().map(({ data }) => data.about.partnershipId)).size).toBe(40);
  });
});
