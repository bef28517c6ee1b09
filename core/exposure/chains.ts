import { type Answer, answersTo, type Matrix, type PrincipalClass } from './classes.ts';
import { type Verdict, verdictOf } from './formula.ts';
import { openable, type Way } from './needs.ts';
import type { Targets } from './targets.ts';

/** Becoming somebody: a place in the list of principals. */
export interface Step {
  to: number;
  can: Verdict;
}

/** Answers of all classes to targets that are principals. */
export interface Asked {
  targets: Targets;
  matrix: Matrix;
}

/** `can`: as things are; `opens`: after making more of oneself. */
export type Edges = 'can' | 'opens';

/** Who can become whom, over any number of steps. */
export class Chains {
  readonly #classes: readonly PrincipalClass[];
  readonly #becoming: Asked;
  readonly #taking: Asked;
  /** Place among the targets of each principal that others can become. */
  readonly #targetOf: ReadonlyMap<number, number>;
  readonly #principalOf: readonly number[];
  readonly #placeOf: ReadonlyMap<string, number>;
  readonly #classOf: Int32Array;

  /**
   * @param taking becoming somebody whom one can give rights to
   * @param placeOf place of a principal by its id
   */
  constructor(
    classes: readonly PrincipalClass[],
    becoming: Asked,
    taking: Asked,
    placeOf: ReadonlyMap<string, number>,
  ) {
    this.#classes = classes;
    this.#becoming = becoming;
    this.#taking = taking;
    this.#placeOf = placeOf;
    this.#principalOf = becoming.targets.all.map(({ id }) => placeOf.get(id)!);
    this.#targetOf = new Map(this.#principalOf.map((principal, target) => [principal, target]));
    this.#classOf = new Int32Array(placeOf.size);
    classes.forEach(({ members }, number) => {
      for (const at of members) this.#classOf[at] = number;
    });
  }

  classOf = (principal: number): number => this.#classOf[principal]!;

  /**
   * Classes that can become one of some classes, with the step that each takes first. Worked out whole classes of targets at a time, where
   * no policy names one alone.
   */
  before(ends: Iterable<number>, edges: Edges = 'can'): Map<number, Step> {
    const { targets, matrix } = this.#becoming;
    const steps = new Map<number, Step>();
    const queue = [...ends];
    const known = new Set(queue);
    const places = new Set<number>();
    for (let at = 0; at < queue.length; at++) {
      for (const principal of this.#classes[queue[at]!]!.members) {
        const target = this.#targetOf.get(principal);
        if (target === undefined) continue;
        const own = matrix.single.has(target);
        const place = targets.classOf[target]!;
        if (!own && places.has(place)) continue;
        if (!own) places.add(place);
        for (const [number, answer] of answersTo(matrix, targets, target)) {
          const can = edge(answer, edges);
          if (can === 'no' || known.has(number)) continue;
          known.add(number);
          steps.set(number, { to: principal, can });
          queue.push(number);
        }
      }
    }
    return steps;
  }

  /**
   * Classes that could make it so, over any number of steps, beside those that can.
   * @param can those that can, themselves or through others
   * @param opening those that could by themselves, with how sure that is
   */
  opening(
    can: ReadonlySet<number>,
    opening: ReadonlyMap<number, Verdict>,
    ways: readonly Way[],
  ): Map<number, { verdict: Verdict; step?: Step }> {
    const found = new Map<number, { verdict: Verdict; step?: Step }>();
    for (const [number, verdict] of opening) if (!can.has(number)) found.set(number, { verdict });
    for (const [number, to] of this.#takers(can, found, ways)) found.set(number, { verdict: to.can, step: to });
    for (const [number, step] of this.before([...can, ...found.keys()], 'opens')) {
      if (!can.has(number) && !found.has(number)) found.set(number, { verdict: step.can, step });
    }
    return found;
  }

  /** Who becomes somebody whom they give all rights to. */
  *#takers(
    can: ReadonlySet<number>,
    found: ReadonlyMap<number, unknown>,
    ways: readonly Way[],
  ): Generator<readonly [number, Step]> {
    const asked = new Map<number, Verdict>();
    for (const [number, taken] of this.#takenBy()) {
      if (can.has(number) || found.has(number)) continue;
      for (const [whom, step] of taken) {
        let opens = asked.get(whom);
        if (opens === undefined) {
          const { identity: _, ...unbound } = this.#classes[whom]!.example;
          opens = verdictOf(openable(ways, unbound));
          asked.set(whom, opens);
        }
        if (opens === 'no') continue;
        yield [number, { to: step.to, can: opens === 'yes' ? step.can : opens }];
        break;
      }
    }
  }

  #taken: Map<number, Map<number, Step>> | undefined;
  /** By class: classes of principals whom it can take over, with one of each. */
  #takenBy(): ReadonlyMap<number, ReadonlyMap<number, Step>> {
    if (this.#taken) return this.#taken;
    const taken = new Map<number, Map<number, Step>>();
    const { targets, matrix } = this.#taking;
    const add = (number: number, target: number, { can }: Answer): void => {
      if (can === 'no') return;
      const to = this.#placeOf.get(targets.all[target]!.id)!;
      const list = taken.get(number);
      if (!list) taken.set(number, new Map([[this.classOf(to), { to, can }]]));
      else if (!list.has(this.classOf(to))) list.set(this.classOf(to), { to, can });
    };
    targets.classes.forEach((members) => {
      const seen = new Set<number>();
      for (const target of members) {
        const of = this.classOf(this.#placeOf.get(targets.all[target]!.id)!);
        if (!matrix.single.has(target)) {
          if (seen.has(of)) continue;
          seen.add(of);
        }
        for (const [number, answer] of answersTo(matrix, targets, target)) add(number, target, answer);
      }
    });
    this.#taken = taken;
    return taken;
  }

  /** Whom a class can take over: a principal of each class of them. */
  takenBy = (number: number): readonly Step[] => [...(this.#takenBy().get(number)?.values() ?? [])];

  /** Principals that one can become, with the step before each. */
  after(principal: number, edges: Edges = 'can'): Map<number, Step> {
    const reached = new Map<number, Step>();
    const queue = [principal];
    const from = this.#byClass(edges);
    for (let at = 0; at < queue.length; at++) {
      for (const [target, can] of from.get(this.classOf(queue[at]!)) ?? []) {
        const next = this.#principalOf[target]!;
        if (next === principal || reached.has(next)) continue;
        reached.set(next, { to: queue[at]!, can });
        queue.push(next);
      }
    }
    return reached;
  }

  readonly #forward = new Map<Edges, Map<number, [number, Verdict][]>>();
  #byClass(edges: Edges): ReadonlyMap<number, [number, Verdict][]> {
    let forward = this.#forward.get(edges);
    if (!forward) {
      const made = new Map<number, [number, Verdict][]>();
      const { targets, matrix } = this.#becoming;
      targets.all.forEach((_, target) => {
        for (const [number, answer] of answersTo(matrix, targets, target)) {
          const can = edge(answer, edges);
          if (can === 'no') continue;
          const list = made.get(number);
          if (list) list.push([target, can]);
          else made.set(number, [[target, can]]);
        }
      });
      forward = made;
      this.#forward.set(edges, forward);
    }
    return forward;
  }
}

const edge = ({ can, opens }: Answer, edges: Edges): Verdict => (can === 'no' && edges === 'opens' ? opens : can);
