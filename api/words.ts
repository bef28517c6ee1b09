/**
 * Words that answers hold and that something is decided by, each list once: contracts say them, `core` stores and judges by them, the
 * command line has a sentence for each.
 */

export const SEVERITIES = ['low', 'medium', 'high'] as const;
export type Severity = (typeof SEVERITIES)[number];

/**
 * What a branch of an investigation comes to. `clean`: looked into, and nothing is wrong; `found`: something is; `unknown`: nobody can say,
 * which is never clean.
 */
export const OUTCOMES = ['clean', 'found', 'unknown'] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** Where a recurrence probe stands: `green`, asked and nothing is wrong; `red`, it is again; `unknown`, nobody can say. */
export const PROBE_OUTCOMES = ['green', 'red', 'unknown'] as const;
export type ProbeOutcome = (typeof PROBE_OUTCOMES)[number];

/** Branches that check one thing after the other, and count what is wrong. */
export const CHECKS = [
  'over-collection',
  'encryption',
  'changes',
  'missing-frames',
  'could-read',
  'did-read',
  'blast-radius',
] as const;
export type Check = (typeof CHECKS)[number];

/** What subjects choose for themselves. */
export const CHOICES = ['enrolment', 'consent', 'withdrawal', 'trim', 'erasure'] as const;
export type Choice = (typeof CHOICES)[number];

/** Why an entry shows no words, where some were given. */
export const WORDS_GONE = ['erased', 'altered'] as const;
export type WordsGone = (typeof WORDS_GONE)[number];

export const DECISIONS = ['resume', 'terminate'] as const;
export type Decision = (typeof DECISIONS)[number];

/** `guard`: a door was moved outside a deploy. `anonymous`: nobody knows who reported it. `probe`: what an incident was about is so again. */
export const INCIDENT_KINDS = ['report', 'pause', 'guard', 'anonymous', 'probe'] as const;
export type IncidentKind = (typeof INCIDENT_KINDS)[number];

/**
 * `reported`: filed; `contained`: both gates closed and the receipt issued; `quiet`: capture has stopped; `published`:
 * findings are under Object Lock; then `resumed`, `terminated`, or, for one that never closed a gate, `concluded`.
 */
export const INCIDENT_STATUSES = [
  'reported',
  'contained',
  'quiet',
  'published',
  'resumed',
  'terminated',
  'concluded',
] as const;
export type IncidentStatus = (typeof INCIDENT_STATUSES)[number];

/** What people do on an incident: `task` gives one, `taken` and `done` are of one. */
export const CASE_WORDS = [
  'lead',
  'note',
  'task',
  'taken',
  'done',
  'cause',
  'evidence',
  'finding',
  'verdict',
  'publish',
] as const;
export type CaseWord = (typeof CASE_WORDS)[number];

/** What a person says that a report was. */
export const VERDICTS = ['confirmed', 'not-confirmed', 'duplicate', 'out-of-scope'] as const;
export type VerdictWord = (typeof VERDICTS)[number];

/** What came of testing what a report claims, by somebody's finding. */
export const CLAIMS = ['confirmed', 'partly', 'refuted', 'not-tested'] as const;
export type Claim = (typeof CLAIMS)[number];

/** What happens in an incident: steps of the workflow by the kinds of their entries, decisions, and what people do. */
export const TIMELINE_WORDS = [
  'reported',
  'pause',
  'certificate',
  'findings',
  'escalation',
  'approval',
  'resume',
  'terminate',
  'erasure',
  'concluded',
  ...CASE_WORDS,
] as const;
export type TimelineWord = (typeof TIMELINE_WORDS)[number];

/** Why a report did not close the gates. */
export const NOT_CLOSED = ['severity', 'not-closer', 'limit', 'anonymous'] as const;
export type NotClosed = (typeof NOT_CLOSED)[number];

/**
 * What an open incident waits for: `workflow` (nothing was begun), `leases` (capture has not certainly stopped), `findings`, `verdict` (of a
 * person, where no gate is held),
 * `approvals` (of two people), `request` (two have approved a resume, and nobody has asked for it), `opening`, `ending`, `erasing` (of what an ended program has kept).
 */
export const WAITS = [
  'workflow',
  'leases',
  'findings',
  'verdict',
  'approvals',
  'request',
  'opening',
  'ending',
  'erasing',
] as const;
export type WaitsFor = (typeof WAITS)[number];

/** What outlives the end of a program. */
export const REMAINS = [
  'ledger',
  'tombstones',
  'incidents',
  'frames',
  'backups-of-keys',
  'backups-of-tables',
  'exports',
] as const;
export type RemainsWord = (typeof REMAINS)[number];

/** `gone`: Step Functions knows it no more. */
export const EXECUTION_STATES = ['running', 'succeeded', 'failed', 'timed-out', 'aborted', 'gone'] as const;
export type ExecutionState = (typeof EXECUTION_STATES)[number];

export const ROOT_STATES = ['open', 'closing', 'closed'] as const;
export type RootState = (typeof ROOT_STATES)[number];

/**
 * Of the denies that IAM holds beside a closed gate: `in-force`; `being-put` and `missing` where the gate is closed and they are not there
 * (yet); `being-taken` and `left-over` where it is open and they are there (still); `unseen`: nobody has compared them for long.
 */
export const SECOND_LINE_STATES = ['in-force', 'being-put', 'missing', 'being-taken', 'left-over', 'unseen'] as const;
export type SecondLineState = (typeof SECOND_LINE_STATES)[number];

export const SUBJECT_STATES = ['enrolled', 'live', 'withdrawn', 'erased'] as const;
export type SubjectState = (typeof SUBJECT_STATES)[number];

/** Why a read is refused. Stable words: they stand in the ledger and in answers. */
export const READ_REFUSALS = [
  'limit',
  'gate-closed',
  'no-grant',
  'purpose',
  'not-found',
  'expired',
  'cool-off',
  'consent',
  'erased',
  'no-key',
  'foreign-object',
  'altered',
  'damaged',
  'no-object',
] as const;
export type ReadRefusal = (typeof READ_REFUSALS)[number];

/** How far an export is. Nothing of it opens before it is sealed. */
export const EXPORT_STATES = ['planned', 'making', 'sealed', 'stopped', 'revoked'] as const;
export type ExportState = (typeof EXPORT_STATES)[number];

/** Why the making of one ended: a new one is asked for. */
export const STOPPED_BY = ['no-grant', 'purpose', 'disclosure', 'limit', 'too-few', 'too-many', 'failed'] as const;
export type StoppedBy = (typeof STOPPED_BY)[number];
