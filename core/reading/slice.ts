import type { ReadRefusal } from '../../api/words.ts';
import type { Trims } from '../consent/trims.ts';
import { actor } from '../ledger/actor.ts';
import { hashDocument } from '../ledger/entry.ts';
import type { EntryReceipt, FactsOf } from '../ledger/ledger.ts';
import type { Limit } from '../shared/limit.ts';
import type { IndexRow } from '../vault/index-row.ts';
import type { Grant } from './grant.ts';
import { judgeRead, type ReadView, type SeenSubject } from './judge.ts';
import type { Permits } from './permits.ts';
import type { TimeRules } from './row-times.ts';

/**
 * Segments of one slice: with the head of the chain, the entry, the grant and the subject they are items of one transaction, of which
 * DynamoDB takes a hundred, and their messages, inline ones of 4 KB, stay far below its 4 MB.
 */
export const MOST_SEGMENTS = 80;
/** People whose parts one fetch opens, for the same reason. */
export const MOST_PEOPLE = 80;

/** Who makes an export, for what: on whose grant everything in it is read. */
export interface ExportOrder {
  /** ULID. */
  export: string;
  /** `sub` of the token. */
  reader: string;
  purpose: string;
  /** @default not asked */
  permits?: Permits;
  /** Of segments for this purpose. @default none */
  volume?: Limit;
}

/** Segments of one subject that an export is to read at once. */
export interface SliceRequest extends ExportOrder {
  subject: string;
  /** At most `MOST_SEGMENTS`. */
  segments: readonly string[];
  /**
   * Its name in the export. A worker that died after the transaction, and asks again for what it read, was entered and counted: everything is
   * judged anew, and nothing entered or counted twice. @default each is a reading of its own
   */
  slice?: string;
}

/** Of what was read under a name: another reading is entered anew. */
export const sliceName = ({ export: id, slice }: SliceRequest, rows: readonly IndexRow[]): string =>
  `${id}#${slice}#${hashDocument(rows.map(({ segment }) => segment).sort())}`;

/** Why segments of a slice stay out of it, and how many by each. */
export type LeftOut = Partial<Record<ReadRefusal, number>>;

export interface BegunSlice {
  /** Absent when there is nothing to read: then nothing was, and no entry says so. */
  receipt?: EntryReceipt;
  /** As the transaction saw them, in the order asked for. */
  rows: IndexRow[];
  left: LeftOut;
  /** What the subject had trimmed by then. */
  trims?: Trims;
}

/** A part of an export, as it was cut: it opens as long as its subject still is as they were then. */
export interface CutPart {
  part: string;
  subject: string;
  /** Of the subject, under which the part's key is wrapped. */
  keyId: string;
  trims?: Trims;
}

export interface FetchRequest extends ExportOrder {
  /** Of at most `MOST_PEOPLE` subjects. */
  parts: readonly CutPart[];
}

export interface BegunFetch {
  /** Absent when no part opens any more. */
  receipt?: EntryReceipt;
  /** Names of the parts that may be opened. */
  open: string[];
  /** Of the others: which and why no more. */
  closed: { part: string; refusal: ReadRefusal }[];
}

/** Port: reading for an export. Each is one transaction with its entry, on the same gate, grant and subject rows as any read. */
export interface SliceReading {
  /**
   * One transaction: the chain's copy of the reading gate open, grant live, subject live with the key and the trims that were seen, each row
   * as seen, past its cool-off and not expired; entry of the slice appended. What one row is refused for leaves that row out, and no other.
   * @throws Refused `gate-closed`, `no-grant`
   */
  beginSlice(request: SliceRequest): Promise<BegunSlice>;
  /**
   * One transaction: the chain open, grant live, each subject whose part is opened live, with the key of then and nothing trimmed since;
   * entry of the fetch appended. Nobody else's part is opened.
   * @throws Refused `gate-closed`, `no-grant`
   */
  beginFetch(request: FetchRequest): Promise<BegunFetch>;
  /** Looks once more, after keys were used: names of those that still open. */
  confirmParts(parts: readonly CutPart[]): Promise<string[]>;
  /**
   * One transaction: the chain open, grant live, entry that an export is begun, with what it is to be of.
   * @throws Refused `gate-closed`, `no-grant`
   */
  beginExport(order: ExportOrder, asked: Record<string, string | number>): Promise<EntryReceipt>;
}

/** What the ledger says of an export: content-free, and of a slice whose. */
export const exportFacts = (
  { export: id, reader, purpose }: ExportOrder,
  at: number,
  more: { subject?: string; detail: Record<string, string | number> },
): FactsOf<'export'> => ({
  kind: 'export',
  at,
  actor: actor('reader', reader),
  purpose,
  ...(more.subject !== undefined && { subject: more.subject }),
  detail: { export: id, ...more.detail },
});

/**
 * Which segments, by one hash: an entry for each is what reading them one by one would be. And on whose word: the giver of the grant, and the
 * policies that it was given under, by their hash.
 */
export const sliceFacts = (
  request: SliceRequest,
  { rows, grant }: { rows: readonly IndexRow[]; grant: Pick<Grant, 'givenBy' | 'policy'> },
  at: number,
): FactsOf<'export'> => {
  const segments = rows.map(({ segment }) => segment).sort();
  const { givenBy, policy } = grant;
  const which = { segments: segments.length, hash: hashDocument(segments) };
  const detail = { step: 'slice', ...which, givenBy, ...(policy !== undefined && { policy }) };
  return exportFacts(request, at, { subject: request.subject, detail });
};

export const fetchFacts = (request: FetchRequest, open: readonly string[], at: number): FactsOf<'export'> =>
  exportFacts(request, at, {
    detail: { step: 'fetch', parts: open.length, hash: hashDocument([...open].sort()) },
  });

/** What of a slice can be read, judged as any read is, row by row. `rows` are in the order of the segments. */
export function judgeSlice(
  request: SliceRequest,
  seen: { rows: readonly (ReadView['row'] | undefined)[]; goneKeys: ReadonlySet<string> } & Omit<
    ReadView,
    'row' | 'keyGone'
  >,
  now: number,
  rules: TimeRules,
): { refusal?: 'no-grant'; rows: IndexRow[]; left: LeftOut } {
  const rows: IndexRow[] = [];
  const left: LeftOut = {};
  const permits = request.permits && onceATier(request.permits);
  const { goneKeys, rows: found, ...view } = seen;
  for (const [at, segment] of request.segments.entries()) {
    const row = found[at];
    const keyGone = typeof row === 'object' && goneKeys.has(row.keyId);
    const { reader, subject, purpose } = request;
    const asked = { reader, subject, purpose, segment, reason: '', ...(permits && { permits }) };
    const judged = judgeRead({ ...view, ...(row && { row }), keyGone }, asked, now, rules);
    if (judged.refusal === 'no-grant') return { refusal: 'no-grant', rows: [], left: {} };
    if (judged.refusal) left[judged.refusal] = (left[judged.refusal] ?? 0) + 1;
    else rows.push(judged.row);
  }
  return { rows, left };
}

/** Of one grant at one moment: a slice has dozens of segments, and there are three tiers. */
function onceATier(permits: Permits): Permits {
  const said = new Map<string | undefined, boolean>();
  return (seen, now) => {
    const known = said.get(seen.tier) ?? permits(seen, now);
    said.set(seen.tier, known);
    return known;
  };
}

/** Whether a part still opens: its subject lives, has the key that it was wrapped under, and has trimmed nothing since. */
export function judgePart({ keyId, trims }: CutPart, subject: SeenSubject | undefined): ReadRefusal | undefined {
  if (!subject || subject.state === 'erased' || subject.keyId !== keyId) return 'erased';
  if (subject.state !== 'live') return 'consent';
  return JSON.stringify(subject.trims ?? []) === JSON.stringify(trims ?? []) ? undefined : 'not-found';
}
