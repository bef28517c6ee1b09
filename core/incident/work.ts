import { randomBytes } from 'node:crypto';
import { holdersOf, type PeopleRules } from '../../api/people.ts';
import type { CaseWord, Claim, Severity, VerdictWord } from '../../api/words.ts';
import type { Evidence } from '../ledger/evidence.ts';
import { sha256 } from '../shared/canonical-json.ts';
import type { Clock } from '../shared/clock.ts';
import { Refused } from '../shared/errors.ts';
import { requireRight } from '../shared/rights.ts';
import {
  type Act,
  CASE_OF,
  type CaseStore,
  type Contribution,
  type Kept,
  MOST_CONTRIBUTIONS,
  type NewContribution,
  stateOf,
  type Words,
} from './case.ts';
import { tell } from './decide.ts';
import { brokeTheGlass, isPartOf } from './filing.ts';
import type { Incident, IncidentStore } from './incident.ts';
import { stepOf } from './judgement.ts';
import type { TextSeal } from './text-seal.ts';
import { askedNow } from './triage.ts';
import type { Answer, Workflow } from './workflow.ts';

/** Who does what on an incident. The right is `work-on-incidents`; a task is also taken and done by whom it was given to. */

export interface Worker {
  /** As they are named in it. */
  pseudonym: string;
  groups: readonly string[];
  /** Names that they may have as its reporter. */
  namesIn: (incident: string) => readonly string[];
  /** E-mail of the token: compared with who broke the glass. */
  names: readonly string[];
}

/** What somebody sends: `NEEDS` says which of it belongs to what. */
export interface Work {
  what: CaseWord;
  /** ULID: sent again it is the same contribution. */
  id: string;
  text?: string | undefined;
  /** Group. */
  owner?: string | undefined;
  /** Number of the contribution that gave it. */
  task?: number | undefined;
  file?: Uint8Array | undefined;
  severity?: Severity | undefined;
  /** Published as it is. */
  statement?: string | undefined;
  claim?: Claim | undefined;
  /** Hex SHA-256 of files of the case. */
  files?: string[] | undefined;
  verdict?: VerdictWord | undefined;
  /** Of which incident it is a duplicate. */
  of?: string | undefined;
}

const PARTS = ['text', 'owner', 'task', 'file', 'severity', 'statement', 'claim', 'files', 'verdict', 'of'] as const;
type Part = (typeof PARTS)[number];
/** Of each kind: what it cannot be without, and what it may have. All else is refused. */
const NEEDS: Readonly<Record<CaseWord, { needs: readonly Part[]; may?: readonly Part[] }>> = {
  lead: { needs: [] },
  note: { needs: ['text'] },
  cause: { needs: ['text'] },
  task: { needs: ['text', 'owner'] },
  taken: { needs: ['task'] },
  done: { needs: ['task'], may: ['text'] },
  evidence: { needs: ['text', 'file'] },
  finding: { needs: ['severity', 'statement', 'owner', 'claim'], may: ['files', 'text'] },
  verdict: { needs: ['verdict', 'text'], may: ['of'] },
  publish: { needs: [] },
};

export interface WorkParts {
  store: CaseStore & Pick<IncidentStore, 'find' | 'read' | 'token'>;
  workflow: Pick<Workflow, 'answer'>;
  disclosure: PeopleRules;
  evidence: Pick<Evidence, 'put' | 'get'>;
  seal: TextSeal;
  clock: Clock;
}

const RIGHT = 'work-on-incidents';

/** Acts that decide what was the matter: not for who reported it. */
const JUDGES: ReadonlySet<Act['what']> = new Set(['lead', 'cause', 'finding', 'verdict', 'publish']);

/**
 * @throws Refused `forbidden`, `own-report` (who reported, or broke the glass, judges nothing of it), `not-found`, `state`, `malformed`,
 *   `too-many`
 */
export async function work(parts: WorkParts, incident: string, worker: Worker, given: Work): Promise<Kept> {
  const { store, disclosure, clock } = parts;
  checkGiven(disclosure, given);
  // A task may be others', and a verdict is asked of others in time: what is in the incident's rows decides then.
  if (given.task === undefined && given.what !== 'verdict') requireRight(disclosure, worker.groups, RIGHT);
  if (given.of !== undefined) await checkDuplicate(parts, incident, given.of);
  const { pseudonym: by } = worker;
  const sealed = given.file && (await keepFile(parts, incident, worker, given));
  // What belongs to what was checked.
  const act: Act = sealed?.act ?? (actOf(given) as unknown as Act);
  const words: Words | undefined =
    given.text === undefined ? undefined : { salt: randomBytes(32).toString('base64url'), text: given.text };
  const kept = await store.contribute(incident, { id: given.id, words, fileKey: sealed?.fileKey }, (row, soFar) => {
    const groups = allowedBy(disclosure, row, soFar, worker, given);
    checkRoom(soFar, by, given.what);
    const at = clock.now();
    const step = stepOf(row, soFar, { ...given, by, groups }, at);
    return { act, by, groups, at, ...(step && { step }) } satisfies NewContribution;
  });
  // What was there before under this id: theirs, or nobody's matter of theirs.
  if (kept.contribution.by !== by || kept.contribution.what !== given.what) {
    throw new Refused('state', 'another contribution has this id: send it under a new one');
  }
  const answer = answerOf(kept.contribution, await store.read(incident));
  if (answer) await tell(parts, incident, answer);
  return kept;
}

/** Where somebody waits for it. */
function answerOf({ what }: Act, { closes, verdict }: Incident): Answer | undefined {
  if (what === 'verdict') return closes ? 'amend' : verdict && 'resume';
  return what === 'publish' ? 'amend' : undefined;
}

/** @throws Refused `malformed` */
function checkGiven(disclosure: PeopleRules, given: Work): void {
  const { needs, may: others = [] } = NEEDS[given.what];
  const missing = needs.filter((part) => given[part] === undefined);
  if (missing.length > 0) throw new Refused('malformed', `${given.what} needs: ${missing.join(', ')}`);
  const alien = PARTS.filter((part) => given[part] !== undefined && ![...needs, ...others].includes(part));
  if (alien.length > 0) throw new Refused('malformed', `${given.what} takes no: ${alien.join(', ')}`);
  if (given.owner === undefined) return;
  const sees = holdersOf(disclosure, 'see-incidents');
  if (!sees.includes(given.owner)) {
    throw new Refused('malformed', `its owner is a group that sees incidents: ${sees.join(', ')}`);
  }
}

/** @throws Refused `malformed` */
async function checkDuplicate({ store }: WorkParts, incident: string, of: string): Promise<void> {
  if (of === incident || !(await store.find(of))) throw new Refused('malformed', 'of: another incident is needed');
}

/** @returns those of their groups by which they may: what is shown as their role */
function allowedBy(
  disclosure: PeopleRules,
  incident: Incident,
  soFar: readonly Contribution[],
  { groups, namesIn, names }: Worker,
  given: Work,
): string[] {
  const task = given.task === undefined ? undefined : taskOf(soFar, given.task);
  const others = task ? [task.owner] : given.what === 'verdict' ? askedNow(disclosure, incident) : [];
  const holders = [...new Set([...holdersOf(disclosure, RIGHT), ...others])];
  const theirs = holders.filter((group) => groups.includes(group));
  if (theirs.length === 0) throw new Refused('forbidden', `only for members of: ${holders.join(', ')}`);
  const isOwn = isPartOf(incident, ...namesIn(incident.incident)) || brokeTheGlass(incident, names);
  if (isOwn && JUDGES.has(given.what)) throw new Refused('own-report', 'who reported judges nothing of this report');
  if (task?.doneAt !== undefined) throw new Refused('state', 'the task is done');
  return theirs;
}

/** What leads out of a case has places that nothing else takes, and nobody takes all that there are. */
const RESERVED = 200;
const MOST_OF_ONE = { leadsOut: 50, all: 250 };
const LEADS_OUT: ReadonlySet<Act['what']> = new Set(['finding', 'verdict', 'publish']);

/** @throws Refused `too-many` */
function checkRoom(soFar: readonly Contribution[], by: string, what: Act['what']): void {
  const own = soFar.filter((one) => one.by === by);
  const most = LEADS_OUT.has(what) ? MOST_OF_ONE.leadsOut : MOST_OF_ONE.all;
  const alike = own.filter((one) => LEADS_OUT.has(one.what) === LEADS_OUT.has(what));
  if (alike.length >= most) throw new Refused('too-many', `at most ${most} such contributions of one person`);
  if (!LEADS_OUT.has(what) && soFar.length >= MOST_CONTRIBUTIONS - RESERVED) {
    throw new Refused('too-many', 'what is left is for findings and verdicts');
  }
}

function taskOf(soFar: readonly Contribution[], number: number) {
  const task = stateOf(soFar).tasks.find((one) => one.number === number);
  if (!task) throw new Refused('not-found', 'no such task');
  return task;
}

function actOf({ what, owner, task, severity, statement, claim, files, verdict, of }: Work) {
  const given = { what, owner, task, severity, statement, claim, verdict, of };
  return {
    ...Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)),
    ...(what === 'finding' && { files: files ?? [] }),
  };
}

/** What is locked stays for years: all that can be asked before is asked before. */
async function keepFile(parts: WorkParts, incident: string, worker: Worker, given: Work) {
  const { store, seal, evidence, disclosure } = parts;
  const file = given.file!;
  const row = await store.read(incident);
  const soFar = (await store.contributions(incident)).map(({ contribution }) => contribution);
  // Sent again: its file is there.
  if (soFar.some(({ id }) => id === given.id)) return undefined;
  allowedBy(disclosure, row, soFar, worker, given);
  checkRoom(soFar, worker.pseudonym, given.what);
  const { wrapped, message } = await seal.seal(CASE_OF + incident, Buffer.from(file).toString('base64'));
  const { name } = await evidence.put({ folder: 'case', stem: `${incident}-file`, extension: 'bin', bytes: message });
  const act: Act = { what: 'evidence', file: { sha256: sha256(file), bytes: file.length, name } };
  return { act, fileKey: wrapped };
}
