import type { Decision, IncidentKind, IncidentStatus, NotClosed, Severity, VerdictWord } from '../../api/words.ts';
import type { GateClosed, GateName, LaneCheckpoint } from '../gate/gate.ts';
import type { EvidenceLink } from '../ledger/evidence.ts';
import type { EntryFacts, EntryKind, EntryReceipt } from '../ledger/ledger.ts';
import { SluiceError } from '../shared/errors.ts';
import type { Kept } from './termination.ts';

/** A report that something is wrong, and what was done about it. */

export type { Decision, NotClosed, Severity };

/** A signed document under Object Lock, and the hash that people and notes name it by. */
export interface DocumentLink extends EvidenceLink {
  /** Hex SHA-256 of the document's canonical JSON (`sha256` is the one of the file, note included). */
  document: string;
}

/**
 * What the disclosure asked of an incident when it was reported. A deploy in the middle of one can ask for more, and for nothing less: people
 * were told what would be waited for.
 */
export interface AskedThen {
  /** Before the gates open (`gate.resume`). Absent: it was not asked. */
  toldHours?: number;
  greenHours?: number;
  /** Until somebody has to have said what it was (`gate.triage`). */
  triageHours: number;
  triageLowHours: number;
  /** Whose members decide it (`gate.approvers`). @default those of now: of incidents of before it was noted */
  approvers?: string[];
}

export interface Incident {
  /** ULID; also the name of the workflow's execution. */
  incident: string;
  kind: IncidentKind;
  severity: Severity;
  status: IncidentStatus;
  /** Who reported, by a name of this incident alone (`person.ts`; before 0.2 the pseudonym); for a hold that was found and filed, whoever placed it, as the gate names them, or `unknown`. */
  reporter: string;
  /** Others who closed the gates under the same id. Like the reporter they decide nothing. @default none */
  alsoBy?: string[];
  /** ms. */
  reportedAt: number;
  /** Start of the time that is investigated, ms; it ends with the closure, or with the report if there is none. */
  from: number;
  /** Version in force when it was reported. */
  disclosure: string;
  /** Length of the leases that were given until then, s: a deploy during the pause shortens none of them. @default today's */
  leaseSeconds?: number;
  /** What the disclosure asked of it then. @default what it asks today: of incidents of before it was noted */
  asked?: AskedThen;
  /** Whether it holds the gates. */
  closes: boolean;
  notClosed?: NotClosed;
  /** Epochs at which it holds the gates; ms when the last lane was closed. */
  epochs?: Record<GateName, number>;
  closedAt?: number;
  receipt?: DocumentLink;
  /** ms; the workflow was started. */
  startedAt?: number;
  /** The execution that walks it now: the first one is number 1. @default 1, started at `startedAt` */
  execution?: { number: number; startedAt: number };
  /** The task that was begun last, and when it was begun for the first time in a row, ms. */
  doing?: { task: string; since: number };
  /** What went wrong last and is not put right yet: name of an error or reason of a refusal, how often in a row. */
  failure?: { task: string; at: number; error: string; times: number };
  certificate?: DocumentLink;
  /** Lanes that admitted frames after the closure: promise 5 is broken. */
  moved?: string[];
  /**
   * Lanes of which it could not be told, when it was to be certified, whether they had admitted frames: their rows are damaged, or were
   * at the closure. Gone once it is certified.
   */
  damaged?: string[];
  /** Findings as collected, unsigned. */
  draft?: DocumentLink;
  findings?: DocumentLink;
  /** Of the findings, for everybody. Absent where they were published before 0.2. */
  summary?: DocumentLink;
  /** Of the findings: 1, and one more with each amendment. @default 1, once there are findings */
  version?: number;
  /** ms; when this version was published. Absent before 0.2. */
  publishedAt?: number;
  /** The versions before, oldest first. @default none */
  earlier?: DocumentLink[];
  /** How many contributions were there when this version was made. @default none */
  publishedUpTo?: number;
  /** ms; an amended version is asked for, and nothing is decided before it is there. */
  amendAt?: number;
  /** What a person said that it was. A report that holds no gate ends by it. */
  verdict?: Verdict;
  /** How often it was passed on because nobody had said what it was, and when last, ms. @default never */
  triage?: { level: number; at: number };
  /** When those who must approve were told last, ms. */
  remindedAt?: number;
  /** Somebody asked for a resume that two have approved, ms: gone once it was done or refused. */
  askedAt?: number;
  /** A resume was checked and begun: what of it is not done yet is done on these approvals, whatever else moves the gates. */
  resuming?: { at: number; approvers: [string, string] };
  concludedAt?: number;
  /** The program was ended on these approvals, over these findings (hash) and at this epoch: what it has kept is erased on them. Absent of what was ended before 0.2, which erased nothing. */
  ending?: { approvers: [string, string]; findings: string; epoch: number };
  /** What there was when the erasing began, and when that was, ms. */
  erasing?: { since: number; found: Kept };
  /** That nothing is left, and what remains of it and why. */
  termination?: DocumentLink;
  /** What was done of it, in order, as the ledger has it too. Absent before 0.2. */
  steps?: { what: EntryKind; at: number }[];
}

/** The program was ended by it, and not all that it has kept is proven to be gone yet. */
export const isErasing = ({ status, ending, termination }: Incident): boolean =>
  status === 'terminated' && ending !== undefined && termination === undefined;

export interface Verdict {
  verdict: VerdictWord;
  /** ms. */
  at: number;
  /** Of the contribution that says why. */
  number: number;
  /** Of which incident it is a duplicate. */
  of?: string;
}

export interface OpenIncident {
  incident: string;
  /** ms. */
  reportedAt: number;
}

/** Signed as `closure-receipt`. Nothing of an older epoch is stored after it. */
export interface ClosureReceipt {
  program: string;
  incident: string;
  /** ms. */
  issuedAt: number;
  gates: (Omit<GateClosed, 'lanes'> & { lanes: ClosedLane[] })[];
}

export interface ClosedLane extends LaneCheckpoint {
  /** Frames admitted since the lane came to be (collection only). */
  admitted?: number;
  /** Its row could not be read (collection only): what it had admitted is not known, and it is never certified. */
  damaged?: true;
}

/** Signed as `quiescence-certificate`. Capture itself has stopped: the longest lease has run out, and no lane moved. */
export interface QuiescenceCertificate {
  program: string;
  incident: string;
  /** Hash of the closure receipt's document. */
  receipt: string;
  epoch: number;
  closedAt: number;
  /** When the longest lease of before the closure had run out, ms, clock skew included. */
  leasesEnded: number;
  certifiedAt: number;
  lanes: { lane: string; admitted: number }[];
}

export interface Approval {
  incident: string;
  /** `sub` of the token. */
  approver: string;
  /** What they would be called as a reporter of this incident: an approval of who joins it later counts no more. Shown to nobody. */
  asReporter?: string;
  /** Those of the approver's groups that the disclosure lets approve. */
  groups: string[];
  decision: Decision;
  /** Hash of the findings' document that was approved. */
  findings: string;
  /** Which version of them that is. @default 1 */
  version?: number;
  /** Epoch of the closed collection gate that the approver saw. */
  epoch: number;
  /** ms. */
  at: number;
}

/** As it is shown: what its approver would be called as a reporter is for `agreed` alone. */
export type ShownApproval = Omit<Approval, 'asReporter'>;
export const shownApproval = ({ asReporter: _, ...shown }: Approval): ShownApproval => shown;

type StepAttribute = Exclude<keyof Incident, 'incident' | 'kind' | 'reporter' | 'reportedAt' | 'steps'>;

/** A step of an incident's life: made with its entry in the ledger, in one transaction. */
export interface Step {
  /** `undefined` takes an attribute away. */
  set: { [Name in StepAttribute]?: Incident[Name] | undefined };
  /** Attribute that is not there before the step, or a rule: when it is, the step is done already. @default made each time */
  once?: StepAttribute | ((incident: Incident) => boolean);
  /** @default no entry */
  facts?: EntryFacts;
  /**
   * As the incident was when what is set was found out. A report that came to hold the gates since begins its way anew: what was found
   * out before is about no closure. @default it does not matter
   */
  foundOn?: Pick<Incident, 'closes'>;
}

/** The incident after a step, or undefined when the step is done already. @throws SluiceError when it was decided on what is over */
export function afterStep(incident: Incident, { set, once, foundOn, facts }: Step): Incident | undefined {
  if (foundOn && foundOn.closes !== incident.closes) {
    throw new SluiceError('the incident came to hold the gates on its way, and begins it anew');
  }
  if (typeof once === 'function' ? once(incident) : once && incident[once] !== undefined) return undefined;
  const steps = facts && [...(incident.steps ?? []), { what: facts.kind, at: facts.at }];
  const after = Object.entries({ ...incident, ...set, ...(steps && { steps }) }).filter(
    ([, value]) => value !== undefined,
  );
  return Object.fromEntries(after) as unknown as Incident;
}

/**
 * Has certifying come to an end, with a certificate or with what stands in its way? Until then nothing that follows can be about the
 * closure.
 */
export const isLookedInto = ({ certificate, moved, damaged }: Incident): boolean =>
  certificate !== undefined || moved !== undefined || damaged !== undefined;

/** What an incident is about, ms: up to its closure, or to the report where it closed nothing. */
export const windowOf = ({ from, closedAt, reportedAt }: Incident): { from: number; to: number } => ({
  from,
  to: closedAt ?? reportedAt,
});

export interface MostReports {
  perDay: number;
  /** As who reports is counted on this day. */
  by: string;
}

/** Port. */
export interface IncidentStore {
  /**
   * One transaction: the incident, its text (sealed under the evidence key), its entry in the ledger, its place among the open
   * ones, and one more report of this severity by its reporter on this day. Filed again under its id it becomes what `filedAgain`
   * says; a text that could not be written then is written now.
   * @param text absent for a hold that was found
   * @param most of reports a day, and whose they are counted as @default not counted
   * @throws Refused `limit` when the reporter's reports of the day are used up, `exists` when the id is another's
   */
  file(incident: Incident, text: string | undefined, facts: EntryFacts, most?: MostReports): Promise<Incident>;
  /** @throws Refused `not-found` */
  read(incident: string): Promise<Incident>;
  /** @returns undefined when nothing was filed under the id */
  find(incident: string): Promise<Incident | undefined>;
  /**
   * What was written by who reported, and by who joined, one after the other; undefined when nothing was.
   * @param by only what this person wrote @default everybody
   * @throws Refused `not-found`
   */
  text(incident: string, by?: string): Promise<string | undefined>;
  /**
   * Newest first, by the time at which the server got them; those whose rows cannot be read are left out.
   * @param limit @default 50 @param before the last one of the page before
   */
  list(limit?: number, before?: Incident): Promise<Incident[]>;
  /** All that are not concluded, oldest first, by name alone; what earlier versions filed is not among them. */
  open(): Promise<OpenIncident[]>;
  /** The incident after the step, whether it was made now or before. @throws Refused `not-found` */
  advance(incident: string, step: Step): Promise<Incident>;
  /** An approver's later word replaces the earlier one; the ledger has both. */
  approve(approval: Approval, facts: EntryFacts): Promise<EntryReceipt>;
  approvals(incident: string): Promise<Approval[]>;
  /** The token of the workflow's waiting task; a later one replaces it. */
  keepToken(incident: string, token: string): Promise<void>;
  token(incident: string): Promise<string | undefined>;
}
