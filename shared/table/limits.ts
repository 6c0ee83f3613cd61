/**
 * DynamoDB's own limits, held for both adapters by the same functions: what one store refuses, the other refuses too,
 * before anything is sent. Figures: AWS, "Quotas in Amazon DynamoDB" and "DynamoDB item sizes and formats".
 */
import { expiryAttribute, indexes, keyAttributes } from './keys.ts';
import { TableMisuse } from './table.ts';
import type { Action, Item, Key, Query, Value } from './table.ts';

export const limits = {
  itemBytes: 400 * 1024,
  /** All items of one transaction together. */
  transactionBytes: 4 * 1024 * 1024,
  transactionActions: 100,
  partitionKeyBytes: 2048,
  sortKeyBytes: 1024,
  queryItems: 1000,
  nesting: 32,
} as const;

/** Set aside in every item for the stamp that the DynamoDB adapter adds: its name and value. */
export const stampAttribute = 'opStamp';
const stampBytes = stampAttribute.length + 24;

/** An item, or a transaction, is bigger than the store can hold. People's input can cause it: the API answers 413. */
export class ItemTooLarge extends TableMisuse {
  readonly bytes: number;
  readonly allowedBytes: number;

  constructor(what: string, bytes: number, allowedBytes: number) {
    super(`${what} is ${bytes} bytes; at most ${allowedBytes} can be stored`);
    this.bytes = bytes;
    this.allowedBytes = allowedBytes;
  }
}

/** What is really stored of a value (see `storable`), and its size as DynamoDB counts it. */
export type Storable<T> = { value: T; bytes: number };

/**
 * A copy of an item as both stores keep it: members that are `undefined` dropped, broken surrogate pairs replaced
 * (UTF-8 cannot hold them), minus zero as zero. The caller's object may change afterwards without harm.
 */
export function storableItem(item: Item): Storable<Item> {
  checkKey(item);
  const { value, bytes } = storable(item, 0);
  const stored = value as Item;
  checkIndexKeys(stored);
  checkItemSize(stored, bytes);
  return { value: stored, bytes };
}

/** Refuses an item above 400 KB; `bytes` without the stamp. */
export function checkItemSize(key: Key, bytes: number): void {
  const total = bytes + stampBytes;
  if (total > limits.itemBytes) throw new ItemTooLarge(`item ${key.pk} / ${key.sk}`, total, limits.itemBytes);
}

/** Copies a value as it will be stored, and counts its bytes (names not included at the top). */
export function storable(value: Value, depth: number): Storable<Value> {
  if (typeof value === 'string') {
    const text = value.isWellFormed() ? value : value.toWellFormed();
    return { value: text, bytes: Buffer.byteLength(text) };
  }
  if (typeof value === 'number') return { value: storableNumber(value), bytes: numberBytes(value) };
  if (value === null || typeof value === 'boolean') return { value, bytes: 1 };
  if (typeof value !== 'object') throw new TableMisuse(`a ${typeof value} cannot be stored`);
  if (depth > limits.nesting) throw new TableMisuse(`values are nested deeper than ${limits.nesting} levels`);
  return Array.isArray(value) ? storableList(value, depth) : storableMap(value, depth);
}

function storableList(list: Value[], depth: number): Storable<Value> {
  let bytes = 3;
  const copy = list.map((member) => {
    const part = storable(member, depth + 1);
    bytes += part.bytes + 1;
    return part.value;
  });
  return { value: copy, bytes };
}

/** At the top (depth 0) a map is the item itself, which has no overhead of its own. */
function storableMap(map: { [name: string]: Value | undefined }, depth: number): Storable<Value> {
  let bytes = depth === 0 ? 0 : 3;
  const copy: { [name: string]: Value } = {};
  for (const name of Object.keys(map)) {
    const member = map[name];
    if (member === undefined) continue;
    checkName(name);
    const part = storable(member, depth + 1);
    bytes += Buffer.byteLength(name) + part.bytes + (depth === 0 ? 0 : 1);
    copy[name] = part.value;
  }
  return { value: copy, bytes };
}

function storableNumber(value: number): number {
  // Beyond these, a number changes on its way through DynamoDB's decimals or through JSON.
  const magnitude = Math.abs(value);
  if (!Number.isFinite(value)) throw new TableMisuse(`${value} is no number that can be stored`);
  if (magnitude > Number.MAX_SAFE_INTEGER) throw new TableMisuse(`${value} is beyond the exact numbers`);
  if (magnitude !== 0 && magnitude < 1e-130) throw new TableMisuse(`${value} is too near to zero`);
  return value === 0 ? 0 : value;
}

/** About a byte for two significant digits, and one more, another when negative (AWS gives no exact formula). */
function numberBytes(value: number): number {
  const digits = String(Math.abs(value))
    .replace(/e.*$/, '')
    .replace('.', '')
    .replace(/^0+|0+$/g, '').length;
  return Math.ceil(digits / 2) + 1 + (value < 0 ? 1 : 0);
}

/** Bytes of top-level attributes as stored: names and values. */
export function attributesBytes(attributes: { [name: string]: Value | undefined }): number {
  return storable(attributes, 0).bytes;
}

export function checkKey(key: Key): void {
  checkKeyPart(keyAttributes.partition, key.pk, limits.partitionKeyBytes);
  checkKeyPart(keyAttributes.sort, key.sk, limits.sortKeyBytes);
}

function checkIndexKeys(attributes: { [name: string]: Value | undefined }): void {
  for (const index of Object.values(indexes)) {
    const partition = attributes[index.partition];
    const sort = attributes[index.sort];
    if (partition !== undefined) checkKeyPart(index.partition, partition, limits.partitionKeyBytes);
    if (sort !== undefined) checkKeyPart(index.sort, sort, limits.sortKeyBytes);
  }
  const expiry = attributes[expiryAttribute];
  if (expiry !== undefined && !(typeof expiry === 'number' && Number.isInteger(expiry))) {
    throw new TableMisuse(`${expiryAttribute} must be whole epoch seconds`);
  }
}

function checkKeyPart(name: string, text: unknown, allowedBytes: number): void {
  if (typeof text !== 'string' || text === '')
    throw new TableMisuse(`${name} must be a text that is not empty`);
  if (!text.isWellFormed()) throw new TableMisuse(`${name} holds a broken surrogate pair`);
  const bytes = Buffer.byteLength(text);
  if (bytes > allowedBytes)
    throw new TableMisuse(`${name} is ${bytes} bytes; at most ${allowedBytes} can be a key`);
}

function checkName(name: string): void {
  if (name === '' || name === '__proto__' || name === stampAttribute) {
    throw new TableMisuse(`an attribute cannot be named "${name}"`);
  }
}

/** The key an action works on. */
export const keyOf = (action: Action): Key =>
  action.do === 'put' ? { pk: action.item.pk, sk: action.item.sk } : action.key;

/** A copy of the action as it will be done; refuses what no store would take. */
export function storableAction(action: Action): Action {
  switch (action.do) {
    case 'put':
      return { ...action, item: storableItem(action.item).value };
    case 'update':
      checkKey(action.key);
      for (const name of action.remove ?? []) {
        checkName(name);
        if (
          name === keyAttributes.partition ||
          name === keyAttributes.sort ||
          action.set?.[name] !== undefined
        ) {
          throw new TableMisuse(`an update cannot remove ${name}`);
        }
      }
      return action.set ? { ...action, set: storableSet(action.key, action.set) } : action;
    case 'add':
      checkKey(action.key);
      checkName(action.attribute);
      for (const figure of [action.by, action.atMost ?? 0, action.atLeast ?? 0]) {
        if (!Number.isSafeInteger(figure))
          throw new TableMisuse(`a counter counts in whole numbers, not ${figure}`);
      }
      if ((action.atLeast ?? -Infinity) > (action.atMost ?? Infinity)) {
        throw new TableMisuse(`no count lies between ${action.atLeast} and ${action.atMost}`);
      }
      if (action.attribute in { pk: 1, sk: 1 } || action.set?.[action.attribute] !== undefined) {
        throw new TableMisuse(`${action.attribute} cannot be counted here`);
      }
      return action.set ? { ...action, set: storableSet(action.key, action.set) } : action;
    case 'delete':
    case 'check':
      checkKey(action.key);
      return action;
  }
}

function storableSet(
  key: Key,
  set: { [attribute: string]: Value | undefined },
): { [attribute: string]: Value } {
  const { value, bytes } = storable(set, 0);
  const attributes = value as { [attribute: string]: Value };
  for (const name of Object.values(keyAttributes)) {
    if (name in attributes) throw new TableMisuse(`${name} is the key and cannot be set`);
  }
  checkIndexKeys(attributes);
  checkItemSize(key, bytes);
  return attributes;
}

/** Copies of a transaction's actions; refuses none, more than 100, one key twice, or above 4 MB together. */
export function storableTransaction(actions: readonly Action[]): Action[] {
  if (actions.length === 0 || actions.length > limits.transactionActions) {
    throw new TableMisuse(
      `a transaction has 1 to ${limits.transactionActions} actions, not ${actions.length}`,
    );
  }
  const seen = new Set<string>();
  let bytes = 0;
  const copies = actions.map((action) => {
    const { pk, sk } = keyOf(action);
    const copy = storableAction(action);
    const identity = `${pk}\u0000${sk}`;
    if (seen.has(identity)) throw new TableMisuse(`a transaction names ${pk} / ${sk} twice`);
    seen.add(identity);
    if (copy.do === 'put') bytes += attributesBytes(copy.item);
    if (copy.do === 'update' && copy.set) bytes += attributesBytes(copy.set);
    return copy;
  });
  if (bytes > limits.transactionBytes)
    throw new ItemTooLarge('a transaction', bytes, limits.transactionBytes);
  return copies;
}

export function checkQuery(query: Query): void {
  const names = query.index ? indexes[query.index] : keyAttributes;
  checkKeyPart(names.partition, query.pk, limits.partitionKeyBytes);
  if (query.beginsWith !== undefined && query.between !== undefined) {
    throw new TableMisuse('a query takes beginsWith or between, not both');
  }
  if (!Number.isInteger(query.limit) || query.limit < 1 || query.limit > limits.queryItems) {
    throw new TableMisuse(`a query's limit is 1 to ${limits.queryItems}, not ${query.limit}`);
  }
  if (!query.after) return;
  const wanted = query.index
    ? [keyAttributes.partition, keyAttributes.sort, names.partition, names.sort]
    : [names.partition, names.sort];
  const given = Object.keys(query.after);
  if (given.length !== wanted.length || wanted.some((name) => !query.after?.[name])) {
    throw new TableMisuse(`a position holds ${wanted.join(', ')}, not ${given.join(', ')}`);
  }
  if (query.after[names.partition] !== query.pk) throw new TableMisuse('a position belongs to another query');
}
