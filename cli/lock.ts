import { randomUUID } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { CommandError, EXIT } from './exit-codes.ts';

/** Between making a file and writing it: of who ended in between, it stays without a word in it. */
const WRITTEN_WITHIN_MS = 1_000;
/** Longer than any work under a lock takes: its calls end after 30 s each. */
const STALE_MS = 120_000;
const PATIENCE_MS = 90_000;
const POLL_MS = 40;

/**
 * Runs `work` while no other process of this machine does so with the same file. The lock of a process that is gone is taken over.
 * @throws CommandError `busy` after a minute and a half; whatever `work` throws
 */
export async function withLock<T>(file: string, work: () => Promise<T>, patienceMs = PATIENCE_MS): Promise<T> {
  const mine = JSON.stringify({ pid: process.pid, nonce: randomUUID() });
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  for (const until = Date.now() + patienceMs; !taken(file, mine); ) {
    if (Date.now() > until) {
      throw new CommandError(EXIT.failed, 'busy', `Another command holds ${file}: try again, or remove the file.`);
    }
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
  try {
    return await work();
  } finally {
    if (read(file) === mine) rmSync(file, { force: true });
  }
}

function taken(file: string, mine: string): boolean {
  try {
    writeFileSync(file, mine, { flag: 'wx', mode: 0o600 });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  const holder = read(file);
  if (holder !== undefined && isLeft(file, holder)) takeAway(file, holder);
  return false;
}

/** Two may find the same lock left behind: who takes away another's fresh one puts it back. */
function takeAway(file: string, holder: string): void {
  const aside = `${file}.${randomUUID()}`;
  try {
    renameSync(file, aside);
    if (read(aside) !== holder) linkSync(aside, file);
  } catch {
    // Gone meanwhile, or taken: whoever waits looks again.
  } finally {
    rmSync(aside, { force: true });
  }
}

function isLeft(file: string, holder: string): boolean {
  try {
    const age = Math.abs(Date.now() - statSync(file).mtimeMs);
    if (age > STALE_MS) return true;
    const pid = pidOf(holder);
    if (pid === undefined) return age > WRITTEN_WITHIN_MS;
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH';
  }
}

function pidOf(holder: string): number | undefined {
  try {
    const { pid } = JSON.parse(holder) as { pid?: unknown };
    return typeof pid === 'number' && Number.isInteger(pid) && pid > 0 ? pid : undefined;
  } catch {
    return undefined;
  }
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
