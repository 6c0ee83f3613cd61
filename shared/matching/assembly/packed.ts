/** Packed rows and nodes as they lie in memory: `ROW` and `NODE` of `columns.ts`, where their facts are explained. */

/** What rows and nodes have alike: eight halves, the standing in two bytes. */
@unmanaged
export class Packed {
  amount!: u16;
  price!: u16;
  minimum!: u16;
  season!: u16;
  usual!: u16;
  silent!: u8;
  ready!: u8;
  spotAndQuality!: u16;
  /** Of a row what it holds, of a node the best points of the track record. */
  heldOrRecord!: u16;

  get spot(): i32 {
    return this.spotAndQuality & 0xfff;
  }

  get quality(): i32 {
    return this.spotAndQuality >> 12;
  }

  /** Of goods from a cold room. */
  get cold(): i32 {
    return this.season & 1;
  }
}

@unmanaged
export class Node extends Packed {
  held!: u32;
  below!: u32;
  leastRow!: i32;
  unused!: u32;

  get isLeaf(): bool {
    return this.below >> 31 != 0;
  }

  /** The first child or row. */
  get first(): i32 {
    return this.below & 0x3ff_ffff;
  }

  /** After the last. */
  get end(): i32 {
    return this.first + 1 + ((this.below >> 26) & 0x1f);
  }
}

export function rowIn(rows: usize, row: i32): Packed {
  return changetype<Packed>(rows + ((<usize>row) << 4));
}

export function nodeIn(nodes: usize, node: i32): Node {
  return changetype<Node>(nodes + ((<usize>node) << 5));
}
