import type { Event } from '../../wire/event.ts';
import { Actions } from '../actions.ts';
import { withoutPlaceholders } from '../placeholders.ts';
import { textFieldsOf } from '../plan.ts';
import {
  type RedactableFrame,
  type RedactedFrame,
  type RedactionPolicy,
  type Redactor,
  type Span,
  TIERS,
} from '../redactor.ts';
import { resolve } from '../spans.ts';

/**
 * A second, slower reader of texts: a managed service or a model. Off by default: it costs money or seconds, and it sees
 * what the text was before redaction (a service's terms decide where).
 */
export interface DeepPass {
  readonly name: string;
  /**
   * Spans of each text, in order, UTF-16 offsets.
   * @throws DeepPassFailed when any of the texts could not be judged
   */
  examine(texts: readonly string[]): Promise<Span[][]>;
}

/** The deep pass gave no answer. Carries no content. */
export class DeepPassFailed extends Error {
  override name = 'DeepPassFailed';
}

export interface DeeplyRedacted {
  frames: RedactedFrame[];
  /** Texts masked whole because the deep pass did not answer. */
  unanswered: number;
}

/** One text of one event, and where it stands. */
interface Place {
  frame: RedactedFrame;
  event: Record<string, unknown>;
  at: number;
  field: string;
  text: string;
}

/**
 * The redactor with a deep pass behind it: first the redactor, then what is left of each text goes to the deep pass. What
 * that finds is treated as the policy says: masked, counted, in its tier, or dropped with its event.
 * Fails closed: a text on which the deep pass fails is masked whole.
 */
export async function redactFramesDeeply(
  redactor: Redactor,
  { pass, policy }: { pass: DeepPass; policy: RedactionPolicy },
  frames: RedactableFrame[],
  subject?: string,
): Promise<DeeplyRedacted> {
  const redacted = redactor.redactFrames(frames, subject).map(copyOf);
  const places = redacted.flatMap(placesOf);
  if (places.length === 0) return { frames: redacted, unanswered: 0 };
  const found = await answerOf(pass, places);
  const actions = new Actions(policy);
  const dropped = new Map<RedactedFrame, Set<number>>();
  for (const [i, { frame, event, at, field, text }] of places.entries()) {
    const spans = found === undefined ? [wholly(text)] : beside(text, found[i]!);
    if (spans.length === 0) continue;
    event[field] = found === undefined ? '[OTHER]' : redactor.redactText(text, spans);
    for (const { type } of spans) {
      frame.found[type] = (frame.found[type] ?? 0) + 1;
      if (TIERS.indexOf(actions.tier(type)) > TIERS.indexOf(frame.tiers[at]!)) frame.tiers[at] = actions.tier(type);
      if (actions.action(type) === 'drop') dropped.set(frame, (dropped.get(frame) ?? new Set()).add(at));
    }
  }
  for (const [frame, some] of dropped) {
    const kept = (_: unknown, at: number): boolean => !some.has(at);
    frame.events = frame.events.filter(kept);
    frame.tiers = frame.tiers.filter(kept);
    if (frame.reasons) frame.reasons = frame.reasons.filter(kept);
    frame.dropped += some.size;
  }
  return { frames: redacted, unanswered: found === undefined ? places.length : 0 };
}

const copyOf = (frame: RedactedFrame): RedactedFrame => ({
  ...frame,
  events: frame.events.map((event) => ({ ...event })),
  tiers: [...frame.tiers],
  found: { ...frame.found },
});

/** Whole texts only: keys are put together and judged by the redactor itself. */
function placesOf(frame: RedactedFrame): Place[] {
  return frame.events.flatMap((one, at) => {
    const event = one as Event & Record<string, unknown>;
    return textFieldsOf(event.kind).flatMap((field): Place[] => {
      const text = event[field];
      return typeof text === 'string' && text !== '' ? [{ frame, event, at, field, text }] : [];
    });
  });
}

async function answerOf(pass: DeepPass, places: readonly Place[]): Promise<Span[][] | undefined> {
  try {
    const found = await pass.examine(places.map(({ text }) => text));
    const sound = found.length === places.length && places.every(({ text }, i) => found[i]!.every(within(text)));
    return sound ? found : undefined;
  } catch {
    // Whatever went wrong: the caller is told by `unanswered`, and no message of a service is passed on.
    return undefined;
  }
}

const within =
  (text: string) =>
  ({ start, end }: Span): boolean =>
    start >= 0 && start <= end && end <= text.length;

const wholly = (text: string): Span => ({ start: 0, end: text.length, type: 'OTHER' });

/**
 * What a deep pass finds in texts beside what the redactor found, in offsets of the texts: it reads what the redactor left of them.
 * @throws DeepPassFailed when it gives no answer
 */
export async function findDeeply(redactor: Redactor, pass: DeepPass, texts: readonly string[]): Promise<Span[][]> {
  const read = texts.map((text) => {
    const spans = redactor.find(text);
    const pieces = piecesOf(text, spans, (span) => redactor.redactText(text, [span]));
    return { text, spans, pieces, left: pieces.map(({ written }) => written).join('') };
  });
  const found = await pass.examine(read.map(({ left }) => left));
  if (found.length !== read.length) throw new DeepPassFailed('another number of answers than of texts');
  return read.map(({ text, spans, pieces, left }, i) => {
    const more = beside(left, found[i]!.filter(within(left)));
    return resolve([...spans, ...more.flatMap((span) => inOriginal(pieces, span))], text.length);
  });
}

interface Written {
  readonly written: string;
  /** Where it begins in the original; undefined of a placeholder. */
  readonly at: number | undefined;
}

/** The redacted text, each stretch with where it was. @param redact the whole text with one span replaced */
function piecesOf(text: string, spans: readonly Span[], redact: (span: Span) => string): Written[] {
  const pieces: Written[] = [];
  let last = 0;
  for (const span of spans) {
    pieces.push({ written: text.slice(last, span.start), at: last });
    const whole = redact(span);
    pieces.push({ written: whole.slice(span.start, whole.length - (text.length - span.end)), at: undefined });
    last = span.end;
  }
  pieces.push({ written: text.slice(last), at: last });
  return pieces;
}

/** A span of the redacted text in the original; what of it lies in placeholders is nowhere. */
function inOriginal(pieces: readonly Written[], { start, end, type }: Span): Span[] {
  const spans: Span[] = [];
  let offset = 0;
  for (const { written, at } of pieces) {
    const from = Math.max(start, offset);
    const to = Math.min(end, offset + written.length);
    if (at !== undefined && from < to) spans.push({ start: at + from - offset, end: at + to - offset, type });
    offset += written.length;
  }
  return spans;
}

/** What the redactor wrote is no value (a model takes `[PERSON]` for a name now and then), but what stands beside it may be. */
const beside = (text: string, spans: readonly Span[]): Span[] =>
  withoutPlaceholders(text, resolve([...spans], text.length)).filter(({ start, end }) =>
    /\S/.test(text.slice(start, end)),
  );
