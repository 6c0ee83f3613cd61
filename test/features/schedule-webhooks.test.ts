/** What a receiver gets of a schedule: once for each who is concerned, as the document has it, however the changes come. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { messageSchemas } from '../../functions/api/webhook-messages.ts';
import { react } from '../../functions/changes/react.ts';
import { scheduleNews } from '../../functions/changes/schedule-news.ts';
import { openDeliverer, type Deliverer } from '../../functions/webhooks/deliverer.ts';
import { openApi, type TestApi } from '../support/api.ts';
import { buildEventDay, minutesIn, office, type EventDay } from '../support/event-day.ts';
import { actingFor } from '../support/partners.ts';
import { openReceiver, ownReceivers, type Receiver } from '../support/receiver.ts';
import { countingTable, onEveryStore } from '../support/tables.ts';

onEveryStore('a receiver', (open) => {
  let api: TestApi;
  let now: Date;
  let receiver: Receiver;
  let deliverer: Deliverer;
  let day: EventDay;
  /** Wonokerto with Bulog in slot 2, and with Pupuk in slot 4. */
  let [bulogs, pupuks] = ['', ''];

  beforeEach(async () => {
    now = minutesIn(-24 * 60);
    api = await openApi(open, () => now, undefined, undefined, ownReceivers);
    receiver = await openReceiver();
    const quiet = { info: () => undefined, error: () => undefined };
    deliverer = openDeliverer({ table: api.table, clock: () => now, log: quiet, reach: ownReceivers });
    day = await buildEventDay(api, { isPublished: false });
    [bulogs, pupuks] = [
      await day.met(day.wonokerto, day.bulog, 2),
      await day.met(day.wonokerto, day.pupuk, 4),
    ];
    await api.settle();
    for (const side of ['wonokerto', 'gerongan', 'ngempit', 'bulog', 'pupuk'] as const) {
      await act('POST', '/v1/webhooks', { url: `${receiver.url}/${side}` }, actingFor(day[side]));
    }
  });
  afterEach(async () => {
    await deliverer.done();
    await api.close();
    await receiver.close();
  });

  /** An act of the office, or of another, a second after whatever came before. */
  const act = async (method: string, path: string, body?: object, as = office) => {
    now = new Date(now.getTime() + 1000);
    const answer = await api.send(method, path, { as, body });
    expect(answer.status, answer.text).toBeLessThan(300);
  };
  const publish = () => act('POST', `${day.path}/publish`);
  const ofMeeting = (id: string, what: string, body?: object, as = office) =>
    act(what === 'state' ? 'PUT' : 'POST', `${day.path}/meetings/${id}/${what}`, body, as);
  /** What was sent since the last time, by whom it reached and what it says; each in the form that the document has. */
  const received = async (): Promise<string[]> => {
    await api.settle();
    while ((await deliverer.begin()) > 0) await deliverer.done();
    const sent = receiver.calls.splice(0).map(({ path, text }) => {
      const message = JSON.parse(text);
      const { type, data } = message;
      const form = { 'schedule.published': 'schedulePublished', 'schedule.changed': 'scheduleChanged' }[
        type as string
      ];
      expect(messageSchemas[form ?? 'notice']!.parse(message)).toEqual(message);
      expect(data.organizationId).toBe(day[path.slice(1) as keyof EventDay]);
      const which = { [bulogs]: 'Bulog', [pupuks]: 'Pupuk' }[data.meetingId as string];
      const place = which ? ` with ${which}: slot ${data.slot}, table ${data.table}, ${data.state}` : '';
      return `${path.slice(1)} ${type}${place}`;
    });
    return sent.sort();
  };

  test('is told once that a schedule is published, also without a meeting of its own; not after it withdrew', async () => {
    await act('POST', `${day.path}/participants/${day.gerongan}/withdrawal`);
    expect(await received()).toEqual([]);
    await publish();
    await publish();
    expect(await received()).toEqual([
      'bulog schedule.published',
      'ngempit schedule.published',
      'pupuk schedule.published',
      'wonokerto schedule.published',
    ]);
  });

  test('is told each place of its meeting since the publication, and nothing of what was before it', async () => {
    await ofMeeting(bulogs, 'move', { slot: 3 });
    await publish();
    await received();
    await ofMeeting(bulogs, 'move', { slot: 7, table: 2 });
    await ofMeeting(bulogs, 'move', { slot: 8, table: 1 });
    expect(await received()).toEqual([
      'bulog schedule.changed with Bulog: slot 7, table 2, planned',
      'bulog schedule.changed with Bulog: slot 8, table 1, planned',
      'wonokerto schedule.changed with Bulog: slot 7, table 2, planned',
      'wonokerto schedule.changed with Bulog: slot 8, table 1, planned',
    ]);
  });

  test('is told that its meeting is declined, held or missed, whoever did it; not that it is agreed to or pinned', async () => {
    await publish();
    await received();
    await ofMeeting(bulogs, 'accept', {}, actingFor(day.bulog));
    await ofMeeting(bulogs, 'lock');
    expect(await received()).toEqual([]);
    await ofMeeting(pupuks, 'decline', {}, actingFor(day.wonokerto));
    expect(await received()).toEqual([
      'pupuk schedule.changed with Pupuk: slot 4, table 3, cancelled',
      'wonokerto schedule.changed with Pupuk: slot 4, table 3, cancelled',
    ]);
    now = minutesIn(16);
    await ofMeeting(bulogs, 'state', { state: 'held' });
    await ofMeeting(bulogs, 'state', { state: 'missed' });
    expect(await received()).toEqual(
      ['bulog', 'wonokerto'].flatMap((side) =>
        ['held', 'missed'].map((state) => `${side} schedule.changed with Bulog: slot 2, table 1, ${state}`),
      ),
    );
  });

  test('is told that its event is cancelled, and each of its meetings with it', async () => {
    await publish();
    await received();
    await act('POST', `${day.path}/cancel`, { reason: 'Gedung terendam banjir' });
    expect(await received()).toEqual([
      'bulog event.cancelled',
      'bulog schedule.changed with Bulog: slot 2, table 1, cancelled',
      'gerongan event.cancelled',
      'ngempit event.cancelled',
      'pupuk event.cancelled',
      'pupuk schedule.changed with Pupuk: slot 4, table 3, cancelled',
      'wonokerto event.cancelled',
      'wonokerto schedule.changed with Bulog: slot 2, table 1, cancelled',
      'wonokerto schedule.changed with Pupuk: slot 4, table 3, cancelled',
    ]);
  });

  test('is told the same once, whether the changes come together, apart, in another order or five times', async () => {
    await publish();
    await ofMeeting(bulogs, 'move', { slot: 7 });
    await ofMeeting(pupuks, 'decline', {}, actingFor(day.pupuk));
    const changes = await api.drainChanges();
    const each = changes.map((change) => [change]);
    for (const parts of [[changes], each, each.toReversed(), [changes], each]) {
      const reaction = scheduleNews(api.table, () => now);
      for (const part of parts) expect((await react(part, [reaction])).failure).toBeUndefined();
    }
    expect(await received()).toEqual([
      'bulog schedule.changed with Bulog: slot 7, table 1, planned',
      'bulog schedule.published',
      'gerongan schedule.published',
      'ngempit schedule.published',
      'pupuk schedule.changed with Pupuk: slot 4, table 3, cancelled',
      'pupuk schedule.published',
      'wonokerto schedule.changed with Bulog: slot 7, table 1, planned',
      'wonokerto schedule.changed with Pupuk: slot 4, table 3, cancelled',
      'wonokerto schedule.published',
    ]);
  });

  test('is told nothing that is older than a day, as when a store is put back', async () => {
    await publish();
    await ofMeeting(bulogs, 'move', { slot: 7 });
    const changes = await api.drainChanges();
    now = new Date(now.getTime() + 25 * 3600_000);
    await react(changes, [scheduleNews(api.table, () => now)]);
    expect(await received()).toEqual([]);
  });

  test('costs one look for all sheets of a change that come together', async () => {
    await publish();
    await api.settle();
    await ofMeeting(bulogs, 'move', { slot: 7 });
    const changes = await api.drainChanges();
    const sheets = changes.filter(({ key }) => key.sk.startsWith('SHEET#'));
    expect(sheets).toHaveLength(2);
    const { table, calls } = countingTable(api.table);
    await react(sheets, [scheduleNews(table, () => now)]);
    // The event, those who meet, whose webhooks, these; then for each of two messages what is there already.
    expect(calls.get + calls.getMany + calls.query).toBe(4 + 2);
    expect(calls.transact).toBe(1 + 2);
  });
});
