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
  /** What goes on asking after the incident. */
  probe: Probe & { everyHours: number };
  /** It counts from the beginning of the program: what it counted before is no recurrence. @default it counts in its window */
  cumulative?: true;
}

/** The same question, over what happened since. */
const again = (name: string, everyHours: number, more = ''): Probe & { everyHours: number } => ({
  ...{ name, everyHours },
  how: `every ${everyHours} hours over what happened since; it reports when it is so again${more && `; ${more}`}`,
});

/** The branches of an investigation, in the order of the findings. They look side by side. */
export const BRANCHES = {
  stored: {
    asks: 'What was stored, and of whom?',
    severity: 'medium',
    owner: 'give-grants',
    probe: again('stored-readable', 24, 'what was stored is no fault, rows that cannot be read are not known'),
  },
  reads: {
    asks: 'Who has read by the reader, and is the ledger whole?',
    severity: 'high',
    owner: 'work-on-incidents',
    probe: again(
      'ledger-rewritten',
      6,
      'and with each checkpoint: it is signed only over a ledger that goes on from the last one, else it alarms',
    ),
  },
  containment: {
    asks: 'Was anything admitted after the gates were closed?',
    severity: 'high',
    owner: 'pause',
    probe: again(
      'nothing-admitted',
      6,
      'and before each resume: conformance compares the lanes with the closure receipt again',
    ),
  },
  'over-collection': {
    asks: 'Was anything stored, kept or readable that its disclosure does not allow?',
    severity: 'high',
    owner: 'give-grants',
    probe: again('over-collection', 6),
  },
  encryption: {
    asks: 'Is everything ciphertext of the right key for the right person?',
    severity: 'high',
    owner: 'pause',
    probe: again('encryption', 6),
  },
  changes: {
    asks: 'Which doors were moved: code, keys, policies, mappings?',
    severity: 'high',
    owner: 'pause',
    probe: again(
      'doors',
      6,
      'and at each event: the guard reports, or closes the gates, when a door moves outside a deploy',
    ),
  },
  'missing-frames': {
    asks: 'Which frames never came?',
    severity: 'low',
    owner: 'pause',
    cumulative: true,
    probe: again('missing-frames', 6),
  },
  'could-read': {
    asks: 'Who could read it in the clear, and can still?',
    severity: 'high',
    owner: 'pause',
    probe: again('could-read', 24),
  },
  'did-read': {
    asks: 'Who read it past the reader, and has each read its entry?',
    severity: 'high',
    owner: 'work-on-incidents',
    probe: again('did-read', 24),
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
} as const satisfies Omit<BranchRow, 'probe'> & { name: string };
