import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Agent } from '../../agent/sdk/agent.ts';
import { createDiskSpool } from '../../agent/sdk/disk-spool.ts';
import { isUnreadable, openRecord } from '../../core/intake/open.ts';
import { createLeaseOpener } from '../../core/lease/lease.ts';
import type { Event } from '../../wire/event.ts';
import { parseLines } from '../../wire/lines.ts';
import { createProgram } from '../fixtures/program.ts';
import { click, xs } from '../fixtures/world.ts';

/**
 * Promise 6, of devices as they are in offices: a folder that was lost, copied or restored, a machine that was cloned, an agent that was killed. Whatever
 * happens to what lies on the disk, a start is a start: nothing is stored twice, and nothing that the stream has is thrown away.
 */
const root = mkdtempSync(join(tmpdir(), 'sluice-starts-'));
afterAll(() => rmSync(root, { recursive: true }));

const MACHINES = [0, 1] as const;
type Fate = 'taken' | 'answer-lost' | 'away';
const machine = fc.constantFrom(...MACHINES);
const step = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      act: fc.constant('type' as const),
      machine,
      fate: fc.constantFrom<Fate>('taken', 'answer-lost', 'away'),
    }),
  },
  { weight: 2, arbitrary: fc.record({ act: fc.constant('start' as const), machine }) },
  { weight: 2, arbitrary: fc.record({ act: fc.constantFrom('kill' as const, 'renew' as const), machine }) },
  // Another's folder as it stands, also while that one runs on; or none at all.
  { weight: 2, arbitrary: fc.record({ act: fc.constantFrom('copy' as const, 'lose' as const), machine }) },
  { weight: 1, arbitrary: fc.record({ act: fc.constant('deliver' as const), machine }) },
);

/** Of a folder in use: what goes meanwhile is not in the copy. */
function copied(from: string, to: string): void {
  for (;;) {
    try {
      cpSync(from, to, { recursive: true });
      return;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
      rmSync(to, { recursive: true, force: true });
    }
  }
}

let rounds = 0;

async function play(steps: readonly (typeof step extends fc.Arbitrary<infer S> ? S : never)[]) {
  const here = join(root, String(rounds++));
  const program = createProgram();
  await program.enrol('anna');
  await program.consent('anna');
  let fate: Fate = 'taken';
  let clicks = 0;
  const running = new Map<number, { agent: Agent; kill: () => Promise<void> }>();
  const folderOf = (at: number) => join(here, String(at));

  const kill = async (at: number) => {
    await running.get(at)?.kill();
    running.delete(at);
  };
  const start = async (at: number) => {
    await kill(at);
    mkdirSync(here, { recursive: true });
    const spool = await createDiskSpool({ folder: folderOf(at), device: 'anna-device' });
    let killed = false;
    const agent = program.agent('anna', { spool, sink: program.sink(() => (killed ? 'away' : fate)) });
    // As kill -9: nothing is sealed, sent or told any more, by what was under way either.
    running.set(at, {
      agent,
      kill: () => {
        killed = true;
        return spool.close();
      },
    });
    await agent.start();
  };

  for (const { act, machine: at, ...more } of steps) {
    if (act === 'start') await start(at);
    else if (act === 'kill') await kill(at);
    else if (act === 'renew') await running.get(at)?.agent.resume();
    else if (act === 'deliver') await program.drain();
    else if (act === 'lose' || act === 'copy') {
      await kill(at);
      rmSync(folderOf(at), { recursive: true, force: true });
      const other = folderOf(1 - at);
      if (act === 'copy' && existsSync(other)) copied(other, folderOf(at));
    } else {
      if (!running.has(at)) await start(at);
      fate = (more as { fate: Fate }).fate;
      const { agent } = running.get(at)!;
      program.time.now += 1_000;
      const kept = agent.capture(click(clicks++, 'editor', program.time.now) as Event);
      if (kept === 'kept') await agent.flush();
    }
  }
  // In the end somebody starts on each folder that there is, and everything that waits there leaves.
  fate = 'taken';
  for (const at of MACHINES) {
    if (!existsSync(folderOf(at))) continue;
    await start(at);
    const { agent } = running.get(at)!;
    // Its frames lie on a real disk: how many turns that takes is not known, that it ends is.
    const end = Date.now() + 20_000;
    while (agent.pending > 0 && Date.now() < end) {
      await agent.flush();
      await program.runTimers();
    }
    expect(agent.pending).toBe(0);
    await agent.stop();
    running.delete(at);
  }
  await program.drain();
  rmSync(here, { recursive: true, force: true });
  return program;
}

/** The clicks in all that the stream was given. */
async function arrivedIn({ stream, world }: Awaited<ReturnType<typeof play>>): Promise<Set<number>> {
  const leases = createLeaseOpener({ keys: world.leaseKeys, program: world.disclosure.program });
  const arrived = new Set<number>();
  for (const record of stream) {
    const opened = await openRecord(record, leases);
    if (isUnreadable(opened)) throw new Error(opened.fault);
    for (const event of parseLines(opened.body!)) arrived.add((event as unknown as { x: number }).x);
  }
  return arrived;
}

test('nothing is stored twice, nothing that arrived is thrown away, and the books balance, whatever becomes of folders', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 30 }), async (steps) => {
      const program = await play(steps);
      const arrived = await arrivedIn(program);

      const stored = (await program.world.stored()).flatMap(({ events }) => xs(events) as number[]);
      expect(new Set(stored).size).toBe(stored.length);
      expect([...arrived].filter((one) => !stored.includes(one))).toEqual([]);
      const drawn = await program.books();
      expect(drawn.differences).toEqual([]);
    }),
    { numRuns: 12 },
  );
}, 60_000);
