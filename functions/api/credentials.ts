/** A cooperative's papers over HTTP: listed and submitted by itself, verified by the office of its region. */
import type { Hono } from 'hono';
import * as z from 'zod';
import { dayOf } from '../../shared/clock.ts';
import { cooperativeIdSchema, type Cooperative } from '../../shared/cooperatives/cooperative.ts';
import { cooperativeWrites } from '../../shared/cooperatives/cooperative-store.ts';
import { withDecided, withSubmitted } from '../../shared/cooperatives/papers.ts';
import {
  credentialInputSchema,
  credentialSchema,
  credentialsOn,
  credentialTypeSchema,
  credentialVerificationSchema,
  statusOn,
  type Credential,
  type CredentialType,
} from '../../shared/credentials/credential.ts';
import { invalid } from '../../shared/errors.ts';
import { ensureNotMergedAway } from '../../shared/formation/record-step.ts';
import { pageOf } from '../../shared/page.ts';
import type { Stored } from '../../shared/stored.ts';
import type { Table } from '../../shared/table/table.ts';
import { existing, resourceOf } from './cooperatives.ts';
import { mount, notFound, updated, type Ask, type EndpointDeps } from './endpoint.ts';
import { operation, partFields } from './operation.ts';

const ofOne = { cooperativeId: cooperativeIdSchema, type: credentialTypeSchema };
const one = { status: 200, form: 'one', schema: credentialSchema, versioned: true } as const;

const listCredentials = operation({
  id: 'listCredentials',
  method: 'get',
  path: '/v1/cooperatives/{cooperativeId}/credentials',
  tag: 'Cooperatives',
  summary: 'List the papers of a cooperative',
  description:
    'For the cooperative itself and the office of its region. All at once, unless fewer are asked for.',
  params: z.strictObject({ cooperativeId: cooperativeIdSchema }),
  query: z.strictObject(partFields),
  answers: { status: 200, form: 'list', schema: credentialSchema, description: 'As they stand today' },
});

const putCredential = operation({
  id: 'putCredential',
  method: 'put',
  path: '/v1/cooperatives/{cooperativeId}/credentials/{type}',
  tag: 'Cooperatives',
  summary: 'Submit a paper',
  description:
    "Creates it or takes the place of the one before; either way it waits for verification, unless the office of the region enters it as `verified`. A NIB, NPWP or deed becomes the profile's. The ETag is the cooperative's.",
  conditional: true,
  params: z.strictObject(ofOne),
  body: credentialInputSchema,
  answers: { ...one, description: 'Submitted' },
});

const verifyCredential = operation({
  id: 'verifyCredential',
  method: 'post',
  path: '/v1/cooperatives/{cooperativeId}/credentials/{type}/verification',
  tag: 'Cooperatives',
  summary: 'Verify, reject or suspend a paper of the own region',
  conditional: true,
  params: z.strictObject(ofOne),
  body: credentialVerificationSchema,
  bodyExample: { status: 'verified', validUntil: '2027-06-30' },
  answers: { ...one, description: 'As it stands today' },
});

/** Routes of this noun on `router`. */
export function credentials(router: Hono, deps: EndpointDeps): void {
  const { table } = deps;

  mount(router, deps, listCredentials, async (ask) => {
    const { value } = await existing(table, ask.params.cooperativeId);
    ask.permit(resourceOf(value));
    return pageOf(credentialsOn(value.credentials, dayOf(ask.now)), await ask.page());
  });

  mount(router, deps, putCredential, async (ask) => {
    const { cooperativeId, type } = ask.params;
    const before = await permitted(table, ask, cooperativeId);
    const after = withSubmitted(before.value, type, ask.body, ask.stamp.at);
    const { status } = ask.body;
    if (status !== 'verified') return written(ask, before, after, type);
    if (!ask.may('verifyCredential', resourceOf(before.value))) {
      throw invalid(['status'], 'is set by the office that verifies; leave it out');
    }
    return written(ask, before, withDecided(after, type, { status }, ask.stamp.at)!, type);
  });

  mount(router, deps, verifyCredential, async (ask) => {
    const { cooperativeId, type } = ask.params;
    const before = await permitted(table, ask, cooperativeId);
    const after = withDecided(before.value, type, ask.body, ask.stamp.at);
    if (!after) throw notFound();
    return written(ask, before, after, type);
  });
}

type AnyAsk = Ask<unknown, unknown, unknown>;

async function permitted(table: Table, ask: AnyAsk, cooperativeId: string): Promise<Stored<Cooperative>> {
  const before = await existing(table, cooperativeId);
  if (!ask.may('getCooperative', resourceOf(before.value))) throw notFound();
  ask.permit(resourceOf(before.value));
  ask.expectVersion(before.version);
  ensureNotMergedAway(before.value);
  return before;
}

function written(ask: AnyAsk, before: Stored<Cooperative>, after: Cooperative, type: CredentialType) {
  const credential: Credential = after.credentials[type]!;
  const body = { ...credential, status: statusOn(credential, dayOf(ask.now)) };
  return updated(before, after, body, () => cooperativeWrites(after, before, ask.stamp, ['number']));
}
