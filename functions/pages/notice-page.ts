/** What a person is told who comes to an address without a page, or when ours fails: in both languages, and where to go on. */
import { html } from './markup.ts';
import { inLanguage, layout } from './layout.ts';
import { words, type Language } from './words.ts';

type Notice = { what: 'notFound' | 'failed'; language: Language; publicUrl: string };

/** A whole page; the other language stands below. */
export function noticePage({ what, language, publicUrl }: Notice): string {
  const other = language === 'id' ? 'en' : 'id';
  const [say, also] = [words[language], words[other]];
  const why = what === 'notFound' ? 'notFoundWhy' : 'failedWhy';
  return layout({
    language,
    publicUrl,
    path: '/k',
    title: say[what],
    description: say[why],
    isPassing: true,
    main: html`<h1>${say[what]}</h1>
      <p>${say[why]}</p>
      <p class="quiet" lang="${other}">${also[what]}. ${also[why]}</p>
      <ul class="go">
        <li><a href="${inLanguage('/k', language)}">${say.toDirectory}</a></li>
      </ul>`,
  });
}
