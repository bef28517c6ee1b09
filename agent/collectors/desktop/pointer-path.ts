import type { PointerEvent } from '../../../wire/event.ts';

/** Modifiers that are held; what is not is absent. */
export type Held = Partial<Record<'altKey' | 'ctrlKey' | 'metaKey' | 'shiftKey', boolean>>;

/** Longest path in one event: its samples, and how long it runs. */
const LONGEST = 512;
const LONGEST_MS = 2000;
/** Collects samples of pointer movement over one window, with the same modifiers held, into a path. */
export class PointerPath {
  #start = 0;
  #target: { app: string; window: string } | undefined;
  #path: number[] = [];
  #held: Held = {};

  /** @returns the path that this movement ended, if it did */
  add(
    time: number,
    x: number,
    y: number,
    target: { app: string; window: string },
    held: Held = {},
  ): PointerEvent | undefined {
    const ended =
      this.#target &&
      (this.#target.window !== target.window ||
        !isSame(this.#held, held) ||
        time - this.#start >= LONGEST_MS ||
        this.#path.length >= 3 * LONGEST)
        ? this.end()
        : undefined;
    if (!this.#target) {
      this.#target = { app: target.app, window: target.window };
      this.#start = time;
      this.#held = held;
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
      ...this.#held,
    };
    this.#target = undefined;
    return event;
  }
}

const MODIFIERS = ['altKey', 'ctrlKey', 'metaKey', 'shiftKey'] as const;
const isSame = (one: Held, other: Held): boolean => MODIFIERS.every((name) => one[name] === other[name]);
