/**
 * The one list of what the audit trail never holds: that it changed is told, its old and new value are not. What is personal can so be
 * erased without a look at the trail (UU 27/2022); a secret has one place less to leak from.
 */

/** personal: of a person. private: for one side of a thing only. secret: lets its holder act. */
export const reasonsToWithhold = ['personal', 'private', 'secret'] as const;
export type Withheld = (typeof reasonsToWithhold)[number];

/**
 * By kind of thing, where in its value it lies; `*` stands for any member. All that lies below is withheld with it. Since 2024 the NPWP of a
 * person is the number of their identity card, so that one counts as personal everywhere.
 */
const lists: { readonly [kind: string]: { readonly [pointer: string]: Withheld } } = {
  cooperative: {
    '/contactBy': 'personal',
    '/contact/*': 'personal',
    '/npwp': 'personal',
    '/credentials/npwp/number': 'personal',
  },
  buyer: { '/contactBy': 'personal', '/contact/*': 'personal', '/npwp': 'personal' },
  // Who pays for a step may be a founder by name.
  'formation-step': { '/funding/*/funder': 'personal' },
  mentoring: { '/attendance': 'personal', '/trainer': 'personal', '/findings': 'personal' },
  // The marks of what is public follow from what they stand for, and a telephone number is soon guessed.
  microsite: { '/managers/*/name': 'personal', '/publicContact': 'personal' },
  // Whom a party will not meet, and why, is for itself and the organizer.
  participant: { '/refuses': 'private', '/wants': 'private' },
  // Whoever has a system's address may have what it lets in by.
  webhook: { '/url': 'secret' },
  meeting: { '/reasons/*': 'private' },
};

/** Why the value at `path` in a thing is withheld; `below` when something under it is, so that it cannot be told as a whole. */
export function withheldAt(kind: string, path: readonly string[]): Withheld | 'below' | undefined {
  let isAbove = false;
  for (const [pointer, why] of Object.entries(lists[kind] ?? {})) {
    const pattern = pointer.slice(1).split('/');
    const common = Math.min(pattern.length, path.length);
    const fits = pattern.slice(0, common).every((name, at) => name === '*' || name === path[at]);
    if (!fits) continue;
    if (path.length >= pattern.length) return why;
    isAbove = true;
  }
  return isAbove ? 'below' : undefined;
}
