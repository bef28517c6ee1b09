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
  /** What goes on asking after the incident. @default nothing does: it is asked by the next investigation */
  probe?: Probe;
}

/** The branches of an investigation, in the order of the findings. They look side by side. */
export const BRANCHES = {
  stored: {
    asks: 'What was stored, and of whom?',
    severity: 'medium',
    owner: 'give-grants',
  },
  reads: {
    asks: 'Who has read by the reader, and is the ledger whole?',
    severity: 'high',
    owner: 'work-on-incidents',
    probe: {
      name: 'ledger-rewritten',
      how: 'with each checkpoint: it is signed only over a ledger that goes on from the last one, else it alarms',
    },
  },
  containment: {
    asks: 'Was anything admitted after the gates were closed?',
    severity: 'high',
    owner: 'pause',
    probe: {
      name: 'nothing-admitted',
      how: 'before each resume: conformance compares the lanes with the closure receipt again',
    },
  },
  'over-collection': {
    asks: 'Was anything stored, kept or readable that its disclosure does not allow?',
    severity: 'high',
    owner: 'give-grants',
  },
  encryption: {
    asks: 'Is everything ciphertext of the right key for the right person?',
    severity: 'high',
    owner: 'pause',
  },
  changes: {
    asks: 'Which doors were moved: code, keys, policies, mappings?',
    severity: 'high',
    owner: 'pause',
    probe: {
      name: 'doors',
      how: 'at each event: the guard reports, or closes the gates, when a door moves outside a deploy',
    },
  },
  'missing-frames': {
    asks: 'Which frames never came?',
    severity: 'low',
    owner: 'pause',
  },
  'could-read': {
    asks: 'Who could read it in the clear, and can still?',
    severity: 'high',
    owner: 'pause',
  },
  'did-read': {
    asks: 'Who read it past the reader, and has each read its entry?',
    severity: 'high',
    owner: 'work-on-incidents',
  },
} as const satisfies Record<string, BranchRow>;

export type BranchName = keyof typeof BRANCHES;
export const BRANCH_NAMES = Object.keys(BRANCHES) as BranchName[];

/** What is put together of the answers of the others, once they have theirs. */
export const REACH = {
  name: 'blast-radius',
  asks: 'How far does it reach: who could, who did, whose?',
  severity: 'high',
  owner: 'work-on-incidents',
} as const satisfies BranchRow & { name: string };
