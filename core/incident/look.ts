import { canonicalJson, hashDocument } from '../ledger/entry.ts';
import { SluiceError } from '../shared/errors.ts';
import type { Branch, Branches, Looked, Scope, SoFar } from './branch.ts';
import { admittedAtClosure } from './certify.ts';
import { type DocumentIssuer, readIssued } from './documents.ts';
import { keepLines } from './evidence-lines.ts';
import type { Finding, NotKnownFinding } from './findings.ts';
import { type ClosureReceipt, type Incident, windowOf } from './incident.ts';
import type { SliceAnswer, TaskResult } from './workflow.ts';

export interface LookParts extends DocumentIssuer {
  branches: Branches;
}

/** What is kept of a look, under Object Lock: an answer, or how far it came. */
interface KeptLook {
  branch: string;
  /** Of the scope: a report that came to hold the gates since is another one. */
  scope: string;
  found?: Finding[];
  more?: SoFar;
  /** Of a slice: its name, and what was counted of it when it came to its end. */
  slice?: string;
  part?: SoFar;
}

/** How a branch is looked into, where a definition knows slices. */
export interface Slicing {
  /** It may be answered with slices. */
  sliced?: boolean | undefined;
  /** One of them is looked into. */
  slice?: string | undefined;
  /** All of them were, and are put together. */
  slices?: readonly SliceAnswer[] | undefined;
}

/**
 * One look of one branch. Nothing is noted but the evidence, whose name is handed on: any look may be made again, by anybody, from where the
 * one before it ended.
 * @param from evidence of a look that came so far @default from the beginning
 * @param slicing @default all of it, one look after the other
 */
export async function look(
  parts: LookParts,
  incident: Incident,
  name: string,
  from?: string,
  slicing: Slicing = {},
): Promise<TaskResult> {
  const id = incident.incident;
  // Their order is kept, and nothing is asked of it again.
  if (incident.draft) return { outcome: 'looked', incident: id, at: incident.draft.name };
  const branch = branchOf(parts, name);
  const scope = await scopeOf(parts, incident);
  const soFar = from === undefined ? undefined : (await readLook(parts, incident, name, from, slicing.slice)).more;
  const looked = await lookAt(parts, incident, { name, branch, scope, soFar }, slicing);
  if ('slices' in looked) return { outcome: 'sliced', incident: id, slices: [...looked.slices] };
  const { slice } = slicing;
  const kept: KeptLook = {
    ...{ branch: name, scope: digestOf(incident) },
    ...(slice !== undefined && { slice }),
    ...('part' in looked ? looked : judged(name, branch, looked)),
  };
  const bytes = Buffer.from(`${canonicalJson(kept)}\n`);
  const { name: at } = await parts.evidence.put({
    folder: 'findings',
    stem: slice === undefined ? stemOf(id, name) : `${stemOf(id, name)}-slice-${slice}`,
    extension: 'json',
    bytes,
  });
  return { outcome: 'more' in looked ? 'more' : 'looked', incident: id, at };
}

interface Looking {
  name: string;
  branch: Branch;
  scope: Scope;
  soFar: SoFar | undefined;
}

async function lookAt(
  parts: LookParts,
  incident: Incident,
  { name, branch, scope, soFar }: Looking,
  { sliced, slice, slices }: Slicing,
): Promise<Looked | { slices: readonly string[] } | { part: SoFar }> {
  const own = branch.sliced;
  if ((slice !== undefined || slices) && !own) throw new SluiceError('this branch has no slices');
  if (slices) {
    const counted = new Map<string, SoFar>();
    for (const { slice: one, at } of slices) {
      const { part } = await readLook(parts, incident, name, at, one);
      if (!part) throw new SluiceError('the slice came to no end');
      counted.set(one, part);
    }
    return own!.join(scope, counted);
  }
  if (slice !== undefined) return own!.look(scope, slice, soFar);
  return sliced && own && !soFar ? own.begin(scope) : branch.look(scope, soFar);
}

/** All of a branch at once: of executions whose definition knows no branches. */
export async function lookThrough(parts: LookParts, incident: Incident, name: string): Promise<Finding[]> {
  const branch = branchOf(parts, name);
  const scope = await scopeOf(parts, incident);
  for (let soFar: SoFar | undefined; ; ) {
    const looked = await branch.look(scope, soFar);
    if ('found' in looked) return judged(name, branch, looked).found!;
    soFar = looked.more;
  }
}

/** What a branch answered. @throws SluiceError when it is the answer of another one, or of another scope */
export async function answered(parts: LookParts, incident: Incident, name: string, at: string): Promise<Finding[]> {
  const { found } = await readLook(parts, incident, name, at);
  if (!found) throw new SluiceError('the branch came to no end');
  return found;
}

/** Never a clean bill. */
export const notKnown = (parts: LookParts, incident: Incident, name: string): Promise<NotKnownFinding> =>
  notKnownOf(parts, incident, name, branchOf(parts, name));

export async function notKnownOf(
  parts: DocumentIssuer,
  incident: Incident,
  name: string,
  { severity, owner, probe }: Pick<Branch, 'severity' | 'owner' | 'probe'>,
): Promise<NotKnownFinding> {
  return {
    finding: 'not-known',
    statement: `Not known: failed. The branch "${name}" could not be answered.`,
    evidence: await keepLines(parts.evidence, stemOf(incident.incident, name), [
      canonicalJson({ branch: name, failed: true }),
    ]),
    ...{ branch: name, outcome: 'unknown', severity, owner },
    ...(probe && { probe }),
  };
}

function branchOf({ branches }: LookParts, name: string): Branch {
  const branch = Object.hasOwn(branches, name) ? branches[name] : undefined;
  if (!branch) throw new SluiceError('no such branch');
  return branch;
}

const stemOf = (incident: string, branch: string): string => `${incident}-branch-${branch}`;

export async function scopeOf(parts: DocumentIssuer, incident: Incident): Promise<Scope> {
  const receipt = incident.receipt && (await readIssued<ClosureReceipt>(parts, incident.receipt)).document;
  return {
    incident: incident.incident,
    window: windowOf(incident),
    ...(receipt && { before: admittedAtClosure(receipt) }),
  };
}

const digestOf = ({ incident, closes, receipt, certificate, ...row }: Incident): string =>
  hashDocument({
    ...{ incident, closes, window: windowOf({ incident, closes, ...row }) },
    ...{ receipt: receipt?.document ?? '', certificate: certificate?.document ?? '' },
  });

function judged(name: string, { severity, owner, probe }: Branch, looked: Looked): Pick<KeptLook, 'found' | 'more'> {
  if ('more' in looked) return { more: looked.more };
  return { found: looked.found.map((one) => ({ ...one, branch: name, severity, owner, ...(probe && { probe }) })) };
}

async function readLook(
  { evidence }: LookParts,
  incident: Incident,
  name: string,
  at: string,
  slice?: string,
): Promise<KeptLook> {
  // Words from outside: a name of this branch's own evidence, or nothing.
  if (!at.startsWith(`findings/${stemOf(incident.incident, name)}-`))
    throw new SluiceError('not evidence of this branch');
  const kept: KeptLook = JSON.parse(Buffer.from(await evidence.get(at)).toString('utf8'));
  if (kept.slice !== slice) throw new SluiceError('not evidence of this slice');
  if (kept.branch !== name || kept.scope !== digestOf(incident)) {
    throw new SluiceError('the incident moved on since this branch looked');
  }
  return kept;
}
