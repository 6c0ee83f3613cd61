/** What was known of things when they were last asked for: what is expected to go with them is read together with them. */

/** Things beyond it are forgotten, those first that were asked for longest ago. */
const MOST = 10_000;

export class Lately<T> {
  /** In the order of asking. */
  readonly #known = new Map<string, T>();

  get(id: string): T | undefined {
    return this.#known.get(id);
  }

  set(id: string, known: T): void {
    this.#known.delete(id);
    this.#known.set(id, known);
    const [oldest] = this.#known.keys();
    if (this.#known.size > MOST && oldest !== undefined) this.#known.delete(oldest);
  }
}
