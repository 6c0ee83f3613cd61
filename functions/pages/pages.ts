/** Pages for people under `/k/`: read without a token, without a script, and without a request to anybody else. */
import { Hono, type Context } from 'hono';
import { etag } from 'hono/etag';
import { secureHeaders } from 'hono/secure-headers';
import { dayOf, type Clock } from '../../shared/clock.ts';
import { cooperativeIdSchema } from '../../shared/cooperatives/cooperative.ts';
import type { Log } from '../../shared/log.ts';
import { listMicrosites, positionAfter, readBehind } from '../../shared/microsites/microsite-store.ts';
import { placeOf, slugSchema } from '../../shared/microsites/microsite.ts';
import { listMicrosite, viewMicrosite, type Behind } from '../../shared/microsites/public-microsite.ts';
import { within } from '../../shared/regions/region-code.ts';
import { regionCodeSchema } from '../../shared/regions/region.ts';
import { regionByCode } from '../../shared/regions/regions.ts';
import { textHolds } from '../../shared/spelling.ts';
import { TableBusy, type Position, type Table } from '../../shared/table/table.ts';
import { line } from '../../shared/text.ts';
import { directoryPage } from './directory-page.ts';
import { inLanguage } from './layout.ts';
import { micrositePage } from './microsite-page.ts';
import { noticePage } from './notice-page.ts';
import { qrCode } from './qr-code.ts';
import { styleHash } from './style.ts';
import type { Language } from './words.ts';

/** What pages need from outside. `publicUrl`: where people reach the service, never taken from a request. */
export type PagesDeps = { table: Table; clock: Clock; publicUrl: string; log: Log };

/** Kept by caches, asked for again each time: who hides a page has it hidden at once. */
const ASK_AGAIN = 'public, max-age=0, must-revalidate';
const ON_A_PAGE = 20;

/** The app of all pages. Nothing is read before the first request; nothing is ever written. */
export function createPages({ table, clock, publicUrl, log }: PagesDeps): Hono {
  const app = new Hono();
  app.use(
    secureHeaders({
      contentSecurityPolicy: {
        defaultSrc: ["'none'"],
        styleSrc: [styleHash],
        imgSrc: ["'self'", 'data:'],
        formAction: ["'self'"],
        baseUri: ["'none'"],
        frameAncestors: ["'none'"],
      },
      xFrameOptions: 'DENY',
    }),
  );
  app.use(etag());
  app.use(async (c, next) => {
    if (c.req.method === 'GET' || c.req.method === 'HEAD') return next();
    return c.text('Halaman hanya dapat dibaca. (Pages are only read.)', 405, { allow: 'GET, HEAD' });
  });

  const notFound = (c: Context) => {
    c.header('cache-control', 'no-cache');
    return c.html(noticePage({ what: 'notFound', language: languageOf(c), publicUrl }), 404);
  };
  app.notFound(notFound);
  app.onError((error, c) => {
    const isBusy = error instanceof TableBusy;
    log.error('a page could not be shown', { path: c.req.path, error });
    c.header('cache-control', 'no-store');
    if (isBusy) c.header('retry-after', '5');
    return c.html(noticePage({ what: 'failed', language: languageOf(c), publicUrl }), isBusy ? 503 : 500);
  });

  /** What is under the address; or where it is today, or that it is nowhere. */
  const found = async (c: Context, below: string): Promise<Behind | Response> => {
    const written = c.req.param('slug') ?? '';
    // A printed address may be typed in capitals.
    const slug = slugSchema.safeParse(written.toLowerCase()).data;
    const behind = slug === undefined ? undefined : await readBehind(table, slug);
    if (behind === undefined) return notFound(c);
    const today = behind.microsite.slug;
    if (today === written) return behind;
    // For good, but asked for again: a name may come back, and two redirects kept for ever would send people in a circle.
    c.header('cache-control', ASK_AGAIN);
    return c.redirect(inLanguage(`/k/${today}${below}`, languageOf(c)), 308);
  };

  app.on('GET', ['/k', '/k/'], async (c) => {
    const language = languageOf(c);
    const q = line(100).safeParse(c.req.query('q')).data;
    const sought = regionCodeSchema.safeParse(c.req.query('region')).data;
    const region = sought !== undefined && regionByCode(sought) ? sought : undefined;
    const isSought = textHolds(q);
    const after = positionIn(c.req.query('after'));
    const page = { limit: ON_A_PAGE, isFiltered: q !== undefined, ...(after === undefined ? {} : { after }) };
    const { items, next } = await listMicrosites(table, region, page, (behind) => {
      const { name, regionCode } = behind.cooperative;
      if (region !== undefined && !within(regionCode, region)) return undefined;
      return isSought(`${name} ${placeOf(regionCode)}`) ? listMicrosite(behind, publicUrl) : undefined;
    });
    const asked = { ...(q === undefined ? {} : { q }), ...(region === undefined ? {} : { region }) };
    c.header('cache-control', ASK_AGAIN);
    return c.html(directoryPage({ items, asked, next: next?.['listSk'], language, publicUrl }));
  });

  app.get('/k/:slug', async (c) => {
    const behind = await found(c, '');
    if (behind instanceof Response) return behind;
    const now = clock();
    const microsite = viewMicrosite(behind, publicUrl, now);
    const today = dayOf(now, microsite.regionCode);
    c.header('cache-control', ASK_AGAIN);
    return c.html(micrositePage(microsite, { language: languageOf(c), publicUrl, today }));
  });

  app.get('/k/:slug/qr.svg', async (c) => {
    const behind = await found(c, '/qr.svg');
    if (behind instanceof Response) return behind;
    const { url } = listMicrosite(behind, publicUrl);
    c.header('cache-control', ASK_AGAIN);
    return c.body(qrCode(url, url).toString(), 200, {
      'content-type': 'image/svg+xml',
    });
  });

  return app;
}

/** Whether a request is for a page, where one server answers for pages and API. */
export const isPage = ({ url }: Request): boolean => /^\/k(?:\/|$)/.test(new URL(url).pathname);

const languageOf = (c: Context): Language => (c.req.query('lang') === 'en' ? 'en' : 'id');

/** Where a page of the directory goes on: `35.79.01.2005#coop_…`, as the list is sorted; anything else begins at the beginning. */
function positionIn(text: string | undefined): Position | undefined {
  const [regionCode = '', id = ''] = text?.split('#') ?? [];
  const isPlace = regionCodeSchema.safeParse(regionCode).success && cooperativeIdSchema.safeParse(id).success;
  return isPlace ? positionAfter(regionCode, id) : undefined;
}
