/** What stands at an index of a table in memory. */

export function halfAt(table: usize, index: i32): i32 {
  return load<u16>(table + ((<usize>index) << 1));
}

export function wordAt(table: usize, index: i32): i32 {
  return load<i32>(table + ((<usize>index) << 2));
}

export function floatAt(table: usize, index: i32): f64 {
  return load<f64>(table + ((<usize>index) << 3));
}
