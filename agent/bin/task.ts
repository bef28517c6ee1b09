import { createHash, randomBytes } from 'node:crypto';
import { chmodSync, rmSync } from 'node:fs';
import { connect, createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import * as z from 'zod';
import { AGENT_APP, type EventOf } from '../../wire/event.ts';
import type { CaptureSink } from '../collectors/collector.ts';

/**
 * `sluice-agent task`: what the person says they are about to do, told to the agent that runs. Over a socket that is theirs alone, since a file would have
 * their words in the clear on the disk. The agent takes them as it takes any event: by the filter, and only while it records.
 */

export const OUTCOMES = ['done', 'partly', 'failed', 'left'] as const;
/** Of a task's words, in characters: more is a document. */
export const LONGEST_TASK = 8_192;
const LONGEST_LINE = 65_536;
/** ms for a line, or an answer. */
const PATIENCE = 5_000;
/** Of a socket's path, on the systems that have the shortest. */
const LONGEST_PATH = 100;

const order = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('start'), text: z.string().min(1).max(LONGEST_TASK) }),
  z.strictObject({
    type: z.literal('done'),
    outcome: z.enum(OUTCOMES),
    text: z.string().min(1).max(LONGEST_TASK).optional(),
  }),
]);
export type TaskOrder = z.infer<typeof order>;

/** What became of it; content-free. `not-collected`: the program asks for no tasks, or nothing is recorded now. */
export const TASK_ANSWERS = ['kept', 'not-collected', 'no-task', 'not-kept', 'unreadable'] as const;
export type TaskAnswer = (typeof TASK_ANSWERS)[number];

/**
 * Where the agent of a folder listens: in a folder that is the person's alone, since whoever listens at a place where others may is told their words.
 * @returns undefined where there is no such place: no pipe of Windows is, and no path that is short enough may be
 */
export function doorOf(folder: string, platform: NodeJS.Platform = process.platform): string | undefined {
  if (platform === 'win32') return undefined;
  const inside = join(folder, 'task.sock');
  if (Buffer.byteLength(inside) <= LONGEST_PATH) return inside;
  const own = process.env.XDG_RUNTIME_DIR;
  if (!own) return undefined;
  const short = join(own, `sluice-task-${createHash('sha256').update(folder).digest('hex').slice(0, 16)}.sock`);
  return Buffer.byteLength(short) <= LONGEST_PATH ? short : undefined;
}

/** Tasks as events. */
export function createTasks(sink: CaptureSink, now: () => number = Date.now): (asked: TaskOrder) => TaskAnswer {
  let current: string | undefined;
  const tell = (event: Pick<EventOf<'task'>, 'type'> & Partial<EventOf<'task'>>): TaskAnswer =>
    sink.capture({ ...event, kind: 'task', time: now(), app: AGENT_APP }) === 'kept' ? 'kept' : 'not-kept';
  return (asked) => {
    if (sink.takes?.('task') !== true) return 'not-collected';
    if (asked.type === 'done') {
      if (current === undefined) return 'no-task';
      const answer = tell({ ...asked, task: current });
      if (answer === 'kept') current = undefined;
      return answer;
    }
    const task = randomBytes(9).toString('base64url');
    // Who begins another one has left the one before.
    if (current !== undefined) tell({ type: 'done', outcome: 'left', task: current });
    current = undefined;
    const answer = tell({ ...asked, task });
    if (answer === 'kept') current = task;
    return answer;
  };
}

/** Listens for the person's own commands. What cannot listen is no reason not to record. @returns ends it */
export async function openTaskDoor(
  path: string | undefined,
  take: (asked: TaskOrder) => TaskAnswer,
): Promise<() => void> {
  if (path === undefined) return () => {};
  const server = createServer((socket) => serve(socket, take));
  // The folder's lock is held: what is there is of an agent that is gone.
  rmSync(path, { force: true });
  const before = process.umask(0o077);
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(path, resolve);
    });
    chmodSync(path, 0o600);
  } catch {
    return () => {};
  } finally {
    process.umask(before);
  }
  server.on('error', () => {});
  server.unref();
  return () => {
    server.close();
    rmSync(path, { force: true });
  };
}

function serve(socket: Socket, take: (asked: TaskOrder) => TaskAnswer): void {
  let line = '';
  const answer = (said: TaskAnswer) => void socket.end(`${JSON.stringify({ task: said })}\n`);
  socket.setEncoding('utf8').setTimeout(PATIENCE, () => socket.destroy());
  socket.on('error', () => socket.destroy());
  socket.on('data', (chunk: string) => {
    line += chunk;
    const end = line.indexOf('\n');
    if (end < 0 && line.length <= LONGEST_LINE) return;
    socket.pause();
    const asked = end < 0 ? undefined : readOrder(line.slice(0, end));
    answer(asked ? take(asked) : 'unreadable');
  });
}

function readOrder(line: string): TaskOrder | undefined {
  try {
    return order.safeParse(JSON.parse(line)).data;
  } catch {
    return undefined;
  }
}

/** @returns what became of it; nothing where no agent listens there */
export function tellTask(path: string, asked: TaskOrder): Promise<TaskAnswer | undefined> {
  return new Promise((resolve) => {
    let line = '';
    const socket = connect(path, () => socket.write(`${JSON.stringify(asked)}\n`));
    socket.setEncoding('utf8').setTimeout(PATIENCE, () => socket.destroy());
    socket.on('data', (chunk: string) => {
      line += chunk;
    });
    socket.on('error', () => resolve(undefined));
    socket.on('close', () => {
      try {
        resolve(z.object({ task: z.enum(TASK_ANSWERS) }).parse(JSON.parse(line)).task);
      } catch {
        resolve(undefined);
      }
    });
  });
}
