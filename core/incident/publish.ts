import { SYSTEM } from '../ledger/actor.ts';
import { hashDocument } from '../ledger/entry.ts';
import type { Clock } from '../shared/clock.ts';
import { SluiceError } from '../shared/errors.ts';
import type { CaseStore } from './case.ts';
import { mayBeOpening } from './conclusion.ts';
import { DOCUMENT_KINDS, type DocumentIssuer, issue } from './documents.ts';
import type { Findings } from './findings.ts';
import type { Incident, IncidentStore } from './incident.ts';
import { personsFindings } from './persons-findings.ts';
import { beginProbes, type ProbeStore } from './probes.ts';
import { summaryOf } from './summary.ts';
import type { TaskResult } from './workflow.ts';

export interface PublishParts extends DocumentIssuer {
  store: IncidentStore & CaseStore;
  clock: Clock;
  /** What goes on asking from now on. @default nothing does */
  probes?: ProbeStore;
}

/**
 * Signs the findings and puts them under Object Lock: from then on their hash is what approvals are about. Where an amended version is asked
 * for, it is signed anew, with all that people have found until then; approvals are over one version, and go with no other.
 */
export async function publish(parts: PublishParts, incident: Incident): Promise<TaskResult> {
  if (!incident.findings || incident.amendAt !== undefined) await publishVersion(parts, incident);
  return { outcome: 'published', incident: incident.incident };
}

async function publishVersion(parts: PublishParts, incident: Incident): Promise<void> {
  const { store, clock } = parts;
  const id = incident.incident;
  const draft = await draftOf(parts, incident);
  const contributions = await store.contributions(id);
  const version = (incident.version ?? (incident.findings ? 1 : 0)) + 1;
  const amends = incident.findings ?? incident.earlier?.at(-1);
  const document: Findings = {
    ...draft,
    version,
    ...(amends && { amends: amends.document }),
    ...(incident.verdict && { verdict: incident.verdict }),
    findings: [...draft.findings, ...(await personsFindings(parts, id, contributions))],
  };
  const { link } = await issue(parts, 'findings', `${id}-findings`, DOCUMENT_KINDS.findings, document);
  const told = summaryOf(document, link.document);
  const { link: summary } = await issue(parts, 'findings', `${id}-summary`, DOCUMENT_KINDS.summary, told);
  // Before anybody reads that they run.
  if (parts.probes) await beginProbes(parts.probes, id, draft);
  const at = clock.now();
  const after = await store.advance(id, {
    // A resume over the version that is there may be about to open a gate: nothing is written over it.
    once: (now) => isOther(now, incident) || mayBeOpening(now),
    foundOn: incident,
    // All in one write: those who are concerned read no later than those who look into it.
    set: {
      ...(incident.concludedAt === undefined && { status: 'published' as const }),
      findings: link,
      summary,
      version,
      publishedAt: at,
      publishedUpTo: contributions.length,
      ...(incident.findings && { earlier: [...(incident.earlier ?? []), incident.findings] }),
      amendAt: undefined,
    },
    facts: { kind: 'findings', at, actor: SYSTEM, incident: id, detail: { document: link.document, version } },
  });
  // Something was said while it was signed, which is to be in it: the task is made again.
  const isThere = after.findings !== undefined && after.findings.document !== incident.findings?.document;
  if (!isThere && isOther(after, incident))
    throw new SluiceError('the incident moved on while its findings were signed');
}

/** Than the one that the version was made of. */
const isOther = (now: Incident, { findings, amendAt, verdict }: Incident): boolean =>
  now.findings?.document !== findings?.document || now.amendAt !== amendAt || now.verdict?.number !== verdict?.number;

async function draftOf({ evidence }: PublishParts, { draft }: Incident): Promise<Findings> {
  if (!draft) throw new SluiceError('an incident is investigated before its findings are published');
  const document: Findings = JSON.parse(Buffer.from(await evidence.get(draft.name)).toString('utf8'));
  if (hashDocument(document) !== draft.document) throw new SluiceError('the draft is not the one collected');
  return document;
}
