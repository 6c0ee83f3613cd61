/**
 * Many desks on one event at the same moment: nobody, no table and no slot is booked twice, no change that was accepted is lost, and
 * none is refused without cause. Every committed version of every sheet is read by a checker that knows none of the service's rules.
 */
import { request as httpRequest } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import { afterEach, expect, test } from 'vitest';
import type { MeetingView } from '../../shared/events/meeting.ts';
import { admin, openApi, organizerOf, type Received, type TestApi } from '../support/api.ts';
import { withoutCause, type Refused } from '../support/day-causes.ts';
import { DayHistory, gist } from '../support/day-history.ts';
import { drawsFrom, effort, seed, timeout, type Draws } from '../support/effort.ts';
import { openHall } from '../support/halls.ts';
import { onEveryStore, type OpenTable } from '../support/tables.ts';

const office = organizerOf('35.79');
const freely = { perSecond: 1e6, burst: 1e6 };
const SLOTS = 8;
const DESKS = 32;
/** Changes of one desk before everything is looked at. */
const AT_ONCE = 16;
const day = Date.parse('2027-03-02T01:30:00Z');

/** A POST on a connection of its own, as each desk has one. Gives the body of a 200, and rejects with any other. */
function sent(port: number, path: string, headers: Record<string, string>, body: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const options = { host: '127.0.0.1', port, path, method: 'POST', headers, agent: false } as const;
    const request = httpRequest(options, (answer) => {
      let text = '';
      answer.setEncoding('utf8').on('data', (part: string) => (text += part));
      answer.on('end', () => (answer.statusCode === 200 ? resolve(text) : reject(new Error(text))));
    });
    request.on('error', reject).end(body);
  });
}

onEveryStore('the meetings of an event', (open, store) => {
  let close: (() => Promise<void>)[] = [];
  afterEach(async () => {
    for (const each of close.reverse()) await each();
    close = [];
  });

  /** Several instances of the API over one store, as on Lambda: what one knows the others do not. */
  async function instances(count: number, clock: () => Date, history: DayHistory): Promise<TestApi[]> {
    const shared = await open({ clock });
    close.push(() => shared.close());
    const over = (): OpenTable => ({
      ...shared,
      table: history.over(shared.table),
      close: async () => undefined,
    });
    const apis = await Promise.all(
      Array.from({ length: count }, () => openApi(async () => over(), clock, freely)),
    );
    for (const api of apis) close.push(() => api.close());
    return apis;
  }

  test('are never booked twice, and no desk’s change is lost', { timeout: 4 * timeout }, async () => {
    const isSqlite = store === 'SQLite';
    const gate = Number(process.env['CHANGES'] ?? (isSqlite ? 16_384 : 512));
    const { draw, goesOn, report } = effort(`meetings on ${store}`, gate, 2);
    const history = new DayHistory();
    let now = new Date(day - 3_600_000);
    const apis = await instances(isSqlite ? 1 : 4, () => now, history);
    const [first] = apis as [TestApi];
    const hall = await openHall(
      first,
      { cooperatives: 18, buyers: 6 },
      { slots: SLOTS, breaks: [] },
      { offers: true, potentials: true },
    );
    const names = new Map<string, string>();
    const guests: string[] = [];
    for (let n = 1; n <= 4; n += 1) {
      const body = { name: `KDMP Tamu ${n}`, regionCode: '35.14.11.2009' };
      const { body: made, text, status } = await first.post('/v1/cooperatives', body, admin);
      expect(status, text).toBe(201);
      await first.post(`/v1/cooperatives/${made.id}/verification`, { status: 'verified' }, admin);
      guests.push(made.id);
      names.set(made.id, body.name);
    }
    const say = (id: string, change: object) =>
      first.patch(`${hall.path}/participants/${id}`, change, office);
    await say(hall.buyers[0]!, { tables: 2 });
    await say(hall.buyers[1]!, { tables: 2, unavailableSlots: [4] });
    await say(hall.buyers[2]!, { maxMeetings: 4 });
    await say(hall.cooperatives[0]!, { maxMeetings: 2, refuses: [hall.buyers[0]] });
    await say(hall.cooperatives[1]!, { unavailableSlots: [1, 2] });
    await first.post(`${hall.path}/schedule`, undefined, office);
    await first.post(`${hall.path}/publish`, undefined, office);
    for (const { organizationId, name } of history.parties()) names.set(organizationId, name);

    const seen = { changes: 0, accepted: 0, refused: 0, plans: 0, rounds: 0 };
    const accepted: MeetingView[] = [];
    const refusals: Refused[] = [];

    async function change(
      draws: Draws,
      known: readonly MeetingView[],
      tables: ReadonlyMap<string, readonly number[]>,
    ) {
      const api = draws.one(apis);
      const meeting = draws.one(known);
      const path = `${hall.path}/meetings/${meeting.id}`;
      const post = (where: string, body?: object) => api.post(`${hall.path}/${where}`, body, office);
      const onMeeting = (what: string, body?: object) => post(`meetings/${meeting.id}/${what}`, body);
      const side = draws.one(['cooperative', 'buyer']);
      const party = draws.one([...hall.cooperatives, ...hall.buyers]);
      let about: string[] = [meeting.cooperativeId, meeting.buyerId];
      const ofParty = (what: string, body?: object) => {
        about = [party];
        return post(`participants/${party}/${what}`, body);
      };
      const from = history.now();
      const answer = await ((): Promise<Received> => {
        const kind = draws.between(0, 999);
        if (kind < 380) {
          const table = draws.happens(0.3) ? draws.one(tables.get(meeting.buyerId)!) : undefined;
          return onMeeting('move', { slot: draws.between(1, SLOTS), ...(table && { table }) });
        }
        if (kind < 500) return onMeeting('accept', { side });
        if (kind < 560) return onMeeting('decline', { side });
        if (kind < 640) return onMeeting('lock');
        if (kind < 720) return onMeeting('unlock');
        if (kind < 760)
          return api.put(`${path}/state`, { state: draws.one(['held', 'missed', 'planned']) }, office);
        if (kind < 900) {
          about = [draws.one(hall.cooperatives), draws.one(hall.buyers)];
          return post('meetings', {
            cooperativeId: about[0],
            buyerId: about[1],
            slot: draws.between(1, SLOTS),
          });
        }
        if (kind < 920) return ofParty('no-show');
        if (kind < 950) {
          about = [party];
          return api.delete(`${hall.path}/participants/${party}/no-show`, office);
        }
        if (kind < 965) return ofParty('late', { arrivesForSlot: draws.between(1, 3) });
        const guest = draws.one(guests);
        about = [guest];
        if (kind < 980) return post('walk-ins', { organizationId: guest, maxMeetings: 3 });
        if (kind < 990) {
          return history.participants.has(`PARTICIPANT#${guest}`)
            ? post(`participants/${guest}/withdrawal`)
            : post('walk-ins', { organizationId: guest });
        }
        seen.plans += 1;
        return post('schedule');
      })();
      const span = { from, until: history.now() };
      seen.changes += 1;
      if (answer.status < 300) {
        seen.accepted += 1;
        accepted.push(
          ...((answer.body.meetings as MeetingView[] | undefined) ?? [answer.body as MeetingView]),
        );
        return;
      }
      seen.refused += 1;
      const { errors, detail } = answer.body as { errors?: { detail: string }[]; detail: string };
      const details = errors?.map((each) => each.detail) ?? [detail];
      refusals.push({ status: answer.status, details, span, meetingId: meeting.id, parties: about });
    }

    while (goesOn(seen.changes)) {
      // By chance before the day, or in its midst.
      const minutes = draw.happens(0.7) ? -60 : draw.between(0, SLOTS * 15 - 20);
      now = new Date(day + minutes * 60_000);
      const slotsOver = Math.max(0, Math.floor(minutes / 15));
      const { body: schedule } = await first.get(`${hall.path}/schedule?include=cancelled`, office);
      const tables = new Map<string, readonly number[]>();
      for (const id of hall.buyers) {
        const { body } = await first.get(`${hall.path}/participants/${id}`, office);
        tables.set(id, body.tableNumbers);
      }
      await Promise.all(
        Array.from({ length: DESKS }, async (_, desk) => {
          const draws = drawsFrom(`${seed} round ${seen.rounds} desk ${desk}`);
          for (let n = 0; n < AT_ONCE; n += 1) await change(draws, schedule.meetings, tables);
        }),
      );
      seen.rounds += 1;
      history.check();
      expect(history.faults.slice(0, 5)).toEqual([]);
      for (const meeting of accepted.splice(0)) {
        expect(history.revision(meeting.id, meeting.revision), `${meeting.id} was accepted`).toBe(
          gist(meeting),
        );
      }
      for (const refused of refusals.splice(0)) {
        const why = withoutCause(history, names, slotsOver, refused);
        expect(why && `${refused.status}: ${why}`, 'refused without cause').toBeUndefined();
      }
      ensureLimits(history, slotsOver);
      history.forget();
    }
    report({ ...seen, commits: history.commits });
  });

  test(
    'take a thousand changes over HTTP at the same moment without a clash',
    { timeout: 4 * timeout },
    async () => {
      const history = new DayHistory();
      const [api] = (await instances(1, () => new Date(day - 3_600_000), history)) as [TestApi];
      const nobodyPosted = { offers: true, potentials: true };
      const hall = await openHall(
        api,
        { cooperatives: 8, buyers: 16 },
        { slots: 16, breaks: [] },
        nobodyPosted,
      );
      const { body: schedule } = await api.post(`${hall.path}/schedule`, undefined, office);
      await api.post(`${hall.path}/publish`, undefined, office);
      const ids = (schedule.meetings as MeetingView[]).map(({ id }) => id);
      expect(ids).toHaveLength(8 * 16);
      const [agreed, declined] = [ids.slice(0, 124), ids.slice(124)];
      const sides = [{ side: 'cooperative' }, { side: 'buyer' }];
      const changes = [
        ...agreed.flatMap((id) => [
          ...sides.map((side) => [id, 'accept', side] as const),
          ...['lock', 'unlock', 'lock', 'unlock', 'lock', 'unlock'].map((what) => [id, what, {}] as const),
        ]),
        ...declined.flatMap((id) => sides.map((side) => [id, 'decline', side] as const)),
      ];
      expect(changes).toHaveLength(1000);
      const server = createAdaptorServer({ fetch: (request) => api.fetch(request) });
      close.push(() => new Promise((resolve) => void server.close(() => resolve())));
      // All of them knock at once: none shall be turned away at the door.
      await new Promise<void>((resolve) => {
        server.listen({ port: 0, host: '127.0.0.1', backlog: 2000 }, resolve);
      });
      const { port } = server.address() as AddressInfo;
      const headers = {
        authorization: `Bearer ${await api.token(office)}`,
        'content-type': 'application/json',
      };
      const answers = await Promise.all(
        drawsFrom(seed)
          .shuffled(changes)
          .map(([id, what, body]) =>
            sent(port, `${hall.path}/meetings/${id}/${what}`, headers, JSON.stringify(body)),
          ),
      );
      history.check();
      expect(history.faults).toEqual([]);
      for (const answer of answers) {
        const meeting = JSON.parse(answer) as MeetingView;
        expect(history.revision(meeting.id, meeting.revision), answer).toBe(gist(meeting));
      }
      const now = new Map(history.meetings().map((meeting) => [meeting.id, meeting]));
      for (const id of agreed) {
        const both = { cooperative: 'accepted', buyer: 'accepted' };
        expect(now.get(id)).toMatchObject({ answers: both, sequence: 0 });
      }
      for (const id of declined) {
        const both = { cooperative: 'declined', buyer: 'declined' };
        expect(now.get(id)).toMatchObject({ answers: both, state: 'cancelled', revision: 3 });
      }
    },
  );

  /** What holds whenever nobody is at work: limits, absences and refusals. */
  function ensureLimits(history: DayHistory, slotsOver: number): void {
    const meetings = history.meetings();
    for (const party of history.parties()) {
      const {
        organizationId: id,
        maxMeetings = Infinity,
        refuses = [],
        unavailableSlots = [],
        arrivesForSlot = 1,
      } = party;
      const own = meetings.filter(({ cooperativeId, buyerId }) => cooperativeId === id || buyerId === id);
      const on = own.filter(({ state }) => state === 'planned' || state === 'held');
      expect(on.length, `${id} meets`).toBeLessThanOrEqual(maxMeetings);
      const ahead = on.filter(({ state, slot }) => state === 'planned' && slot > slotsOver);
      const isGone = party.noShowAt !== undefined || party.withdrawnAt !== undefined;
      expect(isGone ? ahead : [], `${id} is not there`).toEqual([]);
      for (const { slot, cooperativeId, buyerId } of ahead) {
        expect(unavailableSlots, `${id} in slot ${slot}`).not.toContain(slot);
        expect(slot, `${id} comes for`).toBeGreaterThanOrEqual(arrivesForSlot);
        expect(refuses.some((other) => other === cooperativeId || other === buyerId)).toBe(false);
      }
    }
  }
});
