/** Matches over HTTP: who can meet an offer, posted or not yet. */
import type { Hono } from 'hono';
import * as z from 'zod';
import { invalid, under } from '../../shared/errors.ts';
import { matchesSchema } from '../../shared/market/match.ts';
import { matchesOf } from '../../shared/market/matches.ts';
import type { Market } from '../../shared/market/market.ts';
import { offerIdSchema, offerInputSchema, posterIdSchema } from '../../shared/offers/offer.ts';
import { postOffer } from '../../shared/offers/offer-rules.ts';
import { readSettings } from '../../shared/offers/offer-store.ts';
import { mount, notFound, type EndpointDeps } from './endpoint.ts';
import { resourceOf } from './offers.ts';
import { ensurePlaced } from './known-place.ts';
import { limitField, operation } from './operation.ts';

/** What every list of matches takes. */
export const matchFields = {
  limit: limitField.meta({ description: 'How many eligible ones at most', example: 20 }),
  include: z
    .enum(['blocked'])
    .optional()
    .meta({ description: '`blocked` adds as many near misses, with what unlocks them' }),
};

const answers = {
  status: 200,
  form: 'one',
  schema: matchesSchema,
  description: 'The best first; near misses after all eligible ones',
} as const;

const listOfferMatches = operation({
  id: 'listOfferMatches',
  method: 'get',
  path: '/v1/offers/{offerId}/matches',
  tag: 'Matching',
  summary: 'Rank who can meet an offer, and say why',
  description:
    'A purchase ranks potentials, every other scheme cooperatives. What a requirement excludes is not eligible, however good otherwise.',
  params: z.strictObject({ offerId: offerIdSchema }),
  query: z.strictObject(matchFields),
  answers,
  mayAnswer: [409],
});

const previewSchema = z
  .strictObject({
    offer: offerInputSchema.partial({ buyerId: true }).meta({
      description: 'As it would be posted; `buyerId` is your own organization when left out',
    }),
    limit: z.int().min(1).max(100).default(20),
    include: matchFields.include,
  })
  .meta({ id: 'MatchPreview' });

const previewMatches = operation({
  id: 'previewMatches',
  method: 'post',
  unsigned: true,
  path: '/v1/match-preview',
  tag: 'Matching',
  summary: 'Rank who could meet an offer before it is posted',
  description: 'Checked as if it were posted; nothing is stored.',
  body: previewSchema,
  bodyExample: {
    offer: {
      scheme: 'purchase',
      commodity: 'cabbage',
      title: 'Kubis segar untuk Samarinda',
      quantity: { amount: 3, unit: 'ton', per: 'week' },
      months: [4, 5, 6],
      deliverTo: '64.72',
    },
    limit: 5,
  },
  answers,
});

/** Routes of matches on `router`. */
export function matches(router: Hono, deps: EndpointDeps & { market: Market }): void {
  const { table, market } = deps;

  mount(router, deps, listOfferMatches, async (ask) => {
    const found = await market.offerAt(ask.params.offerId, ask.caller.organizationId);
    if (!found) throw notFound();
    const { offer, setting, versions } = found;
    ask.permit(resourceOf(offer, setting));
    ensurePlaced(offer.deliverTo ?? setting.poster.regionCode);
    const { limit, include } = ask.query;
    const wanted = { limit, includeBlocked: include === 'blocked', now: ask.now };
    return { body: await matchesOf(market, offer, setting, versions, wanted) };
  });

  mount(router, deps, previewMatches, async (ask) => {
    const { offer: draft, limit, include } = ask.body;
    const buyerId = draft.buyerId ?? posterIdSchema.safeParse(ask.caller.organizationId).data;
    ask.permit({ owners: buyerId === undefined ? [] : [buyerId] });
    if (buyerId === undefined) throw invalid(['offer', 'buyerId'], 'is needed: you have no organization');
    const [[setting], versions] = await Promise.all([
      readSettings(table, [{ buyerId, programmeId: draft.programmeId }]),
      market.versionsFor(draft),
    ]);
    if (!setting || !ask.may('getOffer', resourceOf({ buyerId }, setting))) {
      throw invalid(['offer', 'buyerId'], 'is not the id of a buyer or of a cooperative');
    }
    const offer = under(['offer'], () =>
      postOffer('off_preview', { ...draft, buyerId }, setting.programme, ask.now),
    );
    const wanted = { limit, includeBlocked: include === 'blocked', now: ask.now };
    return { body: await matchesOf(market, offer, setting, versions, wanted) };
  });
}
