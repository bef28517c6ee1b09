import { SMALLEST_GROUP } from '../reading/totals.ts';
import type { Finding, Findings } from './findings.ts';

/**
 * The findings as everybody is told them, signed as `findings-summary` with them. Of nobody: the findings list pseudonyms with how much each
 * of them did, and who read whose, which is for those who look into it; whoever is concerned is told what is theirs (`concerns.ts`).
 */
export interface FindingsSummary extends Omit<Findings, 'findings'> {
  /** Hash of the document that approvals are about, and that this is a summary of. */
  findings: string;
  established: Told[];
}

/** One established fact: a sentence, and figures that are nobody's. */
export interface Told {
  finding: string;
  statement: string;
  figures: Record<string, number | boolean>;
}

/** What a later version establishes is told once somebody has said how: it may name people. */
export const summaryOf = ({ findings, ...about }: Findings, hash: string): FindingsSummary => ({
  ...about,
  findings: hash,
  established: findings.map(told),
});

function told(finding: Finding): Told {
  switch (finding.finding) {
    case 'stored':
      return storedTold(finding);
    case 'reads': {
      const { count = finding.reads.length, refused } = finding;
      return {
        finding: 'reads',
        statement: `Records of others were read ${count} times; ${refused} reads were refused. Whose were read is told to each of them.`,
        figures: { reads: count, refused },
      };
    }
    case 'counters': {
      const { admitted = 0 } = finding.counters;
      return { finding: 'counters', statement: finding.statement, figures: { admitted } };
    }
    case 'ledger': {
      const { entries, intact } = finding;
      return { finding: 'ledger', statement: finding.statement, figures: { entries, intact } };
    }
    case 'containment': {
      const { admittedAfterClosure } = finding;
      return { finding: 'containment', statement: finding.statement, figures: { admittedAfterClosure } };
    }
    default:
      return {
        finding: (finding as { finding: string }).finding,
        statement: 'Established, and not told in a summary.',
        figures: {},
      };
  }
}

/**
 * Whoever reports chooses where a window begins: two windows, and the difference of their figures, must not say who worked in between. So
 * figures are rounded, and of few people there are none.
 */
function storedTold({ segments, events, subjects, truncated }: Extract<Finding, { finding: 'stored' }>): Told {
  const people = subjects.length;
  if (people < SMALLEST_GROUP) {
    const statement =
      people === 0
        ? 'In the window, nothing was stored.'
        : `In the window, records of fewer than ${SMALLEST_GROUP} people were stored.`;
    return { finding: 'stored', statement, figures: {} };
  }
  const figures = {
    people: people - (people % SMALLEST_GROUP),
    segments: rounded(segments),
    events: rounded(events),
    truncated,
  };
  const more = truncated ? ' The search ended there: there is more.' : '';
  return {
    finding: 'stored',
    statement: `In the window, about ${figures.segments} segments with ${figures.events} events were stored, of ${figures.people} people or some more.${more}`,
    figures,
  };
}

/** To one significant digit. */
const rounded = (count: number): number => (count === 0 ? 0 : Number(count.toPrecision(1)));
