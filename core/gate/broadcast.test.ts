import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readNews, signedNews } from '../../wire/gate-news.ts';
import { memorySigner } from '../ledger/signer.memory.ts';
import { memoryBroadcast, memoryPushNotes } from './broadcast.memory.ts';
import {
  announced,
  type BroadcastParts,
  keepBroadcast,
  NOTE_BELIEVED,
  type PushNote,
  pushOffers,
} from './broadcast.ts';
import { memoryGate } from './gate.memory.ts';
import { pause } from './pause.ts';
import { resume } from './resume.ts';

const AT = Date.UTC(2026, 10, 25, 12);
const FIRST = '01KAXHF7M0000000000000000A';
const SECOND = '01KAXHF7M0000000000000000B';

function setup() {
  const clock = { now: () => AT };
  const heard: string[] = [];
  const parts = {
    gate: memoryGate(),
    broadcast: memoryBroadcast((message) => heard.push(message)),
    notes: memoryPushNotes(),
    signer: memorySigner('push'),
    ...{ program: 'sample', stage: 'dev', spread: 5, clock },
  } satisfies BroadcastParts;
  /** What a device makes of a message. */
  const read = async (message: string | undefined) => {
    const answer = readNews(message ?? '', { key: await parts.signer.publicKey(), program: 'sample', stage: 'dev' });
    return 'news' in answer ? answer.news : answer.fault;
  };
  return { parts, heard, clock, read, told: async () => read(await parts.broadcast.retained()) };
}

test('a pause and a resume are told, each once, however often it is compared', async () => {
  const { parts, heard, clock, told } = setup();
  await parts.gate.addLane('shard');
  expect(await keepBroadcast(parts)).toEqual({ told: true, altered: false });
  expect(await told()).toMatchObject({ state: 'open', epoch: 1, spread: 5 });

  await pause({ collection: parts.gate }, FIRST, clock);
  expect(await keepBroadcast(parts)).toMatchObject({ told: true });
  expect(await told()).toMatchObject({ state: 'closed', epoch: 2 });
  expect(await keepBroadcast(parts)).toEqual({ told: false, altered: false });

  await resume({ collection: parts.gate }, FIRST, { collection: 2 }, clock);
  expect(await keepBroadcast(parts)).toMatchObject({ told: true });
  expect(await told()).toMatchObject({ state: 'open', epoch: 3 });
  expect(heard).toHaveLength(3);
});

test('a note that says the same is not written each minute, and is never so old that nobody believes it', async () => {
  const { parts, clock } = setup();
  const written: PushNote[] = [];
  const notes = {
    read: parts.notes.read,
    async write(note: PushNote) {
      written.push(note);
      await parts.notes.write(note);
    },
  };
  await parts.gate.addLane('shard');
  let oldest = 0;
  for (let minute = 0; minute < 60; minute++) {
    clock.now = () => AT + minute * 60_000;
    if (minute > 0) oldest = Math.max(oldest, clock.now() - (await notes.read())!.seenAt);
    await keepBroadcast({ ...parts, notes });
  }
  expect(written).toHaveLength(30);
  // Two turns of the schedule may fail behind it.
  expect(oldest).toBeLessThanOrEqual(NOTE_BELIEVED - 3 * 60_000);

  await pause({ collection: parts.gate }, FIRST, clock);
  await keepBroadcast({ ...parts, notes });
  expect(written.at(-1)).toMatchObject({ epoch: 2 });
  expect(written).toHaveLength(31);

  // A clock that went back.
  clock.now = () => AT;
  await keepBroadcast({ ...parts, notes });
  expect(written.at(-1)).toMatchObject({ seenAt: AT });
});

test('whatever is on the topic, it is the gate’s afterwards; what nobody of ours put there is said', async () => {
  const { parts, clock, told } = setup();
  await pause({ collection: parts.gate }, FIRST, clock);
  await keepBroadcast(parts);
  const stranger = memorySigner('stranger');
  const closed = (await parts.broadcast.retained())!;
  const text = closed.slice(0, closed.lastIndexOf('.'));
  await fc.assert(
    fc.asyncProperty(
      fc.oneof(
        fc.string({ maxLength: 200 }),
        fc.constant(''),
        fc.constant('by a stranger').map(() => text),
      ),
      async (message) => {
        await parts.broadcast.publish(
          message === text ? signedNews(text, await stranger.sign(Buffer.from(text))) : message,
        );
        expect(await keepBroadcast(parts)).toEqual({ told: true, altered: true });
        expect(await told()).toMatchObject({ state: 'closed', epoch: 2 });
      },
    ),
    { numRuns: 30 },
  );
});

test('a gate that moves while it is told is told as it then stands', async () => {
  const { parts, clock, told } = setup();
  const { publish } = parts.broadcast;
  let moved = false;
  parts.broadcast.publish = async (message) => {
    await publish(message);
    if (moved) return;
    moved = true;
    await pause({ collection: parts.gate }, FIRST, clock);
  };
  await keepBroadcast(parts);
  expect(await told()).toMatchObject({ state: 'closed', epoch: 2 });
});

test('two that tell at once, whichever comes last: what stays is what the gate is', async () => {
  const { parts, clock, told } = setup();
  const { publish } = parts.broadcast;
  let late: (() => Promise<void>) | undefined;
  parts.broadcast.publish = async (message) => {
    // The first is held up until the second is done.
    if (late === undefined) {
      late = () => publish(message);
      await pause({ collection: parts.gate }, FIRST, clock);
      await keepBroadcast(parts);
      return late();
    }
    return publish(message);
  };
  await keepBroadcast(parts);
  expect(await told()).toMatchObject({ state: 'closed', epoch: 2 });
});

test('what cannot be published is thrown, and not noted as told', async () => {
  const { parts } = setup();
  const away = new Error('away');
  parts.broadcast.publish = async () => Promise.reject(away);
  await expect(keepBroadcast(parts)).rejects.toBe(away);
  expect(await parts.notes.read()).toBeUndefined();
});

test('of a gate that was never made nothing is told, and agents learn where to listen', async () => {
  const { parts, heard } = setup();
  parts.gate.read = async () => ({ state: 'closed', epoch: 0, holds: [], since: 0, over: [], placed: new Map() });
  expect(await keepBroadcast(parts)).toEqual({ told: false, altered: false });
  expect(heard).toEqual([]);
  expect(await parts.notes.read()).toMatchObject({ host: 'push.example', epoch: 0, seenAt: AT });
});

test('a pause and a resume go on, whatever comes of telling it; joining a hold tells it again', async () => {
  const { parts, clock } = setup();
  const untold: unknown[] = [];
  let asked = 0;
  const gate = announced(
    parts.gate,
    () => {
      asked++;
      throw new Error('away');
    },
    (error) => untold.push(error),
  );
  await pause({ collection: gate }, FIRST, clock);
  await pause({ collection: gate }, SECOND, clock);
  await resume({ collection: gate }, FIRST, { collection: 2 }, clock);
  // Held still: nothing is open, and nothing is told.
  expect(asked).toBe(2);
  await resume({ collection: gate }, SECOND, { collection: 2 }, clock);
  expect((await gate.read()).state).toBe('open');
  expect([asked, untold.length]).toEqual([3, 3]);
});

test('one that never answers holds no pause', async () => {
  const { parts, clock } = setup();
  const gate = announced(
    parts.gate,
    () => new Promise(() => {}),
    () => {},
  );
  expect((await pause({ collection: gate }, FIRST, clock)).gates[0]).toMatchObject({ epoch: 2 });
});

test('agents are offered the channel for as long as it was seen to work, and asking costs a read now and then', async () => {
  let now = AT;
  let reads = 0;
  let note: PushNote | undefined = { host: 'push.example', key: 'a2V5', epoch: 1, seenAt: AT };
  const offer = pushOffers(
    {
      read: async () => {
        reads++;
        if (!note) throw new Error('away');
        return note;
      },
    },
    { now: () => now },
  );
  expect(await Promise.all([offer(), offer()])).toEqual(Array(2).fill({ host: 'push.example', key: 'a2V5' }));
  expect(reads).toBe(1);
  now += NOTE_BELIEVED - 1;
  expect(await offer()).toBeDefined();
  now += 1;
  expect(await offer()).toBeUndefined();
  note = undefined;
  now += 60_000;
  expect(await offer()).toBeUndefined();
});
