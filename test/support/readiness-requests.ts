/** Good requests for formation, mentoring, readiness and pilots, on the world of the tests. */
import type { GoodRequest, Target } from './good-request.ts';
import type { World } from './world.ts';

export function readinessRequests(world: World) {
  const cooperative: Target = { owners: [world.cooperativeId], regionCode: '35.79.02.2008', open: true };
  const inBatu: Target = { owners: [], regionCode: '35.79', open: true };
  const cooperativePath = `/v1/cooperatives/${world.cooperativeId}`;
  return {
    listPilotCandidates: { path: '/v1/pilots/shortlist?region=35.79', target: inBatu },
    comparePilots: { path: '/v1/pilots/comparison?region=35.79', target: inBatu },
    choosePilot: {
      path: `${cooperativePath}/pilot`,
      body: { level: 'national', funder: 'APBN', startsOn: '2025-05-05', reasons: ['Paling siap'] },
      target: { ...cooperative, owners: [] },
    },
    endPilot: { path: `${cooperativePath}/pilot`, target: { ...cooperative, owners: [] } },
    recordFormationStep: {
      path: `${cooperativePath}/formation/deliberation`,
      body: { date: '2025-05-20', technicalTeamPresent: true },
      target: cooperative,
    },
    getFormation: { path: `${cooperativePath}/formation`, target: cooperative },
    listFormations: { path: '/v1/formation' },
    holdMentoring: {
      path: `${cooperativePath}/mentoring`,
      body: { topic: 'legality', date: '2025-06-01' },
      target: cooperative,
    },
    listMentoring: { path: `${cooperativePath}/mentoring`, target: cooperative },
    updateMentoring: {
      path: `${cooperativePath}/mentoring/${world.mentoringId}`,
      body: { findings: 'Pembukuan rapi' },
      target: cooperative,
    },
    holdTraining: {
      path: '/v1/mentoring',
      body: {
        kind: 'training',
        topic: 'cooperative-basics',
        date: '2025-06-14',
        sessions: [{ cooperativeId: world.cooperativeId, attendance: [{ officer: 'Ibu Sri' }] }],
      },
      target: { ...cooperative, owners: [] },
    },
    listMentoringOfRegion: { path: '/v1/mentoring' },
    getMentoringCoverage: {
      path: '/v1/mentoring/coverage?region=35.79&topic=cooperative-basics',
      target: inBatu,
    },
    mergeCooperatives: {
      path: `/v1/cooperatives/${world.mergingCooperativeId}/merger`,
      target: { owners: [], regionCode: '35.79.01.2005', open: true },
    },
    getOwnMicrosite: { path: `${cooperativePath}/microsite`, target: cooperative },
    putMicrosite: {
      path: `${cooperativePath}/microsite`,
      body: { published: true, about: 'Selamat datang' },
      target: { ...cooperative, knownTo: [] },
    },
    getMicrosite: { path: `/v1/microsites/${world.slug}` },
    listMicrosites: { path: '/v1/microsites?region=35.79' },
    confirmListings: { path: `${cooperativePath}/confirm`, target: cooperative },
    getReadiness: { path: `${cooperativePath}/readiness`, target: cooperative },
  } satisfies Record<string, GoodRequest>;
}
