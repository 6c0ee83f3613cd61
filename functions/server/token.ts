/** `npm run -s token -- --role organizer --region 35`: prints an access token for the store in `TITIK_TEMU_DATA`, and nothing else. */
import { parseArgs } from 'node:util';
import * as z from 'zod';
import { idPattern } from '../../shared/ids.ts';
import { roles, type Caller } from '../api/caller.ts';
import { dataDirectory } from './data-directory.ts';
import { openLocalIssuer } from './local-issuer.ts';

const usage = `usage: npm run -s token -- --role ${roles.join('|')} [--organization ID] [--region CODE] [--subject NAME] [--hours N]`;

const argumentsSchema = z
  .strictObject({
    role: z.enum(roles),
    organization: z.string().regex(idPattern('coop', 'buy')).optional(),
    region: z
      .string()
      .regex(/^\d{2}(?:\.\d{2}(?:\.\d{2})?)?$/)
      .optional(),
    subject: z.string().min(1).max(200).optional(),
    hours: z.coerce.number().positive().max(8760).default(12),
  })
  .refine(({ role, region }) => role !== 'organizer' || region !== undefined, 'an organizer needs --region');

const text = { type: 'string' } as const;

try {
  const { values } = parseArgs({
    options: { role: text, organization: text, region: text, subject: text, hours: text },
  });
  const { role, organization, region, subject, hours } = argumentsSchema.parse({ ...values });
  const caller: Caller = {
    role,
    subject: subject ?? `local-${organization ?? region ?? role}`,
    ...(organization === undefined ? {} : { organizationId: organization }),
    ...(region === undefined ? {} : { region }),
  };
  const issuer = await openLocalIssuer(dataDirectory());
  console.log(await issuer.sign(caller, hours));
} catch (error) {
  const reasons =
    error instanceof z.ZodError
      ? error.issues.map(({ path, message }) => `${path.join('.')} ${message}`.trim())
      : [String(error)];
  console.error(`${reasons.join('\n')}\n${usage}`);
  process.exitCode = 1;
}
