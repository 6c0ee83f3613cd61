/** Callers of every kind, each with its standing to the things of the world: for tests that ask everything as everyone. */
import type { Caller } from '../../functions/api/caller.ts';
import { admin, buyerOf, officerOf, organizerOf } from './api.ts';
import type { World } from './world.ts';

/** The callers of the matrix, each with its standing to the things of the world. */
export const callersOf = (world: World): Record<string, Caller | undefined> => ({
  nobody: undefined,
  'an officer without an organization': { subject: 'n1', role: 'cooperative' },
  'an officer of the cooperative': officerOf(world.cooperativeId),
  'an officer of another cooperative': officerOf(world.otherCooperativeId),
  'a buyer without an organization': { subject: 'n2', role: 'buyer' },
  'the buyer': buyerOf(world.buyerId),
  'another buyer': buyerOf(world.otherBuyerId),
  'the organizer of the city': organizerOf('35.79'),
  'the organizer of the province': organizerOf('35'),
  'an organizer of a neighbouring regency': organizerOf('35.07'),
  'an organizer of another province': organizerOf('64'),
  'the organizer of the district': organizerOf('35.79.02'),
  admin,
});
