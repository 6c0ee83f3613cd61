/** What Cognito's access tokens say, and what they must not. */
import type { PreTokenGenerationV2TriggerEvent } from 'aws-lambda';
import { describe, expect, test } from 'vitest';
import { claimsOf } from '../../functions/identity/claims.ts';
import { handler } from '../../functions/identity/handler.ts';

describe('the claims of an access token', () => {
  test('an officer of Dadaprejo acts as its cooperative', () => {
    expect(
      claimsOf({ groups: ['cooperative'], attributes: { 'custom:organization': 'coop_dadaprejo' } }),
    ).toEqual({
      role: 'cooperative',
      organization: 'coop_dadaprejo',
    });
  });

  test('an organizer of Jawa Timur is bound to 35', () => {
    expect(claimsOf({ groups: ['organizer'], attributes: { 'custom:region': '35' } })).toEqual({
      role: 'organizer',
      region: '35',
    });
  });

  test('an officer who has yet to register a cooperative has a role and no organization', () => {
    expect(claimsOf({ groups: ['cooperative'], attributes: {} })).toEqual({ role: 'cooperative' });
  });

  test('a region on an account that is no organizer gives nothing', () => {
    expect(claimsOf({ groups: ['buyer'], attributes: { 'custom:region': '35' } })).toEqual({ role: 'buyer' });
  });

  test.each([[[]], [['organizer', 'admin']], [['Admin']], [['administrators']]])(
    'groups %j give no role, and so no claim at all',
    (groups) => {
      const attributes = { 'custom:organization': 'coop_batu', 'custom:region': '35' };
      expect(claimsOf({ groups, attributes })).toEqual({});
    },
  );

  test('other groups beside the role do not matter', () => {
    expect(claimsOf({ groups: ['newsletter', 'buyer'], attributes: {} })).toEqual({ role: 'buyer' });
  });

  test('what a person may write (name, locale, an attribute called role) is not believed', () => {
    const attributes = { name: 'admin', locale: 'id', role: 'admin', organization: 'coop_batu' };
    expect(claimsOf({ groups: ['buyer'], attributes })).toEqual({ role: 'buyer' });
  });

  test('the trigger writes them into the access token, with the scope of the marketplace, and leaves the rest of the event', async () => {
    const event = {
      version: '2',
      triggerSource: 'TokenGeneration_Authentication',
      region: 'ap-southeast-3',
      userPoolId: 'pool',
      userName: 'officer',
      callerContext: { awsSdkVersion: '1', clientId: 'client' },
      request: {
        userAttributes: { sub: 'officer', 'custom:organization': 'buy_bulog' },
        groupConfiguration: { groupsToOverride: ['buyer'] },
        scopes: ['aws.cognito.signin.user.admin'],
      },
      response: {},
    } as unknown as PreTokenGenerationV2TriggerEvent;
    const answer = await handler(structuredClone(event));
    expect(answer).toEqual({
      ...event,
      response: {
        claimsAndScopeOverrideDetails: {
          accessTokenGeneration: {
            claimsToAddOrOverride: { role: 'buyer', organization: 'buy_bulog' },
            scopesToAdd: ['titik-temu/marketplace'],
          },
        },
      },
    });
  });
});
