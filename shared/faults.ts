/**
 * What is said of a field that its schema does not take, wherever the schema says nothing of its own: what the field takes, and what
 * to do, in the words of who fills it in.
 */
import type * as z from 'zod';
import { allowedErrors, editDistance, squeezed } from './spelling.ts';

type Issue = z.core.$ZodRawIssue;

const kinds: { readonly [expected: string]: string } = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list: […]',
  object: 'an object: {…}',
};

const formats: { readonly [format: string]: string } = {
  date: 'a day of the calendar, such as 2026-12-31',
  datetime: 'an instant in UTC, such as 2026-12-31T02:00:00Z',
  email: 'one e-mail address, such as pengurus@koperasi.id',
};

/** So many unknown members are looked at for slips; who sends more has not mistyped them. */
const MOST_SLIPS = 20;

/** For `safeParse`: what a schema says itself goes before it. Of unknown members the message has one line each. */
export const faultWords = { error: faultOf };

function faultOf(issue: Issue): string {
  switch (issue.code) {
    case 'invalid_type':
      return ofKind(definitionOf(issue).format === 'safeint' ? 'int' : issue.expected, issue.input);
    case 'invalid_value':
      return `takes ${issue.values.length > 1 ? 'one of: ' : ''}${issue.values.join(', ')}`;
    case 'invalid_format':
      return `takes ${formats[issue.format] ?? `text of the form ${issue.pattern ?? issue.format}`}`;
    case 'too_small':
      if (issue.minimum === 1 && hasLength(issue.input)) return 'must not be empty';
      return `takes ${issue.inclusive ? 'at least' : 'more than'} ${issue.minimum}${sizeOf(issue.input)}`;
    case 'too_big':
      return `takes ${issue.inclusive ? 'at most' : 'less than'} ${issue.maximum}${sizeOf(issue.input)}`;
    case 'unrecognized_keys': {
      const taken = issue.keys.length > MOST_SLIPS ? [] : Object.keys(definitionOf(issue).shape ?? {});
      return issue.keys.map((key) => ofUnknown(key, taken)).join('\n');
    }
    case 'custom':
    case 'invalid_element':
    case 'invalid_key':
    case 'invalid_union':
    case 'not_multiple_of':
      return 'is not what is taken here';
  }
}

const definitionOf = ({ inst }: Issue) =>
  ((inst as z.ZodType | undefined)?.def ?? {}) as { shape?: object; format?: string };

function ofKind(expected: string, input: unknown): string {
  if (input === undefined) return 'is needed';
  const takes = `takes ${kinds[expected] ?? expected}`;
  if (input === null) return `${takes}, not null`;
  if (typeof input === 'number') return expected === 'string' ? `${takes}; put the number in quotes` : takes;
  if (typeof input !== 'string') return takes;
  if (expected === 'number') return `${takes} without quotes, with a point before decimals: 3.5`;
  return expected === 'int' || expected === 'boolean' ? `${takes}, without quotes` : takes;
}

const hasLength = (input: unknown): input is string | unknown[] =>
  typeof input === 'string' || Array.isArray(input);

/** What is counted, and how many there are. */
const sizeOf = (input: unknown): string =>
  hasLength(input) ? ` ${typeof input === 'string' ? 'characters' : 'items'}; these are ${input.length}` : '';

function ofUnknown(key: string, taken: readonly string[]): string {
  const said = squeezed(key);
  const most = allowedErrors(said.length);
  const meant = taken.find((name) => editDistance(said, squeezed(name), most) <= most);
  return `is not taken here; ${meant === undefined ? 'check the spelling or leave it out' : `perhaps ${meant}`}`;
}
