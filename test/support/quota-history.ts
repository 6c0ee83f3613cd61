/**
 * What many clients did to quotas, and when: judged without a look at the service's rules. Nothing may be granted that cannot have fitted
 * at any moment between question and answer, and nothing refused that must have fitted at every moment. Amounts are whole grams.
 */

/** A request that was answered. `from` is when it was first sent, `until` when its answer was there. */
export type Done = {
  key: string;
  act: 'claim' | 'release' | 'correct' | 'deliver' | 'clear';
  partner: number;
  claim: string;
  from: number;
  until: number;
  /** What was asked, and what of it was done; of a correction, the difference that it asked for. */
  asked: number;
  done: number;
  acceptsLess: boolean;
  refused?: string;
};

/** A value that a buyer set, and in between which moments it came to hold. */
type Setting<T> = { value: T; from: number; until: number };

export class Settings<T> {
  readonly #all: Setting<T>[];

  constructor(first: T) {
    this.#all = [{ value: first, from: -Infinity, until: -Infinity }];
  }

  add(value: T, from: number, until: number): void {
    this.#all.push({ value, from, until });
  }

  /** Every value that may have held at some moment of a span. */
  during(from: number, until: number): T[] {
    return this.#all
      .filter((one, n) => one.from <= until && (this.#all[n + 1]?.until ?? Infinity) >= from)
      .map(({ value }) => value);
  }
}

/** A bound: what counts against it, and how much it allows. */
type Bound = { name: string; most: Settings<number>; changes: { done: Done; by: number }[] };

/** Sums of amounts up to a moment. */
class Sums {
  readonly #at: number[];
  readonly #sums: number[] = [0];

  constructor(points: { at: number; amount: number }[]) {
    const sorted = points.toSorted((a, b) => a.at - b.at);
    this.#at = sorted.map(({ at }) => at);
    for (const { amount } of sorted) this.#sums.push(this.#sums.at(-1)! + amount);
  }

  /** Of all that came before a moment, or at it where `including`. */
  before(moment: number, including: boolean): number {
    let [low, high] = [0, this.#at.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      const at = this.#at[middle]!;
      if (at < moment || (including && at === moment)) low = middle + 1;
      else high = middle;
    }
    return this.#sums[low]!;
  }
}

export class QuotaHistory {
  readonly done: Done[] = [];
  readonly total: Settings<number>;
  readonly share: number;
  readonly storages: readonly (number | undefined)[];
  /** Whether each partner may draw. */
  readonly operates: Settings<boolean>[];

  constructor(total: number, share: number, storages: readonly (number | undefined)[]) {
    this.total = new Settings(total);
    this.share = share;
    this.storages = storages;
    this.operates = storages.map(() => new Settings(true));
  }

  /** Everything that cannot have been right, in words; empty when all is well. */
  faults(): string[] {
    const grants = this.done.filter(({ act, refused }) => act === 'claim' && refused === undefined);
    return [
      ...this.#bounds().flatMap((bound) => overdrawn(bound)),
      ...this.#withoutCause(),
      ...grants
        .filter(({ partner, from, until }) => !this.operates[partner]!.during(from, until).includes(true))
        .map((one) => `granted while paused: ${gist(one)}`),
    ];
  }

  /** What stands against each bound in the end: of each partner, of all, in each storage. */
  standing(): { shares: number[]; total: number; held: number[] } {
    const sum = (partner: number, figure: (one: Done) => number) =>
      this.done.reduce((all, one) => all + (one.partner === partner ? figure(one) : 0), 0);
    const shares = this.storages.map((_, partner) => sum(partner, drawnBy));
    const held = this.storages.map((_, partner) => sum(partner, heldBy));
    return { shares, total: shares.reduce((all, share) => all + share, 0), held };
  }

  #bounds(): Bound[] {
    const counted = (by: (one: Done) => number, keep: (one: Done) => boolean) =>
      this.done.filter(keep).flatMap((done) => (by(done) === 0 ? [] : [{ done, by: by(done) }]));
    return [
      { name: 'total', most: this.total, changes: counted(drawnBy, () => true) },
      ...this.storages.flatMap((storage, at) => {
        const isOwn = ({ partner }: Done) => partner === at;
        const share = {
          name: `share:${at}`,
          most: new Settings(this.share),
          changes: counted(drawnBy, isOwn),
        };
        if (storage === undefined) return [share];
        const most = new Settings(storage);
        return [share, { name: `storage:${at}`, most, changes: counted(heldBy, isOwn) }];
      }),
    ];
  }

  /** Refused claims, claims granted less, and refused corrections that no bound and no pause can have been the cause of. */
  #withoutCause(): string[] {
    const levels = new Map(this.#bounds().map((bound) => [bound.name, { bound, most: mostDrawn(bound) }]));
    const isFull = (name: string, one: Done, wanted: number): boolean => {
      const level = levels.get(name);
      if (level === undefined) return false;
      const least = Math.min(...level.bound.most.during(one.from, one.until));
      return level.most(one) + wanted > least;
    };
    return this.done.flatMap((one) => {
      const { partner, from, until, refused } = one;
      const isLess = one.act === 'claim' && refused === undefined && one.done < one.asked;
      if (refused === undefined && !isLess) return [];
      if (refused !== undefined && this.operates[partner]!.during(from, until).includes(false)) return [];
      // What accepts less was granted all that was left: one gram more did not fit.
      const wanted = isLess ? one.done + 1 : one.acceptsLess ? 1 : one.asked;
      const names = ['total', `share:${partner}`, `storage:${partner}`];
      return names.some((name) => isFull(name, one, wanted)) ? [] : [`refused without cause: ${gist(one)}`];
    });
  }
}

const drawnBy = ({ act, done, refused }: Done): number => {
  if (refused !== undefined) return 0;
  if (act === 'claim' || act === 'correct') return done;
  return act === 'release' ? -done : 0;
};
const heldBy = (one: Done): number => (one.act === 'clear' && !one.refused ? -one.done : drawnBy(one));

/** What was granted although, whatever the order of what ran beside it, it cannot have fitted. */
function overdrawn({ name, most, changes }: Bound): string[] {
  const more = changes.filter(({ by }) => by > 0);
  const less = changes.filter(({ by }) => by < 0);
  const surely = new Sums(more.map(({ done, by }) => ({ at: done.until, amount: by })));
  const perhaps = new Sums(less.map(({ done, by }) => ({ at: done.from, amount: -by })));
  return more.flatMap(({ done, by }) => {
    const least = surely.before(done.from, false) - perhaps.before(done.until, true);
    const allowed = Math.max(...most.during(done.from, done.until));
    return least + by > allowed ? [`${name} oversold, ${least} + ${by} of ${allowed}: ${gist(done)}`] : [];
  });
}

/** The most that can have counted against a bound at some moment of a request. */
function mostDrawn({ changes }: Bound): (one: Done) => number {
  const more = changes.filter(({ by }) => by > 0);
  const less = changes.filter(({ by }) => by < 0);
  const perhaps = new Sums(more.map(({ done, by }) => ({ at: done.from, amount: by })));
  const surely = new Sums(less.map(({ done, by }) => ({ at: done.until, amount: -by })));
  const own = new Map(more.map(({ done, by }) => [done, by]));
  return (one) => perhaps.before(one.until, true) - (own.get(one) ?? 0) - surely.before(one.from, false);
}

const gist = ({ act, partner, claim, asked, done, from, until, refused = '' }: Done): string =>
  `${act} of ${asked} (${done}) by partner ${partner} on ${claim}, ${from} to ${until} ${refused}`;
