/** What a search engine reads of a microsite (JSON-LD): the same that people see, and nothing that could end the script that holds it. */
import type { PublicMicrosite } from '../../shared/microsites/public-microsite.ts';

/** JSON that stays text wherever it stands in a page: no character of it can open or close markup. */
const inertJson = (value: unknown): string =>
  JSON.stringify(value).replaceAll(
    /[<>&'\u2028\u2029]/g,
    (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );

/** To stand in `<script type="application/ld+json">`, which no browser runs. */
export function structuredData(microsite: PublicMicrosite, description: string): string {
  const { name, url, address, regionName, contact } = microsite;
  const [locality, ...above] = regionName.split(', ');
  return inertJson({
    '@context': 'https://schema.org',
    '@type': 'Organization',
    name,
    url,
    description,
    telephone: contact?.phone,
    email: contact?.email,
    address: {
      '@type': 'PostalAddress',
      streetAddress: address,
      addressLocality: locality,
      addressRegion: above.join(', '),
      addressCountry: 'ID',
    },
  });
}
