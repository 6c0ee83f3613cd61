/** Mergers over HTTP: several small cooperatives become one, a portion a request, so that it can be interrupted anywhere. */
import type { Hono } from 'hono';
import * as z from 'zod';
import { dayOf } from '../../shared/clock.ts';
import { cooperativeIdSchema, type Cooperative } from '../../shared/cooperatives/cooperative.ts';
import { cooperativeWrites, readCooperatives } from '../../shared/cooperatives/cooperative-store.ts';
import { Refusal } from '../../shared/errors.ts';
import { absorb, ensureMerges, mergerSchema, type Merged } from '../../shared/formation/merger.ts';
import { isOpen, type Partnership } from '../../shared/partnerships/partnership.ts';
import {
  heldIn,
  listPartnerships,
  partnershipMoveWrites,
} from '../../shared/partnerships/partnership-store.ts';
import { listPotentialsOf, potentialMoveWrites } from '../../shared/potentials/potential-store.ts';
import type { Stamp, Stored } from '../../shared/stored.ts';
import { openPartnershipKey } from '../../shared/table/keys.ts';
import type { Action, Table } from '../../shared/table/table.ts';
import { existing, resourceOf } from './cooperatives.ts';
import { mount, notFound, type EndpointDeps } from './endpoint.ts';
import { operation } from './operation.ts';

/** Actions of one request, below the table's limit of a hundred, with room to close the last one. */
const MOST_ACTIONS = 85;
const AT_ONCE = 100;

const mergeCooperatives = operation({
  id: 'mergeCooperatives',
  method: 'post',
  path: '/v1/cooperatives/{cooperativeId}/merger',
  tag: 'Readiness',
  summary: 'Merge into a cooperative those that its deliberation has named',
  description:
    'After the deed of the merger, by an office that keeps all of them. Potentials and open partnerships move, members are summed, units and storage come along; trades, events and ended partnerships stay on record with the closed one. What is small goes in one transaction; repeat until `isComplete`.',
  conditional: true,
  changedBy: 'PUT /v1/cooperatives/{cooperativeId}/formation/deliberation',
  params: z.strictObject({ cooperativeId: cooperativeIdSchema }),
  answers: {
    status: 200,
    form: 'one',
    schema: mergerSchema,
    versioned: true,
    description: 'What was moved by this request',
  },
});

/** Routes of mergers on `router`. */
export function mergers(router: Hono, deps: EndpointDeps): void {
  const { table } = deps;

  mount(router, deps, mergeCooperatives, async (ask) => {
    const before = await existing(table, ask.params.cooperativeId);
    if (!ask.may('getCooperative', resourceOf(before.value))) throw notFound();
    ask.permit(resourceOf(before.value));
    ask.expectVersion(before.version);
    const today = dayOf(ask.now, before.value.regionCode);
    const ids = ensureMerges(before.value, today);
    const found = await readCooperatives(table, ids);
    const writes: Action[] = [];
    const items: Merged[] = [];
    let successor = before.value;
    for (const closing of found.flatMap((stored) => stored ?? [])) {
      if (writes.length >= MOST_ACTIONS) break;
      // Whoever closes one keeps it too: the province, where regencies differ.
      ask.permit(resourceOf(closing.value));
      const { mergedInto } = closing.value;
      if (mergedInto !== undefined && mergedInto.cooperativeId !== successor.id) {
        throw new Refusal('conflict', `${closing.value.name} has merged into another cooperative.`);
      }
      const moved = await moving(table, closing.value, successor, MOST_ACTIONS - writes.length, ask.stamp);
      writes.push(...moved.writes);
      let isClosed = mergedInto !== undefined;
      if (!isClosed && moved.isAll) {
        const both = absorb(successor, closing.value, ask.stamp.at, today);
        ({ successor } = both);
        writes.push(...cooperativeWrites(both.closed, closing, ask.stamp));
        isClosed = true;
      }
      const { potentials, partnerships, left } = moved;
      items.push({ cooperativeId: closing.value.id, isClosed, potentials, partnerships, left });
      if (!moved.isAll) break;
    }
    if (successor !== before.value) writes.push(...cooperativeWrites(successor, before, ask.stamp));
    const isComplete = items.length === ids.length && items.every(({ isClosed }) => isClosed);
    return {
      body: { items, isComplete },
      version: before.version + Number(successor !== before.value),
      writes,
    };
  });
}

type Moving = Pick<Merged, 'potentials' | 'partnerships' | 'left'> & { writes: Action[]; isAll: boolean };

/** What moves of one cooperative within so many actions. Two queries and a batch read. */
async function moving(
  table: Table,
  from: Cooperative,
  to: Cooperative,
  most: number,
  stamp: Stamp,
): Promise<Moving> {
  const page = { limit: AT_ONCE };
  const [potentials, partnerships] = await Promise.all([
    listPotentialsOf(table, from.id, page, (stored) =>
      stored.value.cooperativeId === from.id ? stored : undefined,
    ),
    listPartnerships(table, { organizationId: from.id }, page, (stored) =>
      stored.value.cooperativeId === from.id && isOpen(stored.value) ? stored : undefined,
    ),
  ]);
  const taken = await takenBy(table, to.id, partnerships.items);
  const writes: Action[] = [];
  const moved = { potentials: 0, partnerships: 0, left: [] as string[] };
  let isAll = potentials.next === null && partnerships.next === null;
  const take = (actions: Action[]): boolean => {
    if (writes.length + actions.length > most) isAll = false;
    else writes.push(...actions);
    return isAll;
  };
  const { id: cooperativeId, regionCode } = to;
  for (const stored of potentials.items) {
    const after = { ...stored.value, cooperativeId, regionCode, updatedAt: stamp.at };
    if (!take(potentialMoveWrites(after, stored, stamp))) break;
    moved.potentials += 1;
  }
  for (const [at, stored] of partnerships.items.entries()) {
    const { value } = stored;
    // Nor is anybody its own partner.
    if (taken[at] || value.buyerId === to.id) moved.left.push(value.id);
    else if (take(partnershipMoveWrites(inTheNameOf(to, from, value, stamp.at), stored, stamp))) {
      moved.partnerships += 1;
    } else break;
  }
  return { ...moved, writes, isAll };
}

/** Whether the successor has an open partnership for the same offer already. */
async function takenBy(table: Table, cooperativeId: string, all: readonly Stored<Partnership>[]) {
  const held = await table.getMany(all.map(({ value }) => openPartnershipKey(value.offerId, cooperativeId)));
  return held.map((item) => heldIn(item) !== undefined);
}

function inTheNameOf(to: Cooperative, from: Cooperative, before: Partnership, at: string): Partnership {
  const { stage } = before;
  return {
    ...before,
    cooperativeId: to.id,
    cooperativeName: to.name,
    regionCodes: { ...before.regionCodes, cooperative: to.regionCode },
    history: [
      ...before.history,
      { at, from: stage, to: stage, by: 'service', note: `${from.name} telah bergabung ke ${to.name}` },
    ],
    updatedAt: at,
  };
}
