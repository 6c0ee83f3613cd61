/** The page of a cooperative: who it is, what it has and when, how to reach it, and a QR code of its own address. */
import { html, type Markup } from './markup.ts';
import { daySaid } from '../../shared/local-time.ts';
import { unitNames } from '../../shared/matching/labels.ts';
import type { PublicMicrosite } from '../../shared/microsites/public-microsite.ts';
import { layout } from './layout.ts';
import { phoneLinks } from './phone-links.ts';
import { qrCode } from './qr-code.ts';
import { seasonTable } from './season-table.ts';
import { structuredData } from './structured-data.ts';
import { kinds, paperName, roles, words, type Language } from './words.ts';

const LONGEST_DESCRIPTION = 160;

type Setting = { language: Language; publicUrl: string; today: string };

/** `today` is the day at its place. */
export function micrositePage(microsite: PublicMicrosite, { language, publicUrl, today }: Setting): string {
  const say = words[language];
  const { slug, name, regionName, about } = microsite;
  const main = html` <p class="quiet">${kinds[microsite.kind]?.[language]} · ${regionName}</p>
    <h1><bdi lang="id">${name}</bdi></h1>
    <p><span class="badge">✓ ${say.verified}</span></p>
    ${about === undefined ? '' : section('tentang', say.about, html`<p class="text" dir="auto" lang="id">${about}</p>`)}
    ${section('potensi', say.potentials, supply(microsite, language, today))}
    ${section('kontak', say.contact, reaching(microsite, language))} ${peopleAndUnits(microsite, language)}
    ${section(
      'qr',
      say.qr,
      html`<div class="qr">${qrCode(microsite.url, `${say.qr}: ${microsite.url}`)}</div>
        <p>${microsite.url}</p>
        <p class="noprint"><a href="/k/${slug}/qr.svg">${say.qrPrint}</a></p>`,
    )}`;
  const description = beginning(about ?? `${kinds[microsite.kind]?.[language]} · ${regionName}`);
  const updated = daySaid(microsite.updatedAt.slice(0, '2026-11-20'.length))[language];
  return layout({
    language,
    publicUrl,
    path: `/k/${slug}`,
    title: `${name}, ${regionName}`,
    description,
    main,
    footer: html`<p>${say.ownWords} ${say.updated}: ${updated}.</p>`,
    data: structuredData(microsite, description),
  });
}

const section = (id: string, heading: string, content: Markup): Markup =>
  html`<section aria-labelledby="${id}">
    <h2 id="${id}">${heading}</h2>
    ${content}
  </section>`;

/** One line for who lists the page, cut between characters. */
function beginning(text: string): string {
  const characters = Array.from(text.replaceAll(/\s+/g, ' '));
  if (characters.length <= LONGEST_DESCRIPTION) return characters.join('');
  return `${characters.slice(0, LONGEST_DESCRIPTION - 1).join('')}…`;
}

function supply({ potentials, hasMore }: PublicMicrosite, language: Language, today: string): Markup {
  const say = words[language];
  if (potentials.length === 0) return html`<p>${say.noPotentials}</p>`;
  return html`${seasonTable(potentials, Number(today.slice(5, 7)), language)}${hasMore ? html`<p>${say.morePotentials}</p>` : ''}`;
}

/** Only what the cooperative has published; links are made of digits and of encoded text alone. */
function reaching(microsite: PublicMicrosite, language: Language): Markup {
  const say = words[language];
  const { contact, address, openingHours, directions, regionName } = microsite;
  const phone = contact?.phone === undefined ? undefined : phoneLinks(contact.phone);
  const isReachable = phone !== undefined || contact?.email !== undefined;
  const go = html`<ul class="go">
    ${
      phone?.whatsapp === undefined
        ? ''
        : html`<li><a href="${phone.whatsapp}" rel="noreferrer">${say.whatsapp}</a></li>`
    }${phone === undefined ? '' : html`<li><a href="${phone.call}">${say.call}</a></li>`}${
      contact?.email === undefined
        ? ''
        : html`<li><a href="mailto:${encodeURIComponent(contact.email.toWellFormed())}">${say.email}</a></li>`
    }
  </ul>`;
  return html`${isReachable ? go : contact === undefined ? html`<p>${say.noContact}</p>` : ''}
    <dl>
      ${[
        fact(say.person, contact?.name),
        fact(say.call, contact?.phone),
        fact(say.email, contact?.email),
        fact(say.address, address),
        fact(say.hours, openingHours),
        fact(say.directions, directions),
        fact(say.region, regionName),
      ]}
    </dl>`;
}

const fact = (term: string, text: string | undefined): Markup =>
  text === undefined
    ? html``
    : html`<dt>${term}</dt>
        <dd class="text" dir="auto">${text}</dd>`;

function peopleAndUnits(microsite: PublicMicrosite, language: Language): Markup {
  const say = words[language];
  const { managers, memberCount, lastMembersMeeting, units, papers } = microsite;
  const tags = (names: readonly string[]) =>
    html`<ul class="tags">
      ${names.map((each) => html`<li>${each}</li>`)}
    </ul>`;
  const people = [
    ...managers.map(({ role, name }) => fact(roles[role]?.[language] ?? role, name)),
    fact(say.members, memberCount === undefined ? undefined : String(memberCount)),
    fact(
      say.lastMeeting,
      lastMembersMeeting === undefined ? undefined : daySaid(lastMembersMeeting)[language],
    ),
  ];
  const isKnown = managers.length > 0 || memberCount !== undefined || lastMembersMeeting !== undefined;
  return html`${isKnown ? section('pengurus', say.people, html`<dl>${people}</dl>`) : ''}${
    units.length === 0
      ? ''
      : section('unit', say.units, tags(units.map((unit) => unitNames([unit])[language])))
  }${
    papers.length === 0
      ? ''
      : section('legalitas', say.papers, tags(papers.map((type) => `✓ ${paperName(type, language)}`)))
  }`;
}
