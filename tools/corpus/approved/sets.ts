import { readFileSync } from 'node:fs';
import { createRedactor } from '../../../redaction/create.ts';
import type { RedactedFrame, Redactor } from '../../../redaction/redactor.ts';
import { createTagger } from '../../../redaction/tagger/tagger.ts';
import type { Event } from '../../../wire/event.ts';
import { keystrokeCorpus } from '../keystrokes.ts';
import type { Outcomes } from './approved.ts';
import { editing, maskLine } from './key-forms.ts';
import { readInputs } from './pattern-inputs.ts';
import { spansLine, textForms } from './text-forms.ts';

const policy = { actions: {}, tiers: { PASSWORD: 'sensitive', PERSON: 'routine' } } as const;

/** Groups of inputs and the outcome of each: lazily, so that a test of one group does the work of one group. */
export type ApprovedSet = ReadonlyMap<string, () => readonly string[]>;

function once<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

/** What the detectors find in the forms of all kinds of values. */
function detectors(): ApprovedSet {
  const redactor = once(() => createRedactor({ policy, tagger: false }));
  const forms = textForms(5, 6);
  return new Map(
    [...forms].map(([group, list]) => [
      group,
      () => list.map(({ form, text }) => `${form}: ${spansLine(redactor().find(text))}`),
    ]),
  );
}

/** What the detectors find in texts made from their own patterns. */
function patterns(): ApprovedSet {
  const redactor = once(() => createRedactor({ policy, tagger: false }));
  return new Map(
    [...readInputs()].map(([group, texts]) => [group, () => texts.map((text) => spansLine(redactor().find(text)))]),
  );
}

/** What the tagger finds in the held-out texts, as written and in lower case. */
function tagger(): ApprovedSet {
  const made = once(createTagger);
  const tag = (text: string): string => {
    const found: string[] = [];
    made().tag(text, (start, end, type) => found.push(`${start}-${end} ${type}`));
    return found.join(', ');
  };
  const texts = readFileSync(new URL('../../../redaction/tagger/heldout.ndjson', import.meta.url), 'utf8')
    .trim()
    .split('\n')
    .map((line) => (JSON.parse(line) as { text: string }).text);
  const groups = Map.groupBy(texts.entries(), ([i]) => `texts ${Math.floor(i / 30) * 30 + 1} and on`);
  return new Map(
    [...groups].map(([group, list]) => [
      group,
      () => [...list.map(([, text]) => tag(text)), ...list.map(([, text]) => tag(text.toLowerCase()))],
    ]),
  );
}

/** The same events in one frame, cut in two that follow each other, and the two each for itself. */
function threeWays(redactor: Redactor, events: Event[], at: number): string[] {
  const device = 'd';
  const cut = [
    { device, number: 7, events: events.slice(0, at) },
    { device, number: 8, events: events.slice(at) },
  ];
  const line = (frames: RedactedFrame[]): string => maskLine(events, frames);
  return [
    `whole: ${line(redactor.redactFrames([{ device, number: 1, events }]))}`,
    `cut and joined: ${line(redactor.redactFrames(cut))}`,
    `cut and alone: ${line(cut.flatMap((frame) => redactor.redactFrames([frame])))}`,
  ];
}

/** Which keys are masked where values are typed, and where somebody edits in every way there is. */
function typing(): ApprovedSet {
  const redactor = once(() => createRedactor({ policy, tagger: false }));
  const typed = Map.groupBy(keystrokeCorpus({ seed: 5, perType: 1 }), ({ layout }) => `typed on ${layout}`);
  const set = new Map<string, () => readonly string[]>();
  for (const [group, samples] of typed) {
    set.set(group, () =>
      samples.flatMap(({ type, typed }) => {
        const events = typed.map(({ event }) => event);
        return threeWays(redactor(), events, Math.floor(events.length / 2)).map((line) => `${type}, ${line}`);
      }),
    );
  }
  for (let first = 0; first < 200; first += 10) {
    set.set(`edited, seeds ${first} to ${first + 9}`, () =>
      Array.from({ length: 10 }, (_, i) => first + i).flatMap((seed) => {
        const events = editing(seed);
        return threeWays(redactor(), events, Math.floor(events.length / 2)).map((line) => `${seed}, ${line}`);
      }),
    );
  }
  return set;
}

export const SETS: Readonly<Record<string, () => ApprovedSet>> = { detectors, patterns, tagger, typing };

export const outcomesOf = (set: ApprovedSet): Outcomes => new Map([...set].map(([group, run]) => [group, run()]));
