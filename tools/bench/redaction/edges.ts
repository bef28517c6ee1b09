import type { RedactableFrame, Redactor } from '../../../redaction/redactor.ts';
import type { Event } from '../../../wire/event.ts';
import { isPress, isTyping, lastPresses } from '../../../wire/typing-context.ts';
import { keystrokeCorpus, leaks } from '../../corpus/keystrokes.ts';
import { LAYOUTS } from '../../corpus/layouts.ts';
import { Random } from '../../corpus/random.ts';
import { Typist } from '../../corpus/typist.ts';
import { readLists } from '../../train/lists.ts';

const percent = (part: number, whole: number): number => (whole === 0 ? 0 : Math.round((part / whole) * 1e4) / 100);
/** Words a minute, and seconds a frame: so many presses (a word is five letters and a space). */
const PACES = { '40 words a minute': 120, '80 words a minute': 240 } as const;
const SENTENCES = 60;

/** As an agent cuts typing: `own` of each frame, the last presses of one held back for the next, and copies of both sides. */
export function framesOf(events: readonly Event[], presses: number, overlap: boolean): RedactableFrame[] {
  const frames: RedactableFrame[] = [];
  let own: { event: Event; press: boolean }[] = [];
  let before: Event[] = [];
  let held = 0;
  let pressed = 0;
  const seal = (last: boolean): void => {
    const first = overlap && !last ? lastPresses(own, held) : own.length;
    const [now, later] = [own.slice(0, first), own.slice(first)];
    const after = later.map(({ event }) => event);
    frames.push({
      device: 'd',
      number: frames.length + 2,
      events: now.map(({ event }) => event),
      ...(overlap && { context: { before, after: after.filter(isTyping) } }),
    });
    before = now
      .slice(lastPresses(now))
      .map(({ event }) => event)
      .filter(isTyping);
    own = later;
    held = later.length;
    pressed = 0;
  };
  for (const event of events) {
    own.push({ event, press: isPress(event) });
    if (isPress(event) && ++pressed === presses) seal(false);
  }
  if (own.length > 0) seal(true);
  return frames;
}

/** Keys of clean typing that are masked where each frame is judged alone, and what leaks of values that a border cuts, in percent. */
export function edges(redactor: Redactor, seed: number, perType: number) {
  const random = new Random(seed + 5);
  const sentences = random
    .shuffle(readLists().chat.filter((one) => /^[A-Z][a-z ,']{20,80}[.?]$/.test(one)))
    .slice(0, SENTENCES)
    .join(' ');
  const layout = LAYOUTS[0]!;
  const typed = new Typist({ random, layout, app: 'editor', window: 'w', slips: 0.02, releases: true })
    .type(sentences)
    .map(({ event }) => event);
  const maskedOf = (frames: RedactableFrame[], alone: boolean): number => {
    const stored = alone
      ? frames.flatMap((frame) => redactor.redactFrames([frame])[0]!.events)
      : redactor.redactFrames(frames).flatMap(({ events }) => events);
    const keys = stored.filter((event) => event.kind === 'key');
    return percent(keys.filter((event) => event.kind === 'key' && event.key === undefined).length, keys.length);
  };
  const whole = maskedOf([{ device: 'd', number: 1, events: typed }], false);
  const lost = Object.fromEntries(
    Object.entries(PACES).map(([pace, presses]) => [
      pace,
      {
        alone: Math.round((maskedOf(framesOf(typed, presses, false), true) - whole) * 100) / 100,
        overlapped: Math.round((maskedOf(framesOf(typed, presses, true), true) - whole) * 100) / 100,
      },
    ]),
  );
  const samples = keystrokeCorpus({ seed: seed + 1, perType });
  let leakWhole = 0;
  let leakOverlapped = 0;
  for (const sample of samples) {
    const events = sample.typed.map(({ event }) => event);
    if (leaks(sample, redactor.redactFrames([{ device: 'd', number: 1, events }])[0]!.events)) leakWhole++;
    const frames = framesOf(events, random.int(4, 40), true);
    if (
      leaks(
        sample,
        frames.flatMap((frame) => redactor.redactFrames([frame])[0]!.events),
      )
    )
      leakOverlapped++;
  }
  return {
    whole,
    lost,
    samples: samples.length,
    leakWhole: percent(leakWhole, samples.length),
    leakOverlapped: percent(leakOverlapped, samples.length),
  };
}
