import type { SecondLineState } from '../../api/words.ts';
import { canonicalJson } from '../shared/canonical-json.ts';
import type { Clock } from '../shared/clock.ts';
import { NotStrict, strictJson } from '../shared/strict-json.ts';
import { GATES, type GateName, type GateState, type GateStore } from './gate.ts';

/**
 * The pause in depth: beside each closed gate an inline policy of a role denies what the gate keeps shut. Changes of IAM take minutes to
 * spread, so it comes after the closing and is never counted as the stop. No template owns the policies: no deploy undoes them. Why it
 * is as it is: docs/decisions/pause-in-depth.md.
 */

/** Name of the inline policy, on each of the roles. */
export const SECOND_LINE_POLICY = 'sluice-paused';

/** The roles that each gate's policy is on, by the last part of their names: all that put frames, and all that open segments or data sets. */
export const SECOND_LINE_ROLES: Readonly<Record<GateName, readonly string[]>> = {
  collection: ['agent'],
  reading: ['reader', 'exports', 'export-job'],
};

/** The gate whose policy a role has, if any. @param prefix first part of all names of the program */
export const secondLineGate = (prefix: string, role: string): GateName | undefined =>
  GATES.find((gate) => SECOND_LINE_ROLES[gate].some((one) => role === `${prefix}-${one}`));

interface Deny {
  Sid: string;
  Effect: 'Deny';
  Action?: string | string[];
  /** In place of `Action`: everything but this. */
  NotAction?: string[];
  Resource: '*';
  Condition?: Record<string, Record<string, string>>;
}
export interface SecondLinePolicy {
  Version: '2012-10-17';
  Statement: Deny[];
}

/**
 * Agents: every session that was issued before, but for listening. While the gate is closed none is issued, and those of after the resume are not meant, so a
 * resumed program collects at once, however long IAM takes to hear of it.
 * Who opens segments or data sets: their keys and bodies, whatever the session; their own is Lambda's, and older than the pause for hours after
 * it. What they need to refuse a read, to write that down and to show the ledger is left to them.
 * @param before ms; sessions of agents that were issued before are denied
 */
export function secondLinePolicy(gate: GateName, before: number): SecondLinePolicy {
  return { Version: '2012-10-17', Statement: gate === 'collection' ? [olderSessions(before)] : KEYS_AND_BODIES };
}

/** As AWS itself revokes sessions: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_revoke-sessions.html */
const olderSessions = (before: number): Deny => ({
  Sid: 'OlderSessions',
  Effect: 'Deny',
  // Who was paused listens on, and hears that it is over.
  NotAction: ['iot:Connect', 'iot:Subscribe', 'iot:Receive'],
  Resource: '*',
  Condition: { DateLessThan: { 'aws:TokenIssueTime': new Date(before).toISOString() } },
});

const KEYS_AND_BODIES: Deny[] = [
  {
    Sid: 'SubjectKeys',
    Effect: 'Deny',
    Action: 'kms:Decrypt',
    Resource: '*',
    // By hand: what DynamoDB and S3 decrypt in its name is how it reads gate, grants and ledger.
    Condition: { Null: { 'kms:ViaService': 'true' } },
  },
  { Sid: 'Bodies', Effect: 'Deny', Action: 's3:GetObject', Resource: '*' },
];

/** What was done last about the policy of a gate, and when it was last compared. All times ms. */
export interface SecondLineNote {
  /** Whether the policy was put or taken away. */
  inForce: boolean;
  /** Of the gate, when that was done. */
  epoch: number;
  /** When. */
  at: number;
  /** Sessions of agents that were issued before are denied; while it is in force. */
  before: number;
  /** When the policy was last seen to be as it should. */
  seenAt: number;
}

/** Port. The inline policy of one name on the roles of each gate. */
export interface SecondLinePolicies {
  /** Its text on each of them, undefined where there is none. May be what it was minutes ago. */
  read(gate: GateName): Promise<(string | undefined)[]>;
  /** On all of them. */
  put(gate: GateName, policy: SecondLinePolicy): Promise<void>;
  /** From all of them. One that is not there is taken away. */
  remove(gate: GateName): Promise<void>;
}

/** Port. A note a gate; the last writer wins. One that cannot be read is none: the next comparison writes it anew. */
export interface SecondLineNotes {
  read(gate: GateName): Promise<SecondLineNote | undefined>;
  write(gate: GateName, note: SecondLineNote): Promise<void>;
}

/**
 * So long after the gate began to close a session may have been issued by who had seen it open, ms: as long as a call of the function that
 * issues them may take, and clocks may differ.
 */
export const IN_FLIGHT = 60_000;
/**
 * So long what is there may differ without anybody's hand, ms: IAM shows what was before, or two comparisons at once have put one each.
 * Longer than a turn of the schedule: the next one mends that unsaid.
 */
export const SPREADS = 420_000;
/** So long after a gate moved or was compared something should have been done, ms: two turns of the schedule. */
export const LATE = 600_000;

export interface SecondLineParts {
  gates: Record<GateName, Pick<GateStore, 'read'>>;
  policies: SecondLinePolicies;
  notes: SecondLineNotes;
  clock: Clock;
}

export interface SecondLineRun {
  /** Gates whose policy was put or taken away. */
  moved: GateName[];
  /** Gates whose policy was not as this had left it, and was mended. */
  altered: GateName[];
  /** What went wrong, one a gate at most. */
  errors: unknown[];
}

/** Compares both gates with their policies, and mends what differs. May die anywhere, and is finished by being called again. */
export async function keepSecondLine(parts: SecondLineParts): Promise<SecondLineRun> {
  const results = await Promise.allSettled(GATES.map((gate) => keep(parts, gate)));
  const run: SecondLineRun = { moved: [], altered: [], errors: [] };
  for (const [index, gate] of GATES.entries()) {
    const result = results[index]!;
    if (result.status === 'rejected') run.errors.push(result.reason);
    else {
      if (result.value.moved) run.moved.push(gate);
      if (result.value.altered) run.altered.push(gate);
    }
  }
  return run;
}

async function keep({ gates, policies, notes, clock }: SecondLineParts, gate: GateName) {
  // Before the gate is looked at: what is issued after a resume is issued later than that.
  const now = clock.now();
  const root = await gates[gate].read();
  const [texts, note] = await Promise.all([policies.read(gate), notes.read(gate)]);
  const { policy, ...next } = judgeSecondLine(gate, root, { texts, note, now });
  if (next.moved) await (policy ? policies.put(gate, policy) : policies.remove(gate));
  await notes.write(gate, next.note);
  return next;
}

export interface SecondLineJudgement {
  /** What should be there; none where the gate is open. */
  policy?: SecondLinePolicy;
  /** Whether what is there differs. */
  moved: boolean;
  /** Whether somebody else has made it differ. */
  altered: boolean;
  note: SecondLineNote;
}

/** @param texts what IAM shows, of each role @param note what was done last */
export function judgeSecondLine(
  gate: GateName,
  root: Pick<GateState, 'state' | 'epoch' | 'since'>,
  { texts, note, now }: { texts: readonly (string | undefined)[]; note: SecondLineNote | undefined; now: number },
): SecondLineJudgement {
  const inForce = isWanted(root);
  const known = note?.inForce === inForce && note.epoch === root.epoch ? note : undefined;
  const left = known && inForce ? secondLinePolicy(gate, known.before) : undefined;
  const isAsLeft = known !== undefined && texts.every((text) => isSame(text, left));
  const altered = known !== undefined && !isAsLeft && now - Math.max(known.at, known.before) >= SPREADS;
  if (!inForce) {
    const at = known && !altered ? known.at : now;
    return {
      moved: texts.some((text) => text !== undefined),
      altered,
      note: { inForce, epoch: root.epoch, at, before: at, seenAt: now },
    };
  }
  const isWhole = isAsLeft && (gate !== 'collection' || isSettled(root, known, now));
  const before = isWhole ? known.before : now;
  // One that is put again for those who were in flight has been in force since it was first.
  const at = known && !altered ? known.at : now;
  return {
    policy: secondLinePolicy(gate, before),
    moved: !isWhole,
    altered,
    note: { inForce, epoch: root.epoch, at, before, seenAt: now },
  };
}

/** At epoch 0 the gate was never made, and nobody collects or reads. */
const isWanted = ({ state, epoch }: Pick<GateState, 'state' | 'epoch'>): boolean => state !== 'open' && epoch > 0;

/** Whether those are meant, too, who were about to issue a session when the gate began to close; as far as they can have. */
const isSettled = ({ since }: Pick<GateState, 'since'>, { before }: SecondLineNote, now: number): boolean =>
  before >= since + IN_FLIGHT || now < since + IN_FLIGHT;

function isSame(text: string | undefined, policy: SecondLinePolicy | undefined): boolean {
  if (text === undefined || policy === undefined) return text === policy;
  return canonical(text) === canonicalJson(policy);
}

/**
 * Whether a text is the policy that this puts on a gate's role, whatever the time from which it denies: member by member, and none twice.
 * What only denies, and is another, is somebody's own.
 */
export function isSecondLinePolicy(gate: GateName, text: string): boolean {
  const found = canonical(text);
  const before = Date.parse(/"aws:TokenIssueTime":"([^"]*)"/.exec(found ?? '')?.[1] ?? '');
  return found === canonicalJson(secondLinePolicy(gate, Number.isNaN(before) ? 0 : before));
}

/** @returns undefined where two readers could read two things */
function canonical(text: string): string | undefined {
  try {
    return canonicalJson(strictJson(text));
  } catch (error) {
    if (!(error instanceof NotStrict)) throw error;
    return undefined;
  }
}

export interface SecondLineSeen {
  state: SecondLineState;
  /** ms: since when it is so, or was seen last. */
  since: number;
}

/** What people are told of it; nothing where the gate is open and nothing is left. */
export function secondLineSeen(
  root: Pick<GateState, 'state' | 'epoch' | 'since'>,
  note: SecondLineNote | undefined,
  now: number,
): SecondLineSeen | undefined {
  const { since } = root;
  const isLate = now - since >= LATE;
  if (isWanted(root)) {
    if (!note?.inForce || note.epoch !== root.epoch) return { state: isLate ? 'missing' : 'being-put', since };
    return now - note.seenAt >= LATE ? { state: 'unseen', since: note.seenAt } : { state: 'in-force', since: note.at };
  }
  if (!note?.inForce) return undefined;
  return { state: isLate ? 'left-over' : 'being-taken', since };
}
