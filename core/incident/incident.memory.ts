import type { Ledger } from '../ledger/ledger.ts';
import { Refused } from '../shared/errors.ts';
import { type Approval, afterStep, type Incident, type IncidentStore } from './incident.ts';

const day = (at: number): string => new Date(at).toISOString().slice(0, 10);

export function memoryIncidents(ledger: Ledger): IncidentStore {
  const incidents = new Map<string, Incident>();
  const texts = new Map<string, string>();
  const approvals = new Map<string, Map<string, Approval>>();
  const tokens = new Map<string, string>();
  const closures = new Map<string, number>();
  const find = (id: string): Incident => {
    const incident = incidents.get(id);
    if (!incident) throw new Refused('not-found', 'no such incident');
    return incident;
  };
  return {
    async file(incident, text, facts, closuresPerDay) {
      const there = incidents.get(incident.incident);
      if (there) {
        if (there.reporter !== incident.reporter) throw new Refused('exists', 'the id is another report’s');
        return structuredClone(there);
      }
      if (closuresPerDay !== undefined) {
        const key = `${incident.reporter}#${day(incident.reportedAt)}`;
        const used = closures.get(key) ?? 0;
        if (used >= closuresPerDay) throw new Refused('limit', 'the closures of this day are used up');
        closures.set(key, used + 1);
      }
      incidents.set(incident.incident, structuredClone(incident));
      texts.set(incident.incident, text);
      await ledger.append(facts);
      return structuredClone(incident);
    },
    read: async (id) => structuredClone(find(id)),
    async text(id) {
      find(id);
      return texts.get(id)!;
    },
    list: async (limit = 50) =>
      [...incidents.values()]
        .sort((a, b) => (a.incident < b.incident ? 1 : -1))
        .slice(0, limit)
        .map((incident) => structuredClone(incident)),
    async advance(id, step) {
      const incident = find(id);
      const after = afterStep(incident, step);
      if (!after) return structuredClone(incident);
      incidents.set(id, structuredClone(after));
      if (step.facts) await ledger.append(step.facts);
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
  };
}
