import { readFileSync, renameSync, rmSync, unwatchFile, watchFile, writeFileSync } from 'node:fs';
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

/** What was wished of a run that is over is over; a pause is not. */
export function beginWith(folder: string, now: number): Wish | undefined {
  const wish = readWish(folder);
  if (wish?.wish === 'pause' && (wish.until === undefined || wish.until > now)) return wish;
  if (wish) rmSync(join(folder, FILE), { force: true });
  return undefined;
}

/** @returns ends it */
export function onWish(folder: string, told: (wish: Wish | undefined) => void): () => void {
  const file = join(folder, FILE);
  const look = () => told(readWish(folder));
  watchFile(file, { interval: LOOK_EVERY, persistent: false }, look);
  return () => unwatchFile(file, look);
}
