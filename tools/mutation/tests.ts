import type { getState } from 'jest-circus';

export interface LoadedTest {
  /** File, describe blocks, name and place in the file: the same in every process. */
  readonly id: string;
  readonly run: () => unknown;
}

type Entry = ReturnType<typeof getState>['rootDescribeBlock']['children'][number];

/** The tests at and below an entry that a test file has registered. Hooks are refused: nothing would run them. */
export function collect(entry: Entry, path: string, into: LoadedTest[]): void {
  const name = `${path} › ${entry.name}`;
  if (entry.type === 'test') {
    if (entry.mode !== 'skip' && entry.mode !== 'todo') {
      into.push({ id: `${name} #${into.length}`, run: entry.fn as () => unknown });
    }
    return;
  }
  if (entry.hooks.length > 0) throw new Error(`${name}: hooks are not run here`);
  for (const child of entry.children) collect(child, name, into);
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
