import type { Counts, Row } from './answers.ts';
import type { Chains } from './chains.ts';
import { type Answer, answersTo, type Matrix, type PrincipalClass } from './classes.ts';
import type { Verdict } from './formula.ts';
import type { Way } from './needs.ts';
import type { Targets } from './targets.ts';

export type Counted = Pick<Row, 'readers' | 'through' | 'opens' | 'open'>;

/** Counts by data set; data sets with the same readers are counted once. */
export class Counter {
  readonly #classes: readonly PrincipalClass[];
  readonly #targets: Targets;
  readonly #matrix: Matrix;
  readonly #chains: Chains;
  readonly #known = new Map<string, Counted>();

  constructor(classes: readonly PrincipalClass[], targets: Targets, matrix: Matrix, chains: Chains) {
    this.#classes = classes;
    this.#targets = targets;
    this.#matrix = matrix;
    this.#chains = chains;
  }

  /** Equal for data sets with equal readers. */
  keyOf(at: number): string {
    const own = this.#matrix.single.get(at);
    return `${this.#targets.classOf[at]} ${own ? [...own].map(([number, code]) => `${number}.${code}`).join() : ''}`;
  }

  of(at: number): Counted {
    const key = this.keyOf(at);
    let counted = this.#known.get(key);
    if (!counted) {
      counted = this.#count([...answersTo(this.#matrix, this.#targets, at)], this.#targets.all[at]!.ways);
      this.#known.set(key, counted);
    }
    return { ...counted, readers: { ...counted.readers } };
  }

  #count(answers: readonly (readonly [number, Answer])[], ways: readonly Way[]): Counted {
    const readers: Counts = { yes: 0, if: 0, unknown: 0 };
    const direct = new Set<number>();
    let open: Verdict = 'no';
    for (const [number, { can }] of answers) {
      if (can === 'no') continue;
      direct.add(number);
      const { example, members } = this.#classes[number]!;
      readers[can] += members.length;
      if ((example.kind === 'anonymous' || example.kind === 'anybody') && WORST.indexOf(can) < WORST.indexOf(open))
        open = can;
    }
    const steps = this.#chains.before(direct);
    const sizes = (numbers: Iterable<number>): number =>
      [...numbers].reduce((sum, number) => sum + this.#classes[number]!.members.length, 0);
    const opening = new Map(
      answers.flatMap(([number, { opens }]) => (opens === 'no' ? [] : [[number, opens] as const])),
    );
    const opens = this.#chains.opening(new Set([...direct, ...steps.keys()]), opening, ways);
    return { readers, through: sizes(steps.keys()), opens: sizes(opens.keys()), open };
  }
}

const WORST: readonly Verdict[] = ['yes', 'unknown', 'if', 'no'];
const reach = ({ readers: { yes, if: when, unknown }, through }: Row): number => yes + when + unknown + through;

/** Open to the world, then over what was disclosed, then by number. */
export function worstFirst(a: Row, b: Row): number {
  return (
    WORST.indexOf(a.open) - WORST.indexOf(b.open) ||
    Number(b.over) - Number(a.over) ||
    Number(b.copy !== undefined) - Number(a.copy !== undefined) ||
    reach(b) - reach(a) ||
    (a.id < b.id ? -1 : 1)
  );
}
