/** What a cooperative has in which months: a table of twelve columns, each potential a line above its months, so that it fits a phone. */
import { html, type Markup } from './markup.ts';
import { commodityByCode } from '../../shared/commodities/commodities.ts';
import { daySaid } from '../../shared/local-time.ts';
import type { Supply } from '../../shared/microsites/public-microsite.ts';
import { monthNames, monthsSaid, priceSaid, quantitySaid, words, type Language } from './words.ts';

const ALL = Array.from({ length: 12 }, (_, at) => at + 1);

/** `thisMonth` (1 to 12) stands out. */
export function seasonTable(supplies: readonly Supply[], thisMonth: number, language: Language): Markup {
  const names = monthNames[language];
  const headOf = (month: number) =>
    html`<th scope="col" ${month === thisMonth ? html` class="n"` : ''}>
      <abbr title="${names.title[month - 1]}">${names.short[month - 1]}</abbr>
    </th>`;
  return html`<table>
    <caption>
      ${words[language].potentialsCaption}
    </caption>
    <thead>
      <tr>
        ${ALL.map(headOf)}
      </tr>
    </thead>
    ${supplies.map((supply) => linesOf(supply, thisMonth, language))}
  </table>`;
}

function linesOf(supply: Supply, thisMonth: number, language: Language): Markup {
  const cellOf = (month: number) => {
    if (supply.months.includes(month)) return html`<td class="y">✓</td>`;
    return month === thisMonth ? html`<td class="n"></td>` : html`<td></td>`;
  };
  return html`<tbody>
    <tr>
      <th scope="rowgroup" colspan="12">
        <b><bdi lang="id">${supply.title}</bdi></b
        >${aboutSupply(supply, language)}
      </th>
    </tr>
    <tr>
      ${ALL.map(cellOf)}
    </tr>
  </tbody> `;
}

/** What the months say stands there in words too, for who hears the page. */
function aboutSupply(supply: Supply, language: Language): Markup {
  const say = words[language];
  const { commodity, capacity, months, price, grade, flagship, harvest, stale } = supply;
  const facts = [
    commodityByCode(commodity)?.name[language] ?? commodity,
    quantitySaid(capacity, language),
    ...(price === undefined ? [] : [priceSaid(price, language)]),
    ...(grade === undefined ? [] : [`${say.grade} ${grade}`]),
    ...(flagship === true ? [say.flagship] : []),
    ...(stale ? [say.stale] : []),
  ];
  const coming =
    harvest &&
    `${say.nextHarvest}: ${daysSaid(harvest, language)}, ${say.roughly} ${quantitySaid(harvest.expected, language)}`;
  return html`${facts.join(' · ')}<br /><span class="quiet"
      >${say.available}:
      ${monthsSaid(months, language)}${coming === undefined ? '' : html`<br />${coming}`}</span
    >`;
}

function daysSaid(
  { from, until = from }: { from: string; until?: string | undefined },
  language: Language,
): string {
  const [first, last] = [daySaid(from)[language], daySaid(until)[language]];
  return first === last ? first : `${first} – ${last}`;
}
