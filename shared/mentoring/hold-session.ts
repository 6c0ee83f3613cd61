/** The rules of mentoring: what is recorded of a session, and what the cooperative becomes by it. */
import { createHash } from 'node:crypto';
import { withSign } from '../cooperatives/activity.ts';
import type { Cooperative } from '../cooperatives/cooperative.ts';
import { invalid } from '../errors.ts';
import { patched, unlessSame } from '../patch.ts';
import { plainText } from '../spelling.ts';
import type { Mentoring, MentoringChange, MentoringInput } from './mentoring.ts';
import type { MentoringSummary } from './topics.ts';

/** How long a training counts (our estimate). */
const TRAINING_YEARS = 2;
/** Officers that are remembered of one cooperative; there are fewer. */
const MOST_OFFICERS = 40;

type Held = { session: Mentoring; cooperative: Cooperative };

/** A new session. One in the future is planned: it has no attendance yet. */
export function holdSession(
  cooperative: Cooperative,
  id: string,
  input: MentoringInput,
  { at, today }: { at: string; today: string },
): Held {
  const { kind = 'visit', ...rest } = input;
  const session: Mentoring = {
    id,
    cooperativeId: cooperative.id,
    regionCode: cooperative.regionCode,
    kind,
    ...rest,
    createdAt: at,
  };
  ensureHeld(session, today);
  return { session, cooperative: withSession(cooperative, session) };
}

/** The session after a change. Who came is said once: what counts of it is counted then. */
export function changeSession(
  cooperative: Cooperative,
  before: Mentoring,
  change: MentoringChange,
  today: string,
): Held {
  if (change.attendance !== undefined && before.attendance !== undefined) {
    throw invalid(['attendance'], 'is recorded already, and counted');
  }
  if (change.date !== undefined && before.attendance !== undefined) {
    throw invalid(['date'], 'is the day when they came, as is recorded');
  }
  const session = unlessSame(before, patched(before, change, {}));
  ensureHeld(session, today);
  const counted = change.attendance === undefined ? cooperative : withSession(cooperative, session);
  return { session, cooperative: counted };
}

function ensureHeld({ attendance, date, dueOn, nextAction, doneOn }: Mentoring, today: string): void {
  if (attendance !== undefined && date > today) {
    throw invalid(['date'], 'is in the future; say who came once it was held');
  }
  if (nextAction === undefined && (dueOn ?? doneOn) !== undefined) {
    throw invalid(['nextAction'], 'say what is to be done by then');
  }
  if (doneOn !== undefined && doneOn > today) throw invalid(['doneOn'], 'is in the future');
  for (const [field, day] of Object.entries({ dueOn, doneOn })) {
    if (day !== undefined && day < date) throw invalid([field], `is before the session, on ${date}`);
  }
}

/** The cooperative with what a session adds to it: who is trained until when, what it was invited to, a sign of life. */
function withSession(cooperative: Cooperative, session: Mentoring): Cooperative {
  const { topic, date, kind, attendance = [] } = session;
  const came = attendance.filter(({ attended = true }) => attended);
  const known = cooperative.mentoring ?? {};
  const ofTopic = known.topics?.[topic];
  const mentoring: MentoringSummary = {
    ...known,
    ...(kind === 'training' ? { trained: withTrained(known.trained ?? [], cooperative.id, came, date) } : {}),
    topics: {
      ...known.topics,
      [topic]: {
        invitedOn: later(ofTopic?.invitedOn, date),
        ...(came.length > 0 || ofTopic?.attendedOn !== undefined
          ? { attendedOn: came.length > 0 ? later(ofTopic?.attendedOn, date) : ofTopic!.attendedOn! }
          : {}),
      },
    },
  };
  const mentored = { ...cooperative, mentoring };
  return came.length > 0 ? withSign(mentored, 'event', date) : mentored;
}

function withTrained(
  trained: NonNullable<MentoringSummary['trained']>,
  cooperativeId: string,
  came: readonly { officer: string }[],
  date: string,
): NonNullable<MentoringSummary['trained']> {
  const until = new Map(trained.map((one) => [one.officer, one.until]));
  for (const { officer } of came) {
    const digest = digestOf(cooperativeId, officer);
    until.set(digest, later(until.get(digest), lastDayOf(date)));
  }
  return [...until]
    .map(([officer, day]) => ({ officer, until: day }))
    .sort((a, b) => (a.until > b.until ? -1 : a.until < b.until ? 1 : a.officer < b.officer ? -1 : 1))
    .slice(0, MOST_OFFICERS);
}

/** The same name is the same person, however it is written. */
const digestOf = (cooperativeId: string, officer: string): string =>
  createHash('sha256')
    .update(`${cooperativeId} ${plainText(officer)}`)
    .digest('hex')
    .slice(0, 12);

const lastDayOf = (date: string): string => `${Number(date.slice(0, 4)) + TRAINING_YEARS}${date.slice(4)}`;

const later = (known: string | undefined, day: string): string =>
  known !== undefined && known > day ? known : day;
