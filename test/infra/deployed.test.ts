/**
 * What is deployed, working together as in AWS: the bundled functions in processes of their own, the table that the template
 * describes on DynamoDB Local, tokens as Cognito makes them with our claims, and the stream's records in the shape of Lambda.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateTableCommand, DynamoDBClient, type CreateTableCommandInput } from '@aws-sdk/client-dynamodb';
import {
  DescribeStreamCommand,
  DynamoDBStreamsClient,
  GetRecordsCommand,
  GetShardIteratorCommand,
} from '@aws-sdk/client-dynamodb-streams';
import { exportJWK, generateKeyPair, SignJWT, type CryptoKey } from 'jose';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { claimsOf, type Person } from '../../functions/identity/claims.ts';
import { bundleAll } from '../../infra/bundle.ts';
import { openDynamoTable } from '../../shared/table/dynamo-table.ts';
import type { Table } from '../../shared/table/table.ts';
import { newMessage } from '../../shared/webhooks/delivery.ts';
import { giveMessage } from '../../shared/webhooks/message-store.ts';
import { newWebhookWrites, readWebhook } from '../../shared/webhooks/webhook-store.ts';
import { setUp } from '../../shared/webhooks/webhook.ts';
import { httpEvent } from '../support/lambda-event.ts';
import { startInstance, type LambdaInstance } from '../support/lambda-instance.ts';
import { readPdf } from '../support/read-pdf.ts';
import { dynamoClient } from '../support/tables.ts';
import { resources, templatesOf } from '../support/templates.ts';

type Answer = {
  statusCode: number;
  headers: Record<string, string>;
  body: string;
  isBase64Encoded?: boolean;
};

const out = mkdtempSync(join(tmpdir(), 'titik-temu-deployed-'));
const clientId = 'app-client';
let issuer: string;
let keyServer: Server;
let signingKey: CryptoKey;
let streams: DynamoDBStreamsClient;
let streamArn: string;
let api: LambdaInstance;
let otherApi: LambdaInstance;
let changes: LambdaInstance;
let prints: LambdaInstance;
let showing: LambdaInstance;
let webhooks: LambdaInstance;
let table: Table;

describe.skipIf(inject('dynamodbLocal') === null)('what is deployed', () => {
  beforeAll(async () => {
    const bundles = await bundleAll(out);
    await serveKeys();
    const config = await dynamoClient();
    const TABLE_NAME = await createDeployedTable(new DynamoDBClient(config));
    streams = new DynamoDBStreamsClient(config);
    const env = {
      // What the templates set …
      TABLE_NAME,
      TOKEN_ISSUER: issuer,
      TOKEN_AUDIENCE: clientId,
      PUBLIC_URL: 'https://titik-temu.example',
      // … and what AWS sets.
      AWS_REGION: 'local',
      AWS_ACCESS_KEY_ID: config.credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: config.credentials.secretAccessKey,
      AWS_ENDPOINT_URL_DYNAMODB: config.endpoint as string,
    };
    api = startInstance(join(bundles.api.folder, 'index.mjs'), env);
    otherApi = startInstance(join(bundles.api.folder, 'index.mjs'), env);
    changes = startInstance(join(bundles.changes.folder, 'index.mjs'), env);
    webhooks = startInstance(join(bundles.webhooks.folder, 'index.mjs'), env);
    table = openDynamoTable(TABLE_NAME, { client: config });
    prints = startInstance(join(bundles.prints.folder, 'index.mjs'), env);
    showing = startInstance(join(bundles.pages.folder, 'index.mjs'), env);
  });

  afterAll(() => {
    for (const instance of [api, otherApi, changes, prints, showing, webhooks]) instance.stop();
    keyServer.close();
    streams.destroy();
    rmSync(out, { recursive: true, force: true });
  });

  test('an organizer registers two cooperatives of Kota Batu, and another instance goes on with the list', async () => {
    const organizer = await tokenOf({ groups: ['organizer'], attributes: { 'custom:region': '35.79' } });
    for (const [name, regionCode] of [
      ['KDMP Bulukerto', '35.79.02.2008'],
      ['KDMP Tlekung', '35.79.03.2004'],
    ]) {
      const made = await ask(api, 'POST', '/v1/cooperatives', organizer, {
        name,
        kind: 'village',
        regionCode,
      });
      expect(made.statusCode, made.body).toBe(201);
    }
    const first = await ask(api, 'GET', '/v1/cooperatives?region=35.79&limit=1', organizer);
    const { items, nextCursor } = JSON.parse(first.body) as { items: { name: string }[]; nextCursor: string };
    expect(items.map((each) => each.name)).toEqual(['KDMP Bulukerto']);
    // The key that seals cursors is kept in the table, so instances share it.
    const second = await ask(
      otherApi,
      'GET',
      `/v1/cooperatives?region=35.79&limit=1&cursor=${nextCursor}`,
      organizer,
    );
    expect(JSON.parse(second.body)).toMatchObject({ items: [{ name: 'KDMP Tlekung' }] });
  });

  test('what delivers to webhooks signs and tries what is due, and keeps what came of it', async () => {
    const now = new Date();
    const stamp = { at: now.toISOString(), by: 'test', role: 'admin' };
    // Set up past the check of addresses, so that nothing leaves this machine.
    const webhook = setUp('whk_inside', 'buy_bulog', 'https://127.0.0.1/', { url: '' }, stamp.at);
    await table.transact(newWebhookWrites(webhook, undefined, stamp));
    const news = { type: 'webhook.test', at: stamp.at, data: {} };
    await giveMessage(table, webhook.id, newMessage('msg_1', news), stamp);
    await webhooks.invoke({});
    const known = await readWebhook(table, webhook.id);
    // The first try again is waited for.
    expect(known!.queue.value).toMatchObject({
      failures: 2,
      lastFailure: { detail: expect.stringContaining('private or special') },
    });
  });

  test('the claims that the trigger writes are the ones that the policy reads', async () => {
    const organizer = await tokenOf({ groups: ['organizer'], attributes: { 'custom:region': '64' } });
    const village = { name: 'KDMP Junrejo', kind: 'village', regionCode: '35.79.03.2003' };
    expect((await ask(api, 'POST', '/v1/cooperatives', organizer, village)).statusCode).toBe(403);
    const nobody = await tokenOf({ groups: ['organizer', 'admin'], attributes: { 'custom:region': '35' } });
    expect((await ask(api, 'GET', '/v1/cooperatives', nobody)).statusCode).toBe(401);
  });

  test('cabbage that Bulukerto lists through one instance is found by another, once changes has taken the stream', async () => {
    const organizer = await tokenOf({ groups: ['organizer'], attributes: { 'custom:region': '35' } });
    const list = await ask(api, 'GET', '/v1/cooperatives?region=35.79', organizer);
    const [bulukerto, tlekung] = (JSON.parse(list.body) as { items: { id: string }[] }).items;
    const officerOf = (id: string) =>
      tokenOf({ groups: ['cooperative'], attributes: { 'custom:organization': id } });
    const months = [6, 7, 8, 9];
    const listed = await ask(api, 'POST', '/v1/potentials', await officerOf(bulukerto!.id), {
      cooperativeId: bulukerto!.id,
      commodity: 'cabbage',
      title: 'Kubis dataran tinggi',
      capacity: { amount: 3, unit: 'ton', per: 'week' },
      months,
    });
    expect(listed.statusCode, listed.body).toBe(201);
    const batch = { Records: await readStream() };
    expect(await changes.invoke(batch)).toEqual({ batchItemFailures: [] });
    // Delivered at least once means that it may be delivered twice: nothing may stand there twice.
    expect(await changes.invoke(batch)).toEqual({ batchItemFailures: [] });

    const found = await ask(otherApi, 'POST', '/v1/match-preview', await officerOf(tlekung!.id), {
      offer: {
        scheme: 'purchase',
        commodity: 'cabbage',
        title: 'Kubis untuk warung Tlekung',
        quantity: { amount: 3, unit: 'ton', per: 'week' },
        months,
        deliverTo: '35.79.03.2004',
      },
    });
    expect(found.statusCode, found.body).toBe(200);
    const { items } = JSON.parse(found.body) as { items: { cooperative: { name: string } }[] };
    expect(items.map((each) => each.cooperative.name)).toEqual(['KDMP Bulukerto']);
  });

  test('an event that one instance holds is printed by the function that prints, and by no other', async () => {
    const organizer = await tokenOf({ groups: ['organizer'], attributes: { 'custom:region': '35' } });
    const list = await ask(api, 'GET', '/v1/cooperatives?region=35.79', organizer);
    const [bulukerto] = (JSON.parse(list.body) as { items: { id: string }[] }).items;
    const event = await ask(api, 'POST', '/v1/events', organizer, {
      kind: 'business-matching',
      name: 'Temu Bisnis Kota Batu',
      venue: 'Balai Kota Among Tani',
      regionCode: '35.79',
      startsAt: '2027-03-02T01:30:00Z',
      slotMinutes: 15,
      slots: 8,
    });
    const { id } = JSON.parse(event.body) as { id: string };
    const entered = await ask(api, 'POST', `/v1/events/${id}/participants`, organizer, {
      organizationId: bulukerto!.id,
    });
    expect(entered.statusCode, entered.body).toBe(201);

    const path = `/v1/events/${id}/schedule.pdf`;
    const printed = await ask(prints, 'GET', path, organizer);
    expect(printed.headers['content-type']).toBe('application/pdf');
    expect(printed.isBase64Encoded).toBe(true);
    const { pages } = await readPdf(Buffer.from(printed.body, 'base64'));
    expect(pages[0]).toContain('KDMP Bulukerto');
    expect((await ask(api, 'GET', path, organizer)).statusCode).toBe(503);
    expect((await ask(prints, 'GET', '/v1/cooperatives', organizer)).statusCode).toBe(404);
  });

  test('a microsite that one instance publishes is shown by the function that shows pages, to whoever asks', async () => {
    const office = await tokenOf({ groups: ['organizer'], attributes: { 'custom:region': '35' } });
    const list = await ask(api, 'GET', '/v1/cooperatives?region=35.79', office);
    const [{ id }] = (JSON.parse(list.body) as { items: [{ id: string }] }).items;
    const verified = { status: 'verified' };
    await ask(api, 'POST', `/v1/cooperatives/${id}/verification`, office, verified);
    const officer = await tokenOf({ groups: ['cooperative'], attributes: { 'custom:organization': id } });
    const path = `/v1/cooperatives/${id}/microsite`;
    const entered = await ask(api, 'PUT', path, officer, { published: true });
    const { slug, url } = JSON.parse(entered.body) as { slug: string; url: string };
    expect(url).toBe(`https://titik-temu.example/k/${slug}`);
    const page = await ask(showing, 'GET', `/k/${slug}`, '');
    expect([page.statusCode, page.headers['content-type']]).toEqual([200, 'text/html; charset=UTF-8']);
    expect(page.body).toContain('KDMP Bulukerto');
    expect((await ask(showing, 'GET', '/k', '')).body).toContain(`/k/${slug}`);
    expect((await ask(showing, 'GET', '/v1/cooperatives', office)).statusCode).toBe(404);
  });

  test.each([
    ['an id token', { token_use: 'id' }],
    ['the access token of another app', { client_id: 'another-app' }],
    ['a token of another user pool', { iss: 'https://cognito-idp.ap-southeast-3.amazonaws.com/another' }],
    ['a token that has expired', { exp: Math.floor(Date.now() / 1000) - 60 }],
  ])('%s is refused', async (_what, claims) => {
    const token = await tokenOf({ groups: ['admin'], attributes: {} }, claims);
    const answer = await ask(api, 'GET', '/v1/cooperatives', token);
    expect(answer.statusCode).toBe(401);
    expect(answer.headers['content-type']).toContain('application/problem+json');
  });
});

async function ask(
  instance: LambdaInstance,
  method: string,
  target: string,
  token: string,
  body?: object,
): Promise<Answer> {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  return (await instance.invoke(
    httpEvent(method, target, headers, body === undefined ? undefined : JSON.stringify(body)),
  )) as Answer;
}

/** An access token as Cognito makes it, with the claims that our trigger adds. */
async function tokenOf(person: Person, claims: object = {}): Promise<string> {
  const now = Math.floor(Date.now() / 1000);
  return new SignJWT({
    sub: 'someone',
    iss: issuer,
    iat: now,
    exp: now + 3600,
    client_id: clientId,
    token_use: 'access',
    ...claimsOf(person),
    ...claims,
  })
    .setProtectedHeader({ alg: 'RS256', kid: 'key' })
    .sign(signingKey);
}

/** The user pool's public keys, under the address that Cognito uses. */
async function serveKeys(): Promise<void> {
  const pair = await generateKeyPair('RS256');
  signingKey = pair.privateKey;
  const keys = [{ ...(await exportJWK(pair.publicKey)), kid: 'key', alg: 'RS256', use: 'sig' }];
  keyServer = createServer((request, response) => {
    if (request.url === '/pool/.well-known/jwks.json') response.end(JSON.stringify({ keys }));
    else response.writeHead(404).end();
  });
  await new Promise<void>((listening) => keyServer.listen(0, '127.0.0.1', listening));
  issuer = `http://127.0.0.1:${(keyServer.address() as AddressInfo).port}/pool`;
}

/** Makes the table from what the template says of it. */
async function createDeployedTable(admin: DynamoDBClient): Promise<string> {
  const [[, table]] = resources(templatesOf('production').data, 'AWS::DynamoDB::Table') as [
    [string, { Properties: Record<string, unknown> }],
  ];
  const { KeySchema, AttributeDefinitions, GlobalSecondaryIndexes, BillingMode, StreamSpecification } =
    table.Properties;
  const { TableDescription: made } = await admin.send(
    new CreateTableCommand({
      TableName: `titik-temu-deployed-${process.pid}`,
      KeySchema,
      AttributeDefinitions,
      GlobalSecondaryIndexes,
      BillingMode,
      StreamSpecification: { StreamEnabled: true, ...(StreamSpecification as object) },
    } as CreateTableCommandInput),
  );
  admin.destroy();
  streamArn = made!.LatestStreamArn!;
  return made!.TableName!;
}

/** The records as Lambda gets them: JSON, with times in epoch seconds. */
async function readStream(): Promise<object[]> {
  const { StreamDescription } = await streams.send(new DescribeStreamCommand({ StreamArn: streamArn }));
  const records: object[] = [];
  for (const { ShardId } of StreamDescription?.Shards ?? []) {
    const { ShardIterator } = await streams.send(
      new GetShardIteratorCommand({
        StreamArn: streamArn,
        ShardId: ShardId!,
        ShardIteratorType: 'TRIM_HORIZON',
      }),
    );
    const { Records = [] } = await streams.send(new GetRecordsCommand({ ShardIterator: ShardIterator! }));
    for (const record of Records) {
      const at = record.dynamodb?.ApproximateCreationDateTime;
      records.push({
        ...record,
        dynamodb: {
          ...record.dynamodb,
          ...(at === undefined ? {} : { ApproximateCreationDateTime: at.getTime() / 1000 }),
        },
      });
    }
  }
  return records;
}
