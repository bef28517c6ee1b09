import { may } from '../../api/people.ts';
import type { Disclosure } from '../disclosure/disclosure.ts';
import { isHeldBy } from '../gate/gate.ts';
import type { SignedDocument } from '../ledger/ledger.ts';
import { Refused } from '../shared/errors.ts';
import { DOCUMENT_KINDS, type DocumentIssuer, readIssued } from './documents.ts';
import { partOf } from './filing.ts';
import type { Findings } from './findings.ts';
import {
  type ClosureReceipt,
  type Incident,
  type IncidentStore,
  type QuiescenceCertificate,
  type ShownApproval,
  shownApproval,
} from './incident.ts';
import type { Answered, Mailbox } from './mailbox.ts';
import { type AllProbes, type ProbeState, type ProbeStore, probesIn } from './probes.ts';
import { type Progress, progressOf } from './progress.ts';
import type { FindingsSummary } from './summary.ts';
import type { Termination } from './termination.ts';
import { approvalAs, seesCounters, shownAs, type View, viewOf } from './told.ts';
import type { Workflow } from './workflow.ts';

export interface Viewer {
  /** Names that the viewer may have in an incident, the one of it alone first. */
  namesIn: (incident: string) => readonly string[];
  groups: readonly string[];
}

export interface IncidentView {
  incident: Incident;
  approvals: ShownApproval[];
  /** As the certificate: not to those who are told alone, who have its hash in the incident. */
  receipt?: SignedDocument<ClosureReceipt>;
  certificate?: SignedDocument<QuiescenceCertificate>;
  /** For those with the right to see all incidents: it lists pseudonyms. */
  findings?: SignedDocument<Findings>;
  /** Of the findings, for everybody whom the program is about. */
  summary?: SignedDocument<FindingsSummary>;
  /** That what an ended program had kept is erased, for everybody too. */
  termination?: SignedDocument<Termination>;
  /** What the reporter wrote. */
  text?: string;
  /** To who reported; as the text. */
  answers?: Answered[];
  /** While it is open. */
  progress?: Progress;
  /** What goes on asking since its findings: for those who are shown them. */
  probes?: ShownProbe[];
}

/** As it is shown: what it rests on is evidence by name. */
export type ShownProbe = Pick<
  ProbeState,
  'probe' | 'branch' | 'asked' | 'outcome' | 'since' | 'statement' | 'evidence' | 'report'
>;

interface ViewParts {
  store: IncidentStore;
  disclosure: Disclosure;
}

/** Incidents on one answer, beside those that hold the gates. */
const PAGE = 50;
/** Pages among which somebody's own are looked for. */
const PAGES = 10;

/**
 * All for those with the right to; for everybody else their own and, if the program is about them, what they are told of others'. Those that
 * hold the gates first, whatever was reported since; then the newest, by the time at which the server got them.
 * @param held what holds the gates
 * @param after `next` of the page before: goes on behind that incident
 * @throws Refused `not-found` when `after` is none that the viewer may see
 */
export async function viewIncidents(
  { store, disclosure }: ViewParts,
  viewer: Viewer,
  held: ReadonlyMap<string, Incident>,
  after?: string,
): Promise<{ incidents: Incident[]; next?: string }> {
  const isSeen = (incident: Incident) => viewFor(disclosure, viewer, incident) !== undefined;
  let before = after === undefined ? undefined : await store.find(after);
  if (after !== undefined && !(before && isSeen(before))) throw new Refused('not-found', 'no such incident');
  const others: Incident[] = [];
  for (let page = 0; page < PAGES && others.length < PAGE; page++) {
    const listed = await store.list(PAGE, before);
    others.push(...listed.filter((incident) => !held.has(incident.incident) && isSeen(incident)));
    before = listed.at(-1);
    // A short page may be one with rows that cannot be read.
    if (listed.length === 0) break;
  }
  const shown = others.slice(0, PAGE);
  const first = after === undefined ? [...held.values()].filter(isSeen) : [];
  const incidents = [...first, ...shown].map((incident) => shownAs(viewFor(disclosure, viewer, incident)!, incident));
  // Never one that is not theirs, which would tell that it is there.
  const next = shown.length === PAGE ? shown.at(-1)!.incident : undefined;
  return { incidents, ...(next !== undefined && { next }) };
}

/**
 * @throws Refused `not-found`, also for those who may not see it: whether it exists is part of what they may not see; `unfiled`
 * when it holds the gates, as everybody can see in `status`, and nothing else of it is there yet
 */
export async function viewIncident(
  parts: DocumentIssuer &
    ViewParts & {
      gates: Parameters<typeof isHeldBy>[0];
      workflow: Pick<Workflow, 'state'>;
      mailbox?: Pick<Mailbox, 'answers'>;
      probes?: Pick<ProbeStore, 'all'>;
    },
  id: string,
  viewer: Viewer,
): Promise<IncidentView> {
  const incident = await parts.store.find(id);
  if (!incident) {
    if (await isHeldBy(parts.gates, id)) throw new Refused('unfiled', 'it holds the gates; what was reported follows');
    throw new Refused('not-found', 'no such incident');
  }
  const own = partOf(incident, viewer.namesIn(id));
  const view = viewFor(parts.disclosure, viewer, incident);
  if (!view) throw new Refused('not-found', 'no such incident');
  const seesFindings = view.as === 'viewer';
  const counted = seesCounters(view);
  const [approvals, receipt, certificate, findings, summary, termination, text, answers] = await Promise.all([
    parts.store.approvals(id),
    counted ? incident.receipt && readIssued<ClosureReceipt>(parts, incident.receipt) : undefined,
    counted ? incident.certificate && readIssued<QuiescenceCertificate>(parts, incident.certificate) : undefined,
    seesFindings ? incident.findings && readIssued<Findings>(parts, incident.findings) : undefined,
    incident.summary && readIssued<FindingsSummary>(parts, incident.summary),
    incident.termination && readIssued<Termination>(parts, incident.termination, DOCUMENT_KINDS.termination),
    textFor(parts, id, viewer, own),
    own !== undefined || may(parts.disclosure, viewer.groups, 'read-reports') ? parts.mailbox?.answers(id) : undefined,
  ]);
  const progress = await progressOf(parts, incident, approvals);
  const probes = findings && parts.probes && probesOf(findings.document, await parts.probes.all());
  return {
    incident: shownAs(view, incident),
    approvals: approvals.map((approval) => approvalAs(view, shownApproval(approval))),
    ...(progress && { progress: progressFor(view, progress) }),
    ...(receipt && { receipt }),
    ...(certificate && { certificate }),
    ...(findings && { findings }),
    ...(summary && { summary }),
    ...(termination && { termination }),
    ...(text !== undefined && { text }),
    ...(answers && answers.length > 0 && { answers }),
    ...(probes && probes.length > 0 && { probes }),
  };
}

/** One whose row cannot be read is unknown, by its name. */
const UNREADABLE = 'Its row cannot be read: it is not known whether it is so again.';

function probesOf(document: Findings, { kept, damaged }: AllProbes): ShownProbe[] {
  const names = probesIn(document);
  const shown = kept.flatMap(({ state: { probe, branch, asked, outcome, since, statement, evidence, report } }) =>
    names.has(probe)
      ? [
          {
            ...{ probe, branch },
            ...(asked !== undefined && { asked }),
            ...(outcome && { outcome }),
            ...(since !== undefined && { since }),
            ...(statement !== undefined && { statement }),
            ...(evidence !== undefined && { evidence }),
            ...(report !== undefined && { report }),
          },
        ]
      : [],
  );
  const unknown = damaged.flatMap(({ probe }) => {
    const branch = names.get(probe);
    return branch === undefined ? [] : [{ probe, branch, outcome: 'unknown' as const, statement: UNREADABLE }];
  });
  return [...shown, ...unknown];
}

const viewFor = (disclosure: Disclosure, { groups, namesIn }: Viewer, incident: Incident) =>
  viewOf(disclosure, groups, incident, partOf(incident, namesIn(incident.incident)));

/** What went wrong inside is for those who can mend it. */
const progressFor = ({ as }: View, { failure, execution, ...progress }: Progress): Progress => ({
  ...progress,
  ...(as !== 'told' && { ...(execution && { execution }), ...(failure && { failure }) }),
});

/** All that was written, for those with the right to read it; their own for who reported or joined. */
async function textFor({ store, disclosure }: ViewParts, id: string, viewer: Viewer, own: string | undefined) {
  if (may(disclosure, viewer.groups, 'read-reports')) return store.text(id);
  return own === undefined ? undefined : store.text(id, own);
}
