/** Signs of life of a cooperative beyond changes of its own entry, each with its latest day. */
import { dayOf } from '../clock.ts';

/** What else shows that somebody is there: a listing confirmed, a trade, an event attended. */
export const signNames = ['listing', 'trade', 'event'] as const;
export type SignName = (typeof signNames)[number];
export type Signs = { [sign in SignName]?: string };
type WithSigns = { signs?: Signs };

/** The day of the last sign of life. */
export function lastActive({ updatedAt, signs = {} }: WithSigns & { updatedAt: string }): string {
  return [dayOf(new Date(updatedAt)), ...Object.values(signs)].reduce((last, day) =>
    day > last ? day : last,
  );
}

/** The cooperative with a sign of life on a day; the very same one when a later day of it is known already. */
export function withSign<Cooperative extends WithSigns>(
  cooperative: Cooperative,
  sign: SignName,
  day: string,
): Cooperative {
  const known = cooperative.signs?.[sign];
  if (known !== undefined && known >= day) return cooperative;
  return { ...cooperative, signs: { ...cooperative.signs, [sign]: day } };
}
