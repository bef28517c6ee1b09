import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from '@jest/globals';
import type { Event } from '../../wire/event.ts';
import type { CaptureSink } from '../collectors/collector.ts';
import { createTasks, doorOf, openTaskDoor, tellTask } from './task.ts';

const ends: (() => void)[] = [];
afterEach(() => {
  for (const end of ends.splice(0)) end();
});

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'sluice-task-'));
  ends.push(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

function agent(takes = true) {
  const events: Event[] = [];
  const sink: CaptureSink = {
    capture(event) {
      events.push(event);
      return 'kept';
    },
    ready: async () => {},
    takes: () => takes,
  };
  return { events, tasks: createTasks(sink, () => 7) };
}

/** An agent that listens, and what tells it. */
async function listening(takes = true) {
  const path = doorOf(folder())!;
  const { events, tasks } = agent(takes);
  ends.push(await openTaskDoor(path, tasks));
  return { path, events, tell: (asked: Parameters<typeof tellTask>[1]) => tellTask(path, asked) };
}

describe('a task', () => {
  test('begins in the person’s words and ends with how it went, over a socket that is theirs alone', async () => {
    const { path, events, tell } = await listening();

    expect(await tell({ type: 'start', text: 'write the minutes' })).toBe('kept');
    expect(await tell({ type: 'done', outcome: 'partly', text: 'one is missing' })).toBe('kept');

    const [start] = events as [Event & { kind: 'task' }];
    const mark = { kind: 'task', time: 7, app: 'sluice-agent', task: start.task };
    expect(start.task).toMatch(/^[\w-]{12}$/);
    expect(events).toEqual([
      { ...mark, type: 'start', text: 'write the minutes' },
      { ...mark, type: 'done', outcome: 'partly', text: 'one is missing' },
    ]);
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  test('that another one follows was left; one that was not begun does not end', () => {
    const { events, tasks } = agent();
    expect(tasks({ type: 'done', outcome: 'done' })).toBe('no-task');
    tasks({ type: 'start', text: 'one' });
    tasks({ type: 'start', text: 'two' });
    tasks({ type: 'done', outcome: 'done' });
    expect(tasks({ type: 'done', outcome: 'done' })).toBe('no-task');
    expect(events.map((event) => event.kind === 'task' && (event.outcome ?? event.text))).toEqual([
      'one',
      'left',
      'two',
      'done',
    ]);
  });

  test('is not taken where the program asks for none, or nothing is recorded', async () => {
    const { events, tell } = await listening(false);
    expect(await tell({ type: 'start', text: 'write the minutes' })).toBe('not-collected');
    expect(events).toEqual([]);
  });

  test.each(['', '{', '{"type":"start"}', '{"type":"start","text":"a","app":"bank"}', 'x'.repeat(70_000)])(
    'is nothing that cannot be read: %.30s',
    async (line) => {
      const { path, events } = await listening();
      const answer = await new Promise<string>((resolve) => {
        let said = '';
        const socket = connect(path, () => socket.write(`${line}\n`));
        socket.on('data', (chunk) => {
          said += chunk;
        });
        socket.on('error', () => {});
        socket.on('close', () => resolve(said));
      });
      expect(answer).toBe('{"task":"unreadable"}\n');
      expect(events).toEqual([]);
    },
  );

  test('finds no agent where none listens, and takes the place of one that was killed', async () => {
    const path = doorOf(folder())!;
    expect(await tellTask(path, { type: 'start', text: 'a' })).toBeUndefined();
    writeFileSync(path, '');
    const { tasks } = agent();
    ends.push(await openTaskDoor(path, tasks));
    expect(await tellTask(path, { type: 'start', text: 'a' })).toBe('kept');
  });
});

test('a socket has a path that every system takes, in the folder where it is short enough', () => {
  expect(doorOf('/home/ann/.sluice/agent/x/laptop', 'linux')).toBe('/home/ann/.sluice/agent/x/laptop/task.sock');
  const long = `/${'long/'.repeat(40)}`;
  const { XDG_RUNTIME_DIR: before } = process.env;
  try {
    process.env.XDG_RUNTIME_DIR = '/run/user/1000';
    expect(doorOf(long, 'linux')).toMatch(/^\/run\/user\/1000\/sluice-task-[0-9a-f]{16}\.sock$/);
    delete process.env.XDG_RUNTIME_DIR;
    expect(doorOf(long, 'linux')).toBeUndefined();
  } finally {
    if (before !== undefined) process.env.XDG_RUNTIME_DIR = before;
  }
  expect(doorOf('C:\\Users\\ann', 'win32')).toBeUndefined();
});
