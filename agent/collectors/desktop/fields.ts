import type { Bounds } from './windows.ts';

/** What the focused element of a program is, by what the program itself says of it. */

export type FieldAnswer =
  /** What is typed there is secret; once said it is said for good. */
  | { secret: true; pid: number }
  /** `field`: opaque, stable while it exists; absent where the focus moved around the key. */
  | { secret: false; pid: number; role: string; isText: boolean; field?: string };

/** A part of a window that has come to have the focus, and is none of a secret. */
export interface FocusedElement {
  pid: number;
  /** As WAI-ARIA. */
  role: string;
  name?: string;
  bounds?: Bounds;
}

export interface FieldWatcher {
  /**
   * For a key that is pressed now: what it goes to, once the focus has come to rest, since programs tell of it later than the key comes.
   * @returns nothing where nobody says, or what is said is not sure: then nothing of its content is to be kept
   */
  settled(): Promise<FieldAnswer | undefined>;
  /**
   * Tells what comes to have the focus, while `wanted` says so: who does not, has nothing asked of it.
   * @param told with `undefined` as name where the application says none
   */
  onFocus?(wanted: () => boolean, told: (element: FocusedElement) => void): void;
  /** What a program has at a place of the screen; nothing of a secret, and where it does not say. */
  at?(pid: number, x: number, y: number): Promise<FocusedElement | undefined>;
  close(): void;
}

/** Where nobody can be asked: nothing is known of any field. */
export const noFields: FieldWatcher = { settled: async () => undefined, close: () => {} };
