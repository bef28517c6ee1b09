import type { Event } from '../wire/event.ts';
import type { Actions } from './actions.ts';
import { type Application, applicationOf } from './application.ts';
import { Findings } from './findings.ts';
import { maskedWhole, PLANS } from './plan.ts';
import type { RedactableFrame, RedactedFrame, SensitiveType, Span, Tier } from './redactor.ts';
import { TypedTextFindings } from './typed-text.ts';
import { Writer, type WriterTools } from './writer.ts';

export interface FrameTools {
  readonly find: (text: string, application?: Application) => Span[];
  /** By structured detectors and the directory alone. */
  readonly findStructured: (text: string) => Span[];
  readonly actions: Actions;
  readonly othersConsented: boolean;
}

export function redactFrames(
  frames: RedactableFrame[],
  { find, findStructured, actions, othersConsented }: FrameTools,
): RedactedFrame[] {
  const findings = new Findings(find, actions);
  const typed = TypedTextFindings.read(frames);
  // First everything is examined, then everything is written: a value may be found after its first appearance.
  for (const frame of frames) for (const event of frame.events) examine(event, findings, othersConsented);
  const structured = new Findings(findStructured, actions);
  typed.examine((text, plain, app) => (plain ? structured.examine(text) : findings.examine(text, applicationOf(app))));
  typed.examine((text, plain, app) => (plain ? structured.examine(text) : findings.all(text, applicationOf(app))));
  typed.finish();
  const tools = { actions, othersConsented, identifiers: new Map() };
  let index = 0;
  return frames.map((frame) => {
    const from = index;
    index += frame.events.length;
    return redactFrame(frame, from, findings, typed, tools);
  });
}

function examine(event: Event, findings: Findings, othersConsented: boolean): void {
  const content = PLANS.get(event.kind)?.content;
  if (content === undefined || content.length === 0) return;
  const whole = maskedWhole(event, othersConsented);
  for (const [field, of] of content) {
    const value = (event as Record<string, unknown>)[field];
    if (typeof value !== 'string' || value === '') continue;
    // A word that is none is a text that will not be stored; what stands in it may stand elsewhere.
    const isText = of === undefined || of.standard(value) !== value;
    if (!isText) continue;
    if (whole === 'PASSWORD') findings.add(value, 'PASSWORD');
    else if (whole === undefined) findings.examine(value, applicationOf(event.app));
  }
}

function redactFrame(
  { device, number, events: given }: RedactableFrame,
  from: number,
  findings: Findings,
  typed: TypedTextFindings,
  tools: WriterTools,
): RedactedFrame {
  const writer = new Writer(findings, typed, tools);
  const events: Event[] = [];
  const tiers: Tier[] = [];
  const reasons: (SensitiveType | undefined)[] = [];
  let dropped = 0;
  for (let i = 0; i < given.length; i++) {
    const written = writer.write(given[i]!, from + i);
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
