/** What an offer asks of its partner, one by one, and how each stands today: the checklist of a partnership. */
import { dayOf } from '../clock.ts';
import { certificateTypes, statusOn, type CredentialType } from '../credentials/credential.ts';
import { daySaid } from '../local-time.ts';
import { unitNames } from '../matching/labels.ts';
import type { Demand, Requirements, Wording } from '../matching/pair.ts';
import { paperName, unmetOneByOne } from '../matching/requirements.ts';
import { amount } from '../matching/wording.ts';
import type { Cooperative } from '../cooperatives/cooperative.ts';
import { definedOnly } from '../patch.ts';
import { shownAt } from '../partnerships/as-of.ts';
import { nextStep, type Check, type Checklist } from '../partnerships/checklist.ts';
import { lackingFor, type Facts } from '../partnerships/guards.ts';
import type { Partnership } from '../partnerships/partnership.ts';
import { papersAsked, warnedFrom } from '../partnerships/rests-on.ts';
import { factsOf, type Judged } from './partnership-facts.ts';
import { offerRow } from './rows.ts';
import { demandOf, storedSupply } from './sides.ts';

/**
 * Everything that must hold before a partnership operates, and while it does: the papers of every MoU and of the offer with its
 * programme, what else these ask, the guidelines, and what the offer itself has to say first.
 */
export function checklistOf(stored: Partnership, pair: Judged, now: Date): Checklist {
  const partnership = shownAt(stored, now);
  const items = checksOf(pair, now);
  const lacking = items.filter(({ state }) => state !== 'met' && state !== 'expiring');
  return {
    partnershipId: partnership.id,
    stage: partnership.stage,
    isReady: lacking.length === 0,
    items,
    next: nextStep(
      partnership,
      lacking.map(({ detail }) => detail),
    ),
  };
}

function checksOf(pair: Judged, now: Date): Check[] {
  const { offer, setting, cooperative, potential } = pair;
  const facts = factsOf({ ...pair, partners: 0 }, now);
  const ofOffer = offerChecks({ ...facts, unmet: [] });
  if (!offer || !setting || !cooperative) return ofOffer;
  const row = offerRow(offer);
  const demand = demandOf(row, setting);
  const nothing = demandOf(
    { ...row, requirements: {}, regions: undefined },
    { ...setting, programme: undefined },
  );
  const supply = storedSupply(cooperative, potential ?? null, now);
  const lacks = (asked: Partial<Requirements>, regions: readonly string[] = []): Wording | undefined =>
    unmetOneByOne({ ...nothing, regions, requirements: { ...nothing.requirements, ...asked } }, supply)[0]
      ?.detail;
  const papers = new Set<CredentialType>(['nib', 'legalEntity', ...papersAsked(facts.requirements)]);
  const checks = [
    ...[...papers].map((paper) => paperCheck(paper, cooperative, lacks, now)),
    ...otherChecks(demand, lacks),
  ];
  const others = unmetOneByOne(demand, supply).filter(
    (unmet) => !checks.some(({ requirement }) => requirement === unmet.requirement),
  );
  return [...checks, ...others.map((unmet): Check => ({ ...unmet, state: 'missing' })), ...ofOffer];
}

/** What lacks of one requirement by itself; undefined when it is met. */
type Lacks = (asked: Partial<Requirements>, regions?: readonly string[]) => Wording | undefined;

/** The guidelines, and what the guards find of the offer itself: that it is gone, or lacks a quota or terms. */
function offerChecks(facts: Facts): Check[] {
  const found = lackingFor({ to: 'operational', mover: 'buyer', guards: ['requirements'] }, facts).map(
    ({ requirement, detail }): Check => ({
      requirement,
      state: requirement === 'guidelines' ? 'awaited' : 'missing',
      detail,
    }),
  );
  const isIssued = facts.offer !== undefined && facts.guidelines === 'issued';
  const issued = { id: 'Juknis terbit atau tidak diperlukan', en: 'Guidelines issued, or none needed' };
  return isIssued ? [{ requirement: 'guidelines', state: 'met', detail: issued }, ...found] : found;
}

function paperCheck(paper: CredentialType, cooperative: Cooperative, lacks: Lacks, now: Date): Check {
  const credential = cooperative.credentials[paper];
  const state = credential ? statusOn(credential, dayOf(now)) : 'missing';
  const until = credential?.validUntil;
  const certificate = certificateTypes.find((type) => type === paper);
  const requirement = certificate ? 'certifications' : paper;
  if (state !== 'verified') {
    const { id, en } = lacks(certificate ? { certifications: [paper] } : { [paper]: true })!;
    const why = credential?.reason === undefined ? '' : ` (${credential.reason})`;
    return definedOnly({ requirement, paper, state, until, detail: { id: id + why, en: en + why } });
  }
  const { id, en } = paperName(paper);
  const last = until && daySaid(until);
  const [sampai, till] = last ? [` sampai ${last.id}`, ` until ${last.en}`] : ['', ''];
  const detail = {
    id: `${id} berlaku${sampai}`,
    en: `${en[0]!.toUpperCase()}${en.slice(1)} in force${till}`,
  };
  const isSoon = until !== undefined && now.toISOString() >= warnedFrom(until);
  return definedOnly({ requirement, paper, state: isSoon ? 'expiring' : 'met', until, detail });
}

/** All that is asked besides papers, each by itself. */
function otherChecks({ requirements, regions }: Demand, lacks: Lacks): Check[] {
  const { kbli, units, minGrade, minStorage, minReadiness, exportReady } = requirements;
  const check = (requirement: string, lacking: Wording | undefined, id: string, en: string): Check =>
    lacking
      ? { requirement, state: 'missing', detail: lacking }
      : { requirement, state: 'met', detail: { id, en } };
  const checks = [
    ...kbli.map((code) =>
      check('kbli', lacks({ kbli: [code] }), `NIB mencakup KBLI ${code}`, `The NIB covers KBLI ${code}`),
    ),
    ...units.map((unit) => {
      const { id, en } = unitNames([unit]);
      return check('units', lacks({ units: [unit] }), `Unit usaha ada: ${id}`, `Business unit: ${en}`);
    }),
  ];
  if (minGrade !== null) {
    checks.push(
      check('minGrade', lacks({ minGrade }), `Mutu ${minGrade} terpenuhi`, `Grade ${minGrade} is met`),
    );
  }
  if (minStorage !== null) {
    const { id, en } = amount(minStorage.amount, minStorage.unit);
    checks.push(check('minStorage', lacks({ minStorage }), `Gudang ${id} ada`, `Storage of ${en} is there`));
  }
  if (minReadiness !== null) {
    const least = String(minReadiness);
    const lacking = lacks({ minReadiness });
    checks.push(
      check('minReadiness', lacking, `Kesiapan ${least} tercapai`, `Readiness ${least} is reached`),
    );
  }
  if (exportReady) {
    checks.push(check('exportReady', lacks({ exportReady }), 'Siap ekspor', 'Ready for export'));
  }
  if (regions.length > 0) {
    checks.push(
      check('regions', lacks({}, regions), 'Dalam wilayah penawaran', 'Inside the regions of the offer'),
    );
  }
  return checks;
}
