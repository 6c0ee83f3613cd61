/** What is still to be looked at, the highest bound first: a heap in arrays that are kept, so that nothing is allocated by entry. */

export class Frontier {
  size = 0;
  bounds = new Int32Array(1024);
  visit = new Uint16Array(1024);
  place = new Uint16Array(1024);
  bucket = new Uint32Array(1024);

  add(bound: number, visit: number, place: number, bucket: number): void {
    if (this.size === this.bounds.length) this.grow();
    let at = this.size;
    this.size += 1;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!this.isLater(parent, bound, bucket)) break;
      this.move(parent, at);
      at = parent;
    }
    this.put(at, bound, visit, place, bucket);
  }

  /** Takes the first away. */
  drop(): void {
    this.size -= 1;
    const { size, bounds } = this;
    let at = 0;
    for (let child = 1; child < size; child = 2 * at + 1) {
      if (child + 1 < size && this.isLater(child, bounds[child + 1]!, this.bucket[child + 1]!)) child += 1;
      if (!this.isLater(size, bounds[child]!, this.bucket[child]!)) break;
      this.move(child, at);
      at = child;
    }
    this.move(size, at);
  }

  /** Whether what stands there comes after such a bucket: of equal bounds the lower number, since equal rows are packed by id. */
  isLater(at: number, bound: number, bucket: number): boolean {
    return this.bounds[at]! < bound || (this.bounds[at] === bound && this.bucket[at]! > bucket);
  }

  move(from: number, to: number): void {
    this.put(to, this.bounds[from]!, this.visit[from]!, this.place[from]!, this.bucket[from]!);
  }

  put(at: number, bound: number, visit: number, place: number, bucket: number): void {
    this.bounds[at] = bound;
    this.visit[at] = visit;
    this.place[at] = place;
    this.bucket[at] = bucket;
  }

  grow(): void {
    const twice = <T extends { set(from: T): void }>(from: T, to: T): T => {
      to.set(from);
      return to;
    };
    const size = 2 * this.bounds.length;
    this.bounds = twice(this.bounds, new Int32Array(size));
    this.visit = twice(this.visit, new Uint16Array(size));
    this.place = twice(this.place, new Uint16Array(size));
    this.bucket = twice(this.bucket, new Uint32Array(size));
  }
}
