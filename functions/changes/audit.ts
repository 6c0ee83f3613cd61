/** Keeps the audit trail: each change of a thing becomes one entry of who changed what, from what to what. */
import { actorOf, auditEntryOf, type AuditActor, type AuditEntry } from '../../shared/audit/audit-entry.ts';
import { auditWrites } from '../../shared/audit/audit-store.ts';
import { differencesOf } from '../../shared/audit/differences.ts';
import type { Partnership } from '../../shared/partnerships/partnership.ts';
import type { Stamp } from '../../shared/stored.ts';
import { idIn } from '../../shared/table/keys.ts';
import {
  TableBusy,
  transactAll,
  type Action,
  type Change,
  type Item,
  type Table,
} from '../../shared/table/table.ts';
import { auditedIn, auditRule, type Audited, type Concerned } from './audited.ts';
import type { Reaction } from './react.ts';

/**
 * The reaction to a change of whatever leaves a trail. An entry follows from its change alone, and from what stands for life behind the
 * thing, so the trail is the same however changes come. Those that come next are taken along: one transaction for up to a hundred of
 * them, and one batch read where places are looked up.
 */
export function audit(table: Table): Reaction {
  const taken = new WeakSet<Change>();
  const keep = async (changes: readonly Change[]): Promise<void> => {
    const entries = await entriesOf(table, changes);
    // The same change may come twice in one batch, and one transaction writes no item twice.
    const writes = new Map<string, Action>();
    for (const action of entries.flatMap(auditWrites)) {
      if (action.do === 'put') writes.set(`${action.item.pk}\n${action.item.sk}`, action);
    }
    const [first] = writes.values();
    if (first !== undefined && writes.size === 1) await table.write(first);
    else await transactAll(table, [...writes.values()]);
    for (const change of changes) taken.add(change);
  };
  return async (change, next = []) => {
    if (taken.has(change) || auditRule(change.key) === undefined) return;
    const others = next.filter((other) => !taken.has(other) && auditRule(other.key) !== undefined);
    try {
      await keep([change, ...others]);
    } catch (error) {
      // What is wrong with another is no fault of this one.
      if (error instanceof TableBusy || others.length === 0) throw error;
      await keep([change]);
    }
  };
}

/** The entries of these changes, in their order. One batch read where something stands behind them. */
async function entriesOf(table: Table, changes: readonly Change[]): Promise<AuditEntry[]> {
  const told = changes.flatMap((change) => {
    const rule = auditRule(change.key)!;
    const audited = auditedIn(rule, change.key, change.before, change.after);
    return audited.map((thing) => ({ change, rule, thing }));
  });
  const keys = new Map(
    told.flatMap(({ change, rule, thing }) =>
      [thing.before, thing.after].flatMap((value) => {
        const key = value && rule.behind?.(value as Value, change.key);
        return key ? [[`${key.pk}\n${key.sk}`, key] as const] : [];
      }),
    ),
  );
  const items = keys.size === 0 ? [] : await table.getMany([...keys.values()]);
  const behind = new Map([...keys.keys()].map((name, at) => [name, valueBehind(items[at])]));
  return told.flatMap(({ change, rule, thing }) => {
    const whose = (value: object | undefined): Concerned => {
      if (value === undefined) return { organizationIds: [], regionCodes: [] };
      const key = rule.behind?.(value as Value, change.key);
      const standing = key && behind.get(`${key.pk}\n${key.sk}`);
      return rule.whose(value as Value, change.key, standing ?? {});
    };
    return entryOf(change, thing, [whose(thing.after), whose(thing.before)], rule.derived) ?? [];
  });
}

type Value = { readonly [member: string]: unknown };

/** What is known of what stands behind; a thing that was taken away still says where it lay. */
const valueBehind = (item: Item | undefined): Value => (item?.['data'] ?? item ?? {}) as Value;

/** The entry of one thing; undefined where nothing changed but what follows from other things. */
function entryOf(
  { key, at, before, after }: Change,
  { kind, part, before: was, after: is }: Audited,
  whose: readonly Concerned[],
  derived?: readonly string[],
): AuditEntry | undefined {
  if (was === undefined && is === undefined) return undefined;
  const did = was === undefined ? 'created' : is === undefined ? 'deleted' : 'changed';
  const { changes, more } =
    did === 'created' ? { changes: [], more: 0 } : differencesOf(kind, was!, is ?? {}, derived);
  if (did === 'changed' && changes.length === 0) return undefined;
  const stamp = stampOf(after);
  const organizationIds = [...new Set(whose.flatMap((each) => each.organizationIds))];
  const regionCodes = [...new Set(whose.flatMap((each) => each.regionCodes))];
  return auditEntryOf(
    {
      at: momentOf(at, stamp, stampOf(before)),
      by: actorIn(stamp, kind, was, is),
      thing: { kind, id: idIn(key), ...(part !== undefined && { part }) },
      version: after?.version ?? (before?.version ?? 0) + 1,
      organizationIds,
      regionCodes,
      did,
      changes,
      ...(more > 0 && { more }),
    },
    key.sk,
  );
}

const stampOf = (item: Item | null): Stamp | undefined => item?.['changed'] as unknown as Stamp | undefined;

/** When it was written, and never before what it was written over: machines differ by milliseconds in what time it is. */
function momentOf(at: string, now: Stamp | undefined, before: Stamp | undefined): string {
  const [latter = at, former = ''] = [now?.at, before?.at];
  return latter > former ? latter : former;
}

/** Who acted. What time made of a partnership is written down by whoever comes by next, which makes it none of their acts. */
function actorIn(stamp: Stamp | undefined, kind: string, was?: object, is?: object): AuditActor {
  // Nothing of ours leaves an item without a stamp: then it was taken out of the table by other means.
  if (stamp === undefined) return { role: 'system' };
  const actor = actorOf(stamp);
  if (kind !== 'partnership' || actor.role === 'system' || was === undefined || is === undefined)
    return actor;
  const [former, latter] = [was as Partnership, is as Partnership];
  const steps = latter.history.slice(former.history.length);
  // A merger speaks in the history in the name of the service too; it is the act of the office that recorded it.
  const isMoved = former.cooperativeId !== latter.cooperativeId;
  const isOfTime = steps.length > 0 && steps.every(({ by }) => by === 'service') && !isMoved;
  return isOfTime ? { role: 'system', cause: { why: 'time' } } : actor;
}
