/** What a newcomer can try right after the start: four requests over the sample, each with a working token. */
import type { Caller } from '../api/caller.ts';
import type { LocalIssuer } from './local-issuer.ts';
import { sampleMicrosite } from './sample/microsites.ts';

const TOKEN_HOURS = 12;

/** They tell one story: a trader wants cabbage, a cooperative that has it lacks one paper, its office has work to do; another brings them together. */
const REQUESTS: readonly { says: string; path: string; caller: Caller }[] = [
  {
    says: 'A trader in Samarinda: who can supply 3 tonnes of cabbage a week, who nearly can, and why?',
    path: '/v1/offers/off_kubis-samarinda/matches?limit=3&include=blocked',
    caller: { role: 'buyer', subject: 'trader', organizationId: 'buy_mitra-kaltim' },
  },
  {
    says: 'An officer of KDMP Sumberejo: which offers fit us, and what do we have to fix?',
    path: '/v1/cooperatives/coop_35-79-01-2005/opportunities?limit=3',
    caller: { role: 'cooperative', subject: 'officer', organizationId: 'coop_35-79-01-2005' },
  },
  {
    says: 'The office of Kota Batu: which cooperatives wait for our verification?',
    path: '/v1/cooperatives?region=35.79&verified=false',
    caller: { role: 'organizer', subject: 'office', region: '35.79' },
  },
  {
    says: 'The office of Kabupaten Pasuruan: what can its temu bisnis hold, and what would mend it?',
    path: '/v1/events/evt_temu-bisnis-pasuruan/capacity',
    caller: { role: 'organizer', subject: 'office', region: '35.14' },
  },
];

/** For a store without the sample. */
export const howToBegin =
  'Make a token for what you want to do: npm run -s token -- --role organizer --region 35';

/** The lines to print. Each command is one line to copy; the tokens hold for twelve hours. */
export async function whatToTry(issuer: Pick<LocalIssuer, 'sign'>, url: string): Promise<string> {
  const commands = await Promise.all(
    REQUESTS.map(async ({ says, path, caller }) => {
      const token = await issuer.sign(caller, TOKEN_HOURS);
      return `# ${says}\ncurl -s '${url}${path}' -H 'Authorization: Bearer ${token}'\n`;
    }),
  );
  const page = `# Anybody, in a browser: the microsite of KDMP Bulukerto\n${url}/k/${sampleMicrosite}\n`;
  return `Try it on the sample data (the tokens hold for ${TOKEN_HOURS} hours):\n\n${commands.join('\n')}\n${page}`;
}
