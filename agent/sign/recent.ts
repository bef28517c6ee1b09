import type { Event } from '../../wire/event.ts';
import { type CaptureSink, capturing } from '../collectors/collector.ts';

/** How many events of which kinds were kept of which programs in the last minutes: in memory alone, and numbers alone. */

export const RECENT_MINUTES = 5;
const MINUTE = 60_000;
/** Programs that are told apart: who opens more has their newest in the list. */
const MOST_APPS = 100;

interface Slot {
  minute: number;
  apps: Map<string, Map<string, number>>;
}

export class Recent {
  #slots: Slot[] = [];
  readonly #elapsed: () => number;

  /** @param elapsed ms by a clock that never goes back. @default performance.now */
  constructor(elapsed: () => number = () => performance.now()) {
    this.#elapsed = elapsed;
  }

  note({ app, kind }: Pick<Event, 'app' | 'kind'>): void {
    const { apps } = this.#slot();
    let kinds = apps.get(app);
    if (!kinds) {
      if (apps.size >= MOST_APPS) return;
      kinds = new Map();
      apps.set(app, kinds);
    }
    kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
  }

  #slot(): Slot {
    const minute = Math.floor(this.#elapsed() / MINUTE);
    this.#forget(minute);
    let last = this.#slots.at(-1);
    if (last?.minute !== minute) {
      last = { minute, apps: new Map() };
      this.#slots.push(last);
    }
    return last;
  }

  #forget(minute: number): void {
    while (this.#slots.length > 0 && this.#slots[0]!.minute <= minute - RECENT_MINUTES) this.#slots.shift();
  }

  /** Most first. */
  counts(): { app: string; counts: Record<string, number> }[] {
    this.#forget(Math.floor(this.#elapsed() / MINUTE));
    const all = new Map<string, Record<string, number>>();
    for (const { apps } of this.#slots) {
      for (const [app, kinds] of apps) {
        const counts = all.get(app) ?? Object.create(null);
        for (const [kind, count] of kinds) counts[kind] = (counts[kind] ?? 0) + count;
        all.set(app, counts);
      }
    }
    const sum = (counts: Record<string, number>) => Object.values(counts).reduce((total, count) => total + count, 0);
    return [...all.entries()].map(([app, counts]) => ({ app, counts })).sort((a, b) => sum(b.counts) - sum(a.counts));
  }
}

/** A sink that notes what is kept. */
export const noting = (sink: CaptureSink, recent: Recent): CaptureSink =>
  capturing(sink, (event) => {
    const result = sink.capture(event);
    if (result === 'kept') recent.note(event);
    return result;
  });
