/** Prefixed, sortable identifiers: the prefix tells a reader what it names, UUID v7 makes it sort by creation. */
import { v7 } from 'uuid';

/** Every prefix in use; one noun, one prefix. */
export type IdPrefix =
  | 'coop'
  | 'buy'
  | 'pot'
  | 'chk'
  | 'prog'
  | 'off'
  | 'part'
  | 'clm'
  | 'evt'
  | 'mtg'
  | 'task'
  | 'ment'
  | 'trd'
  | 'mov'
  | 'ntc'
  | 'whk'
  | 'person'
  | 'era'
  | 'aud'
  | 'req';

/** Makes ids such as `coop_0199a1b2…`; passed in where a test needs to choose them. */
export type NewId = (prefix: IdPrefix) => string;

export const newId: NewId = (prefix) => `${prefix}_${v7().replaceAll('-', '')}`;

/** The pattern of an id with one of these prefixes; samples and tests may use readable ids such as `coop_batu`. */
export const idPattern = (...prefixes: IdPrefix[]): RegExp =>
  new RegExp(`^(?:${prefixes.join('|')})_[0-9a-z-]{1,64}$`);
