import type { EntryFacts, EntryReceipt } from '../ledger/ledger.ts';
import { Refused } from '../shared/errors.ts';
import { type CaseStore, factsOf, hashContribution, type Kept, numbered, type Words } from './case.ts';
import { afterStep, type Incident } from './incident.ts';

interface Rows {
  find(id: string): Incident;
  /** Incident and entry, both or neither. */
  put(id: string, after: Incident, facts: EntryFacts): Promise<EntryReceipt>;
}

export function memoryCase({ find, put }: Rows): CaseStore {
  const cases = new Map<string, { kept: Kept; words?: Words | undefined; fileKey?: Uint8Array | undefined }[]>();
  const of = (incident: string) => cases.get(incident) ?? [];
  let last: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(run: () => Promise<T>): Promise<T> => {
    const mine = last.then(run);
    last = mine.catch(() => undefined);
    return mine;
  };
  return {
    contribute: (incident, given, decide) =>
      inTurn(async () => {
        const row = find(incident);
        const there = of(incident);
        const before = there.find(({ kept }) => kept.contribution.id === given.id);
        if (before) return structuredClone(before.kept);
        const soFar = there.map(({ kept }) => structuredClone(kept.contribution));
        const made = decide(structuredClone(row), soFar);
        const contribution = numbered(given.id, made, there.length);
        const document = hashContribution(contribution, given.words);
        const after = (made.step && afterStep(row, made.step)) ?? row;
        const receipt = await put(incident, after, factsOf(incident, contribution, document));
        const kept: Kept = { contribution, document, receipt };
        cases.set(incident, [...there, structuredClone({ kept, words: given.words, fileKey: given.fileKey })]);
        return kept;
      }),
    contributions: async (id, after = 0, limit = Number.POSITIVE_INFINITY) =>
      structuredClone(
        of(id)
          .slice(after, after + limit)
          .map(({ kept }) => kept),
      ),
    words: async (id, number) => structuredClone(of(id)[number - 1]?.words),
    async fileKey(id, number) {
      const key = of(id)[number - 1]?.fileKey;
      if (!key) throw new Refused('not-found', 'no such file');
      return key;
    },
  };
}
