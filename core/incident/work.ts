import { randomBytes } from 'node:crypto';
import { holdersOf, may, type PeopleRules } from '../../api/people.ts';
import type { CaseWord } from '../../api/words.ts';
import type { Evidence } from '../ledger/evidence.ts';
import { sha256 } from '../shared/canonical-json.ts';
import type { Clock } from '../shared/clock.ts';
import { Refused } from '../shared/errors.ts';
import {
  type Act,
  CASE_OF,
  type CaseStore,
  type Contribution,
  type Kept,
  type NewContribution,
  stateOf,
  type Words,
} from './case.ts';
import { brokeTheGlass, isPartOf } from './filing.ts';
import type { Incident } from './incident.ts';
import type { TextSeal } from './text-seal.ts';

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
}

type Part = 'text' | 'owner' | 'task' | 'file';
/** Of each kind: what it cannot be without, and what it may have. All else is refused. */
const NEEDS: Readonly<Record<CaseWord, { needs: readonly Part[]; may?: readonly Part[] }>> = {
  lead: { needs: [] },
  note: { needs: ['text'] },
  cause: { needs: ['text'] },
  task: { needs: ['text', 'owner'] },
  taken: { needs: ['task'] },
  done: { needs: ['task'], may: ['text'] },
  evidence: { needs: ['text', 'file'] },
};

export interface WorkParts {
  store: CaseStore;
  disclosure: PeopleRules;
  evidence: Pick<Evidence, 'put' | 'get'>;
  seal: TextSeal;
  clock: Clock;
}

/** Acts that decide what was the matter: not for who reported it. */
const JUDGES: ReadonlySet<Act['what']> = new Set(['lead', 'cause']);

/**
 * @throws Refused `forbidden`, `own-report` (who reported, or broke the glass, judges nothing of it), `not-found`, `state`, `malformed`,
 *   `too-many`
 */
export async function work(parts: WorkParts, incident: string, worker: Worker, given: Work): Promise<Kept> {
  const { store, disclosure, clock } = parts;
  checkGiven(disclosure, given);
  const { pseudonym: by } = worker;
  const groups = groupsOf(disclosure, worker, given);
  const sealed = given.file && (await keepFile(parts, incident, given.file));
  const act: Act = sealed?.act ?? (actOf(given) as Act);
  const words: Words | undefined =
    given.text === undefined ? undefined : { salt: randomBytes(32).toString('base64url'), text: given.text };
  return store.contribute(incident, { id: given.id, words, fileKey: sealed?.fileKey }, (row, soFar) => {
    checkAllowed(disclosure, row, soFar, worker, given);
    return { act, by, groups, at: clock.now() } satisfies NewContribution;
  });
}

const PARTS: readonly Part[] = ['text', 'owner', 'task', 'file'];

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
    throw new Refused('malformed', `a task is given to a group that sees incidents: ${sees.join(', ')}`);
  }
}

function checkAllowed(
  disclosure: PeopleRules,
  incident: Incident,
  soFar: readonly Contribution[],
  { groups, namesIn, names }: Worker,
  given: Work,
): void {
  const task = given.task === undefined ? undefined : taskOf(soFar, given.task);
  const works = may(disclosure, groups, 'work-on-incidents') || (task && groups.includes(task.owner));
  if (!works) {
    throw new Refused(
      'forbidden',
      `only for members of: ${holdersOf(disclosure, 'work-on-incidents').join(', ')}${task ? `, ${task.owner}` : ''}`,
    );
  }
  const isOwn = isPartOf(incident, ...namesIn(incident.incident)) || brokeTheGlass(incident, names);
  if (isOwn && JUDGES.has(given.what)) throw new Refused('own-report', 'who reported judges nothing of this report');
  if (task?.doneAt !== undefined) throw new Refused('state', 'the task is done');
}

function taskOf(soFar: readonly Contribution[], number: number) {
  const task = stateOf(soFar).tasks.find((one) => one.number === number);
  if (!task) throw new Refused('not-found', 'no such task');
  return task;
}

/** Those by which they may: what the ledger's readers see as their role. */
function groupsOf(disclosure: PeopleRules, { groups }: Worker, given: Work): string[] {
  const working = holdersOf(disclosure, 'work-on-incidents').filter((group) => groups.includes(group));
  if (working.length > 0) return working;
  const sees = holdersOf(disclosure, 'see-incidents').filter((group) => groups.includes(group));
  return given.task === undefined ? [] : sees;
}

const actOf = ({ what, owner, task }: Work) => ({
  what,
  ...(owner !== undefined && { owner }),
  ...(task !== undefined && { task }),
});

async function keepFile({ seal, evidence }: WorkParts, incident: string, file: Uint8Array) {
  const { wrapped, message } = await seal.seal(CASE_OF + incident, Buffer.from(file).toString('base64'));
  const { name } = await evidence.put({ folder: 'case', stem: `${incident}-file`, extension: 'bin', bytes: message });
  const act: Act = { what: 'evidence', file: { sha256: sha256(file), bytes: file.length, name } };
  return { act, fileKey: wrapped };
}
