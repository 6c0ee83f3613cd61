/** Cognito's trigger before it makes a token (version 2, which may write into access tokens). */
import type { PreTokenGenerationV2TriggerEvent } from 'aws-lambda';
import { claimsOf } from './claims.ts';

export async function handler(
  event: PreTokenGenerationV2TriggerEvent,
): Promise<PreTokenGenerationV2TriggerEvent> {
  const { groupConfiguration, userAttributes } = event.request;
  const claims = claimsOf({ groups: groupConfiguration.groupsToOverride ?? [], attributes: userAttributes });
  event.response = {
    claimsAndScopeOverrideDetails: {
      accessTokenGeneration: { claimsToAddOrOverride: claims, scopesToAdd: ['titik-temu/marketplace'] },
    },
  };
  return event;
}
