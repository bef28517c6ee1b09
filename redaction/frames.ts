import type { Event, KeyEvent, MessageEvent, TextEvent, TranscriptEvent } from '../wire/event.ts';
import { keyClass } from '../wire/key-class.ts';
import type { Actions } from './actions.ts';
import type { RedactableFrame, RedactedFrame, SensitiveType, Span, Tier } from './redactor.ts';
import { TIERS } from './redactor.ts';
import { resolve } from './spans.ts';
import { TypedTextFindings } from './typed-text.ts';
import { ValueSet } from './values.ts';

/** What a value must be to be looked for in other texts: a short one would be found everywhere. */
const SHORTEST_VALUE = 4;
const LONGEST_VALUE = 512;
/** Types whose values are words of everyday use: found elsewhere by the detectors or not at all. */
const COMMON = new Set<SensitiveType>([
  'DATE',
  'AGE',
  'FINANCIAL',
  'MEDICAL',
  'PERFORMANCE',
  'LOCATION',
  'ORGANIZATION',
  'OTHER',
  'URL',
  'COORDINATES',
]);
const CAPTURE_ONLY: ReadonlySet<Event['kind']> = new Set(['pointer', 'click', 'scroll']);

export interface FrameTools {
  readonly find: (text: string) => Span[];
  readonly actions: Actions;
  readonly othersConsented: boolean;
}

/** What was found in one call, before anything is written. */
class Findings {
  readonly spans = new Map<string, Span[]>();
  readonly values = new ValueSet();
  readonly #find: (text: string) => Span[];
  readonly #actions: Actions;

  constructor({ find, actions }: FrameTools) {
    this.#find = find;
    this.#actions = actions;
  }

  /** Spans of a text; its values are looked for in all other texts of the call. */
  examine(text: string): Span[] {
    let spans = this.spans.get(text);
    if (spans === undefined) {
      spans = this.#find(text);
      this.spans.set(text, spans);
      for (const { start, end, type } of spans) this.add(text.slice(start, end), type);
    }
    return spans;
  }

  add(value: string, type: SensitiveType): void {
    if (value.length < SHORTEST_VALUE || value.length > LONGEST_VALUE || COMMON.has(type)) return;
    if (type === 'PERSON' && value.length < 5) return;
    if (this.#actions.action(type) === 'keep') return;
    this.values.add(value);
  }

  /** Spans of a text with the values of the other texts. */
  all(text: string): Span[] {
    const spans = this.examine(text);
    const more: Span[] = [];
    this.values.scan(text, (start, end) => {
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

const WORD = /[\p{L}\p{N}]{2}/u;

export function redactFrames(frames: RedactableFrame[], tools: FrameTools): RedactedFrame[] {
  const findings = new Findings(tools);
  const typed = TypedTextFindings.read(frames);
  // First everything is examined, then everything is written: a value may be found after its first appearance.
  for (const frame of frames) for (const event of frame.events) examine(event, findings, tools);
  typed.examine((text) => findings.examine(text));
  typed.examine((text) => findings.all(text));
  typed.finish();
  let index = 0;
  return frames.map((frame) => {
    const from = index;
    index += frame.events.length;
    return redactFrame(frame, from, findings, typed, tools);
  });
}

function examine(event: Event, findings: Findings, { othersConsented }: FrameTools): void {
  switch (event.kind) {
    case 'prompt':
      findings.examine(event.text);
      return;
    case 'message':
    case 'transcript':
      if (event.author === 'other' && !othersConsented) return;
      findings.examine(event.text);
      if (event.kind === 'message' && event.subject) findings.examine(event.subject);
      return;
    case 'window':
      if (event.title) findings.examine(event.title);
      return;
    case 'text':
      if (event.data && event.fieldType === 'password') findings.add(event.data, 'PASSWORD');
      else if (event.data) findings.examine(event.data);
      return;
  }
}

function redactFrame(
  frame: RedactableFrame,
  from: number,
  findings: Findings,
  typed: TypedTextFindings,
  tools: FrameTools,
): RedactedFrame {
  const { device, number } = frame;
  if (frame.events.every(({ kind }) => CAPTURE_ONLY.has(kind))) {
    // Four frames of five are nothing but pointer movement: nothing of them is written again.
    const { events } = frame;
    const tiers = new Array<Tier>(events.length).fill('routine');
    return { device, number, events, tiers, reasons: new Array(events.length), dropped: 0, found: {} };
  }
  const writer = new Writer(findings, tools);
  const events: Event[] = [];
  const tiers: Tier[] = [];
  const reasons: (SensitiveType | undefined)[] = [];
  let dropped = 0;
  for (let i = 0; i < frame.events.length; i++) {
    const event = frame.events[i]!;
    const written = writer.write(event, typed, from + i);
    if (writer.drop) {
      dropped++;
      continue;
    }
    events.push(written);
    tiers.push(writer.tier);
    reasons.push(writer.reason);
  }
  return { device, number, events, tiers, reasons, dropped, found: writer.found };
}

/** Writes the masked copy of one event after the other, and keeps the account of a frame. */
class Writer {
  readonly found: Partial<Record<SensitiveType, number>> = {};
  tier!: Tier;
  reason: SensitiveType | undefined;
  drop!: boolean;
  readonly #findings: Findings;
  readonly #tools: FrameTools;

  constructor(findings: Findings, tools: FrameTools) {
    this.#findings = findings;
    this.#tools = tools;
  }

  /** The event as it is stored; `tier`, `reason` and `drop` are of the last one. */
  write(event: Event, typed: TypedTextFindings, index: number): Event {
    this.tier = 'routine';
    this.reason = undefined;
    this.drop = false;
    switch (event.kind) {
      case 'key': {
        const type = typed.keys.get(index);
        return type === undefined ? event : this.#key(event, type);
      }
      case 'text':
        return this.#textEvent(event, typed, index);
      case 'prompt':
        return this.#with(event, 'text', this.#text(event.text));
      case 'transcript':
      case 'message':
        return this.#conversation(event);
      case 'window':
        return event.title ? this.#with(event, 'title', this.#text(event.title)) : event;
      default:
        return event;
    }
  }

  #with<E extends Event>(event: E, field: keyof E, value: string): E {
    return event[field] === value ? event : { ...event, [field]: value };
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

  #text(text: string, more?: readonly Span[]): string {
    let spans = this.#findings.all(text);
    if (more !== undefined) spans = resolve([...spans, ...more], text.length, (type) => this.#tools.actions.rank(type));
    for (const { type } of spans) {
      this.#note(type);
      this.#count(type);
    }
    return this.#tools.actions.apply(text, spans);
  }

  #whole(text: string, type: SensitiveType): string {
    if (text === '') return text;
    this.#note(type);
    this.#count(type);
    return this.#tools.actions.replacement(type, text);
  }

  #key(event: KeyEvent, finding: { type: SensitiveType; first: boolean }): KeyEvent {
    this.#note(finding.type);
    if (finding.first) this.#count(finding.type);
    if (this.#tools.actions.action(finding.type) === 'keep') return event;
    const { code: _code, key: _key, ...rest } = event;
    return { ...rest, class: event.class ?? keyClass(event.key, event.code) };
  }

  #textEvent(event: TextEvent, typed: TypedTextFindings, index: number): TextEvent {
    if (!event.data) return event;
    if (event.fieldType === 'password') return this.#with(event, 'data', this.#whole(event.data, 'PASSWORD'));
    return this.#with(event, 'data', this.#text(event.data, typed.texts.get(index)));
  }

  #conversation(event: MessageEvent | TranscriptEvent): Event {
    const masked = event.author === 'other' && !this.#tools.othersConsented;
    const write = (text: string) => (masked ? this.#whole(text, 'OTHER') : this.#text(text));
    const person = (name: string) => this.#whole(name, name.includes('@') ? 'EMAIL' : 'PERSON');
    if (event.kind === 'transcript') {
      const { speaker } = event;
      return { ...event, text: write(event.text), ...(speaker === undefined ? {} : { speaker: person(speaker) }) };
    }
    const { subject, participants } = event;
    return {
      ...event,
      text: write(event.text),
      ...(subject === undefined ? {} : { subject: write(subject) }),
      ...(participants === undefined ? {} : { participants: participants.map(person) }),
    };
  }
}
