/** A row of the market's cooperatives of which nothing is known but its place, for tests of where rows lie. */
import type { CooperativeRow } from '../../shared/market/rows.ts';

export const bareCooperative = (id: string, regionCode: string, memberCount: number): CooperativeRow => ({
  id,
  regionCode,
  credentials: {},
  kbli: [],
  units: [],
  idleUnits: [],
  storage: [],
  memberCount,
  trainedUntil: [],
  lastActive: '2025-11-02',
  memberOf: null,
});
