/** The file that a person names to a command, found from where the person stands, as JSON. */
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';

/**
 * What the file holds. npm runs a command in the project's directory and says in `INIT_CWD` where it was called: a relative path is
 * looked for there first. A byte order mark, which some editors write, is no part of the JSON. Throws an `Error` whose message
 * is for that person.
 */
export function jsonNamed(path: string): unknown {
  let text: string;
  try {
    text = readFileSync(placeOf(path), 'utf8').replace(/^\uFEFF/u, '');
  } catch {
    throw new Error(`Cannot read ${path}: is the path right?`);
  }
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw new Error(`${path} is not JSON: ${(error as Error).message}`, { cause: error });
  }
}

function placeOf(path: string): string {
  const called = resolve(process.env['INIT_CWD'] ?? '.', path);
  return existsSync(called) ? called : path;
}
