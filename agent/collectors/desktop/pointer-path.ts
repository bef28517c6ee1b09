import type { PointerEvent } from '../../../wire/event.ts';

/** Longest path in one event: its samples, and how long it runs. */
const LONGEST = 512;
const LONGEST_MS = 2000;
/** Between two samples, ms: 30 a second show a movement's course; a mouse sends up to 1,000. */
const SAMPLE_MS = 33;

/** Collects pointer movement over one window into a sampled path. */
export class PointerPath {
  #start = 0;
  #target: { app: string; window: string } | undefined;
  #path: number[] = [];
  /** The newest position that was skipped by sampling; a path ends where the pointer ended. */
  #skipped: [number, number, number] | undefined;

  /** @returns the path that this movement ended, if it did */
  add(time: number, x: number, y: number, target: { app: string; window: string }): PointerEvent | undefined {
    const ended =
      this.#target &&
      (this.#target.window !== target.window ||
        time - this.#start >= LONGEST_MS ||
        this.#path.length >= 3 * (LONGEST - 1))
        ? this.end()
        : undefined;
    if (!this.#target) {
      this.#target = { app: target.app, window: target.window };
      this.#start = time;
      this.#path = [0, x, y];
      return ended;
    }
    const dt = Math.max(0, time - this.#start);
    if (dt - this.#path.at(-3)! < SAMPLE_MS) this.#skipped = [dt, x, y];
    else {
      this.#path.push(dt, x, y);
      this.#skipped = undefined;
    }
    return ended;
  }

  /** @returns the path so far, if there is one */
  end(): PointerEvent | undefined {
    if (!this.#target) return undefined;
    if (this.#skipped) this.#path.push(...this.#skipped);
    const event: PointerEvent = {
      kind: 'pointer',
      time: this.#start,
      ...this.#target,
      pointerType: 'mouse',
      path: this.#path,
    };
    this.#target = undefined;
    this.#skipped = undefined;
    return event;
  }
}
