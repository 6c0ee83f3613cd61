/** Answers that are files: declared with their content type, kept under a safe name, and unchanged ones not sent again. */
import { Hono } from 'hono';
import { requestId } from 'hono/request-id';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { documentOf } from '../../functions/api/document.ts';
import { fileName } from '../../functions/api/download.ts';
import { mount, type EndpointDeps } from '../../functions/api/endpoint.ts';
import { operation } from '../../functions/api/operation.ts';
import { hostileTexts } from '../support/hostile-texts.ts';

/** An operation of the document that is open to anyone, answered with a file instead. */
const declared = (form: 'text/csv' | 'application/pdf') =>
  operation({
    id: 'listRegions',
    method: 'get',
    path: '/v1/list',
    tag: 'Reference',
    summary: 'A list to keep',
    answers: { status: 200, form, schema: z.undefined(), description: 'The list' },
  });

/** An app with that one operation; it touches no store. */
function serving(form: 'text/csv' | 'application/pdf', content: string | Uint8Array<ArrayBuffer>) {
  const app = new Hono().use(requestId());
  const deps = { clock: () => new Date() } as EndpointDeps;
  const ending = form === 'text/csv' ? 'csv' : 'pdf';
  mount(app, deps, declared(form), async () => ({
    file: { name: fileName(ending, 'Daftar', 'Kota Batu'), content },
  }));
  return app;
}

describe('a file', () => {
  test('goes out byte by byte, as an attachment under a name of ours, with its type', async () => {
    const answer = await serving('text/csv', '\uFEFF"Meja"\r\n').request('/v1/list');
    expect([...new Uint8Array(await answer.arrayBuffer())].slice(0, 4)).toEqual([0xef, 0xbb, 0xbf, 0x22]);
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': 'attachment; filename="daftar-kota-batu.csv"',
      'cache-control': 'private, no-cache',
    });
    const bytes = new Uint8Array([37, 80, 68, 70, 0, 255, 128]);
    const pdf = await serving('application/pdf', bytes).request('/v1/list');
    expect(pdf.headers.get('content-type')).toBe('application/pdf');
    expect(new Uint8Array(await pdf.arrayBuffer())).toEqual(bytes);
  });

  test('that has not changed is a 304, so that a calendar app asks often and fetches seldom', async () => {
    const app = serving('application/pdf', new Uint8Array([1, 2, 3]));
    const etag = (await app.request('/v1/list')).headers.get('etag')!;
    const again = await app.request('/v1/list', { headers: { 'if-none-match': etag } });
    expect([again.status, await again.text()]).toEqual([304, '']);
  });

  test('is in the document with its content type, and errors stay problem documents', () => {
    const { paths } = documentOf(serving('application/pdf', '')) as { paths: Record<string, unknown> };
    expect(paths['/v1/list']).toMatchObject({
      get: {
        responses: {
          200: {
            headers: { 'content-disposition': { $ref: '#/components/headers/Attachment' } },
            content: { 'application/pdf': { schema: { type: 'string', format: 'binary' } } },
          },
          400: { $ref: '#/components/responses/Malformed' },
        },
      },
    });
  });

  test('has a name that no text of users can break out of', () => {
    const text = fc.oneof(fc.constantFrom(...hostileTexts), fc.string({ unit: 'binary' }));
    fc.assert(
      fc.property(fc.array(text, { maxLength: 3 }), (words) => {
        expect(fileName('pdf', ...words)).toMatch(/^[a-z0-9](?:[a-z0-9-]{0,78}[a-z0-9])?\.pdf$/);
      }),
      { numRuns: 2_000 },
    );
    expect(fileName('ics', 'Temu Bisnis', 'Kab. Pasuruan: "Hari 1"')).toBe(
      'temu-bisnis-kab-pasuruan-hari-1.ics',
    );
    expect(fileName('csv', '\u8336')).toBe('titik-temu.csv');
  });
});
