/** More was asked for than a frame is given: what is left of it is masked whole. */
export class BudgetSpent extends Error {
  override readonly name = 'BudgetSpent';
}

/**
 * What the reading of typed text may cost: steps over the cells of a field. People need a few steps an event; what needs hundreds
 * is made to cost (a caret that runs to and fro over a long text, everything deleted and undone again and again), and a shard
 * must not wait for it.
 */
export class Budget {
  #left: number;

  constructor(steps: number) {
    this.#left = steps;
  }

  /** @throws BudgetSpent */
  spend(steps: number): void {
    this.#left -= steps;
    if (this.#left < 0) throw new BudgetSpent();
  }
}

/** Steps for a run of so many events. */
export const stepsFor = (events: number): number => 2_000_000 + 100 * events;
