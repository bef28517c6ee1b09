import type { Branch } from '../incident/branch.ts';
import { keepLines } from '../incident/evidence-lines.ts';
import { canonicalJson } from '../ledger/entry.ts';
import { checkFinding } from './checked.ts';
import type { ContainmentParts } from './containment.ts';

const WORDS = {
  missing: 'never came: their numbers were passed over',
  'damaged-lane': 'lanes have rows that cannot be read',
};

/**
 * Frames that devices numbered and that never came, as the lanes count them when a number leaves its device's replay window. Of all the time since
 * the program began: no lane keeps a count of a window. Whose they are stands with the people, whose rows nobody here may read.
 */
export const missingFrames =
  ({ lanes, evidence }: ContainmentParts): Branch['look'] =>
  async ({ incident }) => {
    const seen = await lanes.lanes();
    const sum = (of: (name: string) => boolean) =>
      seen.lanes
        .flatMap(({ counters }) => Object.entries(counters))
        .reduce((total, [name, by]) => total + (of(name) ? by : 0), 0);
    const missing = sum((name) => name === 'missing');
    const frames = sum((name) => name === 'admitted' || name.startsWith('refused:')) + missing;
    const finding = checkFinding({
      check: 'missing-frames',
      what: (count) => `${count} frames since the program began`,
      words: WORDS,
      checked: frames,
      wrong: missing > 0 ? { missing } : {},
      open: seen.damaged.length > 0 ? { 'damaged-lane': seen.damaged.length } : {},
    });
    const lines = [
      ...seen.lanes.map(({ lane, counters }) => ({
        lane,
        missing: counters.missing ?? 0,
        admitted: counters.admitted ?? 0,
      })),
      ...seen.damaged.map((lane) => ({ lane, damaged: true })),
    ];
    return {
      found: [
        { ...finding, evidence: await keepLines(evidence, `${incident}-missing-frames`, lines.map(canonicalJson)) },
      ],
    };
  };
