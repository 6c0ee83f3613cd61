/** A buyer, its receiver and what delivers to it: the setting of tests about webhooks, on a clock that they turn. */
import { afterEach, beforeEach, expect } from 'vitest';
import type { Caller } from '../../functions/api/caller.ts';
import { openDeliverer, type Deliverer } from '../../functions/webhooks/deliverer.ts';
import { noticeWrites } from '../../shared/notices/notice-store.ts';
import { noticeOf, type Notice } from '../../shared/notices/notice.ts';
import { serviceStamp } from '../../shared/stored.ts';
import { admin, buyerOf, openApi, type TestApi } from './api.ts';
import { openReceiver, ownReceivers, type Receiver } from './receiver.ts';
import type { Open } from './tables.ts';

export const MINUTE = 60_000;
export const DAY = 24 * 60 * MINUTE;

export type WebhookSetting = {
  api: TestApi;
  now: Date;
  receiver: Receiver;
  deliverer: Deliverer;
  /** What the deliverer wrote to its log. */
  logged: string[];
  /** The organization that sets webhooks up, and who acts for it. */
  own: string;
  buyer: Caller;
};

/** Opens the setting anew before each test of the block that it is called in, over such stores. */
export function webhookSetting(open: Open) {
  const given = {} as WebhookSetting;

  beforeEach(async () => {
    // The verifier compares with the clock of the machine.
    given.now = new Date();
    given.api = await openApi(open, () => given.now, undefined, undefined, ownReceivers);
    given.own = await registered('Perum Bulog');
    given.buyer = buyerOf(given.own);
    given.receiver = await openReceiver();
    given.logged = [];
    const note = (message: string, fields?: object) =>
      void given.logged.push(message + JSON.stringify(fields));
    given.deliverer = openDeliverer({
      table: given.api.table,
      clock: () => given.now,
      log: { info: note, error: note },
      reach: ownReceivers,
      longestMs: 2_000,
    });
  });
  afterEach(async () => {
    await given.deliverer.done();
    await given.api.close();
    await given.receiver.close();
  });

  const registered = async (name: string): Promise<string> =>
    (await given.api.post('/v1/buyers', { name, kind: 'bumn', regionCode: '35.79' }, admin)).body.id;

  return {
    given,
    registered,
    /** Everything that is due by now is tried, and what is new by then too. */
    deliver: async () => {
      await given.api.settle();
      while ((await given.deliverer.begin()) > 0) await given.deliverer.done();
    },
    later: (ms: number) => void (given.now = new Date(given.now.getTime() + ms)),
    setUp: async (body: object = {}, as: Caller = given.buyer) => {
      const answer = await given.api.post('/v1/webhooks', { url: `${given.receiver.url}/hook`, ...body }, as);
      expect(answer.status, answer.text).toBe(201);
      return answer.body as { id: string; secret: string };
    },
    /** A notice of a step of this partnership. */
    about: (partnershipId: string, at: Date = given.now, organizationId = given.own): Notice =>
      noticeOf({
        organizationId,
        kind: 'partnership-step',
        at: at.toISOString(),
        about: { partnershipId },
        text: { id: 'Kemitraan “SPHP”: uji coba', en: 'Partnership “SPHP”: trial' },
      }),
    tell: (...notices: Notice[]) =>
      given.api.table.transact(noticeWrites(notices, serviceStamp(given.now.toISOString()))),
    /** What has arrived, in order. */
    bodies: () => given.receiver.calls.map(({ text }) => JSON.parse(text)),
  };
}
