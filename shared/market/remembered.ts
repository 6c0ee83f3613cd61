/** Answers that are worked out once and kept by what was asked. */

/** The answer to a key; with `most` kept already, all are forgotten before the next one is. */
export function remembered<K, V>(known: Map<K, V>, key: K, work: (key: K) => V, most = Infinity): V {
  let value = known.get(key);
  if (value === undefined) {
    value = work(key);
    if (known.size >= most) known.clear();
    known.set(key, value);
  }
  return value;
}

/** The question whose answers are remembered. */
export function askedOnce<K, V>(work: (key: K) => V): (key: K) => V {
  const known = new Map<K, V>();
  return (key) => remembered(known, key, work);
}
