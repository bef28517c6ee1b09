import type { PointerEvent } from '../../../wire/event.ts';

/** Longest path in one event: its samples, and how long it runs. */
const LONGEST = 512;
const LONGEST_MS = 2000;
/** Collects samples of pointer movement over one window into a path. */
export class PointerPath {
  #start = 0;
  #target: { app: string; window: string } | undefined;
  #path: number[] = [];

  /** @returns the path that this movement ended, if it did */
  add(time: number, x: number, y: number, target: { app: string; window: string }): PointerEvent | undefined {
    const ended =
      this.#target &&
      (this.#target.window !== target.window || time - this.#start >= LONGEST_MS || this.#path.length >= 3 * LONGEST)
        ? this.end()
        : undefined;
    if (!this.#target) {
      this.#target = { app: target.app, window: target.window };
      this.#start = time;
      this.#path = [0, x, y];
      return ended;
    }
    this.#path.push(Math.max(0, time - this.#start), x, y);
    return ended;
  }

  /** @returns the path so far, if there is one */
  end(): PointerEvent | undefined {
    if (!this.#target) return undefined;
    const event: PointerEvent = {
      kind: 'pointer',
      time: this.#start,
      ...this.#target,
      pointerType: 'mouse',
      path: this.#path,
    };
    this.#target = undefined;
    return event;
  }
}
