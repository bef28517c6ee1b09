import type { Branch } from '../incident/branch.ts';
import { evidenceLines } from '../incident/evidence-lines.ts';
import { type Findings, MOST_LISTED, type StoredFinding, type StoredOfSubject } from '../incident/findings.ts';
import { canonicalJson } from '../ledger/entry.ts';
import type { Evidence } from '../ledger/evidence.ts';
import type { Records } from '../reading/reading.ts';

/** Segments named per subject; the evidence names them all. */
const MOST_NAMED = 100;
/** Rows that one investigation looks at: some ten minutes. Above it the finding says how far it came. */
const MOST_SEGMENTS = 5_000_000;

export interface StoredParts {
  records: Pick<Records, 'pages'>;
  evidence: Evidence;
}

export const stored =
  (parts: StoredParts): Branch['look'] =>
  async ({ incident, window }) => {
    const finding = await storedFinding(parts, incident, window);
    const whole = !finding.truncated && (finding.unreadable ?? 0) === 0;
    return { found: [{ ...finding, outcome: whole ? 'clean' : 'unknown' }] };
  };

/** What was stored in the window, and of whom: counted while it is read. */
export async function storedFinding(
  { records, evidence }: StoredParts,
  incident: string,
  window: Findings['window'],
  most = MOST_SEGMENTS,
): Promise<StoredFinding> {
  const lines = evidenceLines(evidence, `${incident}-stored`);
  const subjects = new Map<string, StoredOfSubject & { count: number }>();
  const disclosures = new Map<string, number>();
  let [segments, events, unreadable, truncated] = [0, 0, 0, false];
  for await (const page of records.pages(window)) {
    if (segments >= most) {
      truncated = true;
      break;
    }
    segments += page.rows.length;
    unreadable += page.unreadable;
    for (const row of page.rows) {
      events += row.events;
      const of = subjects.get(row.subject) ?? { subject: row.subject, events: 0, count: 0, segments: [] };
      of.events += row.events;
      of.count++;
      if (of.segments.length < MOST_NAMED) of.segments.push(row.segment);
      subjects.set(row.subject, of);
      disclosures.set(row.disclosure, (disclosures.get(row.disclosure) ?? 0) + 1);
      await lines.add(canonicalJson(row));
    }
  }
  const figures = `${segments} segments with ${events} events of ${subjects.size} subjects`;
  return {
    finding: 'stored',
    statement: [
      truncated
        ? `Partly: the search ended at ${figures}; more were stored in the window.`
        : `In the window, ${figures} were stored.`,
      ...(unreadable > 0 ? [`${unreadable} rows of the index cannot be read and are not counted.`] : []),
    ].join(' '),
    evidence: await lines.end(),
    segments,
    events,
    subjects: [...subjects.keys()]
      .sort()
      .slice(0, MOST_LISTED)
      .map((subject) => subjects.get(subject)!),
    disclosures: Object.fromEntries(disclosures),
    truncated,
    unreadable,
  };
}
