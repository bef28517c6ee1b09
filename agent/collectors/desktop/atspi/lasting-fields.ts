import type { FieldAnswer, FieldWatcher, FocusedElement } from '../fields.ts';

/**
 * Fields over all buses that a session has one after the other: at log-in the agent may be there before it, and one that falls is started anew. While there is
 * none, nothing is known of any field. Each bus begins with nothing: names of programs are a bus's own.
 */

/** Between two looks for a bus, ms: the first after one that was missing, and the longest. */
const FIRST_PAUSE = 1_000;
const LONGEST_PAUSE = 60_000;

export class LastingFields implements FieldWatcher {
  /** @throws where there is none now */
  readonly #open: (closed: () => void) => Promise<FieldWatcher>;
  #fields: FieldWatcher | undefined;
  #listener: Parameters<NonNullable<FieldWatcher['onFocus']>> | undefined;
  #pause = FIRST_PAUSE;
  #timer: NodeJS.Timeout | undefined;
  #ended = false;

  constructor(open: (closed: () => void) => Promise<FieldWatcher>) {
    this.#open = open;
  }

  /** Looks once; where nothing is found, again and again in the background, which keeps no process. */
  async connect(): Promise<void> {
    let closed = false;
    try {
      const fields = await this.#open(() => {
        closed = true;
        if (this.#fields) this.#lookAgain();
      });
      if (closed) throw new Error('closed while it was opened');
      if (this.#ended) return fields.close();
      this.#fields = fields;
      this.#pause = FIRST_PAUSE;
      if (this.#listener) fields.onFocus?.(...this.#listener);
    } catch {
      this.#lookAgain();
    }
  }

  #lookAgain(): void {
    this.#fields = undefined;
    if (this.#ended) return;
    this.#timer = setTimeout(() => void this.connect(), this.#pause).unref();
    this.#pause = Math.min(2 * this.#pause, LONGEST_PAUSE);
  }

  async settled(): Promise<FieldAnswer | undefined> {
    return this.#fields?.settled();
  }

  onFocus(wanted: () => boolean, told: (element: FocusedElement) => void): void {
    this.#listener = [wanted, told];
    this.#fields?.onFocus?.(wanted, told);
  }

  async at(pid: number, x: number, y: number): Promise<FocusedElement | undefined> {
    return this.#fields?.at?.(pid, x, y);
  }

  close(): void {
    this.#ended = true;
    clearTimeout(this.#timer);
    this.#fields?.close();
  }
}
