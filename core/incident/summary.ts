import type { Check, Claim, Outcome, VerdictWord } from '../../api/words.ts';
import { peopleTold, SMALLEST_GROUP } from '../shared/smallest-group.ts';
import { wholeDays } from '../shared/whole-days.ts';
import type { Finding, Findings } from './findings.ts';

/**
 * The findings as everybody is told them, signed as `findings-summary` with them. Of nobody: the findings list pseudonyms with how much each
 * of them did, and who read whose, which is for those who look into it; whoever is concerned is told what is theirs (`concerns.ts`).
 */
export interface FindingsSummary extends Omit<Findings, 'findings' | 'verdict'> {
  /** Hash of the document that approvals are about, and that this is a summary of. */
  findings: string;
  established: Told[];
  verdict?: VerdictWord;
}

/** One established fact: a sentence, and figures that are nobody's. */
export interface Told {
  finding: string;
  statement: string;
  figures: Record<string, number | boolean>;
}

/** What a later version establishes is told once somebody has said how: it may name people. */
export const summaryOf = ({ findings, verdict, ...about }: Findings, hash: string): FindingsSummary => ({
  ...about,
  ...(verdict && { verdict: verdict.verdict }),
  window: wholeDays(about.window),
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
      const intact = (finding.damaged ?? []).length === 0;
      return { finding: 'counters', statement: intact ? COUNTERS.intact : COUNTERS.damaged, figures: { intact } };
    }
    case 'ledger': {
      const { intact } = finding;
      return { finding: 'ledger', statement: intact ? LEDGER.intact : LEDGER.broken, figures: { intact } };
    }
    case 'containment': {
      const { admittedAfterClosure } = finding;
      return { finding: 'containment', statement: finding.statement, figures: { admittedAfterClosure } };
    }
    case 'not-known':
      return {
        finding: finding.branch,
        statement: 'Not known: this could not be looked into. It is never taken for clean.',
        figures: {},
      };
    case 'over-collection':
    case 'encryption':
    case 'changes':
    case 'missing-frames':
    case 'could-read':
    case 'did-read':
    case 'blast-radius':
      return checkTold(finding);
    case 'person': {
      // Their words may name somebody.
      const { severity, groups, claim } = finding;
      const statement = `A person of ${groups.join(', ')} established something of severity ${severity}. ${CLAIMED[claim]}`;
      return { finding: 'person', statement, figures: {} };
    }
    default:
      return {
        finding: (finding as { finding: string }).finding,
        statement: 'Established, and not told in a summary.',
        figures: {},
      };
  }
}

/** What was counted may be of few people, or of one: told is what it comes to. */
function checkTold({ finding, outcome = 'unknown' }: Extract<Finding, { finding: Check }>): Told {
  return { finding, statement: CHECKED[outcome], figures: { clean: outcome === 'clean' } };
}
const CHECKED: Readonly<Record<Outcome, string>> = {
  clean: 'Looked into, and nothing is wrong.',
  found: 'Something is wrong: what it is, is told to those who look into it.',
  unknown: 'Looked into, and not all of it can be told. It is never taken for clean.',
};

const CLAIMED: Readonly<Record<Claim, string>> = {
  confirmed: 'What was reported was tested, and is so.',
  partly: 'What was reported was tested, and is partly so.',
  refuted: 'What was reported was tested, and is not so.',
  'not-tested': 'What was reported was not tested by it.',
};

/** Counters and entries go up with every frame and every choice of anybody: an exact one, read twice, says that somebody works. */
const COUNTERS = {
  intact: 'The counters of all lanes could be read.',
  damaged: 'The counters of some lanes cannot be read: their rows are damaged.',
};
const LEDGER = {
  intact: 'The ledger holds.',
  broken: 'The ledger is broken: where is told to those who look into it.',
};

/**
 * Whoever reports chooses where a window begins: two windows, and the difference of what is told of them, must not say who worked in
 * between. So figures are rounded, of few people there are none, and nobody is one of few.
 */
function storedTold(finding: Extract<Finding, { finding: 'stored' }>): Told {
  const { segments, events, subjects, truncated, unreadable = 0 } = finding;
  const people = peopleTold(subjects.length);
  const more = [
    ...(truncated ? ['The search ended there: there is more.'] : []),
    ...(unreadable > 0 ? ['Some rows could not be read, and are not counted.'] : []),
  ];
  if (people === undefined) {
    const few = `In the window, records of fewer than ${SMALLEST_GROUP} people, or of nobody, were stored.`;
    return { finding: 'stored', statement: [few, ...more].join(' '), figures: {} };
  }
  const figures = {
    people,
    segments: rounded(segments),
    events: rounded(events),
    truncated,
  };
  const about = `In the window, about ${figures.segments} segments with ${figures.events} events were stored, of ${figures.people} people or some more.`;
  return { finding: 'stored', statement: [about, ...more].join(' '), figures };
}

/** To one significant digit. */
const rounded = (count: number): number => (count === 0 ? 0 : Number(count.toPrecision(1)));
