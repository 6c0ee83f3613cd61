/** The best rows of a question so far, in arrays of the limit's size: nothing is allocated for a row that comes in. */

export type Best = { readonly id: string; readonly points: number };

/** What rows were found in, and their ids there. */
type Holder = { readonly shelf: { readonly ids: readonly string[] } };

/** The best rows so far, best first, equals by id. */
export class BestRows<V extends Holder> {
  readonly limit: number;
  size = 0;
  readonly points: Int32Array;
  /** The visit that found each, and its row there. */
  readonly visits: V[] = [];
  readonly rows: Uint32Array;
  /** Points that a row must reach to come in; the least while there is room. */
  threshold = -1;

  constructor(limit: number) {
    this.limit = limit;
    this.points = new Int32Array(limit);
    this.rows = new Uint32Array(limit);
  }

  /** Whether a row of so many points, and this id among equals, would come in. */
  takes(points: number, visit: V, row: number): boolean {
    if (points !== this.threshold) return points > this.threshold;
    return visit.shelf.ids[row]! < this.idAt(this.limit - 1);
  }

  /** Only for what it `takes`. */
  add(points: number, visit: V, row: number): void {
    const { visits, rows } = this;
    let at = this.size < this.limit ? this.size : this.limit - 1;
    if (this.size < this.limit) this.size += 1;
    while (at > 0 && this.comesBefore(points, visit, row, at - 1)) {
      this.points[at] = this.points[at - 1]!;
      visits[at] = visits[at - 1]!;
      rows[at] = rows[at - 1]!;
      at -= 1;
    }
    this.points[at] = points;
    visits[at] = visit;
    rows[at] = row;
    if (this.size === this.limit) this.threshold = this.points[this.limit - 1]!;
  }

  comesBefore(points: number, visit: V, row: number, at: number): boolean {
    if (points !== this.points[at]!) return points > this.points[at]!;
    return visit.shelf.ids[row]! < this.idAt(at);
  }

  idAt(at: number): string {
    return this.visits[at]!.shelf.ids[this.rows[at]!]!;
  }

  listed(): Best[] {
    return Array.from({ length: this.size }, (_, at) => ({ id: this.idAt(at), points: this.points[at]! }));
  }
}
