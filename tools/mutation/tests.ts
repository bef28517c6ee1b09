import type { getState } from 'jest-circus';

export interface LoadedTest {
  /** File, describe blocks, name and place in the file: the same in every process. */
  readonly id: string;
  readonly run: () => unknown;
}

type Entry = ReturnType<typeof getState>['rootDescribeBlock']['children'][number];

/** The hooks around a test, outermost first. */
interface Around {
  readonly once: (() => Promise<void>)[];
  readonly before: (() => unknown)[];
  readonly after: (() => unknown)[];
}

/** The tests at and below an entry that a test file has registered, each with its hooks; those for all tests run once a file. */
export function collect(
  entry: Entry,
  path: string,
  into: LoadedTest[],
  around: Around = { once: [], before: [], after: [] },
): void {
  const name = `${path} › ${entry.name}`;
  if (entry.type === 'test') {
    if (entry.mode === 'skip' || entry.mode === 'todo') return;
    const run = async () => {
      for (const hook of around.once) await hook();
      for (const hook of around.before) await hook();
      try {
        await (entry.fn as () => unknown)();
      } finally {
        for (const hook of around.after) await hook();
      }
    };
    into.push({ id: `${name} #${into.length}`, run });
    return;
  }
  const inside = withHooks(around, entry.hooks);
  for (const child of entry.children) collect(child, name, into, inside);
}

/** `afterAll` is not among them: see globals.ts. */
export function withHooks(around: Around, hooks: readonly { type: string; fn: unknown }[]): Around {
  const of = (type: string) => hooks.filter((hook) => hook.type === type).map(({ fn }) => fn as () => unknown);
  const once = of('beforeAll').map((run) => {
    let done: Promise<void> | undefined;
    return () => {
      done ??= (async () => void (await run()))();
      return done;
    };
  });
  return {
    once: [...around.once, ...once],
    before: [...around.before, ...of('beforeEach')],
    after: [...of('afterEach'), ...around.after],
  };
}

/** What a test says when it fails; undefined when it passes. */
export async function failure(test: LoadedTest): Promise<string | undefined> {
  try {
    await test.run();
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message.slice(0, 400) : String(error);
  }
}
