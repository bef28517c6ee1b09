import type { Capability } from '../../api/people.ts';
import type { Severity } from '../../api/words.ts';
import type { Probe } from '../incident/findings.ts';

/** A question, as people read it and the workflow asks it. What answers it is the file of the same name beside this one. */
interface BranchRow {
  asks: string;
  /** Of an answer that is not clean, and of not knowing. */
  severity: Severity;
  /** Who has to act on it: those who have this right. */
  owner: Capability;
  /** What it says of the time after the incident. */
  probe: Probe;
}

/** How a probe goes on: by the branch itself, over what came since. */
const daily = (name: string, asks: string): Probe => ({
  name,
  how: `once a day, the same branch over the time since: ${asks}`,
});

/** The branches of an investigation, in the order of the findings. They look side by side. */
export const BRANCHES = {
  stored: {
    asks: 'What was stored, and of whom?',
    severity: 'medium',
    owner: 'give-grants',
    probe: daily('rows-readable', 'can every row of the index be read'),
  },
  reads: {
    asks: 'Who has read by the reader, and is the ledger whole?',
    severity: 'high',
    owner: 'work-on-incidents',
    probe: daily('ledger-whole', 'does the ledger hold from the last signed checkpoint'),
  },
  containment: {
    asks: 'Was anything admitted after the gates were closed?',
    severity: 'high',
    owner: 'pause',
    probe: daily('nothing-after-closure', 'is every lane as its counters say'),
  },
} as const satisfies Record<string, BranchRow>;

export type BranchName = keyof typeof BRANCHES;
export const BRANCH_NAMES = Object.keys(BRANCHES) as BranchName[];
