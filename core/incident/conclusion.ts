import type { Disclosure } from '../disclosure/disclosure.ts';
import { consentCovers } from '../disclosure/version.ts';
import { checkNotEnded, GATES, isOver } from '../gate/gate.ts';
import { isBroken, Refused } from '../shared/errors.ts';
import { agreed, checkDecidable } from './approve.ts';
import { asksOf } from './asked-then.ts';
import type { CaseStore } from './case.ts';
import { type ConformanceParts, failingChecks } from './conformance.ts';
import { DOCUMENT_KINDS, readIssued } from './documents.ts';
import type { Findings } from './findings.ts';
import type { Approval, Decision, Incident, IncidentStore } from './incident.ts';
import { notGreen, type ProbeStore, probesIn } from './probes.ts';

export interface ConcludeParts extends ConformanceParts {
  store: IncidentStore & CaseStore;
  disclosure: Disclosure;
  /** Asked where the disclosure says for how long they must be green. @default none has answered */
  probes?: ProbeStore;
  /** A version of the disclosure as it was noted before anybody could consent to it. @default not asked: consent itself is, at each commit */
  noted?: (version: string) => Promise<Disclosure | undefined>;
}

/**
 * Whether what was decided may be done now.
 * @throws Refused `state`, `unpublished`, `epoch`, `approvals` (not two of different groups over these findings), and for a
 *   resume `conformance` (naming the checks that are red), `told`, `probes`, `not-asked-again`, each saying what is missing
 */
export async function checkConclusion(
  parts: ConcludeParts,
  incident: Incident,
  decision: Decision,
): Promise<[Approval, Approval]> {
  checkDecidable(incident);
  if (incident.amendAt !== undefined) {
    throw new Refused(
      'unpublished',
      'an amended version of the findings is asked for, and nothing is decided before it',
    );
  }
  const gate = await parts.gates.collection.read();
  const { epoch } = gate;
  if (epoch !== incident.epochs?.collection) throw new Refused('epoch', 'the gate has moved on since the closure');
  const both = agreed(await parts.store.approvals(incident.incident), decision, incident, epoch);
  if (!both) {
    throw new Refused(
      'approvals',
      'two approvals are needed, of different people of different groups, over these findings',
    );
  }
  if (decision === 'resume') {
    // By another incident, which holds the gates for good.
    checkNotEnded(gate);
    const red = await failingChecks(parts, incident);
    if (red.length > 0) throw new Refused('conformance', `not in order: ${red.join(', ')}`);
    checkTold(parts, incident);
    await checkProbes(parts, incident);
    await checkAskedAgain(parts, incident);
  }
  return both;
}

const HOUR = 3_600_000;

/** Those concerned read what was found before anything of theirs is collected again. @throws Refused `told` */
function checkTold({ disclosure, clock }: ConcludeParts, { publishedAt, summary, ...incident }: Incident): void {
  const { toldHours = 0 } = asksOf(disclosure, incident);
  if (toldHours === 0) return;
  if (publishedAt === undefined || !summary) throw new Refused('told', 'nobody was told what was found');
  const from = publishedAt + toldHours * HOUR;
  if (clock.now() < from) {
    throw new Refused(
      'told',
      `the people concerned were told at ${iso(publishedAt)}, and nothing opens before ${iso(from)}: the disclosure says ${toldHours} hours`,
    );
  }
}

/** @throws Refused `probes` */
async function checkProbes(parts: ConcludeParts, { findings, ...incident }: Incident): Promise<void> {
  const { greenHours } = asksOf(parts.disclosure, incident);
  if (greenHours === undefined) return;
  const { document } = await readIssued<Findings>(parts, findings!, DOCUMENT_KINDS.findings);
  const all = (await parts.probes?.all()) ?? { kept: [], damaged: [] };
  const asked = { hours: greenHours, upTo: document.window.to, now: parts.clock.now() };
  const missing = notGreen(probesIn(document).keys(), all, asked);
  if (missing.length > 0) throw new Refused('probes', missing.join('; '));
}

/** Where it has widened, nobody's consent holds: they can be asked once the new text is noted. @throws Refused `not-asked-again` */
async function checkAskedAgain({ disclosure, noted }: ConcludeParts, incident: Incident): Promise<void> {
  if (!noted || consentCovers(incident.disclosure, disclosure.version)) return;
  if (await noted(disclosure.version)) return;
  throw new Refused(
    'not-asked-again',
    `the disclosure went from ${incident.disclosure} to ${disclosure.version}, which nobody was shown yet: "sluice consent" shows it`,
  );
}

const iso = (at: number): string => new Date(at).toISOString();

/**
 * Whether a resume was begun and one of the gates has let go: it was checked then, and is finished on the approvals that it was begun
 * with, whatever else moved the gates since. The roots remember which of them have let go.
 */
export async function isBegun(
  { gates }: Pick<ConcludeParts, 'gates'>,
  { incident, resuming }: Incident,
): Promise<boolean> {
  if (!resuming) return false;
  const states = await Promise.all(GATES.map((gate) => gates[gate].read()));
  return states.some((state) => isOver(state, incident));
}

/** ms for which a task that has noted a resume may live, and still open a gate: AWS ends a function after 15 minutes. A minute is for clocks. */
export const RESUME_LIVES = 960_000;

/**
 * Whether a resume that was noted may still open a gate, or has: until it is done or `settled`, nothing else is decided, and nothing that it rests
 * on is written over. However old it is: one that died between the two gates is finished, not taken back.
 */
export const mayBeOpening = ({ resuming }: Pick<Incident, 'resuming'>): boolean => resuming !== undefined;

/** A resume that was noted, died before any gate let go, and can open none any more, is no longer one. @returns the incident as it is then */
export async function settled(
  { gates, store, clock }: Pick<ConcludeParts, 'gates' | 'clock'> & { store: Pick<IncidentStore, 'advance'> },
  incident: Incident,
): Promise<Incident> {
  const { resuming, concludedAt } = incident;
  if (!resuming || concludedAt !== undefined || clock.now() - resuming.at < RESUME_LIVES) return incident;
  if (await isBegun({ gates }, incident)) return incident;
  return store.advance(incident.incident, {
    // Another one has been noted since.
    once: (now) => now.resuming?.at !== resuming.at,
    set: { resuming: undefined },
  });
}

/** What those decided who wait for no one any more: what the workflow is to do as soon as it asks. */
export async function dueDecision(parts: ConcludeParts, incident: Incident): Promise<Decision | undefined> {
  if (incident.concludedAt !== undefined) return incident.status === 'terminated' ? 'terminate' : 'resume';
  // Where nothing is held, a person says what it was, and that is the end.
  if (!incident.closes) return incident.verdict ? 'resume' : undefined;
  if (await isBegun(parts, incident)) return 'resume';
  if (!mayBeOpening(incident) && (await mayBeDone(parts, incident, 'terminate'))) return 'terminate';
  if (incident.askedAt !== undefined && (await mayBeDone(parts, incident, 'resume'))) return 'resume';
  return undefined;
}

async function mayBeDone(parts: ConcludeParts, incident: Incident, decision: Decision): Promise<boolean> {
  try {
    await checkConclusion(parts, incident, decision);
    return true;
  } catch (error) {
    if (error instanceof Refused && !isBroken(error)) return false;
    throw error;
  }
}
