/** Answers that are worked out once and kept by what was asked. */

/** What answers are kept in: as long as the map is, or as the key. */
type Known<K, V> = { get(key: K): V | undefined; set(key: K, value: V): unknown };

/** The answer to a key; with `most` kept already in a map, all are forgotten before the next one is. */
export function remembered<K, V>(known: Known<K, V>, key: K, work: (key: K) => V, most = Infinity): V {
  let value = known.get(key);
  if (value === undefined) {
    value = work(key);
    if (known instanceof Map && known.size >= most) known.clear();
    known.set(key, value);
  }
  return value;
}

/** The question whose answers are remembered. */
export function askedOnce<K, V>(work: (key: K) => V): (key: K) => V {
  const known = new Map<K, V>();
  return (key) => remembered(known, key, work);
}
