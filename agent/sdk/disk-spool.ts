import { mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import * as z from 'zod';
import { SpoolError } from './errors.ts';
import { lockFolder } from './folder-lock.ts';
import { EpochProgress, type FrameId, inOrder, nameOf, type Progress, type SealedFrame, type Spool } from './spool.ts';

/**
 * A folder: `lock.db`, `progress.json`, and one file per waiting frame, `frames/<epoch>-<number>.<subject>.<crc>.frame`, whose bytes are
 * the sealed frame. A frame is written, synced and renamed before it may be sent, and removed when it was acknowledged; `progress.json` says before that what was, so that it can be told.
 * Nothing in it numbers new frames: whoever starts on it is a new epoch. Without `progress.json`, or with one that is damaged, frames are sent all the
 * same, and what was acknowledged of them before is told by nobody.
 */

const progressSchema = z.object({
  version: z.literal(2),
  device: z.string(),
  owner: z.string().optional(),
  epochs: z.array(z.object({ epoch: z.int().min(0), acked: z.int().min(0), ahead: z.array(z.int().min(1)) })),
});
/** Of agents before epochs: their frames have a number of the device's whole life, which is epoch 0. */
const formerSchema = z.object({
  device: z.string(),
  acked: z.int().min(0),
  ahead: z.array(z.int().min(1)),
});
const FRAME_FILE = /^(\d{10})-(\d{16})\.([A-Za-z0-9_-]{1,128})\.([0-9a-f]{8})\.frame$/;
const FORMER_FRAME_FILE = /^(\d{16})\.([A-Za-z0-9_-]{1,128})\.frame$/;

export interface DiskSpoolOptions {
  /** Folder of this device's state, on a drive of this machine; made if missing, readable by its owner alone. */
  folder: string;
  device: string;
}

/** A frame that waits. */
interface Waiting extends FrameId {
  subject: string;
  bytes: number;
  file: string;
  /** Absent of frames of before it was noted. */
  crc?: number;
}

interface Found {
  owner: string | undefined;
  progress: EpochProgress;
}

/**
 * @throws SpoolError the folder is in use, of another device, or cannot be locked
 *
 * @example
 * const spool = await createDiskSpool({ folder: '/var/lib/my-recorder', device: 'laptop-7' });
 */
export async function createDiskSpool({ folder, device }: DiskSpoolOptions): Promise<Spool> {
  const framesFolder = join(folder, 'frames');
  await mkdir(framesFolder, { recursive: true, mode: 0o700 });
  const unlock = await lockFolder(folder);
  try {
    return await openSpool(folder, framesFolder, device, unlock);
  } catch (error) {
    unlock();
    throw error;
  }
}

async function openSpool(folder: string, framesFolder: string, device: string, unlock: () => void): Promise<Spool> {
  const progressFile = join(folder, 'progress.json');
  const found = await readProgress(progressFile, device);
  const { progress } = found;
  let { owner } = found;
  const waiting = new Map<string, Waiting>();
  let bytes = 0;
  for (const file of (await readdir(framesFolder)).sort()) {
    const frame = frameOf(file);
    // A half-written file of a crash was never sent; one that was acknowledged right before is not sent again.
    if (!frame || progress.has(frame)) {
      await rm(join(framesFolder, file));
      continue;
    }
    const { size } = await stat(join(framesFolder, file));
    waiting.set(nameOf(frame), { ...frame, file, bytes: size });
    bytes += size;
  }
  const sorted = [...waiting.values()].sort(inOrder);
  waiting.clear();
  for (const one of sorted) waiting.set(nameOf(one), one);

  // Writers wait for each other, so that numbers are given out, and progress is written, in order.
  let last: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(write: () => Promise<T>): Promise<T> => {
    const next = last.then(write, write);
    last = next;
    return next;
  };
  const keep = async () => {
    const epochs = progress.entries().map(([epoch, one]) => ({ epoch, ...one }));
    const text = JSON.stringify({ version: 2, device, ...(owner !== undefined && { owner }), epochs });
    await writeSynced(progressFile, Buffer.from(`${text}\n`));
    await syncFolder(folder);
  };
  const forget = async (frame: Waiting) => {
    waiting.delete(nameOf(frame));
    bytes -= frame.bytes;
    await rm(join(framesFolder, frame.file), { force: true });
  };

  return {
    add: (epoch, subject, seal) =>
      inTurn(async (): Promise<SealedFrame> => {
        const number = progress.next(epoch);
        const data = seal(number);
        const crc = crc32(data);
        const file = fileOf({ epoch, number }, subject, crc);
        try {
          await writeSynced(join(framesFolder, file), data);
          await syncFolder(framesFolder);
        } catch (error) {
          // Its number is given to the next: what is there of it would be sent by the next run as another frame of that number.
          await rm(join(framesFolder, file), { force: true }).catch(() => {});
          throw error;
        }
        progress.used(epoch, number);
        waiting.set(nameOf({ epoch, number }), { epoch, number, subject, bytes: data.length, file, crc });
        bytes += data.length;
        return { epoch, number, subject, data };
      }),
    pending: () => [...waiting.values()],
    async read(id) {
      const frame = waiting.get(nameOf(id));
      if (!frame) throw new SpoolError(`frame ${nameOf(id)} is not in the spool`);
      const data = await readFile(join(framesFolder, frame.file)).catch((error: NodeJS.ErrnoException) => {
        if (error.code === 'ENOENT') return undefined;
        throw error;
      });
      if (data && (frame.crc === undefined || crc32(data) === frame.crc)) {
        return { epoch: frame.epoch, number: frame.number, subject: frame.subject, data };
      }
      await inTurn(async () => {
        progress.acknowledged([id]);
        await keep();
        await forget(frame);
      });
      return undefined;
    },
    acknowledge: (ids) =>
      inTurn(async () => {
        progress.acknowledged(ids);
        await keep();
        for (const id of ids) {
          const frame = waiting.get(nameOf(id));
          if (frame) await forget(frame);
        }
      }),
    told: () => progress.told(),
    wasTold: (told, current) =>
      inTurn(async () => {
        const open = new Set([...waiting.values()].map(({ epoch }) => epoch));
        if (progress.forget(told, (epoch) => epoch === current || open.has(epoch))) await keep();
      }),
    belongTo: (one, subject) =>
      inTurn(async () => {
        const strangers = [...waiting.values()].some((frame) => frame.subject !== subject);
        if (strangers || (owner !== undefined && owner !== one)) {
          throw new SpoolError('the state folder has frames of another program or person: give --state another folder');
        }
        if (owner === one) return;
        owner = one;
        await keep();
      }),
    bytes: () => bytes,
    async close() {
      await last.catch(() => {});
      unlock();
    },
  };
}

const fileOf = ({ epoch, number }: FrameId, subject: string, crc: number): string =>
  `${String(epoch).padStart(10, '0')}-${String(number).padStart(16, '0')}.${subject}.${crc.toString(16).padStart(8, '0')}.frame`;

function frameOf(file: string): Omit<Waiting, 'bytes' | 'file'> | undefined {
  const match = FRAME_FILE.exec(file);
  if (match) {
    const [, epoch, number, subject, crc] = match;
    return { epoch: Number(epoch), number: Number(number), subject: subject!, crc: Number.parseInt(crc!, 16) };
  }
  const former = FORMER_FRAME_FILE.exec(file);
  return former ? { epoch: 0, number: Number(former[1]), subject: former[2]! } : undefined;
}

/** @throws SpoolError it is of another device */
async function readProgress(file: string, device: string): Promise<Found> {
  const nothing: Found = { owner: undefined, progress: new EpochProgress() };
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return nothing;
    throw new SpoolError(`${file} cannot be read`, { cause: error });
  }
  const parsed = parse(text);
  if (!parsed) return nothing;
  if (parsed.device !== device) throw new SpoolError(`the state folder is of device ${parsed.device}, not ${device}`);
  return { owner: parsed.owner, progress: new EpochProgress(parsed.epochs) };
}

function parse(text: string): { device: string; owner?: string; epochs: [number, Progress][] } | undefined {
  try {
    const value: unknown = JSON.parse(text);
    const now = progressSchema.safeParse(value);
    if (now.success) {
      const { device, owner, epochs } = now.data;
      const list = epochs.map(({ epoch, ...one }): [number, Progress] => [epoch, one]);
      return { device, ...(owner !== undefined && { owner }), epochs: list };
    }
    const { device, acked, ahead } = formerSchema.parse(value);
    return { device, epochs: [[0, { acked, ahead }]] };
  } catch {
    return undefined;
  }
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
