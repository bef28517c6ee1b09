import type { Actions } from './actions.ts';
import type { Application } from './application.ts';
import type { SensitiveType, Span } from './redactor.ts';
import { resolve } from './spans.ts';
import { SENTENCE_TYPES } from './topics/topics.ts';
import { ValueSet } from './values.ts';

/** What a value must be to be looked for in other texts: a short one would be found everywhere. */
const SHORTEST_VALUE = 4;
const SHORTEST_NAME = 5;
const LONGEST_VALUE = 512;
/** Types whose values are words of everyday use: found elsewhere by the detectors or not at all. */
const COMMON = new Set<SensitiveType>([
  'DATE',
  'AGE',
  'FINANCIAL',
  'MEDICAL',
  'PERFORMANCE',
  ...SENTENCE_TYPES,
  'LOCATION',
  'ORGANIZATION',
  'OTHER',
  'UNREAD',
  'URL',
  'COORDINATES',
]);
const WORD = /[\p{L}\p{N}]{2}/u;

/** What was found in the texts of one call, before anything is written. */
export class Findings {
  readonly #spans = new Map<string, Span[]>();
  readonly #values = new ValueSet();
  readonly #find: (text: string, application?: Application) => Span[];
  readonly #actions: Actions;

  constructor(find: (text: string, application?: Application) => Span[], actions: Actions) {
    this.#find = find;
    this.#actions = actions;
  }

  /** Spans of a text; its values are looked for in all other texts of the call. */
  examine(text: string, application?: Application): Span[] {
    const key = application === undefined ? text : `${application}\0${text}`;
    let spans = this.#spans.get(key);
    if (spans === undefined) {
      spans = this.#find(text, application);
      this.#spans.set(key, spans);
      for (const { start, end, type } of spans) this.add(text.slice(start, end), type);
    }
    return spans;
  }

  add(value: string, type: SensitiveType): void {
    if (value.length < SHORTEST_VALUE || value.length > LONGEST_VALUE || COMMON.has(type)) return;
    if (type === 'PERSON' && value.length < SHORTEST_NAME) return;
    if (this.#actions.action(type) === 'keep') return;
    this.#values.add(value);
  }

  /** Spans of a text with the values of the other texts. */
  all(text: string, application?: Application): Span[] {
    const spans = this.examine(text, application);
    const more: Span[] = [];
    this.#values.scan(text, (start, end) => {
      if (WORD.test(text.slice(start - 1, start + 1)) || WORD.test(text.slice(end - 1, end + 1))) {
        // Inside a longer word: only a value with digits or signs is no accident there.
        if (!/[^\p{L}]/u.test(text.slice(start, end))) return;
      }
      // What is hidden already keeps its type, and with it its token.
      const hides = (span: Span) =>
        span.start <= start && end <= span.end && this.#actions.action(span.type) !== 'keep';
      if (!spans.some(hides)) more.push({ start, end, type: 'OTHER' });
    });
    if (more.length === 0) return spans;
    return resolve([...spans, ...more], text.length, (type) => this.#actions.rank(type));
  }
}
