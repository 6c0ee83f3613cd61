/** Which stored things leave an audit trail, whose they are, and what of them follows from others and so leaves none. */
import type { AuditKind } from '../../shared/audit/audit-entry.ts';
import type { Meeting, Sheet } from '../../shared/events/meeting.ts';
import { organizationKey } from '../../shared/offers/offer-store.ts';
import { cooperativeKey, eventKey, idIn, partnershipKey } from '../../shared/table/keys.ts';
import type { Item, Key } from '../../shared/table/table.ts';

/** A value as it is stored, as far as it says whose it is. */
type Value = { readonly [member: string]: unknown };

/** Whose a thing is, and where it lies. */
export type Concerned = { organizationIds: string[]; regionCodes: string[] };

/** One thing as it was and as it is; `undefined` where there was, or is, none. */
export type Audited = {
  kind: AuditKind;
  part?: string;
  before: object | undefined;
  after: object | undefined;
};

type Rule = {
  kind: AuditKind;
  /** What keys of its items begin with, and the whole or the beginning (`…#`) of their sort keys. */
  pk: string;
  sk: string;
  /** The thing that says where this one lies, or whose it is, for life. */
  behind?: (value: Value, key: Key) => Key;
  whose: (value: Value, key: Key, behind: Value) => Concerned;
  /** Members that follow from others, or from other things. */
  derived?: readonly string[];
  /** Several things that lie in one item. */
  split?: (before: Value | undefined, after: Value | undefined) => Audited[];
};

const concerned = (organizations: readonly unknown[], regions: readonly unknown[]): Concerned => ({
  organizationIds: texts(organizations),
  regionCodes: texts(regions),
});
const texts = (values: readonly unknown[]): string[] => [
  ...new Set(values.filter((value) => typeof value === 'string')),
];

const itself = ({ id, regionCode }: Value): Concerned => concerned([id], [regionCode]);
const ofCooperative = ({ cooperativeId, regionCode }: Value): Concerned =>
  concerned([cooperativeId], [regionCode]);
const ofTwo = ({ cooperativeId, buyerId, sellerId, regionCodes }: Value): Concerned =>
  concerned([cooperativeId ?? sellerId, buyerId], Object.values(regionCodes ?? {}));
const itsEvent = (_: Value, key: Key): Key => eventKey(idIn(key));
const atEvent = ({ organizationId, cooperativeId, buyerId }: Value, key: Key, event: Value): Concerned =>
  concerned([organizationId, cooperativeId, buyerId], [event['regionCode']]);

const PROFILE = 'PROFILE';
const rules: readonly Rule[] = [
  {
    kind: 'cooperative',
    pk: 'COOP#',
    sk: PROFILE,
    whose: itself,
    // Sums of its steps and sessions, and signs of life: what they follow from is in the trail.
    derived: ['formation', 'mentoring', 'signs'],
  },
  { kind: 'formation-step', pk: 'COOP#', sk: 'FORMATION#', whose: ofCooperative },
  { kind: 'mentoring', pk: 'COOP#', sk: 'MENTORING#', whose: ofCooperative },
  { kind: 'microsite', pk: 'COOP#', sk: 'MICROSITE', whose: ofCooperative },
  { kind: 'buyer', pk: 'BUYER#', sk: PROFILE, whose: itself },
  { kind: 'potential', pk: 'POT#', sk: PROFILE, whose: ofCooperative, derived: ['normalised'] },
  {
    kind: 'quality-check',
    pk: 'POT#',
    sk: 'CHECK#',
    behind: ({ cooperativeId }) => cooperativeKey(String(cooperativeId)),
    whose: ({ cooperativeId, checkedBy }, _, cooperative) =>
      concerned(
        [cooperativeId, (checkedBy as Value | undefined)?.['organizationId']],
        [cooperative['regionCode']],
      ),
  },
  {
    kind: 'programme',
    pk: 'PROGRAMME#',
    sk: PROFILE,
    whose: ({ regions }) => concerned([], (regions as string[] | undefined) ?? []),
  },
  {
    kind: 'offer',
    pk: 'OFFER#',
    sk: PROFILE,
    behind: ({ buyerId }) => organizationKey(String(buyerId)),
    whose: ({ buyerId }, _, poster) => concerned([buyerId], [poster['regionCode']]),
    derived: ['normalised'],
  },
  { kind: 'partnership', pk: 'PARTNERSHIP#', sk: PROFILE, whose: ofTwo },
  { kind: 'claim', pk: 'PARTNERSHIP#', sk: 'CLAIM#', whose: ofTwo },
  {
    kind: 'movement',
    pk: 'PARTNERSHIP#',
    sk: 'MOVEMENT#',
    behind: (_, key) => partnershipKey(idIn(key)),
    whose: (_, __, partnership) => ofTwo(partnership),
  },
  { kind: 'trade', pk: 'TRADE#', sk: PROFILE, whose: ofTwo, derived: ['normalised', 'warnings'] },
  { kind: 'event', pk: 'EVENT#', sk: PROFILE, whose: ({ regionCode }) => concerned([], [regionCode]) },
  { kind: 'participant', pk: 'EVENT#', sk: 'PARTICIPANT#', behind: itsEvent, whose: atEvent },
  {
    kind: 'calendar-link',
    pk: 'EVENT#',
    sk: 'CALENDAR#',
    behind: itsEvent,
    whose: (_, { sk }, event) => concerned([sk.slice('CALENDAR#'.length)], [event['regionCode']]),
  },
  { kind: 'slot', pk: 'EVENT#', sk: 'SHEET#', behind: itsEvent, whose: atEvent, split: meetingsOf },
  { kind: 'plan', pk: 'EVENT#', sk: 'PLAN', behind: itsEvent, whose: atEvent },
  { kind: 'outcome', pk: 'EVENT#', sk: 'OUTCOME#', behind: itsEvent, whose: atEvent },
  { kind: 'follow-up', pk: 'EVENT#', sk: 'TASK#', behind: itsEvent, whose: atEvent },
  {
    kind: 'webhook',
    pk: 'WEBHOOK#',
    sk: PROFILE,
    whose: ({ organizationId }) => concerned([organizationId], []),
  },
];

/** The rule for what lies under a key; undefined for what follows from something else, and so leaves no trail. */
export function auditRule({ pk, sk }: Key): Rule | undefined {
  return rules.find(
    (rule) =>
      pk.startsWith(rule.pk) &&
      // What follows the kind of a part is its name; a second one is of a copy, as of an earlier round of formation.
      (rule.sk.endsWith('#')
        ? sk.startsWith(rule.sk) && !sk.slice(rule.sk.length).includes('#')
        : sk === rule.sk),
  );
}

/** What changed in an item: itself, or each of the things that lie in it. */
export function auditedIn(rule: Rule, { sk }: Key, before: Item | null, after: Item | null): Audited[] {
  const [was, is] = [before, after].map((item) => item?.['data'] as Value | undefined);
  if (rule.split) return rule.split(was, is);
  const part = rule.sk.endsWith('#') ? { part: sk.slice(rule.sk.length) } : {};
  return [{ kind: rule.kind, ...part, before: was, after: is }];
}

/** So many meetings of one slot are told one by one; more of them changed at once were planned. */
const MOST_MEETINGS = 8;

/** The meetings of a slot that changed: each by itself where somebody changed them, the slot where they were planned. */
function meetingsOf(before: Value | undefined, after: Value | undefined): Audited[] {
  const [was, is] = [before, after].map(
    (sheet) =>
      new Map(((sheet as Sheet | undefined)?.meetings ?? []).map((meeting) => [meeting.id, meeting])),
  ) as [Map<string, Meeting>, Map<string, Meeting>];
  const slot = ((after ?? before) as Sheet | undefined)?.slot;
  const touched = [...new Set([...was.keys(), ...is.keys()])]
    .filter((id) => was.get(id)?.revision !== is.get(id)?.revision)
    .sort();
  if (touched.length > MOST_MEETINGS) {
    const seats = (meetings: Map<string, Meeting>): object =>
      Object.fromEntries(
        touched.flatMap((id) => {
          const meeting = meetings.get(id);
          if (meeting === undefined) return [];
          const { table, cooperativeId, buyerId, state } = meeting;
          return [[id, { table, cooperativeId, buyerId, state }]];
        }),
      );
    return [{ kind: 'slot', part: String(slot), before: seats(was), after: seats(is) }];
  }
  return touched.map((id): Audited => {
    const [former, latter] = [was.get(id), is.get(id)];
    // One that lies in this slot no more, or newly, lay or lies in another: it has moved.
    const isNew = former === undefined && latter!.revision === 1;
    return {
      kind: 'meeting',
      part: id,
      before: isNew ? undefined : seatOf(former, latter!),
      after: seatOf(latter, former!),
    };
  });
}

/** A meeting as it is told; of one that is not here, whose it is. */
function seatOf(meeting: Meeting | undefined, other: Meeting): object {
  if (meeting === undefined) return { cooperativeId: other.cooperativeId, buyerId: other.buyerId };
  const { score: _, sequence: __, revision: ___, changedAt: ____, ...told } = meeting;
  return told;
}
