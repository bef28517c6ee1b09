import type { LiveRecall } from '../../redaction/recall/live-recall.ts';
import type { DirectoryEntry, RedactableFrame, RedactedFrame, Redactor, Span } from '../../redaction/redactor.ts';
import { type DirectoryKeys, type DirectoryStore, loadDirectory } from '../directory/directory.ts';
import type { Clock } from '../shared/clock.ts';
import { SluiceError } from '../shared/errors.ts';

/** How old a look at the directory may be, ms: one small read in that time, whatever the number of batches. */
export const LOOK_EVERY = 300_000;

export interface CurrentRedactorOptions {
  store: Pick<DirectoryStore, 'read' | 'part' | 'facts'>;
  keys: Pick<DirectoryKeys, 'open'>;
  program: string;
  clock: Clock;
  /** Makes a redactor that knows these people. Takes a moment for many. */
  build(directory: Iterable<DirectoryEntry>): LiveRecall;
}

/** The redactor of a function instance, made anew when the customer's directory was replaced. */
export class CurrentRedactor implements Redactor {
  readonly #options: CurrentRedactorOptions;
  #inner: LiveRecall | undefined;
  #version: string | undefined;
  #lookedAt = 0;

  constructor(options: CurrentRedactorOptions) {
    this.#options = options;
  }

  /**
   * Before each batch: loads the directory the first time, and again when a look, at most every five minutes, finds another one.
   * @throws SluiceError when it cannot be looked at: what is in it must not be stored for lack of it, and the batch comes again
   */
  async refresh(): Promise<void> {
    const { store, keys, program, clock, build } = this.#options;
    const now = clock.now();
    if (this.#inner && now - this.#lookedAt < LOOK_EVERY) return;
    try {
      if (!this.#inner || (await store.facts())?.version !== this.#version) {
        const { version, entries } = await loadDirectory(store, keys, program);
        this.#inner = build(entries);
        this.#version = version;
      }
    } catch (cause) {
      throw new SluiceError('the directory cannot be loaded', { cause });
    }
    this.#lookedAt = now;
  }

  find(text: string): Span[] {
    return this.#current().find(text);
  }

  redactText(text: string, spans?: Span[]): string {
    return this.#current().redactText(text, spans);
  }

  redactFrames(frames: RedactableFrame[], subject?: string): RedactedFrame[] {
    return this.#current().redactFrames(frames, subject);
  }

  report(): ReturnType<LiveRecall['report']> {
    return this.#current().report();
  }

  #current(): LiveRecall {
    if (!this.#inner) throw new SluiceError('the redactor was not made yet');
    return this.#inner;
  }
}
