import { canonicalJson, hashDocument } from '../ledger/entry.ts';
import type { Clock } from '../shared/clock.ts';
import type { Branches, Conclusion } from './branch.ts';
import type { CaseStore } from './case.ts';
import type { DocumentIssuer } from './documents.ts';
import type { Finding, Findings } from './findings.ts';
import { type Incident, type IncidentStore, windowOf } from './incident.ts';
import { answered, lookThrough, notKnown, notKnownOf, scopeOf } from './look.ts';
import type { BranchAnswer, TaskResult } from './workflow.ts';

export interface InvestigateParts extends DocumentIssuer {
  store: IncidentStore & CaseStore;
  branches: Branches;
  /** What is asked of all their answers together. @default nothing */
  conclusion?: Conclusion;
  program: string;
  clock: Clock;
  /** Told of each branch that could not be answered. @default nobody is */
  leftOpen?: (branch: string) => void;
}

/**
 * Puts together what the branches found, in the order of their table; each finding's evidence was put under Object Lock before it is named.
 * @param answers of the branches; one that is not among them is asked here
 */
export async function investigate(
  parts: InvestigateParts,
  incident: Incident,
  answers: readonly BranchAnswer[] = [],
): Promise<TaskResult> {
  const id = incident.incident;
  if (!incident.draft) {
    const document = await collect(parts, incident, answers);
    const bytes = Buffer.from(`${canonicalJson(document)}\n`);
    const link = await parts.evidence.put({ folder: 'findings', stem: `${id}-document`, extension: 'json', bytes });
    const draft = { ...link, document: hashDocument(document) };
    await parts.store.advance(id, { once: 'draft', set: { draft }, foundOn: incident });
  }
  return { outcome: 'investigated', incident: id };
}

/** It fails for itself, as a branch does: what the branches found is published all the same. */
async function concluded(
  parts: InvestigateParts,
  incident: Incident,
  findings: readonly Finding[],
): Promise<readonly Finding[]> {
  const { conclusion } = parts;
  if (!conclusion) return [];
  const { name, severity, owner, probe } = conclusion;
  try {
    const found = await conclusion.conclude(await scopeOf(parts, incident), findings);
    return found.map((one) => ({ ...one, branch: name, severity, owner, ...(probe && { probe }) }));
  } catch {
    parts.leftOpen?.(name);
    return [await notKnownOf(parts, incident, name, conclusion)];
  }
}

async function collect(
  parts: InvestigateParts,
  incident: Incident,
  answers: readonly BranchAnswer[],
): Promise<Findings> {
  const findings: Finding[] = [];
  for (const branch of Object.keys(parts.branches)) {
    const answer = answers.find((one) => one.branch === branch);
    if (answer && answer.at === undefined) {
      parts.leftOpen?.(branch);
      findings.push(await notKnown(parts, incident, branch));
    } else {
      const at = answer?.at;
      findings.push(
        ...(at === undefined
          ? await lookThrough(parts, incident, branch)
          : await answered(parts, incident, branch, at)),
      );
    }
  }
  findings.push(...(await concluded(parts, incident, findings)));
  const { receipt: link, certificate, epochs, closedAt } = incident;
  return {
    program: parts.program,
    incident: incident.incident,
    severity: incident.severity,
    reportedAt: incident.reportedAt,
    window: windowOf(incident),
    disclosure: incident.disclosure,
    // All of it was written in one step.
    ...(link && {
      closure: {
        receipt: link.document,
        ...(certificate && { certificate: certificate.document }),
        epoch: epochs!.collection,
        closedAt: closedAt!,
      },
    }),
    findings,
  };
}
