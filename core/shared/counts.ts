/** Port. How often somebody did something within a span of time: one small row each, which holds the last span alone. */
export interface Counts {
  /**
   * Counts one more, unless there are `most` already.
   * @param span number of the span; one before the last, where clocks differ, counts on the last
   * @param most @default any number
   * @returns how many it are in that span, this one included; above `most` it was not counted
   */
  add(who: string, span: number, most?: number): Promise<number>;
}
