import { mkdir, open, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { SpoolError } from './errors.ts';
import { advance, type Progress, type SealedFrame, type Spool } from './spool.ts';

/**
 * A folder: `progress.json`, `lock`, and one file per waiting frame, `frames/<number>.<subject>.frame`, whose bytes are
 * the sealed frame. A frame is written, synced and renamed before it may be sent; `progress.json` is written and synced
 * before an acknowledged frame is removed. So the highest number ever sent is always on disk, in one or the other.
 */

const progressSchema = z.strictObject({
  device: z.string(),
  high: z.int().min(0),
  acked: z.int().min(0),
  ahead: z.array(z.int().min(1)),
});
const FRAME_FILE = /^(\d{16})\.([A-Za-z0-9_-]{1,128})\.frame$/;

export interface DiskSpoolOptions {
  /** Folder of this device's state; made if missing, readable by its owner alone. */
  folder: string;
  device: string;
}

/** @throws SpoolError the folder is in use, of another device, or its progress cannot be read */
export async function createDiskSpool({ folder, device }: DiskSpoolOptions): Promise<Spool> {
  const framesFolder = join(folder, 'frames');
  await mkdir(framesFolder, { recursive: true, mode: 0o700 });
  const unlock = await lock(join(folder, 'lock'));
  try {
    return await openSpool(folder, framesFolder, device, unlock);
  } catch (error) {
    await unlock();
    throw error;
  }
}

async function openSpool(
  folder: string,
  framesFolder: string,
  device: string,
  unlock: () => Promise<void>,
): Promise<Spool> {
  const progressFile = join(folder, 'progress.json');
  let progress = await readProgress(progressFile, device);
  const waiting = new Map<number, { subject: string; bytes: number }>();
  let bytes = 0;
  for (const name of (await readdir(framesFolder)).sort()) {
    const match = FRAME_FILE.exec(name);
    // A half-written file of a crash: it was never sent.
    if (!match) {
      await rm(join(framesFolder, name));
      continue;
    }
    const number = Number(match[1]);
    if (number <= progress.acked || progress.ahead.includes(number)) {
      await rm(join(framesFolder, name));
      continue;
    }
    const { size } = await stat(join(framesFolder, name));
    waiting.set(number, { subject: match[2]!, bytes: size });
    bytes += size;
    progress = { ...progress, high: Math.max(progress.high, number) };
  }
  const path = (number: number, subject: string) =>
    join(framesFolder, `${String(number).padStart(16, '0')}.${subject}.frame`);

  // Writers wait for each other, so that numbers are given out, and progress is written, in order.
  let last: Promise<unknown> = Promise.resolve();
  const inOrder = <T>(write: () => Promise<T>): Promise<T> => {
    const next = last.then(write, write);
    last = next;
    return next;
  };

  return {
    add: (subject, seal) =>
      inOrder(async (): Promise<SealedFrame> => {
        const number = progress.high + 1;
        const data = seal(number);
        await writeSynced(path(number, subject), data);
        await syncFolder(framesFolder);
        progress = { ...progress, high: number };
        waiting.set(number, { subject, bytes: data.length });
        bytes += data.length;
        return { number, subject, data };
      }),
    pending: () => [...waiting.keys()],
    async read(number) {
      const frame = waiting.get(number);
      if (!frame) throw new SpoolError(`frame ${number} is not in the spool`);
      return { number, subject: frame.subject, data: await readFile(path(number, frame.subject)) };
    },
    acknowledge: (numbers) =>
      inOrder(async () => {
        progress = advance(progress, numbers);
        await writeSynced(progressFile, Buffer.from(`${JSON.stringify({ device, ...progress })}\n`));
        await syncFolder(folder);
        for (const number of numbers) {
          const frame = waiting.get(number);
          if (!frame) continue;
          waiting.delete(number);
          bytes -= frame.bytes;
          await rm(path(number, frame.subject), { force: true });
        }
      }),
    acked: () => progress.acked,
    bytes: () => bytes,
    async close() {
      await last.catch(() => {});
      await unlock();
    },
  };
}

async function readProgress(file: string, device: string): Promise<Progress> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return { high: 0, acked: 0, ahead: [] };
    throw new SpoolError(`${file} cannot be read`, { cause: error });
  }
  let parsed: z.infer<typeof progressSchema>;
  try {
    parsed = progressSchema.parse(JSON.parse(text));
  } catch (cause) {
    // To guess would be to give a number twice: frames would be refused as repeated, unseen by the person.
    throw new SpoolError(`${file} is damaged: enrol this machine as a new device with a new state folder`, { cause });
  }
  if (parsed.device !== device) throw new SpoolError(`the state folder is of device ${parsed.device}, not ${device}`);
  const { device: _, ...progress } = parsed;
  return progress;
}

/** Writes beside, syncs, renames: after a crash the file is the old or the new one, whole. */
async function writeSynced(file: string, data: Uint8Array): Promise<void> {
  const beside = `${file}.new`;
  const handle = await open(beside, 'w', 0o600);
  try {
    await handle.writeFile(data);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(beside, file);
}

async function syncFolder(folder: string): Promise<void> {
  // Windows cannot open a folder; its file system keeps the order of renames.
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Two agents on one folder would give numbers twice. */
async function lock(file: string): Promise<() => Promise<void>> {
  for (let attempt = 0; attempt < 2; attempt++) {
    try {
      await writeFile(file, String(process.pid), { flag: 'wx', mode: 0o600 });
      return () => rm(file, { force: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      const holder = Number(await readFile(file, 'utf8').catch(() => ''));
      if (holder > 0 && isRunning(holder)) throw new SpoolError(`the state folder is in use by process ${holder}`);
      await rm(file, { force: true });
    }
  }
  throw new SpoolError('the state folder is in use');
}

export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
