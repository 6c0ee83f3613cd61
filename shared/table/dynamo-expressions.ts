/** Writes actions and conditions as DynamoDB's expressions, in plain values: no AWS code, so the wording can be read and tested alone. */
import { expiryAttribute, keyAttributes } from './keys.ts';
import { stampAttribute } from './limits.ts';
import { boundsOf } from './outcome.ts';
import type { Action, Condition, Value } from './table.ts';

/** A condition of the adapter's own: the item is still the expired one that was seen. */
export type Expired = { is: 'expired'; at: number };
export type Write =
  | Exclude<Action, { do: 'put' }>
  | (Omit<Extract<Action, { do: 'put' }>, 'when'> & { when?: Condition | Expired });

export type Expression = {
  condition: string | undefined;
  update: string | undefined;
  names: { [placeholder: string]: string };
  values: { [placeholder: string]: Value };
};

/** Collects placeholders: every name and value goes through one, since many attribute names are reserved words. */
class Placeholders {
  readonly names: { [placeholder: string]: string } = {};
  readonly values: { [placeholder: string]: Value } = {};
  readonly #byName = new Map<string, string>();

  name(attribute: string): string {
    let placeholder = this.#byName.get(attribute);
    if (!placeholder) {
      placeholder = `#n${this.#byName.size}`;
      this.#byName.set(attribute, placeholder);
      this.names[placeholder] = attribute;
    }
    return placeholder;
  }

  value(value: Value): string {
    const placeholder = `:v${Object.keys(this.values).length}`;
    this.values[placeholder] = value;
    return placeholder;
  }
}

/** The action as expressions. `stamp` is written with it, so that a repeated request can know its own work. */
export function expressionOf(action: Write, nowSeconds: number, stamp: string): Expression {
  const made = new Placeholders();
  const conditions: string[] = [];
  if (action.when) conditions.push(conditionText(action.when, made, nowSeconds));
  let update: string | undefined;
  if (action.do === 'update' || action.do === 'add') {
    // What has expired is still there until DynamoDB deletes it, and must not shine through in a new item.
    conditions.push(notExpired(made, nowSeconds));
    const set = Object.entries({ ...action.set, [stampAttribute]: stamp }).map(
      ([name, value]) => `${made.name(name)} = ${made.value(value)}`,
    );
    update = `SET ${set.join(', ')}`;
    if (action.do === 'update' && action.remove?.length) {
      update += ` REMOVE ${[...new Set(action.remove)].map((name) => made.name(name)).join(', ')}`;
    }
    if (action.do === 'add') {
      conditions.push(...counterConditions(action, made, stamp));
      update += ` ADD ${made.name(action.attribute)} ${made.value(action.by)}`;
    }
  }
  const condition = conditions.length > 0 ? conditions.map((text) => `(${text})`).join(' AND ') : undefined;
  return { condition, update, names: made.names, values: made.values };
}

function conditionText(condition: Condition | Expired, made: Placeholders, nowSeconds: number): string {
  const key = (): string => made.name(keyAttributes.partition);
  const expiry = (): string => made.name(expiryAttribute);
  switch (condition.is) {
    case 'absent':
      return `attribute_not_exists(${key()}) OR ${expiry()} <= ${made.value(nowSeconds)}`;
    case 'present':
      return `attribute_exists(${key()}) AND (${notExpired(made, nowSeconds)})`;
    case 'version':
      return `${made.name('version')} = ${made.value(condition.version)} AND (${notExpired(made, nowSeconds)})`;
    case 'equal':
      return `${made.name(condition.attribute)} = ${made.value(condition.value)} AND (${notExpired(made, nowSeconds)})`;
    case 'expired':
      return `${expiry()} = ${made.value(condition.at)}`;
  }
}

/** Also used to filter queries. */
export const notExpired = (
  made: { name(n: string): string; value(v: Value): string },
  nowSeconds: number,
): string =>
  `attribute_not_exists(${made.name(expiryAttribute)}) OR ${made.name(expiryAttribute)} > ${made.value(nowSeconds)}`;

function counterConditions(
  action: Extract<Action, { do: 'add' }>,
  made: Placeholders,
  stamp: string,
): string[] {
  const [least, most] = boundsOf(action);
  const counter = made.name(action.attribute);
  const low = Math.max(least - action.by, Number.MIN_SAFE_INTEGER);
  const high = Math.min(most - action.by, Number.MAX_SAFE_INTEGER);
  const inside = `${counter} BETWEEN ${made.value(low)} AND ${made.value(high)}`;
  const stampName = made.name(stampAttribute);
  return [
    low <= 0 && high >= 0 ? `attribute_not_exists(${counter}) OR ${inside}` : inside,
    // Counting is the one write that may not be done twice: the SDK repeats a request whose answer was lost.
    `attribute_not_exists(${stampName}) OR ${stampName} <> ${made.value(stamp)}`,
  ];
}

/** The parts of a query: which partition, which range, in which index. */
export function keyCondition(
  names: { partition: string; sort: string },
  query: { pk: string; beginsWith?: string; between?: [string, string] },
  nowSeconds: number,
): { condition: string; filter: string; names: Expression['names']; values: Expression['values'] } {
  const made = new Placeholders();
  let condition = `${made.name(names.partition)} = ${made.value(query.pk)}`;
  if (query.beginsWith) {
    condition += ` AND begins_with(${made.name(names.sort)}, ${made.value(query.beginsWith)})`;
  }
  if (query.between) {
    const [low, high] = query.between;
    condition +=
      low === ''
        ? ` AND ${made.name(names.sort)} <= ${made.value(high)}`
        : ` AND ${made.name(names.sort)} BETWEEN ${made.value(low)} AND ${made.value(high)}`;
  }
  return { condition, filter: notExpired(made, nowSeconds), names: made.names, values: made.values };
}

/** DynamoDB refuses a range that cannot hold anything; the port answers with nothing. */
export const isEmptyRange = (between: [string, string] | undefined): boolean =>
  between !== undefined &&
  (between[1] === '' || Buffer.compare(Buffer.from(between[0]), Buffer.from(between[1])) > 0);
