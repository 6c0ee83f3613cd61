/**
 * What really happened to an event's sheets and participants while many desks worked on it: every committed version, in order, with
 * the time it was there to be read. A checker of its own reads it, and uses none of the service's rules.
 */
import type { Meeting, Sheet } from '../../shared/events/meeting.ts';
import type { Participant } from '../../shared/events/participant.ts';
import type { Action, Table } from '../../shared/table/table.ts';

/** One committed version, there for some reader at some moment between `from` and `until` (counted in commits and requests). */
type Version<T> = { version: number; value: T; from: number; until: number };

/** A span of moments, as {@link DayHistory.now} counts them. */
export type Span = { from: number; until: number };

export class DayHistory {
  readonly sheets = new Map<string, Version<Sheet>[]>();
  readonly participants = new Map<string, Version<Participant>[]>();
  /** Committed writes of sheets so far. */
  commits = 0;
  /** What is wrong with what was stored; empty when nobody and nothing was ever booked twice and no change was lost. */
  readonly faults: string[] = [];
  /** Every revision of every meeting, as it was stored. */
  readonly #revisions = new Map<string, Map<number, string>>();
  #moment = 0;

  /** The next moment. */
  now(): number {
    this.#moment += 1;
    return this.#moment;
  }

  /** The table, with every commit taken down. */
  over(table: Table): Table {
    const noted = async <T>(actions: readonly Action[], work: () => Promise<T>): Promise<T> => {
      const from = this.now();
      const done = await work();
      for (const action of actions) this.#note(action, from);
      return done;
    };
    return {
      get: (key) => table.get(key),
      getMany: (keys) => table.getMany(keys),
      query: (query) => table.query(query),
      write: (action) => noted([action], () => table.write(action)),
      transact: (actions) => noted(actions, () => table.transact(actions)),
      close: () => table.close(),
    };
  }

  #note(action: Action, from: number): void {
    if (action.do !== 'put' || !action.item.pk.startsWith('EVENT#')) return;
    const { sk, version = 0, data } = action.item;
    if (sk.startsWith('SHEET#')) this.commits += 1;
    const kept = sk.startsWith('SHEET#') ? this.sheets : this.participants;
    if (kept === this.participants && !sk.startsWith('PARTICIPANT#')) return;
    const versions = (kept as Map<string, Version<unknown>[]>).get(sk) ?? [];
    const before = versions.find((one) => one.version === version - 1);
    if (before) before.until = this.now();
    const after = versions.find((one) => one.version === version + 1);
    if (versions.some((one) => one.version === version))
      this.faults.push(`${sk} has two versions ${version}`);
    // Who reads it is told after the next one is there, when answers overtake each other.
    versions.push({ version, value: data, from, until: after ? this.now() : Infinity });
    versions.sort((a, b) => a.version - b.version);
    (kept as Map<string, Version<unknown>[]>).set(sk, versions);
  }

  /** All that could be read of a slot in a span. */
  sheetsIn(slot: number, span: Span): Sheet[] {
    return within(this.sheets.get(`SHEET#${String(slot).padStart(2, '0')}`), span);
  }

  /** All that could be read of a party in a span. */
  participantsIn(organizationId: string, span: Span): Participant[] {
    return within(this.participants.get(`PARTICIPANT#${organizationId}`), span);
  }

  /** All that could be read of a meeting in a span. */
  meetingsIn(id: string, span: Span): Meeting[] {
    return [...this.sheets.values()]
      .flatMap((versions) => within(versions, span))
      .flatMap(({ meetings }) => meetings.filter((meeting) => meeting.id === id));
  }

  /** What was stored of a meeting under a revision. */
  revision(id: string, revision: number): string | undefined {
    return this.#revisions.get(id)?.get(revision);
  }

  /** The meetings as they lie now. */
  meetings(): Meeting[] {
    return [...this.sheets.values()].flatMap((versions) => versions.at(-1)!.value.meetings);
  }

  /** The participants as they are now. */
  parties(): Participant[] {
    return [...this.participants.values()].map((versions) => versions.at(-1)!.value);
  }

  /**
   * Reads all versions since the last call: whoever sits in two places or two at a table, whoever has two meetings with one partner,
   * and revisions that are missing or were written twice in different words.
   */
  check(): void {
    for (const [sk, versions] of this.sheets) {
      for (const { value, version } of versions) this.#checkSheet(`${sk} version ${version}`, value);
    }
    const pairs = new Set<string>();
    for (const { cooperativeId, buyerId, id, revision } of this.meetings()) {
      const pair = `${cooperativeId} with ${buyerId}`;
      if (pairs.has(pair)) this.faults.push(`two meetings of ${pair}`);
      pairs.add(pair);
      const known = this.#revisions.get(id)!;
      for (let each = 1; each <= revision; each += 1) {
        if (!known.has(each)) this.faults.push(`${id} has no revision ${each} of ${revision}`);
      }
    }
    const last = new Map(this.meetings().map((meeting) => [meeting.id, meeting]));
    for (const [id, known] of this.#revisions) {
      const now = last.get(id);
      if (now?.revision !== Math.max(...known.keys())) this.faults.push(`the last change of ${id} was lost`);
    }
  }

  /** Lets go of all versions but the last. */
  forget(): void {
    for (const versions of this.sheets.values()) versions.splice(0, versions.length - 1);
    for (const versions of this.participants.values()) versions.splice(0, versions.length - 1);
  }

  #checkSheet(name: string, { slot, meetings }: Sheet): void {
    const seated = meetings.filter(({ state }) => state !== 'cancelled');
    for (const what of ['table', 'cooperativeId'] as const) {
      const seen = new Set(seated.map((meeting) => meeting[what]));
      if (seen.size < seated.length) this.faults.push(`${name}: a ${what} is booked twice`);
    }
    for (const meeting of meetings) {
      if (meeting.slot !== slot) this.faults.push(`${name}: ${meeting.id} belongs into slot ${meeting.slot}`);
      const known = this.#revisions.get(meeting.id) ?? new Map<number, string>();
      this.#revisions.set(meeting.id, known);
      const text = gist(meeting);
      const earlier = known.get(meeting.revision);
      if (earlier === undefined) known.set(meeting.revision, text);
      else if (earlier !== text) {
        this.faults.push(`${meeting.id} revision ${meeting.revision}: ${earlier} became ${text}`);
      }
    }
  }
}

const within = <T>(versions: Version<T>[] = [], span: Span): T[] =>
  versions.filter(({ from, until }) => from <= span.until && until >= span.from).map(({ value }) => value);

/** What makes one revision of a meeting differ from another. */
export function gist({
  slot,
  table,
  state,
  cancelledBecause,
  locked,
  answers,
  sequence,
}: Omit<Meeting, 'reasons'>): string {
  return [slot, table, state, cancelledBecause, locked, answers.cooperative, answers.buyer, sequence].join(
    ' ',
  );
}
