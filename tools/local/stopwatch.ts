export interface Progress {
  /** Waits for the work, then says what it was. */
  <T>(what: string, work: Promise<T>): Promise<T>;
  note(what: string): void;
}

/** Says a line when a step is done, with the seconds that it took. */
export function stopwatch(say: (line: string) => void): Progress {
  const progress = async <T>(what: string, work: Promise<T>): Promise<T> => {
    const began = performance.now();
    const result = await work;
    say(`${((performance.now() - began) / 1000).toFixed(1).padStart(6)} s  ${what}`);
    return result;
  };
  return Object.assign(progress, { note: (what: string) => say(`          ${what}`) });
}
