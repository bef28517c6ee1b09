import { decodeTime, ulid } from 'ulid';
import type { ProbeOutcome } from '../../api/words.ts';
import type { Branches, Found, Looked, SoFar } from '../incident/branch.ts';
import type { IncidentStore } from '../incident/incident.ts';
import type { AllProbes, KeptProbe, ProbeState, ProbeStore } from '../incident/probes.ts';
import { type FollowParts, reportProbe } from '../incident/report.ts';
import type { Evidence } from '../ledger/evidence.ts';
import type { Clock } from '../shared/clock.ts';
import { Refused } from '../shared/errors.ts';
import { putJson, readJson } from './could-read.ts';
import { BRANCHES, type BranchName } from './table.ts';

export interface ProbeParts {
  probes: ProbeStore;
  branches: Branches;
  evidence: Evidence;
  clock: Clock;
  store: Pick<IncidentStore, 'find'>;
}

const HOUR = 3_600_000;
/** ms for which one who has begun may be at it: longer than its function lives. */
const TAKEN_FOR = 900_000;
/** ms: what happened just now may stand in no log yet. CloudTrail delivers within 15 minutes. */
const SETTLES = 20 * 60_000;

export interface Asked {
  /** Names of those that answered. */
  asked: string[];
  /** Of them, those that turned red by it. */
  fired: string[];
  /** All that are red. */
  red: number;
  errors: unknown[];
}

/**
 * On schedule: asks each probe that is due, over all that happened since it was asked last. One that turns red after its incident is over files a
 * report; while it is open, whoever decides sees it there.
 * @param until ms; none is begun after it
 */
export async function askProbes(parts: ProbeParts & FollowParts, until: number): Promise<Asked> {
  const result: Asked = { asked: [], fired: [], red: 0, errors: [] };
  const all = () =>
    parts.probes.all().catch((error: unknown): AllProbes => {
      result.errors.push(error);
      return { kept: [], damaged: [] };
    });
  const { kept: first, damaged } = await all();
  // Nobody asks them, and nobody takes them for green: it alarms, each by its name.
  for (const { probe } of damaged) {
    result.errors.push(new Refused('damaged', `the row of the probe ${probe} cannot be read`));
  }
  for (const kept of first.sort((a, b) => (a.state.asked ?? 0) - (b.state.asked ?? 0))) {
    const { probe, outcome } = kept.state;
    let now = outcome;
    try {
      const next =
        parts.clock.now() < until && isDue(kept.state, parts.clock.now()) ? await ask(parts, kept) : undefined;
      if (next) {
        result.asked.push(probe);
        now = next.outcome;
        if (next.outcome === 'red' && outcome !== 'red') result.fired.push(probe);
      }
    } catch (error) {
      result.errors.push(error);
    }
    if (now === 'red') result.red++;
  }
  for (const kept of (await all()).kept) {
    await fileReport(parts, kept).catch((error: unknown) => void result.errors.push(error));
  }
  return result;
}

const everyOf = (branch: string): number =>
  (Object.hasOwn(BRANCHES, branch) ? BRANCHES[branch as BranchName].probe.everyHours : 24) * HOUR;

const isDue = ({ branch, asked, taken = 0, goesOn }: ProbeState, now: number): boolean =>
  now >= taken && (asked === undefined || goesOn !== undefined || now - asked >= everyOf(branch));

/** @returns where it stands then; undefined when somebody else is at it, or when it came to no end */
async function ask(parts: ProbeParts, { state, version }: KeptProbe): Promise<ProbeState | undefined> {
  const { probes, branches, clock } = parts;
  const branch = branches[state.branch];
  const begun = clock.now();
  if (!branch || !(await probes.write({ ...state, taken: begun + TAKEN_FOR }, version))) return undefined;
  const to = state.goesOn?.to ?? Math.max(state.upTo, begun - SETTLES);
  const stem = `probe-${state.probe}`;
  let looked: Looked;
  try {
    const soFar = state.goesOn && (await readJson<SoFar>(parts.evidence, { name: state.goesOn.at }));
    looked = await branch.look({ incident: stem, window: { from: state.upTo, to } }, soFar);
  } catch (error) {
    // It is asked again when it is due; meanwhile nobody takes it for green.
    await probes.write(answered(state, { to, outcome: 'unknown', at: clock.now() }), version + 1);
    throw error;
  }
  if ('more' in looked) {
    const { name } = await putJson(parts.evidence, `${stem}-more`, looked.more);
    const { taken: _, ...free } = state;
    await probes.write({ ...free, goesOn: { to, at: name } }, version + 1);
    return undefined;
  }
  const next = answered(state, { to, at: clock.now(), ...judged(state, looked.found) });
  return (await probes.write(next, version + 1)) ? next : undefined;
}

interface Answer extends Pick<ProbeState, 'statement' | 'evidence' | 'counted'> {
  to: number;
  at: number;
  outcome: ProbeOutcome;
}

function answered(state: ProbeState, { to, at, outcome, ...more }: Answer): ProbeState {
  const { taken: _, goesOn: __, ...before } = state;
  const turned = outcome !== state.outcome;
  return {
    ...before,
    ...more,
    ...{ outcome, asked: at },
    // What failed was not looked at, and is looked at again.
    upTo: more.evidence === undefined ? state.upTo : to,
    since: turned ? at : (state.since ?? at),
    // Named before it is filed: filed twice it is the same report.
    ...(turned && outcome === 'red' && state.outcome !== undefined && { report: ulid(at) }),
  };
}

function judged({ branch, counted = {} }: ProbeState, found: readonly Found[]): Omit<Answer, 'to' | 'at'> {
  const [worst] = found.toSorted((a, b) => ORDER.indexOf(a.outcome) - ORDER.indexOf(b.outcome));
  const sums = Object.assign({}, ...found.map((one) => ('wrong' in one ? one.wrong : {}))) as Record<string, number>;
  const cumulative = Object.hasOwn(BRANCHES, branch) && 'cumulative' in BRANCHES[branch as BranchName];
  const grew = Object.entries(sums).some(([word, count]) => count > (counted[word] ?? 0));
  const isFound = worst?.outcome === 'found' && (!cumulative || grew);
  // What is known already may stand beside what nobody could look at.
  const isOpen = found.some((one) => 'open' in one && Object.values(one.open).some((count) => count > 0));
  return {
    outcome: isFound ? 'red' : worst === undefined || worst.outcome === 'unknown' || isOpen ? 'unknown' : 'green',
    ...(worst && { statement: worst.statement, evidence: worst.evidence.name }),
    ...(cumulative && { counted: sums }),
  };
}
const ORDER = ['found', 'unknown', 'clean'];

/** A hold of the gates, which a time-out may make of it, is refused to an id that is too old. */
const YOUNG = HOUR;

/** Of one that has turned red: while its incident is open that is for those who decide over it. */
async function fileReport(parts: ProbeParts & FollowParts, { state, version }: KeptProbe): Promise<void> {
  const { probe, outcome, report, incident, statement = '' } = state;
  if (outcome !== 'red' || report === undefined) return;
  const [of, there] = await Promise.all([parts.store.find(incident), parts.store.find(report)]);
  if (there || of?.concludedAt === undefined) return;
  const at = parts.clock.now();
  let id = report;
  if (at - decodeTime(report) > YOUNG) {
    id = ulid(at);
    if (!(await parts.probes.write({ ...state, report: id }, version))) return;
  }
  const text = `The recurrence probe "${probe}" of incident ${incident} fired. ${statement}`;
  await reportProbe(parts, { incident: id, probe, text, at });
}
