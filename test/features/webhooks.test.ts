/** Webhooks: an organization's own systems are told what concerns it, signed, once, from the right moment on, on every store. */
import { Webhook as Verifier } from 'standardwebhooks';
import { describe, expect, test } from 'vitest';
import { noticeWrites, tellingWrites } from '../../shared/notices/notice-store.ts';
import type { Caller } from '../../functions/api/caller.ts';
import { messageSchemas } from '../../functions/api/webhook-messages.ts';
import { serviceStamp } from '../../shared/stored.ts';
import { admin, buyerOf, officerOf, openApi, organizerOf } from '../support/api.ts';
import { madeUpReach } from '../support/made-up-names.ts';
import { openReceiver, type Call } from '../support/receiver.ts';
import { onEveryStore } from '../support/tables.ts';
import { DAY, MINUTE, webhookSetting } from '../support/webhook-setting.ts';

onEveryStore('a webhook', (open) => {
  const { given, registered, deliver, later, setUp, about, tell, bodies } = webhookSetting(open);
  const read = async (id: string) => (await given.api.get(`/v1/webhooks/${id}`, given.buyer)).body;
  const verified = (secret: string, { headers, text }: Call) =>
    new Verifier(secret).verify(text, headers as Record<string, string>);

  test('brings a notice to its organization, signed as Standard Webhooks has it', async () => {
    const { id, secret } = await setUp();
    expect(secret).toMatch(/^whsec_[\w+/]{43}=$/);
    const notice = about('part_sphp');
    await tell(notice, about('part_sphp', given.now, 'buy_other'));
    await deliver();
    expect(bodies()).toEqual([{ type: 'partnership.step', timestamp: notice.at, data: notice }]);
    const [call] = given.receiver.calls;
    expect(verified(secret, call!)).toEqual(bodies()[0]);
    expect(messageSchemas['notice']!.parse(bodies()[0])).toEqual(bodies()[0]);
    expect(() => verified(secret, { ...call!, text: call!.text.replace('trial', 'mou') })).toThrow(
      /signature/,
    );
    expect(await read(id)).toMatchObject({ status: 'active', lastDeliveredAt: given.now.toISOString() });
    expect(given.receiver.calls).toHaveLength(1);
  });

  test('shows its secret once, and keeps it in no item', async () => {
    const { id, secret } = await setUp();
    for (const path of ['/v1/webhooks', `/v1/webhooks/${id}`]) {
      expect((await given.api.get(path, given.buyer)).text).not.toContain('whsec_');
    }
    await tell(about('part_sphp'));
    await deliver();
    for (const change of await given.api.drainChanges()) {
      expect(JSON.stringify(change)).not.toContain(secret.slice('whsec_'.length, -1));
    }
    expect([...given.logged, ...given.api.logged].join('\n')).not.toContain('whsec_');
  });

  test('brings nothing twice, however often a change comes', async () => {
    await setUp();
    const notice = about('part_sphp');
    await tell(notice);
    await given.api.settle();
    await given.api.table.transact([
      { do: 'delete', key: { pk: `NOTICES#${given.own}`, sk: notice.id } },
      ...noticeWrites([about('part_other')], serviceStamp(given.now.toISOString())),
    ]);
    await tell(notice);
    await deliver();
    // Taken back and told again before it was sent: once at most.
    expect(bodies().filter(({ data }) => data.about.partnershipId === 'part_other')).toHaveLength(1);
    const sent = given.receiver.calls.length;
    await tell(notice);
    await deliver();
    expect(given.receiver.calls).toHaveLength(sent);
  });

  test('brings what shows later only then, and nothing that was taken back before', async () => {
    await setUp();
    const [lapse, pause] = ['part_lapse', 'part_pause'].map((id) =>
      about(id, new Date(given.now.getTime() + DAY)),
    );
    await tell(lapse!, pause!);
    await deliver();
    expect(given.receiver.calls).toEqual([]);
    await given.api.table.transact(
      tellingWrites({ told: [], withdrawn: [pause!] }, serviceStamp(given.now.toISOString())),
    );
    later(DAY - 1);
    await deliver();
    expect(given.receiver.calls).toEqual([]);
    later(1);
    await deliver();
    expect(bodies().map(({ data }) => data.id)).toEqual([lapse!.id]);
  });

  test('is not sent what was taken back a moment ago, though no change said so yet', async () => {
    await setUp();
    const lapse = about('part_lapse', new Date(given.now.getTime() + DAY));
    await tell(lapse);
    await given.api.settle();
    await given.api.table.transact(
      tellingWrites({ told: [], withdrawn: [lapse] }, serviceStamp(given.now.toISOString())),
    );
    later(DAY);
    await given.deliverer.begin();
    await given.deliverer.done();
    expect(given.receiver.calls).toEqual([]);
  });

  test('brings the types that are wanted', async () => {
    const { id } = await setUp({ types: ['match.new'] });
    await tell(about('part_1'));
    await deliver();
    expect(given.receiver.calls).toEqual([]);
    const change = await given.api.patch(`/v1/webhooks/${id}`, { types: null }, given.buyer);
    expect(change.body).not.toHaveProperty('types');
    await tell(about('part_2'));
    await deliver();
    expect(bodies().map(({ data }) => data.about.partnershipId)).toEqual(['part_2']);
  });

  test('is tried again, later and later, with the same id and the same bytes, until it is taken', async () => {
    const { id, secret } = await setUp();
    given.receiver.answer = (response) => response.writeHead(503).end('busy: whsec_no');
    await tell(about('part_sphp'));
    const waits = [0, 5_000, 5 * MINUTE, 30 * MINUTE, 120 * MINUTE];
    for (const [at, wait] of waits.entries()) {
      if (wait > 0) later(wait - 1);
      if (wait > 0) await deliver();
      expect(given.receiver.calls.length, `before try ${at + 1}`).toBe(at);
      if (wait > 0) later(1);
      await deliver();
      expect(given.receiver.calls.length, `try ${at + 1}`).toBe(at + 1);
    }
    expect(await read(id)).toMatchObject({
      status: 'failing',
      lastFailure: { detail: 'answered 503' },
    });
    given.receiver.answer = (response) => response.writeHead(204).end();
    later(5 * 60 * MINUTE);
    await deliver();
    expect(new Set(given.receiver.calls.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
    expect(new Set(given.receiver.calls.map(({ text }) => text)).size).toBe(1);
    expect(
      new Set(given.receiver.calls.map(({ headers }) => headers['webhook-signature'])).size,
    ).toBeGreaterThan(1);
    expect(await read(id)).toMatchObject({ status: 'active' });
    expect(await read(id)).not.toHaveProperty('failingSince');
    expect(secret).toBeDefined();
  });

  test('is stopped after five days in which it took nothing, and its organization is told', async () => {
    const { id } = await setUp();
    given.receiver.answer = (response) => response.writeHead(500).end();
    for (let day = 0; day <= 5; day += 1) {
      await tell(about(`part_${day}`));
      await deliver();
      later(DAY);
    }
    await deliver();
    expect(await read(id)).toMatchObject({ status: 'stopped', stoppedBecause: 'failing' });
    const { items } = (await given.api.get('/v1/notices?kind=webhook-stopped', given.buyer)).body;
    expect(items).toMatchObject([{ about: { webhookId: id } }]);
    const tries = given.receiver.calls.length;
    await tell(about('part_after'));
    await deliver();
    expect(given.receiver.calls).toHaveLength(tries);
    // Once it is taken up again, what is younger than a week comes.
    given.receiver.answer = (response) => response.writeHead(200).end('{}');
    const up = await given.api.patch(`/v1/webhooks/${id}`, { isActive: true }, given.buyer);
    expect(up.body).toMatchObject({ status: 'active' });
    await deliver();
    later(DAY);
    await deliver();
    expect(
      bodies()
        .slice(tries)
        .map(({ data }) => data.about.partnershipId),
    ).toContain('part_after');
  });

  test('is stopped at once by 410', async () => {
    const { id } = await setUp();
    given.receiver.answer = (response) => response.writeHead(410).end();
    await tell(about('part_sphp'));
    await deliver();
    expect(await read(id)).toMatchObject({ status: 'stopped', stoppedBecause: 'gone' });
    const test = await given.api.post(`/v1/webhooks/${id}/test`, undefined, given.buyer);
    expect([test.status, test.body.detail]).toEqual([409, expect.stringContaining('isActive')]);
  });

  test('follows no redirect', async () => {
    const { id } = await setUp();
    const inside = await openReceiver();
    given.receiver.answer = (response) => response.writeHead(307, { location: `${inside.url}/` }).end();
    await tell(about('part_sphp'));
    await deliver();
    expect([given.receiver.calls.length, inside.connections()]).toEqual([1, 0]);
    expect((await read(id)).lastFailure.detail).toContain('redirects are not followed');
    await inside.close();
  });

  test('that dawdles, floods or hangs up holds up nobody else', async () => {
    const other = await registered('Mitra Kaltim');
    const slow = await openReceiver();
    slow.answer = () => undefined;
    const { id } = await setUp({ url: slow.url });
    const flood = await openReceiver();
    flood.answer = (response) => {
      response.writeHead(200);
      const pour = () => void (response.write('x'.repeat(65_536)) && setImmediate(pour));
      response.on('drain', pour);
      pour();
    };
    const { id: flooded } = await setUp({ url: flood.url });
    await setUp({}, buyerOf(other));
    await tell(about('part_1'), about('part_1', given.now, other));
    await given.api.settle();
    expect(await given.deliverer.begin()).toBe(3);
    // The quick one has its message while the slow one still holds its connection.
    while (given.receiver.calls.length === 0) await given.deliverer.oneDone(10);
    expect(slow.connections()).toBe(1);
    expect(given.deliverer.busy()).toBeGreaterThan(0);
    await given.deliverer.done();
    expect((await read(id)).lastFailure.detail).toBe('did not answer within 2 seconds');
    expect(await read(flooded)).toMatchObject({ status: 'active' });
    await Promise.all([slow.close(), flood.close()]);
  });

  test('has a new secret when it asks for one; for a day both sign', async () => {
    const { id, secret: first } = await setUp();
    const { body } = await given.api.post(`/v1/webhooks/${id}/secret`, undefined, given.buyer);
    expect(body.secret).not.toBe(first);
    expect((await read(id)).earlierSecretUntil).toBe(body.earlierSecretUntil);
    await tell(about('part_1'));
    await deliver();
    for (const secret of [first, body.secret])
      expect(verified(secret, given.receiver.calls[0]!)).toBeDefined();
    later(DAY);
    await tell(about('part_2'));
    await deliver();
    const { headers, text } = given.receiver.calls[1]!;
    const sent = new Date(Number(headers['webhook-timestamp']) * 1000);
    const signed = (secret: string) => new Verifier(secret).sign(headers['webhook-id'] as string, sent, text);
    expect(headers['webhook-signature']).toBe(signed(body.secret));
    expect(headers['webhook-signature']).not.toContain(signed(first));
  });

  test('sends a test message, one however often it is asked for in ten seconds', async () => {
    const { id, secret } = await setUp({ types: ['match.new'] });
    const ask = () => given.api.post(`/v1/webhooks/${id}/test`, undefined, given.buyer);
    const [first, again] = [await ask(), await ask()];
    expect([first.status, again.body]).toEqual([202, first.body]);
    await deliver();
    expect(given.receiver.calls.map(({ headers }) => headers['webhook-id'])).toEqual([first.body.messageId]);
    expect(verified(secret, given.receiver.calls[0]!)).toMatchObject({ type: 'webhook.test' });
    expect(messageSchemas['test']!.safeParse(bodies()[0]).success).toBe(true);
  });

  test('is one of five at most; one taken away makes room, and brings nothing any more', async () => {
    const made = [];
    for (let n = 0; n < 5; n += 1) made.push(await setUp());
    const sixth = await given.api.post('/v1/webhooks', { url: given.receiver.url }, given.buyer);
    expect([sixth.status, sixth.body.detail]).toEqual([409, expect.stringContaining('5 webhooks')]);
    await tell(about('part_1'));
    await given.api.settle();
    for (const { id } of made.slice(1)) await given.api.delete(`/v1/webhooks/${id}`, given.buyer);
    await deliver();
    expect(given.receiver.calls).toHaveLength(1);
    expect((await given.api.get('/v1/webhooks', given.buyer)).body.items).toHaveLength(1);
    await setUp();
    expect((await given.api.get('/v1/webhooks?limit=1', given.buyer)).body.nextCursor).not.toBeNull();
  });

  test('set up five times at the same moment does not pass the bound', async () => {
    const answers = await Promise.all(
      Array.from({ length: 9 }, () =>
        given.api.post('/v1/webhooks', { url: given.receiver.url }, given.buyer),
      ),
    );
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([
      201, 201, 201, 201, 201, 409, 409, 409, 409,
    ]);
  });

  test('is nobody else’s: strangers find nothing, an office has none, an admin sees and removes it', async () => {
    const { id } = await setUp();
    const path = `/v1/webhooks/${id}`;
    for (const stranger of [buyerOf('buy_other'), officerOf('coop_tlekung')]) {
      expect((await given.api.get(path, stranger)).status).toBe(404);
      expect((await given.api.delete(path, stranger)).status).toBe(404);
      expect((await given.api.get(`/v1/webhooks?organization=${given.own}`, stranger)).body.items).toEqual(
        [],
      );
      const theirs = { url: given.receiver.url, organizationId: given.own };
      expect((await given.api.post('/v1/webhooks', theirs, stranger)).status).toBe(403);
    }
    expect((await given.api.get('/v1/webhooks', organizerOf('35'))).status).toBe(403);
    const nobody: Caller = { subject: 'new', role: 'buyer' };
    expect((await given.api.post('/v1/webhooks', { url: given.receiver.url }, nobody)).status).toBe(403);
    expect((await given.api.get('/v1/webhooks', admin)).body.items).toHaveLength(1);
    expect((await given.api.delete(path, admin)).status).toBe(204);
    expect((await given.api.get(path, given.buyer)).status).toBe(404);
  });
});

describe('setting up a webhook', () => {
  test.each([
    ['http://erp.example.co.id/', 'https address'],
    ['erp.example.co.id/hook', 'https address'],
    ['https://127.0.0.1/', 'private or special'],
    ['https://[::ffff:10.0.0.1]/', 'private or special'],
    ['https://erp.example.co.id:25/', 'port'],
  ])('with %s is refused with a pointer to it', async (url, why) => {
    const api = await openApi(undefined, undefined, undefined, undefined, madeUpReach);
    const answer = await api.post('/v1/webhooks', { url, organizationId: 'buy_bulog' }, admin);
    expect([answer.status, answer.body.errors[0].pointer]).toEqual([422, '#/url']);
    expect(answer.body.detail).toContain(why);
    await api.close();
  });
});
