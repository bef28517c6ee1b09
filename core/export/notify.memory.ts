import { type HeldIn, type HeldIndex, placeOf } from './departures.ts';
import type { Notice, Notices } from './notices.ts';
import type { MarkedStop, ToldStore } from './notify.ts';

export function memoryTold(index: HeldIndex): ToldStore {
  const marks = new Map<string, { notice: string; told?: true }>();
  const stops = new Map<string, MarkedStop>();
  const keyOf = (held: HeldIn) => `${held.subject}#${placeOf(held)}`;
  let mark: string | undefined;
  return {
    async *people() {
      for await (const page of index.people()) yield page.map((held) => ({ ...held, ...marks.get(keyOf(held)) }));
    },
    async claim(held, notice) {
      if (held.some((one) => marks.has(keyOf(one)))) return false;
      for (const one of held) marks.set(keyOf(one), { notice });
      return true;
    },
    async told(held) {
      marks.set(keyOf(held), { ...marks.get(keyOf(held))!, told: true });
    },
    async back(held) {
      marks.delete(keyOf(held));
    },
    stops: async () => [...stops.values()],
    async claimStop(stop) {
      if (stops.has(stop.export)) return false;
      stops.set(stop.export, stop);
      return true;
    },
    async toldStop(stop) {
      stops.set(stop.export, { ...stop, told: true });
    },
    seen: async () => mark,
    async see(seen) {
      mark = seen;
    },
  };
}

export interface MemoryNotices extends Notices {
  /** In order. */
  readonly told: Notice[];
  /** How many of those that come it takes. @default all */
  takes: number;
}

export function memoryNotices(): MemoryNotices {
  const told: Notice[] = [];
  return {
    told,
    takes: Number.POSITIVE_INFINITY,
    async tell(notices) {
      const taken = notices.slice(0, this.takes);
      this.takes -= taken.length;
      told.push(...taken);
      return new Set(taken.map(({ notice }) => notice));
    },
  };
}
