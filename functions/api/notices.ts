/** Notices over HTTP: what the own organization is told, and until when it has read it. */
import type { Hono } from 'hono';
import * as z from 'zod';
import { noticeKinds, noticeSchema } from '../../shared/notices/notice.ts';
import { listNotices as listStored, readUntil, readWrites } from '../../shared/notices/notice-store.ts';
import { mount, type EndpointDeps } from './endpoint.ts';
import { flag, operation, pageFields } from './operation.ts';

const listNotices = operation({
  id: 'listNotices',
  method: 'get',
  path: '/v1/notices',
  tag: 'Notices',
  summary: 'List what the own organization is told',
  description: 'The newest first, kept for a year. Who acts for no organization is told nothing here.',
  query: z.strictObject({
    ...pageFields,
    kind: z.enum(noticeKinds).optional().meta({ description: 'Only those of one kind' }),
    unread: flag.optional().meta({ description: 'Only those not read yet, or only the others' }),
  }),
  answers: { status: 200, form: 'list', schema: noticeSchema, description: 'Those that show by now' },
});

const markNoticesRead = operation({
  id: 'markNoticesRead',
  method: 'post',
  unsigned: true,
  path: '/v1/notices/read',
  tag: 'Notices',
  summary: 'Say that everything until a moment was read',
  description: 'For the whole organization; it never goes back, and not beyond now.',
  body: z
    .strictObject({ until: z.iso.datetime().meta({ description: '`at` of the newest one that was read' }) })
    .meta({ id: 'NoticesRead', example: { until: '2025-11-02T03:00:00.000Z' } }),
  answers: { status: 204, form: 'none', schema: z.undefined(), description: 'Noted' },
});

/** Routes of this noun on `router`. */
export function notices(router: Hono, deps: EndpointDeps): void {
  const { table } = deps;

  mount(router, deps, listNotices, async (ask) => {
    const { kind, unread } = ask.query;
    const { organizationId } = ask.caller;
    const page = await ask.page(kind, unread);
    if (organizationId === undefined) return { items: [], next: null };
    const read = (await readUntil(table, organizationId)) ?? '';
    return listStored(table, organizationId, ask.now, page, (notice) => {
      const isRead = notice.at <= read;
      if (unread === isRead || (kind !== undefined && notice.kind !== kind)) return undefined;
      return { ...notice, isRead };
    });
  });

  mount(router, deps, markNoticesRead, async (ask) => {
    const { organizationId } = ask.caller;
    if (organizationId === undefined) return { nothing: true };
    const before = (await readUntil(table, organizationId)) ?? '';
    const said = new Date(Math.min(Date.parse(ask.body.until), ask.now.getTime())).toISOString();
    return { nothing: true, writes: said > before ? readWrites(organizationId, said) : [] };
  });
}
