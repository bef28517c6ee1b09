import type { Branch, Found, Scope } from '../incident/branch.ts';
import { keepLines } from '../incident/evidence-lines.ts';
import {
  type AdmittedAtClosure,
  admittedOf,
  type CountedLanes,
  type SeenLanes,
  sinceClosure,
} from '../incident/lanes.ts';
import { canonicalJson } from '../ledger/entry.ts';
import type { Evidence } from '../ledger/evidence.ts';

export interface ContainmentParts {
  lanes: CountedLanes;
  evidence: Evidence;
}

/** What the lanes have counted, and whether that has grown since the gates were closed. */
export const containment =
  (parts: ContainmentParts): Branch['look'] =>
  async ({ incident, before }: Scope) => {
    const seen = await parts.lanes.lanes(before && [...before.keys()]);
    const found = [await counted(parts, incident, seen)];
    if (before) found.push(await contained(parts, incident, before, seen));
    return { found };
  };

async function counted(parts: ContainmentParts, id: string, { lanes, damaged }: SeenLanes): Promise<Found> {
  const counters: Record<string, number> = {};
  for (const lane of lanes) {
    for (const [name, by] of Object.entries(lane.counters)) counters[name] = (counters[name] ?? 0) + by;
  }
  return {
    finding: 'counters',
    outcome: damaged.length > 0 ? 'unknown' : 'clean',
    statement: [
      `${lanes.length} lanes have admitted ${counters.admitted ?? 0} frames since the program began.`,
      ...(damaged.length > 0 ? [`The rows of ${damaged.length} more cannot be read: ${damaged.join(', ')}.`] : []),
    ].join(' '),
    evidence: await keepLines(parts.evidence, `${id}-counters`, [...lanes, ...asDamaged(damaged)].map(canonicalJson)),
    counters,
    ...(damaged.length > 0 && { damaged }),
  };
}

async function contained(
  parts: ContainmentParts,
  id: string,
  before: AdmittedAtClosure,
  seen: SeenLanes,
): Promise<Found> {
  const { moved, unknown } = sinceClosure(before, seen);
  const admittedAfterClosure = moved.reduce((sum, { by }) => sum + by, 0);
  const lines = [
    ...seen.lanes.map((lane) => ({ lane: lane.lane, admitted: admittedOf(lane) })),
    ...asDamaged(seen.damaged),
  ];
  return {
    finding: 'containment',
    outcome: moved.length > 0 ? 'found' : unknown.length > 0 ? 'unknown' : 'clean',
    statement: [
      `After the gates were closed, ${admittedAfterClosure} frames were admitted.`,
      ...(unknown.length > 0
        ? [
            `That ${unknown.length} more lanes admitted none is not proven, since their rows are damaged: ${unknown.join(', ')}.`,
          ]
        : []),
    ].join(' '),
    evidence: await keepLines(parts.evidence, `${id}-containment`, lines.map(canonicalJson)),
    admittedAfterClosure,
    lanes: moved.map(({ lane }) => lane),
    ...(unknown.length > 0 && { damaged: unknown }),
  };
}

/** How evidence names lanes whose rows are damaged. */
const asDamaged = (lanes: readonly string[]) => lanes.map((lane) => ({ lane, damaged: true }));
