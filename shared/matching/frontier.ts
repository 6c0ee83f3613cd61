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
      if (this.bounds[parent]! >= bound) break;
      this.move(parent, at);
      at = parent;
    }
    this.put(at, bound, visit, place, bucket);
  }

  /** Takes the first away. */
  drop(): void {
    this.size -= 1;
    const { size, bounds } = this;
    const bound = bounds[size]!;
    let at = 0;
    for (let child = 1; child < size; child = 2 * at + 1) {
      if (child + 1 < size && bounds[child + 1]! > bounds[child]!) child += 1;
      if (bounds[child]! <= bound) break;
      this.move(child, at);
      at = child;
    }
    this.move(size, at);
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
