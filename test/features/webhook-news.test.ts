/** What webhooks bring of claims and partnerships: to whom it concerns, in the form that the document has. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { messageSchemas } from '../../functions/api/webhook-messages.ts';
import { openDeliverer, type Deliverer } from '../../functions/webhooks/deliverer.ts';
import { claimSchema } from '../../shared/quotas/claim.ts';
import { admin, buyerOf, officerOf, openApi, type TestApi } from '../support/api.ts';
import { openReceiver, ownReceivers, type Receiver } from '../support/receiver.ts';
import { buildWorld, type World } from '../support/world.ts';

describe('what concerns an organization', () => {
  let api: TestApi;
  let world: World;
  let receiver: Receiver;
  let deliverer: Deliverer;

  beforeEach(async () => {
    api = await openApi(undefined, undefined, undefined, undefined, ownReceivers);
    world = await buildWorld(api);
    receiver = await openReceiver();
    const quiet = { info: () => undefined, error: () => undefined };
    deliverer = openDeliverer({ table: api.table, clock: () => new Date(), log: quiet, reach: ownReceivers });
    await api.delete(`/v1/webhooks/${world.webhookId}`, admin);
    await api.settle();
  });
  afterEach(async () => {
    await api.close();
    await receiver.close();
  });

  const deliver = async () => {
    await api.settle();
    while ((await deliverer.begin()) > 0) await deliverer.done();
    return receiver.calls.splice(0).map(({ path, text }) => ({ whose: path.slice(1), ...JSON.parse(text) }));
  };
  const both = async () => {
    const sides = [
      [buyerOf(world.buyerId), 'buyer'],
      [officerOf(world.cooperativeId), 'cooperative'],
      [officerOf(world.otherCooperativeId), 'other'],
    ] as const;
    for (const [as, side] of sides) {
      const { status, text } = await api.post('/v1/webhooks', { url: `${receiver.url}/${side}` }, as);
      expect(status, text).toBe(201);
    }
  };

  test('in a claim is told to both sides, act by act, in the form that the document has', async () => {
    await both();
    const path = `/v1/partnerships/${world.operationalId}/claims`;
    const officer = officerOf(world.cooperativeId);
    const claim = (await api.post(path, { period: 'once', amount: 1, unit: 'kg' }, officer)).body;
    await api.post(`${path}/${claim.id}/release`, { reason: 'Gudang penuh' }, officer);
    const told = await deliver();
    expect(told.map(({ whose, type }) => `${whose} ${type}`).sort()).toEqual([
      'buyer claim.granted',
      'buyer claim.released',
      'cooperative claim.granted',
      'cooperative claim.released',
    ]);
    for (const { whose: _, ...message } of told) {
      expect(messageSchemas['claim']!.parse(message)).toEqual(message);
      expect(claimSchema.parse(message.data).id).toBe(claim.id);
    }
  });

  test('in a step of its partnership is told to the side that did not take it', async () => {
    await both();
    const path = `/v1/partnerships/${world.partnershipId}/stage`;
    const { status, text } = await api.post(path, { to: 'declined' }, officerOf(world.cooperativeId));
    expect(status, text).toBe(200);
    expect((await deliver()).map(({ whose, type }) => `${whose} ${type}`)).toEqual([
      'buyer partnership.step',
    ]);
  });
});
