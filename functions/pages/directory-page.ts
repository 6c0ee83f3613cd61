/** The directory: cooperatives that show themselves, by name, place and province. */
import { html, type Markup } from './markup.ts';
import type { ListedMicrosite } from '../../shared/microsites/public-microsite.ts';
import { provinceCodes, regionName } from '../../shared/regions/regions.ts';
import { inLanguage, layout } from './layout.ts';
import { kinds, words, type Language } from './words.ts';

type Directory = {
  items: readonly ListedMicrosite[];
  /** What was asked for. */
  asked: { q?: string; region?: string };
  /** Where the next page goes on. */
  next: string | undefined;
  language: Language;
  publicUrl: string;
};

/** A page of it, with the form that searches it. */
export function directoryPage({ items, asked, next, language, publicUrl }: Directory): string {
  const say = words[language];
  const query = new URLSearchParams(asked).toString();
  const path = query === '' ? '/k' : `/k?${query}`;
  const onward =
    next === undefined ? undefined : `/k?${new URLSearchParams({ ...asked, after: next }).toString()}`;
  const isSearch = query !== '';
  const main = html`<h1>${say.directory}</h1>
    <form action="/k" method="get" role="search">
      ${language === 'id' ? '' : html`<input type="hidden" name="lang" value="${language}" />`}
      <label for="q">${say.search}</label
      ><input id="q" name="q" type="search" maxlength="100" value="${asked.q ?? ''}" />
      <label for="region">${say.province}</label
      ><select id="region" name="region">
        <option value="">${say.allProvinces}</option>
        ${provinceCodes().map(
          (code) =>
            html`<option value="${code}" ${code === asked.region ? html` selected` : ''}>
              ${regionName(code)}
            </option>`,
        )}
      </select>
      <button>${say.find}</button>
    </form>
    <section aria-labelledby="daftar">
      <h2 id="daftar">${say.found}</h2>
      ${items.length === 0 && next === undefined ? html`<p>${say.nothingFound}</p>` : ''}
      <ul class="list">
        ${items.map((item) => entryOf(item, language))}
      </ul>
      ${onward === undefined ? '' : html`<p><a href="${inLanguage(onward, language)}" rel="next">${items.length === 0 ? say.goOn : say.next}</a></p>`}
    </section>`;
  return layout({
    language,
    publicUrl,
    path,
    title: `${say.directory}, Titik Temu`,
    description: say.found,
    main,
    isPassing: isSearch,
  });
}

const entryOf = ({ slug, name, regionName: place, kind }: ListedMicrosite, language: Language): Markup =>
  html`<li>
    <a href="${inLanguage(`/k/${slug}`, language)}"><bdi lang="id">${name}</bdi></a
    ><br /><span class="quiet">${kinds[kind]?.[language]} · ${place}</span>
  </li>`;
