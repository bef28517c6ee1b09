import { readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';

/**
 * What the person wishes of the agents of this device: a file of the state folder, so that it needs no network, no login and no running agent, and
 * holds over a restart. Agents look at it twice a second.
 */

const FILE = 'wish.json';
const LOOK_EVERY = 500;

const wishSchema = z.discriminatedUnion('wish', [
  z.object({ wish: z.literal('pause'), until: z.number().optional() }),
  /** To go on, and to ask now. */
  z.object({ wish: z.literal('record'), at: z.number() }),
  z.object({ wish: z.literal('stop'), at: z.number() }),
]);
export type Wish = z.infer<typeof wishSchema>;

export function writeWish(folder: string, wish: Wish): void {
  const beside = join(folder, `${FILE}.new`);
  writeFileSync(beside, `${JSON.stringify(wish)}\n`, { mode: 0o600 });
  renameSync(beside, join(folder, FILE));
}

/** One that cannot be read is a pause: whoever wrote it wanted something, and that is the safe side. */
export function readWish(folder: string): Wish | undefined {
  let text: string;
  try {
    text = readFileSync(join(folder, FILE), 'utf8');
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ENOENT' ? undefined : { wish: 'pause' };
  }
  try {
    return wishSchema.parse(JSON.parse(text));
  } catch {
    return { wish: 'pause' };
  }
}

/** Which writing of the file it is: each is a file of its own, put in place of the one before. */
function writingOf(folder: string): string {
  const stat = statSync(join(folder, FILE), { bigint: true, throwIfNoEntry: false });
  return stat === undefined ? '' : `${stat.ino}.${stat.mtimeNs}`;
}

/**
 * What was wished of a run that is over is over; a pause is not. What is wished from then on is told, once a writing.
 * Looked at from the writing that `first` was read from: a watch of the system's begins when it comes to it, and what was written until then is never told.
 */
export function wishes(
  folder: string,
  now: number,
  told: (wish: Wish | undefined) => void,
): { first: Wish | undefined; end(): void } {
  let seen = writingOf(folder);
  let first = readWish(folder);
  if (first !== undefined && !(first.wish === 'pause' && (first.until === undefined || first.until > now))) {
    rmSync(join(folder, FILE), { force: true });
    first = undefined;
    seen = '';
  }
  const look = () => {
    const writing = writingOf(folder);
    if (writing === seen) return;
    seen = writing;
    told(readWish(folder));
  };
  const looking = setInterval(look, LOOK_EVERY);
  looking.unref();
  return { first, end: () => clearInterval(looking) };
}
