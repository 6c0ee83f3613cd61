/** What every page has around it: head, the way to the directory and to the other language, the landmarks. */
import { raw } from 'hono/html';
import { html, type Markup } from './markup.ts';
import { style } from './style.ts';
import { words, type Language } from './words.ts';

type Page = {
  language: Language;
  /** Its own address with its query, without the language; the other language is the same with it. */
  path: string;
  publicUrl: string;
  title: string;
  description: string;
  main: Markup;
  footer?: Markup;
  /** JSON that no browser runs and nothing in which can end it (`inertJson`). */
  data?: string;
  /** Nothing for search engines to keep. */
  isPassing?: boolean;
};

const locales = { id: 'id_ID', en: 'en_GB' } as const;

/** An address in a language; Indonesian goes without saying. */
export function inLanguage(path: string, language: Language): string {
  if (language === 'id') return path;
  return `${path}${path.includes('?') ? '&' : '?'}lang=${language}`;
}

/** Byte for byte what the policy's hash is of. */
const sheet = raw(`<style>${style}</style>`);

/** A whole page, without the spaces that only our own lines are set in by. */
export function layout(page: Page): string {
  return whole(page).toString().replaceAll(/\n\s+/g, '\n');
}

function whole(page: Page): Markup {
  const { language, path, publicUrl, title, description, main, footer, data, isPassing = false } = page;
  const say = words[language];
  const other = language === 'id' ? 'en' : 'id';
  const address = publicUrl + inLanguage(path, language);
  return html`<!doctype html>
    <html lang="${language}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width,initial-scale=1" />
        <title>${title}</title>
        <meta name="description" content="${description}" />
        ${
          isPassing
            ? html`<meta name="robots" content="noindex" />`
            : html`<link rel="canonical" href="${address}" />
                <link rel="alternate" hreflang="id" href="${publicUrl + path}" />
                <link rel="alternate" hreflang="en" href="${publicUrl + inLanguage(path, 'en')}" />
                <meta property="og:type" content="website" />
                <meta property="og:site_name" content="Titik Temu" />
                <meta property="og:title" content="${title}" />
                <meta property="og:description" content="${description}" />
                <meta property="og:url" content="${address}" />
                <meta property="og:locale" content="${locales[language]}" />`
        }
        <link rel="icon" href="data:," />
        ${sheet} ${data === undefined ? '' : raw(`<script type="application/ld+json">${data}</script>`)}
      </head>
      <body>
        <a class="skip" href="#isi">${say.skip}</a>
        <header>
          <nav aria-label="Titik Temu">
            <a href="${inLanguage('/k', language)}">Titik Temu · ${say.directory}</a>
          </nav>
          <a href="${inLanguage(path, other)}" lang="${other}" hreflang="${other}">${say.otherLanguage}</a>
        </header>
        <main id="isi">${main}</main>
        <footer class="quiet">${footer ?? 'Titik Temu'}</footer>
      </body>
    </html>`;
}
