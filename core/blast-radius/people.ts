import type { Principal } from '../access-log/access-log.ts';
import { CERTAINTIES, type Certainty, type DidFinding } from '../who-did/finding.ts';
import type { WhoDid } from '../who-did/who-did.ts';
import { type Opened, openedTogether } from './opened.ts';

/** What was done, by who did it. */

export interface WhoDidIt {
  principal: Principal;
  /** That they tried or did something at all. */
  certainty: Certainty;
  /** That content could be had in the clear by it. */
  opened: Opened;
  why: string;
  first: number;
  last: number;
  calls: number;
  /** Nothing came of any of it. */
  refused: boolean;
  findings: DidFinding['finding'][];
  subjects: string[];
  segments: string[];
  /** What they did names nobody, and can be of everybody. */
  ofAnybody: boolean;
  /** They are in the list of who could. */
  could: boolean;
}

/** @param names of who could @param isClear whether what lies there is not sealed by itself */
export function peopleOf(
  findings: readonly DidFinding[],
  did: WhoDid,
  names: ReadonlySet<string>,
  isClear: (arn: string) => boolean,
): WhoDidIt[] {
  const by = new Map<string, DidFinding[]>();
  for (const one of findings)
    if (one.principal) by.set(one.principal.name, [...(by.get(one.principal.name) ?? []), one]);
  return [...by.values()]
    .map((own): WhoDidIt => {
      const { principal } = own[0]! as { principal: Principal };
      const done = own.filter(({ outcome }) => outcome === 'done');
      const rest = findings.filter(
        (one) => one.outcome === 'done' && one.principal && one.principal.name !== principal.name,
      );
      const isSame = ({ principal: other }: DidFinding): boolean =>
        principal.role !== undefined && other!.role === principal.role;
      const opened = openedTogether(
        done,
        did,
        rest.filter(isSame),
        rest.filter((one) => !isSame(one)),
        isClear,
      );
      const reads = done.filter(({ finding }) => READ.has(finding));
      return {
        principal,
        certainty: strongest(own.map(({ certainty }) => certainty)),
        ...opened,
        first: Math.min(...own.map(({ first }) => first)),
        last: Math.max(...own.map(({ last }) => last)),
        calls: own.reduce((sum, { count }) => sum + count, 0),
        refused: done.length === 0,
        findings: [...new Set(own.map(({ finding }) => finding))].sort(),
        subjects: unique(reads.flatMap(({ subjects }) => subjects)),
        segments: unique(reads.flatMap(({ segments }) => segments)),
        ofAnybody: reads.some(({ subjects, resources }) => subjects.length === 0 && resources.length > 0),
        could: names.has(principal.name) || (principal.role !== undefined && names.has(principal.role)),
      };
    })
    .sort((a, b) => a.first - b.first);
}

/** By which something can have been read. */
const READ: ReadonlySet<string> = new Set(['read-without-entry', 'around', 'copied', 'used']);
export const unique = (list: readonly string[]): string[] => [...new Set(list)].sort();
export const strongest = (list: readonly Certainty[]): Certainty =>
  CERTAINTIES.find((one) => list.includes(one)) ?? 'unknown';
