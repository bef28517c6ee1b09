import { SYSTEM } from '../ledger/actor.ts';
import { hashDocument } from '../ledger/entry.ts';
import type { Clock } from '../shared/clock.ts';
import { SluiceError } from '../shared/errors.ts';
import { DOCUMENT_KINDS, type DocumentIssuer, issue } from './documents.ts';
import type { Findings } from './findings.ts';
import type { Incident, IncidentStore } from './incident.ts';
import { summaryOf } from './summary.ts';
import type { TaskResult } from './workflow.ts';

export interface PublishParts extends DocumentIssuer {
  store: IncidentStore;
  clock: Clock;
}

/** Signs the findings and puts them under Object Lock: from then on their hash is what approvals are about. */
export async function publish(parts: PublishParts, incident: Incident): Promise<TaskResult> {
  const { store, evidence, clock } = parts;
  const id = incident.incident;
  if (!incident.findings) {
    if (!incident.draft) throw new SluiceError('an incident is investigated before its findings are published');
    const draft: Findings = JSON.parse(Buffer.from(await evidence.get(incident.draft.name)).toString('utf8'));
    if (hashDocument(draft) !== incident.draft.document) throw new SluiceError('the draft is not the one collected');
    const { link } = await issue(parts, 'findings', `${id}-findings`, DOCUMENT_KINDS.findings, draft);
    const told = summaryOf(draft, link.document);
    const { link: summary } = await issue(parts, 'findings', `${id}-summary`, DOCUMENT_KINDS.summary, told);
    await store.advance(id, {
      once: 'findings',
      foundOn: incident,
      // Both in one write: those who are concerned read no later than those who look into it.
      set: { status: 'published', findings: link, summary },
      facts: { kind: 'findings', at: clock.now(), actor: SYSTEM, incident: id, detail: { document: link.document } },
    });
  }
  return { outcome: 'published', incident: id };
}
