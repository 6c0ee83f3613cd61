/** Whom a change of a partnership is told to, in which words: what it is now, and what it becomes by itself if nobody does anything. */
import { dayInWords, daySaid } from '../local-time.ts';
import type { Wording } from '../matching/pair.ts';
import { noticeOf, type Notice } from '../notices/notice.ts';
import { shownAt } from './as-of.ts';
import type { Lacking } from './guards.ts';
import type { HistoryEntry, Partnership, Side, Stage } from './partnership.ts';
import { firstEnd, momentAfter, namesOf, warnedFrom } from './rests-on.ts';
import { isSide, otherSide } from './stages.ts';

/** What to tell now or from a moment on, and what was to be told later and no longer holds. */
export type Telling = { told: Notice[]; withdrawn: Notice[] };

/**
 * What follows for the two sides when `after` takes the place of `before` (nothing, for a new one), as both are at `now`; `stored`
 * is what lies in the table, which may be older than what time has made of it. Who did it is not told; who did not is.
 */
export function tellingOf(
  after: Partnership,
  before: Partnership | undefined,
  now: Date,
  stored: Partnership | undefined = before,
): Telling {
  const [later, sooner] = [aheadOf(after), stored === undefined ? [] : aheadOf(stored)];
  const isAhead = ({ at }: Notice): boolean => at > now.toISOString();
  const isNotIn = (others: readonly Notice[]) => (one: Notice) => others.every(({ id }) => id !== one.id);
  return {
    told: [
      ...happened(after, before),
      ...warnedNow(after, stored, now),
      ...later.filter(isAhead).filter(isNotIn(sooner)),
    ],
    withdrawn: sooner.filter(isAhead).filter(isNotIn(later)),
  };
}

/** Both sides are told that what is paused can be taken up again, since every paper is in force. */
export const completeAgain = (partnership: Partnership, at: string): Notice[] =>
  toBoth(partnership, 'papers-complete', at, {
    id: 'Semua surat sudah berlaku lagi: salah satu pihak dapat menjalankannya kembali',
    en: 'All papers are in force again: either side can take it up again',
  });

/** The paper that guidelines are issued in, as far as it is known. */
export type Paper = {
  number?: string | undefined;
  date?: string | undefined;
  effectiveFrom?: string | undefined;
};

/** Both sides of one that waited are told that the guidelines are issued, and what it still lacks. */
export function released(
  partnership: Partnership,
  issued: Paper,
  lacking: readonly Lacking[],
  at: string,
): Notice[] {
  const paper = paperSaid(issued);
  const still = {
    id: lacking.map(({ detail }) => detail.id).join('; '),
    en: lacking.map(({ detail }) => detail.en).join('; '),
  };
  const isAgreed = partnership.stage !== 'negotiating';
  const ready = {
    id: `semua syarat terpenuhi${isAgreed ? ': pembeli dapat menjalankannya' : '; sepakati MoU'}`,
    en: `every requirement is met${isAgreed ? ': the buyer can begin' : '; agree on the MoU'}`,
  };
  const lacks = { id: `masih kurang: ${still.id}`, en: `still lacking: ${still.en}` };
  const then = lacking.length === 0 ? ready : lacks;
  return toBoth(partnership, 'guidelines-issued', at, {
    id: `juknis${paper.id} terbit; ${then.id}`,
    en: `the guidelines${paper.en} are issued; ${then.en}`,
  });
}

/** Its number, its date, and from when it counts, where that is another day. */
function paperSaid({ number, date, effectiveFrom }: Paper): Wording {
  if (number === undefined || date === undefined) return { id: '', en: '' };
  const dated = daySaid(date);
  if (effectiveFrom === undefined || effectiveFrom === date) {
    return { id: ` ${number} (${dated.id})`, en: ` ${number} (${dated.en})` };
  }
  const from = daySaid(effectiveFrom);
  return {
    id: ` ${number} (${dated.id}, berlaku mulai ${from.id})`,
    en: ` ${number} (${dated.en}, in force from ${from.en})`,
  };
}

function happened(after: Partnership, before: Partnership | undefined): Notice[] {
  const { pending } = after;
  const steps = after.history.slice(before?.history.length ?? 0);
  const isAsked = pending !== undefined && pending.at !== before?.pending?.at;
  return [
    ...steps.flatMap((step) => stepTold(after, step)),
    ...(isAsked
      ? [notice(after, otherSide(pending.by), 'partnership-to-confirm', pending.at, toConfirm(pending.to))]
      : []),
  ];
}

function stepTold(partnership: Partnership, step: HistoryEntry): Notice[] {
  const { at, to, by, note } = step;
  if (to === 'proposed') {
    const until = partnership.respondBy === undefined ? undefined : daysOf(partnership.respondBy);
    const text = {
      id: `Diusulkan oleh ${actors[by].id}${until ? `; jawab sebelum ${until.id}` : ''}`,
      en: `Proposed by the ${actors[by].en}${until ? `; answer before ${until.en}` : ''}`,
    };
    return tell(partnership, by, 'partnership-proposed', at, withNote(text, note));
  }
  const kind = to === 'paused' ? 'partnership-paused' : 'partnership-step';
  const text = {
    id: `${stageNames[to].id}, oleh ${actors[by].id}`,
    en: `${stageNames[to].en}, by the ${actors[by].en}`,
  };
  return tell(partnership, by, kind, at, withNote(text, note));
}

/** What time will do to it, told from the moment when it does; and the warning before. */
function aheadOf(partnership: Partnership): Notice[] {
  const { stage, respondBy, restsOn } = partnership;
  if (stage === 'proposed' && respondBy !== undefined) {
    return toBoth(partnership, 'partnership-lapsed', respondBy, {
      id: 'Usulan gugur karena tidak dijawab; boleh diusulkan lagi',
      en: 'The proposal has lapsed unanswered; it may be proposed again',
    });
  }
  const end = stage === 'operational' ? firstEnd(restsOn) : undefined;
  if (end === undefined) return [];
  const [names, day] = [namesOf(end.papers), daySaid(end.until)];
  return [
    ...warned(partnership, warnedFrom(end.until)),
    ...toBoth(partnership, 'partnership-paused', momentAfter(end.until), {
      id: `Dijeda: ${names.id} berakhir ${day.id}. Setelah diperpanjang dan diperiksa dinas, dapat dijalankan kembali`,
      en: `Paused: the ${names.en} ended on ${day.en}. Once renewed and checked by the office, it can be taken up again`,
    }),
  ];
}

/** A paper that ends so soon that the moment to warn of it has passed is warned of at once. */
function warnedNow(after: Partnership, before: Partnership | undefined, now: Date): Notice[] {
  const [is, was] = [after, before].map((one) => one && shownAt(one, now).warning);
  return is === undefined || is.until === was?.until ? [] : warned(after, now.toISOString());
}

function warned(partnership: Partnership, at: string): Notice[] {
  const { warning } = shownAt(partnership, new Date(at));
  return warning === undefined ? [] : toBoth(partnership, 'papers-expiring', at, warning.detail);
}

/** The other side of who did it; both, where neither did. */
const tell = (partnership: Partnership, by: HistoryEntry['by'], ...what: Told): Notice[] =>
  isSide(by) ? [notice(partnership, otherSide(by), ...what)] : toBoth(partnership, ...what);

const toBoth = (partnership: Partnership, ...what: Told): Notice[] =>
  (['cooperative', 'buyer'] as const).map((side) => notice(partnership, side, ...what));

type Told = [kind: Notice['kind'], at: string, text: Wording];

/** What is told to one side of a partnership, under its name. */
function notice(partnership: Partnership, side: Side, ...[kind, at, text]: Told): Notice {
  const { id, offerId, cooperativeId, buyerId, offerTitle, cooperativeName, buyerName } = partnership;
  const [to, other] = side === 'buyer' ? [buyerId, cooperativeName] : [cooperativeId, buyerName];
  return noticeOf({
    organizationId: to,
    kind,
    at,
    about: { partnershipId: id, offerId, cooperativeId },
    text: {
      id: `Kemitraan “${offerTitle}” dengan ${other}: ${text.id}`,
      en: `Partnership “${offerTitle}” with ${other}: ${text.en}`,
    },
  });
}

const withNote = (text: Wording, note: string | undefined): Wording =>
  note === undefined ? text : { id: `${text.id} – ${note}`, en: `${text.en} – ${note}` };

const toConfirm = (to: Stage): Wording => ({
  id: `pihak lain mengonfirmasi ${stageNames[to].id}; tinjau dan konfirmasi`,
  en: `the other side has confirmed ${stageNames[to].en}; read it and confirm`,
});

const daysOf = (instant: string): Wording => ({
  id: dayInWords(instant, 'Asia/Jakarta'),
  en: dayInWords(instant, 'Asia/Jakarta', 'en'),
});

const actors: { readonly [by in HistoryEntry['by']]: Wording } = {
  cooperative: { id: 'koperasi', en: 'cooperative' },
  buyer: { id: 'pembeli atau mitra', en: 'buyer' },
  organizer: { id: 'dinas', en: 'office' },
  service: { id: 'sistem', en: 'service' },
};

/** What a stage is called, for people. */
export const stageNames: { readonly [stage in Stage]: Wording } = {
  proposed: { id: 'diusulkan', en: 'proposed' },
  negotiating: { id: 'perundingan', en: 'negotiating' },
  mou: { id: 'MoU', en: 'MoU' },
  trial: { id: 'uji coba', en: 'trial' },
  operational: { id: 'beroperasi', en: 'operational' },
  paused: { id: 'dijeda', en: 'paused' },
  ended: { id: 'berakhir', en: 'ended' },
  declined: { id: 'ditolak', en: 'declined' },
};
