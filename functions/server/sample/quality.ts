/** What CooSAE found when it looked at its members' goods: invented, by the rules that the API uses, and said to be a sample. */
import { dayOf } from '../../../shared/clock.ts';
import type { Potential } from '../../../shared/potentials/potential.ts';
import {
  checkQuality,
  withCheck,
  type QualityCheck,
  type QualityCheckInput,
} from '../../../shared/potentials/quality-check.ts';
import { parametersOf } from '../../../shared/potentials/quality-parameters.ts';
import { chanceFrom } from './chance.ts';
import { SAMPLE } from './marking.ts';
import type { Moments } from './moments.ts';

const COOSAE = { organizationId: 'coop_coosae', name: 'Koperasi Multi Pihak CooSAE', buys: true };

/** Four of ten listings were looked at, and one of six of these was failed. The rest is as it was listed. */
export function looked(
  potential: Potential,
  moments: Moments,
): { potential: Potential; check?: QualityCheck } {
  const chance = chanceFrom(`${potential.id} quality`);
  if (!chance.happens(0.4)) return { potential };
  const isPassed = chance.happens(5 / 6);
  const day = dayOf(new Date(moments.ago(chance.between(2, 40))));
  const [known = { parameter: 'defects', unit: '%' }] = parametersOf(potential.commodity);
  const measured = { ...known, value: isPassed ? 2.5 : 12, ...(isPassed ? { atMost: 20 } : { atMost: 10 }) };
  const input: QualityCheckInput = {
    result: isPassed ? 'pass' : 'fail',
    ...(isPassed && potential.grade !== undefined ? { grade: potential.grade } : {}),
    parameters: [measured.unit === '' ? { ...measured, unit: undefined } : measured],
    evidence: [SAMPLE],
    checkedOn: day,
  };
  const id = `chk_${potential.id.slice('pot_'.length)}`;
  const at = { at: moments.now.toISOString(), today: dayOf(moments.now) };
  const check = checkQuality(id, potential, input, COOSAE, at);
  return { potential: withCheck(potential, check), check };
}
