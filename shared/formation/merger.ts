/** A merger: what a cooperative takes over from one that merges into it, and what becomes of that one. It is closed, never deleted. */
import * as z from 'zod';
import { lastActive, withSign } from '../cooperatives/activity.ts';
import { cooperativeIdSchema, type Cooperative } from '../cooperatives/cooperative.ts';
import { Refusal } from '../errors.ts';
import { movedTo } from '../holdings/membership.ts';
import { documentOf } from './approaches.ts';
import { approachOf, ensureNotMergedAway, overSince } from './record-step.ts';

const count = z.int().min(0);
const mergedSchema = z
  .strictObject({
    cooperativeId: cooperativeIdSchema,
    isClosed: z.boolean(),
    potentials: count.meta({ description: 'Moved by this request' }),
    partnerships: count.meta({ description: 'Moved by this request' }),
    left: z.array(z.string()).meta({
      description:
        'Partnerships that stay with it: the successor has one for the same offer already, or posted it',
    }),
  })
  .meta({
    id: 'MergedCooperative',
    example: { cooperativeId: 'coop_1', isClosed: true, potentials: 3, partnerships: 1, left: [] },
  });
export const mergerSchema = z
  .strictObject({
    items: z.array(mergedSchema),
    isComplete: z.boolean().meta({ description: 'Otherwise send the request again: it goes on' }),
  })
  .meta({ id: 'Merger', example: { items: [], isComplete: true } });
export type Merged = z.infer<typeof mergedSchema>;

/** Refuses (409) a merger that was not decided, or has no deed yet, or into one that has merged away itself. */
export function ensureMerges(successor: Cooperative, today: string): string[] {
  ensureNotMergedAway(successor);
  const isDecided = overSince(successor, 'deliberation', today) !== undefined;
  if (!isDecided || approachOf(successor) !== 'merged') {
    throw new Refusal('conflict', 'Its approach is not a merger; record that with its deliberation first.');
  }
  if (overSince(successor, 'deed', today) === undefined) {
    const document = documentOf('deed', 'merged');
    throw new Refusal('conflict', `The deed of the merger (${document?.id}) is not recorded yet.`);
  }
  return successor.formation?.mergedFrom ?? [];
}

/**
 * Both after the merger. Members are summed; units, storage and trained officers come along, and so does the last sign of life. Papers
 * stay behind: they are another legal entity's. So do trades, events and mentoring: they were its own.
 */
export function absorb(
  successor: Cooperative,
  closing: Cooperative,
  at: string,
  today: string,
): { successor: Cooperative; closed: Cooperative } {
  const { holdingId: _, ...rest } = closing;
  const closed: Cooperative = {
    ...rest,
    ...(closing.holdingId === undefined ? {} : { memberships: movedTo(closing, undefined, today) }),
    mergedInto: { cooperativeId: successor.id, on: today },
    updatedAt: at,
  };
  const units = [...new Set([...(successor.units ?? []), ...(closing.units ?? [])])];
  const known = new Set((successor.unitDetails ?? []).map(({ unit }) => unit));
  const details = [
    ...(successor.unitDetails ?? []),
    ...(closing.unitDetails ?? []).filter(({ unit }) => !known.has(unit)),
  ].filter(({ unit, state }) => (state === 'planned') !== units.includes(unit));
  const storage = [...(successor.storage ?? []), ...(closing.storage ?? [])];
  const trained = [...(successor.mentoring?.trained ?? []), ...(closing.mentoring?.trained ?? [])];
  const isCounted = successor.memberCount !== undefined || closing.memberCount !== undefined;
  const grown: Cooperative = {
    ...successor,
    ...(isCounted ? { memberCount: (successor.memberCount ?? 0) + (closing.memberCount ?? 0) } : {}),
    ...(units.length === 0 ? {} : { units }),
    ...(details.length === 0 ? {} : { unitDetails: details }),
    ...(storage.length === 0 ? {} : { storage }),
    ...(trained.length === 0 ? {} : { mentoring: { ...successor.mentoring, trained } }),
  };
  return { successor: withSign(grown, 'event', lastActive(closing)), closed };
}
