import type { BlastRadius } from '../../../core/blast-radius/blast-radius.ts';
import type { CouldRead } from '../../../core/investigation/could-read.ts';
import type { ExposedOver } from '../../../core/investigation/exposed-over.ts';
import type { Plan } from './plan.ts';

/** What a report named, beside what was planned, by what is asked of it. Pairs are principal and data set. */
export type Score = Record<string, Compared>;
interface Compared {
  planned: number;
  named: number;
  right: number;
  missing: string[];
  wrong: string[];
}

/** Examples of each that are told. */
const MOST_TOLD = 5;

export function scoreOf(
  plan: Plan,
  did: { readers: readonly string[]; refused: readonly string[]; subjects: readonly string[] },
  report: { could: CouldRead; radius: BlastRadius },
): Score {
  const { truth } = plan;
  const { could, radius } = report;
  const groups = could.groups.flatMap(({ dataSets, readers }) =>
    readers.filter(({ expected }) => expected === undefined).map((reader) => ({ dataSets, reader })),
  );
  const principals = (refused: boolean) =>
    radius.did.filter((one) => one.refused === refused).map(({ principal }) => principal.name);
  return {
    'who could read what': pairsCompared(truth.could, groups),
    'who can still': compared(
      truth.still,
      new Set(groups.filter(({ reader }) => reader.still).map(({ reader }) => reader.principal)),
    ),
    'undisclosed columns': compared(
      truth.undisclosed,
      could.copies.filter(({ undisclosed }) => undisclosed.length > 0).map(({ dataSet }) => dataSet),
    ),
    'copies without a key': compared(
      truth.withoutKey,
      could.copies.filter(({ lacks }) => lacks.includes('key')).map(({ dataSet }) => dataSet),
    ),
    'who did': compared(did.readers, principals(false)),
    'who tried': compared(did.refused, principals(true)),
    whose: compared(
      did.subjects,
      radius.concerned.subjects.map(({ subject }) => subject),
    ),
  };
}

/** Of the newest inventory: by which policies of the plan somebody reaches storage of what was derived. */
export const letInBy = ({ truth }: Plan, { groups }: ExposedOver): Compared =>
  compared(
    truth.stillBy,
    groups.flatMap(({ readers }) =>
      readers.flatMap(({ principal, ways, expected }) =>
        (expected ? [] : ways).flatMap((way) =>
          way.flatMap(({ is, name }) => (is === 'policy' ? [`${principal} by ${name}`] : [])),
        ),
      ),
    ),
  );

export function summed(score: Score): { recall: number; precision: number } {
  const sum = (what: 'planned' | 'named' | 'right') => Object.values(score).reduce((all, one) => all + one[what], 0);
  return { recall: sum('right') / sum('planned'), precision: sum('right') / sum('named') };
}

function compared(planned: Iterable<string>, named: Iterable<string>): Compared {
  const [truth, found] = [new Set(planned), new Set(named)];
  let right = 0;
  const wrong: string[] = [];
  for (const one of found) {
    if (truth.has(one)) right++;
    else if (wrong.length < MOST_TOLD) wrong.push(one);
  }
  const missing: string[] = [];
  for (const one of truth) if (!found.has(one) && missing.length < MOST_TOLD) missing.push(one);
  return { planned: truth.size, named: found.size, right, missing, wrong };
}

/** Of each principal its data sets: pairs are millions, and are counted one by one. */
function pairsCompared(
  truth: ReadonlyMap<string, ReadonlySet<string>>,
  groups: readonly { dataSets: readonly string[]; reader: { principal: string } }[],
): Compared {
  const told = { planned: 0, named: 0, right: 0, missing: [] as string[], wrong: [] as string[] };
  const namedOf = Map.groupBy(groups, ({ reader }) => reader.principal);
  for (const principal of new Set([...truth.keys(), ...namedOf.keys()])) {
    const planned = truth.get(principal) ?? new Set<string>();
    const named = namedOf.get(principal) ?? [];
    let right = 0;
    for (const { dataSets } of named) {
      told.named += dataSets.length;
      for (const id of dataSets) {
        if (planned.has(id)) right++;
        else if (told.wrong.length < MOST_TOLD) told.wrong.push(`${principal} ${id}`);
      }
    }
    told.planned += planned.size;
    told.right += right;
    if (right === planned.size || told.missing.length >= MOST_TOLD) continue;
    const seen = new Set(named.flatMap(({ dataSets }) => dataSets));
    for (const id of planned) {
      if (!seen.has(id) && told.missing.length < MOST_TOLD) told.missing.push(`${principal} ${id}`);
    }
  }
  return told;
}
