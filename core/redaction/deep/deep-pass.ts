import type { Event } from '../../../wire/event.ts';
import type { RedactableFrame, RedactedFrame, Redactor, Span } from '../redactor.ts';
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

/** Whole texts only: keys are put together and judged by the redactor itself. */
const TEXT_FIELDS = ['text', 'data', 'title', 'subject'] as const;

/**
 * The redactor with a deep pass behind it: first the redactor, then what is left of each text goes to the deep pass.
 * Fails closed: a text on which the deep pass fails is masked whole.
 */
export async function redactFramesDeeply(
  redactor: Redactor,
  deep: DeepPass,
  frames: RedactableFrame[],
): Promise<RedactedFrame[]> {
  const redacted = redactor.redactFrames(frames);
  const places: { event: Record<string, unknown>; field: string; text: string }[] = [];
  const copies = redacted.map((frame) => ({
    ...frame,
    events: frame.events.map((event) => {
      const fields = TEXT_FIELDS.filter((field) => {
        const value = (event as Record<string, unknown>)[field];
        return typeof value === 'string' && value !== '';
      });
      if (fields.length === 0) return event;
      const copy: Record<string, unknown> = { ...event };
      for (const field of fields) places.push({ event: copy, field, text: copy[field] as string });
      return copy as Event;
    }),
  }));
  if (places.length === 0) return redacted;
  let found: Span[][] | undefined;
  try {
    found = await deep.examine(places.map(({ text }) => text));
    if (found.length !== places.length) found = undefined;
  } catch {
    found = undefined;
  }
  for (const [i, { event, field, text }] of places.entries()) {
    event[field] = found === undefined ? '[OTHER]' : redactor.redactText(text, outsidePlaceholders(text, found[i]!));
  }
  return copies;
}

/** What the redactor wrote is no value: a model takes `[PERSON]` for a name now and then. */
function outsidePlaceholders(text: string, spans: readonly Span[]): Span[] {
  const written = [...text.matchAll(/\[[A-Z]+(?:_[A-Z]+)*(?:[: ][a-z0-9+-]+)?\]/g)].map(
    ({ index, 0: match }) => [index, index + match.length] as const,
  );
  const clear = spans.filter((span) => !written.some(([start, end]) => span.start < end && span.end > start));
  return resolve(clear, text.length);
}
