/**
 * What somebody gives one by one, as pages for who takes them: it waits at the end of a full page until that was taken, so that no more than a page
 * is held.
 * @param give calls `add` for each, and awaits `full` between them
 */
export async function* pagesOf<T>(
  size: number,
  give: (add: (one: T) => void, full: () => Promise<void> | undefined) => Promise<void>,
): AsyncGenerator<T[]> {
  let page: T[] = [];
  let given: ((page: T[] | undefined) => void) | undefined;
  let takes: (() => void) | undefined;
  let isOver = false;
  const taken = (): T[] => {
    const whole = page;
    page = [];
    return whole;
  };
  const full = (): Promise<void> | undefined => {
    if (isOver) throw new NobodyTakes();
    if (page.length < size) return undefined;
    return new Promise<void>((resolve) => {
      takes = resolve;
      given?.(taken());
    }).then(() => {
      if (isOver) throw new NobodyTakes();
    });
  };
  let failed: unknown;
  let ended: Promise<void> | undefined;
  try {
    for (;;) {
      const next = new Promise<T[] | undefined>((resolve) => {
        given = resolve;
      });
      if (ended === undefined) {
        ended = give((one) => void page.push(one), full).then(
          () => given?.(undefined),
          (error: unknown) => {
            failed = error ?? new Error('it gave up');
            given?.(undefined);
          },
        );
      } else takes?.();
      const found = await next;
      if (found === undefined) break;
      yield found;
    }
    if (failed !== undefined) throw failed;
    if (page.length > 0) yield taken();
  } finally {
    isOver = true;
    takes?.();
    await ended;
  }
}

class NobodyTakes extends Error {}
