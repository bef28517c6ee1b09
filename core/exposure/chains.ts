import { type Answer, answersTo, type Matrix, type PrincipalClass } from './classes.ts';
import type { Targets } from './targets.ts';

/** Who can become whom, over any number of steps. */
export class Chains {
  readonly #classes: readonly PrincipalClass[];
  readonly #targets: Targets;
  readonly #matrix: Matrix;
  /** Place among the targets of each principal that others can become. */
  readonly #targetOf: ReadonlyMap<number, number>;
  readonly #principalOf: readonly number[];
  readonly #classOf: Int32Array;

  /** @param placeOf place of a principal by its id */
  constructor(
    classes: readonly PrincipalClass[],
    targets: Targets,
    matrix: Matrix,
    placeOf: ReadonlyMap<string, number>,
  ) {
    this.#classes = classes;
    this.#targets = targets;
    this.#matrix = matrix;
    this.#principalOf = targets.all.map(({ id }) => placeOf.get(id)!);
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
  before(ends: Iterable<number>): Map<number, Step> {
    const steps = new Map<number, Step>();
    const queue = [...ends];
    const known = new Set(queue);
    const places = new Set<number>();
    for (let at = 0; at < queue.length; at++) {
      for (const principal of this.#classes[queue[at]!]!.members) {
        const target = this.#targetOf.get(principal);
        if (target === undefined) continue;
        const own = this.#matrix.single.has(target);
        const place = this.#targets.classOf[target]!;
        if (!own && places.has(place)) continue;
        if (!own) places.add(place);
        for (const [number, { can }] of answersTo(this.#matrix, this.#targets, target)) {
          if (can === 'no' || known.has(number)) continue;
          known.add(number);
          steps.set(number, { to: principal, can });
          queue.push(number);
        }
      }
    }
    return steps;
  }

  /** Principals that one can become, with the step before each. */
  after(principal: number): Map<number, Step> {
    const reached = new Map<number, Step>();
    const queue = [principal];
    const from = this.#byClass();
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

  #forward: Map<number, [number, Answer['can']][]> | undefined;
  #byClass(): ReadonlyMap<number, [number, Answer['can']][]> {
    if (!this.#forward) {
      const forward = new Map<number, [number, Answer['can']][]>();
      this.#targets.all.forEach((_, target) => {
        for (const [number, { can }] of answersTo(this.#matrix, this.#targets, target)) {
          if (can === 'no') continue;
          const list = forward.get(number);
          if (list) list.push([target, can]);
          else forward.set(number, [[target, can]]);
        }
      });
      this.#forward = forward;
    }
    return this.#forward;
  }
}

/** Becoming somebody: a place in the list of principals. */
export interface Step {
  to: number;
  can: Answer['can'];
}
