import type { EntryFacts, EntryReceipt, Ledger } from '../ledger/ledger.ts';
import { Refused } from '../shared/errors.ts';
import { memoryCase } from './case.memory.ts';
import type { CaseStore } from './case.ts';
import { dayOf } from './closures.ts';
import { filedAgain } from './filing.ts';
import { type Approval, afterStep, type Incident, type IncidentStore, type MostReports } from './incident.ts';

export function memoryIncidents(ledger: Ledger): IncidentStore & CaseStore {
  const incidents = new Map<string, Incident>();
  const approvals = new Map<string, Map<string, Approval>>();
  const tokens = new Map<string, string>();
  const find = (id: string): Incident => {
    const incident = incidents.get(id);
    if (!incident) throw new Refused('not-found', 'no such incident');
    return incident;
  };
  /** Incident and entry, both or neither. */
  const put = async <Facts extends EntryFacts | undefined>(id: string, after: Incident, facts: Facts) => {
    const before = incidents.get(id);
    incidents.set(id, structuredClone(after));
    try {
      return (facts && (await ledger.append(facts))) as Facts extends EntryFacts ? EntryReceipt : undefined;
    } catch (error) {
      if (before) incidents.set(id, before);
      else incidents.delete(id);
      throw error;
    }
  };
  const { keep, text } = textsByWriter();
  const count = reportsOfDay();

  return {
    async file(incident, text, facts, most) {
      const id = incident.incident;
      const there = incidents.get(id);
      const after = there ? filedAgain(there, incident) : incident;
      if (!there && most !== undefined) count(incident, most);
      if (after) await put(id, after, facts);
      keep(id, incident.reporter, text);
      return structuredClone(find(id));
    },
    read: async (id) => structuredClone(find(id)),
    find: async (id) => structuredClone(incidents.get(id)),
    async text(id, by) {
      find(id);
      return text(id, by);
    },
    async list(limit = 50, before) {
      const older = [...incidents.values()].filter((incident) => !before || byTime(incident, before) < 0);
      return clones(older.sort((a, b) => byTime(b, a)).slice(0, limit));
    },
    async open() {
      const open = [...incidents.values()].filter(({ concludedAt }) => concludedAt === undefined);
      return open.sort(byTime).map(({ incident, reportedAt }) => ({ incident, reportedAt }));
    },
    async advance(id, step) {
      const incident = find(id);
      const after = afterStep(incident, step);
      if (!after) return structuredClone(incident);
      await put(id, after, step.facts);
      return structuredClone(after);
    },
    async approve(approval, facts) {
      find(approval.incident);
      const of = approvals.get(approval.incident) ?? new Map<string, Approval>();
      approvals.set(approval.incident, of.set(approval.approver, structuredClone(approval)));
      return ledger.append(facts);
    },
    approvals: async (id) => [...(approvals.get(id)?.values() ?? [])].map((one) => structuredClone(one)),
    async keepToken(id, token) {
      find(id);
      tokens.set(id, token);
    },
    token: async (id) => tokens.get(id),
    ...memoryCase({ find, put }),
  };
}

const byTime = (a: Incident, b: Incident) => a.reportedAt - b.reportedAt || (a.incident < b.incident ? -1 : 1);
const clones = (some: Incident[]) => some.map((incident) => structuredClone(incident));

/** Texts of reports: the first of each who wrote counts. */
function textsByWriter() {
  const texts = new Map<string, Map<string, string>>();
  return {
    keep(id: string, by: string, text: string | undefined): void {
      const of = texts.get(id) ?? new Map<string, string>();
      texts.set(id, of);
      if (text !== undefined && !of.has(by)) of.set(by, text);
    },
    text(id: string, by: string | undefined): string | undefined {
      const of = texts.get(id) ?? new Map<string, string>();
      if (by !== undefined) return of.get(by);
      return of.size > 0 ? [...of.values()].join('\n\n') : undefined;
    },
  };
}

/** Counts the reports of a person, a day and a severity, and refuses those above the limit. */
function reportsOfDay() {
  const reports = new Map<string, number>();
  return ({ severity, reportedAt }: Incident, { by, perDay }: MostReports): void => {
    const key = `${by}#${dayOf(reportedAt)}#${severity}`;
    const used = reports.get(key) ?? 0;
    if (used >= perDay) throw new Refused('limit', 'the reports of this day are used up');
    reports.set(key, used + 1);
  };
}
