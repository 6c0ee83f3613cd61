/** Mentoring over HTTP: sessions of one cooperative, a training for many, the office's list and its coverage. */
import type { Hono } from 'hono';
import * as z from 'zod';
import { dayOf } from '../../shared/clock.ts';
import { cooperativeIdSchema, type Cooperative } from '../../shared/cooperatives/cooperative.ts';
import {
  cooperativeWrites,
  everyCooperativeIn,
  readCooperatives,
} from '../../shared/cooperatives/cooperative-store.ts';
import { invalid } from '../../shared/errors.ts';
import { ensureNotMergedAway } from '../../shared/formation/record-step.ts';
import { coverageOf, coverageSchema } from '../../shared/mentoring/coverage.ts';
import { changeSession, holdSession } from '../../shared/mentoring/hold-session.ts';
import {
  mentoringChangeSchema,
  mentoringIdSchema,
  mentoringInputSchema,
  mentoringSchema,
  trainingInputSchema,
  type Mentoring,
} from '../../shared/mentoring/mentoring.ts';
import {
  listMentoringIn,
  listMentoringOf,
  mentoringWrites,
  readMentoring,
} from '../../shared/mentoring/mentoring-store.ts';
import { topicSchema } from '../../shared/mentoring/topics.ts';
import { fillPageAcross } from '../../shared/page.ts';
import { regionCodeSchema } from '../../shared/regions/region.ts';
import { provinceCodes } from '../../shared/regions/regions.ts';
import { storedFrom, type Stored } from '../../shared/stored.ts';
import { eventKey } from '../../shared/table/keys.ts';
import type { Table } from '../../shared/table/table.ts';
import { existing, resourceOf } from './cooperatives.ts';
import { mount, notFound, updated, type Ask, type EndpointDeps } from './endpoint.ts';
import { checkFilters, checkRegency } from './filters.ts';
import { flag, operation, pageFields } from './operation.ts';

const ofOne = { cooperativeId: cooperativeIdSchema };
const one = { form: 'one', schema: mentoringSchema, versioned: true } as const;

const holdMentoring = operation({
  id: 'holdMentoring',
  method: 'post',
  path: '/v1/cooperatives/{cooperativeId}/mentoring',
  tag: 'Readiness',
  summary: 'Record a mentoring visit or a training',
  description:
    'A date in the future plans it. Officers at a training count as trained for two years, so trainings are recorded by the office.',
  idempotent: true,
  params: z.strictObject(ofOne),
  body: mentoringInputSchema,
  answers: { ...one, status: 201, description: 'Recorded' },
});

const listMentoring = operation({
  id: 'listMentoring',
  method: 'get',
  path: '/v1/cooperatives/{cooperativeId}/mentoring',
  tag: 'Readiness',
  summary: 'List the mentoring of a cooperative',
  params: z.strictObject(ofOne),
  query: z.strictObject({
    ...pageFields,
    topic: topicSchema.optional().meta({ description: 'Only sessions on it' }),
  }),
  answers: { status: 200, form: 'list', schema: mentoringSchema, description: 'The latest entered first' },
});

const updateMentoring = operation({
  id: 'updateMentoring',
  method: 'patch',
  path: '/v1/cooperatives/{cooperativeId}/mentoring/{mentoringId}',
  tag: 'Readiness',
  summary: 'Say who came, what was found, what is next or done',
  conditional: true,
  params: z.strictObject({ ...ofOne, mentoringId: mentoringIdSchema }),
  body: mentoringChangeSchema,
  answers: { ...one, status: 200, description: 'As it is now' },
});

const holdTraining = operation({
  id: 'holdTraining',
  method: 'post',
  path: '/v1/mentoring',
  tag: 'Readiness',
  summary: 'Record one session for many cooperatives',
  description: 'All or none. Whoever is named was invited; without `attendance` nobody came.',
  idempotent: true,
  body: trainingInputSchema,
  answers: {
    status: 201,
    several: true,
    form: 'one',
    schema: z
      .strictObject({ items: z.array(mentoringSchema) })
      .meta({ id: 'TrainingHeld', example: { items: [] } }),
    description: 'Recorded with each of them',
  },
});

const listMentoringOfRegion = operation({
  id: 'listMentoringOfRegion',
  method: 'get',
  path: '/v1/mentoring',
  tag: 'Readiness',
  summary: 'List the mentoring in the own region',
  query: z.strictObject({
    ...pageFields,
    region: regionCodeSchema.optional(),
    topic: topicSchema.optional().meta({ description: 'Only sessions on it' }),
    overdue: flag.optional().meta({ description: 'Those whose next action is past its last day' }),
  }),
  answers: {
    status: 200,
    form: 'list',
    schema: mentoringSchema,
    description: 'By region codes, then by days',
  },
});

const getMentoringCoverage = operation({
  id: 'getMentoringCoverage',
  method: 'get',
  path: '/v1/mentoring/coverage',
  tag: 'Readiness',
  summary: 'How many village cooperatives a topic has reached',
  query: z.strictObject({
    region: regionCodeSchema.meta({ description: 'A regency or what lies in one' }),
    topic: topicSchema.meta({ description: 'Of which the coverage is asked' }),
  }),
  answers: { status: 200, form: 'one', schema: coverageSchema, description: 'As of today' },
});

/** Routes of this noun on `router`. */
export function mentoring(router: Hono, deps: EndpointDeps): void {
  const { table } = deps;

  mount(router, deps, holdTraining, async (ask) => {
    const { sessions, ...common } = ask.body;
    const ids = sessions.map(({ cooperativeId }) => cooperativeId);
    const [found] = await Promise.all([readCooperatives(table, ids), checkEvent(table, common.eventId)]);
    const held = sessions.map(({ cooperativeId, attendance = [], findings }, at) => {
      const before = found[at];
      const isTwice = sessions.findIndex((each) => each.cooperativeId === cooperativeId) < at;
      if (isTwice) throw invalid(['sessions', at, 'cooperativeId'], 'is named twice');
      if (!before || !ask.may('getCooperative', resourceOf(before.value))) {
        throw invalid(['sessions', at, 'cooperativeId'], 'is not the id of a cooperative');
      }
      ask.permit(resourceOf(before.value));
      ensureNotMergedAway(before.value);
      const input = { ...common, attendance, ...(findings === undefined ? {} : { findings }) };
      const { at: moment } = ask.stamp;
      // What may be wrong with it stands beside the sessions, once for all.
      const held = holdSession(before.value, ask.newId('ment'), input, {
        at: moment,
        today: dayOf(ask.now, before.value.regionCode),
      });
      return { before, ...held };
    });
    return {
      body: { items: held.map(({ session }) => session) },
      writes: held.flatMap(({ session, cooperative, before }) => [
        ...mentoringWrites(session, undefined, ask.stamp),
        ...cooperativeWrites(cooperative, before, ask.stamp),
      ]),
    };
  });

  mount(router, deps, holdMentoring, async (ask) => {
    const before = await existing(table, ask.params.cooperativeId);
    if (!ask.may('getCooperative', resourceOf(before.value))) throw notFound();
    ask.permit(resourceOf(before.value));
    ensureNotMergedAway(before.value);
    checkTrainer(ask, before.value, ask.body.kind);
    await checkEvent(table, ask.body.eventId);
    const moment = { at: ask.stamp.at, today: dayOf(ask.now, before.value.regionCode) };
    const { session, cooperative } = holdSession(before.value, ask.newId('ment'), ask.body, moment);
    return {
      body: session,
      version: 1,
      location: `/v1/cooperatives/${session.cooperativeId}/mentoring/${session.id}`,
      writes: [
        ...mentoringWrites(session, undefined, ask.stamp),
        ...cooperativeWrites(cooperative, before, ask.stamp),
      ],
    };
  });

  mount(router, deps, listMentoring, async (ask) => {
    const { value } = await existing(table, ask.params.cooperativeId);
    ask.permit(resourceOf(value));
    const { topic } = ask.query;
    return listMentoringOf(table, value.id, await ask.page(topic), (stored) =>
      topic === undefined || topic === stored.value.topic ? stored.value : undefined,
    );
  });

  mount(router, deps, updateMentoring, async (ask) => {
    const { cooperativeId, mentoringId } = ask.params;
    const [owner, before] = await Promise.all([
      existing(table, cooperativeId),
      readMentoring(table, cooperativeId, mentoringId),
    ]);
    if (!before || !ask.may('getCooperative', resourceOf(owner.value))) throw notFound();
    ask.permit(resourceOf(owner.value));
    ask.expectVersion(before.version);
    if (ask.body.attendance !== undefined) checkTrainer(ask, owner.value, before.value.kind);
    const { session, cooperative } = changeSession(
      owner.value,
      before.value,
      ask.body,
      dayOf(ask.now, owner.value.regionCode),
    );
    return updated(before, session, session, () => [
      ...mentoringWrites(session, before, ask.stamp),
      ...(cooperative === owner.value ? [] : cooperativeWrites(cooperative, owner, ask.stamp)),
    ]);
  });

  mount(router, deps, listMentoringOfRegion, async (ask) => {
    const { region, topic, overdue } = ask.query;
    checkFilters({ region });
    const keep = ({ value }: Stored<Mentoring>) => {
      if (!ask.may('listMentoring', { owners: [value.cooperativeId], regionCode: value.regionCode }))
        return undefined;
      if (topic !== undefined && topic !== value.topic) return undefined;
      const today = dayOf(ask.now, value.regionCode);
      const isOverdue = value.dueOn !== undefined && value.dueOn < today && value.doneOn === undefined;
      return overdue === undefined || overdue === isOverdue ? value : undefined;
    };
    const page = await ask.page(topic, overdue);
    const near = region ?? ask.caller.region;
    if (near !== undefined) return listMentoringIn(table, near, page, keep);
    return fillPageAcross(provinceCodes(), page, (province, rest) =>
      listMentoringIn(table, province, rest, keep),
    );
  });

  mount(router, deps, getMentoringCoverage, async (ask) => {
    const { region, topic } = ask.query;
    checkRegency(region);
    ask.permit({ regionCode: region });
    const all = await everyCooperativeIn(table, region);
    const seen = all.flatMap(({ value }): Cooperative[] =>
      value.verification.status === 'rejected' ? [] : [value],
    );
    return { body: coverageOf(region, topic, seen, dayOf(ask.now, region)) };
  });
}

/** Refuses an event that there is not. One round trip where one is named. */
async function checkEvent(table: Table, eventId: string | undefined): Promise<void> {
  if (eventId === undefined || storedFrom(await table.get(eventKey(eventId)))) return;
  throw invalid(['eventId'], 'is not the id of an event');
}

/** What counts for readiness is not one's own to say. */
function checkTrainer(
  ask: Ask<unknown, unknown, unknown>,
  cooperative: Cooperative,
  kind?: Mentoring['kind'],
): void {
  if (kind !== 'training' || ask.may('holdTraining', resourceOf(cooperative))) return;
  throw invalid(['kind'], 'a training is recorded by the office; record a visit, or ask the office');
}
