/**
 * A person as the store knows one: by a pseudonym, made by chance when it first writes. What somebody writes carries the pseudonym, never the
 * subject of the token; which subject it stands for is written in one place, and erasing that place leaves the pseudonym to nobody.
 */
import { createHash } from 'node:crypto';

/** Whether it was somebody who wrote, and not the service itself. */
export const isPerson = (by: unknown): by is string => typeof by === 'string' && by.startsWith('person_');

/** Under what a subject is found: not itself, so that no key, feed, log or backup of the store carries it. */
export const hashOfSubject = (subject: string): string =>
  createHash('sha256').update(`subject\n${subject}`).digest('base64url');

/** What is known of a subject: the pseudonym, and since when. */
export type Person = { readonly id: string; readonly since: string };
