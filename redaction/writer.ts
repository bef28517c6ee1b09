import type { Event, KeyEvent } from '../wire/event.ts';
import { keyClass } from '../wire/key-class.ts';
import type { Actions } from './actions.ts';
import { type Application, applicationOf } from './application.ts';
import type { Findings } from './findings.ts';
import { KEEP, maskedWhole, PLANS, type Plan, type Treatment } from './plan.ts';
import { type SensitiveType, type Span, TIERS, type Tier } from './redactor.ts';
import { resolve } from './spans.ts';
import { SENTENCE_TYPES } from './topics/topics.ts';
import { type KeyFinding, SECRETS, type TypedTextFindings } from './typed-text.ts';

export interface WriterTools {
  readonly actions: Actions;
  readonly othersConsented: boolean;
  /** Words that stand for the ids of this call, by field and id. */
  readonly identifiers: Map<string, Map<string, string>>;
}

type Fields = Record<string, unknown>;

/** Values that could be guessed, or looked up in a list of people or of sentences, by the kinds of their keys. */
const TELLING: ReadonlySet<SensitiveType> = new Set([
  ...SECRETS,
  ...SENTENCE_TYPES,
  ...(['PERSON', 'DIRECTORY', 'EMAIL', 'UNREAD'] as const),
]);

const WHICH_KEY: ReadonlySet<string> = new Set(['code', 'key']);
/** Class and Shift tell where the words and capitals of a name are, and of what a password consists. */
const WHICH_KEY_AND_HOW: ReadonlySet<string> = new Set([
  ...WHICH_KEY,
  ...(['class', 'altKey', 'ctrlKey', 'metaKey', 'shiftKey', 'repeat'] as const),
]);

/** A copy without some fields, made field by field: a frame has 200,000 keys, and what the language offers for it makes an object more for each. */
function without(event: KeyEvent, fields: ReadonlySet<string>): { -readonly [F in keyof KeyEvent]: KeyEvent[F] } {
  const rest: Record<string, unknown> = {};
  for (const field in event) if (!fields.has(field)) rest[field] = event[field as keyof KeyEvent];
  return rest as unknown as KeyEvent;
}

/** Writes what is stored of one event after the other, and keeps the account of a frame. */
export class Writer {
  readonly found: Partial<Record<SensitiveType, number>> = {};
  tier!: Tier;
  reason: SensitiveType | undefined;
  drop!: boolean;
  readonly #findings: Findings;
  readonly #typed: TypedTextFindings;
  readonly #tools: WriterTools;
  #application: Application | undefined;
  /** What the texts of the event are masked as. */
  #whole: SensitiveType | undefined;
  /** What typing found in the text of the event. */
  #spans: readonly Span[] | undefined;

  constructor(findings: Findings, typed: TypedTextFindings, tools: WriterTools) {
    this.#findings = findings;
    this.#typed = typed;
    this.#tools = tools;
  }

  /** The event as it is stored: itself, if nothing of it had to change. `tier`, `reason` and `drop` are of the last one. */
  write(event: Event, index: number): Event {
    this.tier = 'routine';
    this.reason = undefined;
    const plan = PLANS.get(event.kind);
    this.drop = plan === undefined;
    if (plan === undefined) return event;
    if (plan.content.length > 0) {
      this.#application = applicationOf(event.app);
      this.#whole = maskedWhole(event, this.#tools.othersConsented);
      this.#spans = this.#typed.texts.get(index);
    }
    const written = this.#fields(event as Fields, plan) as Event;
    if (event.kind !== 'key') return written;
    const finding = this.#typed.keys[index];
    return finding === undefined ? written : this.#key(event, written as KeyEvent, finding);
  }

  #fields(event: Fields, plan: Plan): Fields {
    let written = event;
    for (const field in event) {
      const treatment = plan.fields[field];
      if (treatment === KEEP) continue;
      const value = event[field];
      const stored = treatment === undefined ? undefined : this.#stored(treatment, field, value);
      if (stored === value) continue;
      if (written === event) written = { ...event };
      if (stored === undefined) delete written[field];
      else written[field] = stored;
    }
    return written;
  }

  /** What is stored for a value; undefined: nothing. */
  #stored(treatment: Treatment, field: string, value: unknown): unknown {
    if (Array.isArray(value)) return value.map((item) => this.#stored(treatment, field, item) ?? '');
    if (typeof value !== 'string') return undefined;
    switch (treatment.do) {
      case 'keep':
        return value;
      case 'word': {
        const word = treatment.of!.standard(value);
        if (word !== value) this.#count('OTHER');
        return word;
      }
      case 'identifier':
        return this.#identifier(field, value);
      case 'name':
        return this.#name(value);
      case 'text':
        return this.#whole === undefined ? this.#text(value) : this.#replaced(value, this.#whole);
      default:
        return treatment.do satisfies never;
    }
  }

  #identifier(field: string, value: string): string {
    const { actions, identifiers } = this.#tools;
    let words = identifiers.get(field);
    if (words === undefined) {
      words = new Map();
      identifiers.set(field, words);
    }
    let word = words.get(value);
    if (word === undefined) {
      word = actions.identifier(field, value);
      words.set(value, word);
    }
    return word;
  }

  #name(name: string): string {
    const type = name.includes('@') ? 'EMAIL' : 'PERSON';
    // A policy that keeps names keeps no card number that stands in the place of one.
    return this.#tools.actions.action(type) === 'keep' ? this.#text(name) : this.#replaced(name, type);
  }

  #text(text: string): string {
    const { actions } = this.#tools;
    let spans = this.#findings.all(text, this.#application);
    if (this.#spans !== undefined) {
      spans = resolve([...spans, ...this.#spans], text.length, (type) => actions.rank(type));
    }
    for (const { type } of spans) {
      this.#note(type);
      this.#count(type);
    }
    return actions.apply(text, spans);
  }

  #replaced(text: string, type: SensitiveType): string {
    if (text === '') return text;
    this.#note(type);
    this.#count(type);
    return this.#tools.actions.replacement(type, text);
  }

  /** A key of a value that was found: what it was goes, its class and its time stay. */
  #key(event: KeyEvent, written: KeyEvent, { type, first, time }: KeyFinding): KeyEvent {
    this.#note(type);
    if (first) this.#count(type);
    if (this.#tools.actions.action(type) === 'keep') return written;
    if (!TELLING.has(type)) {
      const masked = without(written, WHICH_KEY);
      masked.class = event.class ?? keyClass(event.key, event.code);
      return masked;
    }
    const masked = without(written, WHICH_KEY_AND_HOW);
    if (time !== undefined) masked.time = time;
    return masked;
  }

  #note(type: SensitiveType): void {
    const { actions } = this.#tools;
    const tier = actions.tier(type);
    if (this.reason === undefined || TIERS.indexOf(tier) > TIERS.indexOf(this.tier)) {
      this.tier = tier;
      this.reason = type;
    }
    if (actions.action(type) === 'drop') this.drop = true;
  }

  #count(type: SensitiveType): void {
    this.found[type] = (this.found[type] ?? 0) + 1;
  }
}
