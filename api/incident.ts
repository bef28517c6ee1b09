import * as z from 'zod';
import { answers } from './anonymous.ts';
import { receipt, sha256, signed, time, ulid, word } from './fields.ts';
import { route } from './route.ts';
import {
  CHECKS,
  CLAIMS,
  DECISIONS,
  EXECUTION_STATES,
  INCIDENT_KINDS,
  INCIDENT_STATUSES,
  NOT_CLOSED,
  OUTCOMES,
  PROBE_OUTCOMES,
  REMAINS,
  SEVERITIES,
  VERDICTS,
  WAITS,
} from './words.ts';

const evidence = z.object({ name: z.string(), sha256, bytes: z.number() });
/** A document under Object Lock; `document` is the hash that people and notes name it by. */
const documentLink = evidence.extend({ document: sha256 });

const failure = z.object({ task: z.string(), at: time, error: z.string(), times: z.number() });

const verdict = z.object({ verdict: word(...VERDICTS), at: time, number: z.number(), of: ulid.optional() });

/** How much a program keeps. */
const kept = z.object({
  subjects: z.number(),
  keys: z.number(),
  others: z.number().meta({ description: 'rows beside the keys: the directory' }),
  segments: z.number(),
  objects: z.number(),
});

const termination = z.object({
  program: z.string(),
  incident: ulid,
  terminatedAt: time,
  decided: z.object({ findings: sha256, epoch: z.number() }),
  erasedAt: time,
  found: kept,
  left: kept,
  swept: z.number().meta({ description: 'versions of bodies that the last pass deleted' }),
  remains: z.array(z.object({ what: word(...REMAINS), why: z.string(), until: time.optional() })),
});

const incident = z.object({
  incident: ulid,
  kind: word(...INCIDENT_KINDS),
  severity: word(...SEVERITIES),
  status: word(...INCIDENT_STATUSES),
  reporter: z.string().meta({
    description:
      'a name of this incident alone, which tells nobody who it was; `withheld` from whom it is none of their own',
  }),
  alsoBy: z.array(z.string()).optional().meta({ description: 'others who closed the gates under the same id' }),
  reportedAt: time,
  from: time.meta({ description: 'ms; start of the time that is investigated' }),
  disclosure: z.string(),
  leaseSeconds: z.number().optional(),
  asked: z
    .object({
      toldHours: z.number().optional(),
      greenHours: z.number().optional(),
      triageHours: z.number(),
      triageLowHours: z.number(),
      approvers: z.array(z.string()).optional(),
    })
    .optional()
    .meta({ description: 'what the disclosure asked of it when it was reported: no deploy since asks for less' }),
  closes: z.boolean().meta({ description: 'whether it holds the gates' }),
  notClosed: word(...NOT_CLOSED).optional(),
  epochs: z.object({ collection: z.number(), reading: z.number() }).optional(),
  closedAt: time.optional(),
  receipt: documentLink.optional(),
  startedAt: time.optional(),
  execution: z
    .object({ number: z.number(), startedAt: time })
    .optional()
    .meta({ description: 'the workflow’s execution that walks it now' }),
  doing: z.object({ task: z.string(), since: time }).optional(),
  failure: failure.optional().meta({ description: 'what went wrong last and is not put right yet' }),
  certificate: documentLink.optional(),
  moved: z.array(z.string()).optional().meta({ description: 'lanes that admitted frames after the closure' }),
  damaged: z
    .array(z.string())
    .optional()
    .meta({ description: 'lanes whose rows cannot be read: not certified while it is so' }),
  draft: documentLink.optional(),
  findings: documentLink.optional(),
  summary: documentLink.optional().meta({ description: 'of the findings, for everybody whom the program is about' }),
  version: z.number().optional().meta({ description: 'of the findings' }),
  publishedAt: time.optional().meta({ description: 'when this version was' }),
  earlier: z
    .array(documentLink)
    .optional()
    .meta({ description: 'versions before: nobody’s approval of one counts now' }),
  publishedUpTo: z.number().optional().meta({ description: 'contributions that it was made of' }),
  amendAt: time.optional().meta({ description: 'an amended version is asked for: nothing is decided before it' }),
  verdict: verdict.optional().meta({ description: 'what a person said that it was' }),
  triage: z.object({ level: z.number(), at: time }).optional().meta({ description: 'how often it was passed on' }),
  remindedAt: time.optional(),
  askedAt: time.optional().meta({ description: 'a resume was asked for, and is not done yet' }),
  resuming: z.object({ at: time, approvers: z.tuple([z.string(), z.string()]) }).optional(),
  concludedAt: time.optional(),
  ending: z
    .object({ approvers: z.tuple([z.string(), z.string()]), findings: sha256, epoch: z.number() })
    .optional()
    .meta({ description: 'on whose word the program was ended; what it has kept is erased on it' }),
  erasing: z
    .object({ since: time, found: kept })
    .optional()
    .meta({ description: 'what there was when the erasing of an ended program began' }),
  termination: documentLink
    .optional()
    .meta({ description: 'the signed proof that what an ended program had kept is erased' }),
  steps: z
    .array(z.object({ what: z.string(), at: time }))
    .optional()
    .meta({ description: 'what was done of it, as the ledger has it' }),
});
export type Incident = z.infer<typeof incident>;

const closureReceipt = z.object({
  program: z.string(),
  incident: ulid,
  issuedAt: time,
  gates: z.array(
    z.object({
      gate: z.string(),
      epoch: z.number(),
      closedAt: time,
      lanes: z.array(
        z.object({
          lane: z.string(),
          checkpoint: z.string().optional(),
          admitted: z.number().optional(),
          damaged: z.boolean().optional().meta({ description: 'its row could not be read' }),
        }),
      ),
    }),
  ),
});

const certificate = z.object({
  program: z.string(),
  incident: ulid,
  receipt: sha256,
  epoch: z.number(),
  closedAt: time,
  leasesEnded: time,
  certifiedAt: time,
  lanes: z.array(z.object({ lane: z.string(), admitted: z.number() })),
});

const established = z.object({ statement: z.string(), evidence });
/** By a branch of the investigation; absent before 0.2. */
const judged = {
  branch: z.string().optional().meta({ description: 'question of the investigation that it answers' }),
  outcome: word(...OUTCOMES)
    .optional()
    .meta({ description: '`clean`, `found`, or `unknown`, which is never clean' }),
  severity: word(...SEVERITIES).optional(),
  owner: z.string().optional().meta({ description: 'right; those who have it have to act on it' }),
  probe: z
    .object({ name: z.string(), how: z.string() })
    .optional()
    .meta({ description: 'what goes on asking after the incident is over' }),
};
const counts = z.record(z.string(), z.number());
const ofBranch = established.extend(judged);
/** Of a newer service: it can be shown by its statement. Callers' types leave it out. */
const otherFinding = established.extend({ finding: z.string() }) as unknown as z.ZodType<never>;
const knownFinding = z.discriminatedUnion('finding', [
  ofBranch.extend({
    finding: z.literal('stored'),
    segments: z.number(),
    events: z.number(),
    subjects: z.array(
      z.object({
        subject: z.string(),
        events: z.number(),
        count: z.number().optional(),
        segments: z.array(z.string()),
      }),
    ),
    disclosures: z.record(z.string(), z.number()),
    truncated: z.boolean(),
    unreadable: z.number().optional(),
  }),
  ofBranch.extend({
    finding: z.literal('reads'),
    reads: z.array(
      receipt.extend({
        at: time,
        reader: z.string(),
        subject: z.string(),
        segment: z.string(),
        purpose: z.string(),
      }),
    ),
    count: z.number().optional(),
    own: z.number().optional().meta({ description: 'reads by subjects of their own records, in none of the others' }),
    refused: z.number(),
  }),
  ofBranch.extend({
    finding: z.literal('counters'),
    counters: z.record(z.string(), z.number()),
    damaged: z.array(z.string()).optional(),
  }),
  ofBranch.extend({
    finding: z.literal('ledger'),
    entries: z.number(),
    walked: z.number().optional(),
    signedAt: time.optional(),
    intact: z.boolean(),
  }),
  ofBranch.extend({
    finding: z.literal('containment'),
    admittedAfterClosure: z.number(),
    lanes: z.array(z.string()),
    damaged: z.array(z.string()).optional(),
  }),
  ofBranch.extend({ finding: z.literal('not-known'), branch: z.string() }),
  ofBranch.extend({
    finding: z.enum(CHECKS),
    checked: z.number(),
    wrong: counts,
    open: counts,
    truncated: z.boolean().optional(),
  }),
  established.extend({
    finding: z.literal('person'),
    number: z.number(),
    severity: word(...SEVERITIES),
    owner: z.string(),
    claim: word(...CLAIMS).meta({ description: 'whether what was reported was tested, and what came of it' }),
    files: z.array(sha256),
    by: z.string(),
    groups: z.array(z.string()),
  }),
]);

const version = {
  version: z.number().optional(),
  amends: sha256.optional().meta({ description: 'the version before' }),
};

const findings = z.object({
  program: z.string(),
  incident: ulid,
  severity: word(...SEVERITIES),
  reportedAt: time,
  window: z.object({ from: time, to: time }),
  disclosure: z.string(),
  closure: z.object({ receipt: sha256, certificate: sha256.optional(), epoch: z.number(), closedAt: time }).optional(),
  findings: z.array(z.union([knownFinding, otherFinding])),
  ...version,
  verdict: verdict.optional(),
});

/** Of nobody: no pseudonyms, no exact counters, and figures of few people, or of nobody, are left out. */
const summary = z.object({
  program: z.string(),
  incident: ulid,
  severity: word(...SEVERITIES),
  reportedAt: time,
  window: z.object({ from: time, to: time }).meta({ description: 'whole UTC days' }),
  disclosure: z.string(),
  closure: z.object({ receipt: sha256, certificate: sha256.optional(), epoch: z.number(), closedAt: time }).optional(),
  findings: sha256.meta({ description: 'of the findings that approvals are about' }),
  established: z.array(
    z.object({
      finding: z.string(),
      statement: z.string(),
      figures: z.record(z.string(), z.union([z.number(), z.boolean()])),
    }),
  ),
  ...version,
  verdict: word(...VERDICTS).optional(),
});

const approval = z.object({
  incident: ulid,
  approver: z.string().meta({ description: '`withheld` from whom the groups are told alone' }),
  groups: z.array(z.string()),
  decision: word(...DECISIONS),
  findings: sha256,
  version: z.number().optional().meta({ description: 'of the findings' }),
  epoch: z.number(),
  at: time,
});

/** What an open incident waits for, since when, and what stands in its way. */
const progress = z.object({
  waitsFor: word(...WAITS),
  since: time,
  execution: z
    .object({
      name: z.string(),
      state: word(...EXECUTION_STATES, 'unknown'),
    })
    .optional(),
  failure: failure.optional(),
});
export type Progress = z.infer<typeof progress>;

const probe = z.object({
  probe: z.string(),
  branch: z.string().meta({ description: 'question that it asks again' }),
  asked: time.optional().meta({ description: 'when it answered last; absent: not yet' }),
  outcome: word(...PROBE_OUTCOMES).optional(),
  since: time.optional().meta({ description: 'first answer in a row with that outcome' }),
  statement: z.string().optional(),
  evidence: z.string().optional(),
  report: ulid.optional().meta({ description: 'the report that it files for turning red, once its incident is over' }),
});

const reported = z.object({
  incident,
  receipt: signed(closureReceipt).optional().meta({ description: 'when it closed the gates' }),
  filing: word('follows').optional().meta({
    description: 'the gates are closed; what is missing of incident, receipt and workflow follows by itself',
  }),
});
export type Reported = z.infer<typeof reported>;

/** Chosen by the caller before the first try, and sent with every one: what makes sending again harmless. */
const order = {
  incident: ulid.exactOptional(),
  from: z.int().min(0).exactOptional().meta({ description: 'ms; investigated from the beginning of its UTC day' }),
};
const text = z.string().min(1).max(20_000);

export const fileReport = route({
  method: 'POST',
  path: '/reports',
  summary: 'Reports that something is wrong; of high severity, by a closer, it closes both gates at once.',
  body: z.strictObject({ ...order, severity: z.enum(SEVERITIES), text }),
  answer: reported,
  refuses: ['exists', 'over', 'stale-id', 'limit', 'busy'],
  repeatable: true,
});

export const pause = route({
  method: 'POST',
  path: '/pauses',
  summary: 'Closes both gates now, and opens an incident.',
  body: z.strictObject({ ...order, reason: text }),
  answer: reported,
  refuses: ['not-closer', 'limit', 'exists', 'over', 'stale-id'],
  repeatable: true,
});

const incidentParams = z.strictObject({ incident: ulid });

export const listIncidents = route({
  method: 'GET',
  path: '/incidents',
  summary:
    'The newest incidents: all for holders of see-incidents; for everybody else their own, and what the program’s people are told.',
  query: z.strictObject({ after: ulid.exactOptional().meta({ description: '`next` of the page before' }) }),
  answer: z.object({
    incidents: z.array(incident).meta({ description: 'on the first page those first that hold the gates' }),
    next: ulid.optional().meta({ description: '`after` of the next page; absent on the last' }),
  }),
  refuses: ['not-found'],
});

export const showIncident = route({
  method: 'GET',
  path: '/incidents/{incident}',
  summary:
    'An incident with its documents, to the people of the program since it was contained; what the reporter wrote for themselves and holders of read-reports.',
  params: incidentParams,
  answer: z.object({
    incident,
    approvals: z.array(approval),
    receipt: signed(closureReceipt).optional().meta({
      description:
        'as the certificate: for holders of see-incidents and who reported; all others have its hash in the incident',
    }),
    certificate: signed(certificate).optional(),
    findings: signed(findings).optional().meta({ description: 'for holders of see-incidents' }),
    summary: signed(summary).optional().meta({ description: 'of them, for everybody' }),
    termination: signed(termination).optional().meta({ description: 'that what an ended program had kept is erased' }),
    text: z.string().optional(),
    answers: answers.optional().meta({ description: 'to who reported; for themselves and holders of read-reports' }),
    progress: progress.optional().meta({ description: 'while it is open' }),
    probes: z.array(probe).optional().meta({ description: 'what goes on asking since the findings; with them' }),
  }),
  refuses: ['not-found', 'unfiled'],
});
export type IncidentView = z.infer<typeof showIncident.answer>;

export const showConcern = route({
  method: 'GET',
  path: '/incidents/{incident}/mine',
  summary:
    'What an incident has to do with the caller: how much of theirs its time holds, and who read it. Of nobody else.',
  params: incidentParams,
  answer: z.object({
    incident: ulid,
    window: z.object({ from: time, to: time }),
    status: word(...INCIDENT_STATUSES),
    concerned: z.boolean().meta({ description: 'whether there is anything of the caller’s in it' }),
    stored: z.object({
      segments: z.number(),
      events: z.number(),
      from: time.optional().meta({ description: 'arrival of the first of it' }),
      to: time.optional(),
      more: z.boolean().optional().meta({ description: 'there is more than was counted' }),
    }),
    reads: z.object({
      count: z.number().meta({ description: 'by others, in that time or of what was stored in it' }),
      newest: z.array(z.object({ at: time, reader: z.string(), purpose: z.string(), segment: ulid })),
      listed: z.number().optional().meta({ description: 'lists by others of when the caller was recorded' }),
      exported: z
        .number()
        .optional()
        .meta({ description: 'how often records of the caller’s were read into a data set since that time began' }),
      everybody: z.number().optional().meta({ description: 'lists of everybody: the caller may have stood in them' }),
      unreadable: z
        .number()
        .optional()
        .meta({ description: 'entries that cannot be read: nobody knows whom they are about' }),
      more: z.boolean().optional().meta({ description: 'the ledger is too long to be looked through for one answer' }),
    }),
    stood: z
      .object({ from: time, to: time.optional() })
      .optional()
      .meta({ description: 'while nothing was stored of anybody, nor read; without `to` it still is so, or for good' }),
  }),
  refuses: ['not-found'],
});
export type Concern = z.infer<typeof showConcern.answer>;

export const answerReport = route({
  method: 'POST',
  path: '/incidents/{incident}/answers',
  summary: 'Answers who reported, whoever that was: they read it in their incident, or by their receipt.',
  who: 'read-reports',
  params: incidentParams,
  body: z.strictObject({ text: z.string().min(1).max(5_000) }),
  answer: z.object({ incident: ulid, answers }),
  refuses: ['not-found', 'too-many', 'busy'],
});

export const approve = route({
  method: 'POST',
  path: '/incidents/{incident}/approvals',
  summary: 'Records the decision of one approver, over the published findings.',
  params: incidentParams,
  body: z.strictObject({
    decision: z.enum(DECISIONS),
    findings: sha256.meta({ description: 'hash of the findings’ document, as its signed note has it' }),
    epoch: z.int().min(1).meta({ description: 'of the collection gate' }),
  }),
  answer: z.object({
    approval,
    receipt,
    answered: z
      .boolean()
      .meta({ description: 'whether the workflow was told: by the second approval of a termination' }),
  }),
  refuses: ['not-found', 'not-approver', 'own-report', 'state', 'unpublished', 'findings', 'epoch'],
  // A later word of the same approver takes the place of the earlier one.
  repeatable: true,
});

export const resume = route({
  method: 'POST',
  path: '/incidents/{incident}/resume',
  summary: 'Asks the workflow to open the gates, which two others have approved.',
  who: 'resume',
  params: incidentParams,
  answer: z.object({
    incident: ulid,
    outcome: word('resume'),
    answered: z
      .boolean()
      .meta({ description: 'whether the workflow was told at once; else it finds it when it waits' }),
  }),
  refuses: [
    'not-found',
    'terminated',
    'state',
    'unpublished',
    'epoch',
    'approvals',
    'conformance',
    'told',
    'probes',
    'not-asked-again',
  ],
});
