import type { Exposed } from './exposure.ts';
import type { Verdict } from './formula.ts';

/** What changed between two inventories: who can read now and could not, and the other way round. */
export interface Change {
  dataSet: string;
  principal: string;
  before: Verdict;
  after: Verdict;
  how: 'itself' | 'through';
}

export interface Diff {
  added: string[];
  removed: string[];
  /** Wider first. */
  changes: Change[];
}

const NOBODY: ReturnType<Exposed['verdicts']> = new Map();

export function diff(before: Exposed, after: Exposed): Diff {
  const ids = (one: Exposed) => new Set(one.dataSets.map(({ id }) => id));
  const [old, now] = [ids(before), ids(after)];
  const changes: Change[] = [];
  for (const id of now) {
    const [was, is] = [old.has(id) ? before.verdicts(id) : NOBODY, after.verdicts(id)];
    for (const principal of new Set([...was.keys(), ...is.keys()])) {
      const [one, other] = [was.get(principal), is.get(principal)];
      if (one?.verdict === other?.verdict && one?.how === other?.how) continue;
      changes.push({
        dataSet: id,
        principal,
        before: one?.verdict ?? 'no',
        after: other?.verdict ?? 'no',
        how: (other ?? one)!.how,
      });
    }
  }
  const width = (verdict: Verdict): number => ['no', 'if', 'unknown', 'yes'].indexOf(verdict);
  changes.sort((a, b) => width(b.after) - width(b.before) - (width(a.after) - width(a.before)));
  return { added: [...now].filter((id) => !old.has(id)), removed: [...old].filter((id) => !now.has(id)), changes };
}
