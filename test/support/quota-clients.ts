/** Clients that draw on one offer's quotas all at once, each with claims of its own: what they ask for, and what they remember. */
import type { Draws } from './effort.ts';
import type { Done, QuotaHistory } from './quota-history.ts';

/** The answer to one act: what was granted or done in grams, or why nothing was. Comes once it is sure, whatever it took. */
export type Answer = { claim: string; granted: number } | { refused: string };

/** Does one act for a partner; `key` names it, so that it can be repeated. Amounts in grams; of a correction, the whole. */
export type DoIt = (act: {
  key: string;
  act: Done['act'];
  partner: number;
  claim: string | undefined;
  amount: number;
  acceptsLess: boolean;
}) => Promise<Answer>;

/** A claim as its client knows it. */
type Own = {
  id: string;
  partner: number;
  granted: number;
  released: number;
  delivered: number;
  cleared: number;
};

/** One client: acts one after the other as long as `goesOn`. What it asks of its own claims can always be done. */
export async function clientOf(
  name: string,
  draw: Draws,
  history: QuotaHistory,
  { doIt, now, goesOn }: { doIt: DoIt; now: () => number; goesOn: () => boolean },
): Promise<Own[]> {
  /** Those of which something stands. */
  const all: Own[] = [];
  for (let n = 0; goesOn(); n += 1) {
    const own = all.length > 0 ? draw.one(all) : undefined;
    const { act, asked, sent } = chosen(own, draw, history.share);
    const partner = act === 'claim' ? draw.between(0, history.storages.length - 1) : own!.partner;
    const acceptsLess = act === 'claim' && draw.happens(0.3);
    const key = `${name}-${n}`;
    const from = now();
    const answer = await doIt({
      key,
      act,
      partner,
      claim: act === 'claim' ? undefined : own!.id,
      amount: sent,
      acceptsLess,
    });
    const one = { key, act, partner, from, until: now(), asked, acceptsLess };
    if ('refused' in answer) {
      history.done.push({ ...one, claim: own?.id ?? '-', done: 0, refused: answer.refused });
      continue;
    }
    const done = act === 'claim' ? answer.granted : asked;
    history.done.push({ ...one, claim: answer.claim, done });
    if (act === 'claim') {
      all.push({ id: answer.claim, partner, granted: done, released: 0, delivered: 0, cleared: 0 });
    } else applied(own!, act, done);
    if (own !== undefined && own.granted === own.released) all.splice(all.indexOf(own), 1);
  }
  return all;
}

/** An act that its claim allows, mostly one that makes room again. `asked` counts against the bounds, `sent` is what is said. */
function chosen(own: Own | undefined, draw: Draws, share: number) {
  const amount = () => draw.between(1, draw.happens(0.1) ? share : Math.floor(share / 24));
  const claiming = { act: 'claim' as const, asked: amount() };
  if (own === undefined || draw.happens(0.4)) return { ...claiming, sent: claiming.asked };
  const open = own.granted - own.released - own.delivered;
  const kept = own.granted - own.released - own.cleared;
  const part = (most: number) => (draw.happens(0.5) ? most : draw.between(1, most));
  const kind = draw.share();
  if (kind < 0.55 && open > 0) {
    const asked = part(open);
    return { act: 'release' as const, asked, sent: asked };
  }
  if (kind < 0.8) {
    const least = own.released + own.delivered;
    const granted = draw.happens(0.6) ? draw.between(least, own.granted) : own.granted + amount();
    const asked = granted - own.granted;
    if (asked !== 0) return { act: 'correct' as const, asked, sent: granted };
  }
  if (kind < 0.9 && open > 0) {
    const asked = draw.between(1, Math.max(1, Math.floor(open / 20)));
    return { act: 'deliver' as const, asked, sent: asked };
  }
  if (kept > 0) {
    const asked = draw.between(1, Math.max(1, Math.floor(kept / 20)));
    return { act: 'clear' as const, asked, sent: asked };
  }
  return { ...claiming, sent: claiming.asked };
}

function applied(own: Own, act: Done['act'], done: number): void {
  if (act === 'release') own.released += done;
  if (act === 'correct') own.granted += done;
  if (act === 'deliver') own.delivered += done;
  if (act === 'clear') {
    own.cleared += done;
    own.delivered = Math.max(own.delivered, own.cleared);
  }
}
