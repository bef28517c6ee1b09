import { describe, expect, test } from '@jest/globals';
import { createProgram, HOUR, IVAN, type Program, refusal } from '../../test/fixtures/program.ts';
import { click } from '../../test/fixtures/world.ts';
import { OWN_DATA } from '../reading/reading.ts';
import { resumeOwn } from './own-pause.ts';

/** Somebody with an agent that records, and one event stored. */
async function recorded() {
  const program = createProgram();
  const agent = await program.join('anna');
  agent.capture(click(1, 'editor', program.time.now) as never);
  await agent.flush();
  await program.deliver();
  expect(program.index.size).toBe(1);
  return { program, agent };
}
const rowOf = async ({ store }: Program) => (await store.read('anna'))!;

describe('a pause of one’s own', () => {
  test('stops storing at once, whatever is captured, sent or on its way; nothing of it counts after the resume', async () => {
    const { program, agent } = await recorded();
    agent.capture(click(2, 'editor', program.time.now) as never);
    await agent.flush();
    await program.pauseOwn('anna');
    agent.capture(click(3, 'editor', program.time.now) as never);
    await agent.flush();
    await program.deliver();
    expect(program.index.size).toBe(1);
    // What lay on the device meanwhile.
    agent.capture(click(4, 'editor', program.time.now) as never);
    await program.resumeOwn('anna');
    await agent.flush();
    await program.deliver();
    expect(program.index.size).toBe(1);
    expect(program.world.counters()).toMatchObject({ admitted: 1, 'refused:consent': 3 });

    await agent.resume();
    agent.capture(click(5, 'editor', program.time.now) as never);
    await agent.flush();
    await program.deliver();
    expect(program.index.size).toBe(2);
    await agent.resume();
    expect(await program.books()).toMatchObject({ balances: true, settled: true });
  });

  test('gives no lease, for a reason that the device shows', async () => {
    const { program, agent } = await recorded();
    await program.pauseOwn('anna');
    expect(await agent.resume()).toEqual({ state: 'paused', reason: 'you-paused' });
    await program.resumeOwn('anna');
    expect(await agent.resume()).toMatchObject({ state: 'recording' });
  });

  test('is told by nothing: no entry, the same answers to readers, nobody asked', async () => {
    const { program } = await recorded();
    program.time.now += program.disclosure.coolOffHours * HOUR;
    await program.give(IVAN.sub);
    const [row] = [...program.index.values()];
    const before = (await program.entries()).length;
    await program.pauseOwn('anna');
    await program.resumeOwn('anna');
    await program.pauseOwn('anna', 60_000);
    expect(await program.entries()).toHaveLength(before);
    expect(await rowOf(program)).toMatchObject({ state: 'live', disclosure: program.disclosure.version });
    expect((await program.read(row!)).lines).toContain('click');
    const own = { reader: 'anna', groups: ['employees'], purpose: OWN_DATA };
    expect((await program.read(row!, own)).lines).toContain('click');
  });

  test('for some minutes ends with the next lease after them, by the server’s time alone', async () => {
    const { program, agent } = await recorded();
    const first = await program.pauseOwn('anna', HOUR);
    expect(first).toMatchObject({ pausedAt: program.time.now, pausedUntil: program.time.now + HOUR });
    program.time.now += HOUR - 1;
    expect(await agent.resume()).toEqual({ state: 'paused', reason: 'you-paused' });
    program.time.now += 1;
    expect(await agent.resume()).toMatchObject({ state: 'recording' });
    const after = await rowOf(program);
    expect(after).not.toHaveProperty('pausedAt');
    expect(after.serial > first.serial).toBe(true);
  });

  test('that was begun anew while another one ended stays', async () => {
    const { program } = await recorded();
    await program.pauseOwn('anna', 1_000);
    program.time.now += 1_000;
    await program.pauseOwn('anna');
    // By a lease that had seen the first one as over.
    await resumeOwn(program.deps, { subject: 'anna', ifOver: true });
    expect(await rowOf(program)).toMatchObject({ pausedAt: expect.any(Number) });
    expect(await rowOf(program)).not.toHaveProperty('pausedUntil');
  });

  test.each([
    ['removed', 'device-removed', (program: Program) => program.removeDevice('anna')],
    ['withdrawn from', 'consent', (program: Program) => program.withdraw('anna')],
    ['erased', 'consent', (program: Program) => program.erase('anna')],
  ])('that a lease ends records nothing where it is %s between the looks of that lease', async (_, reason, change) => {
    for (const look of ['device', 'read'] as const) {
      const { program, agent } = await recorded();
      await program.pauseOwn('anna', 1_000);
      program.time.now += 1_000;
      const original = program.store[look] as (...asked: string[]) => Promise<unknown>;
      Object.assign(program.store, {
        async [look](...asked: string[]) {
          Object.assign(program.store, { [look]: original });
          const seen = await original(...asked);
          await change(program);
          return seen;
        },
      });
      const state = await agent.resume();
      agent.capture(click(7, 'editor', program.time.now) as never);
      await agent.flush();
      await program.deliver();
      expect(program.index.size).toBe(1);
      if (look === 'read') expect(state).toEqual({ state: 'paused', reason });
    }
  });

  test('can be set anew, is over with a withdrawal and with an erasure, and not with a new text', async () => {
    const { program } = await recorded();
    await program.pauseOwn('anna', 1_000);
    program.time.now += 10;
    const again = await program.pauseOwn('anna');
    expect(again).toMatchObject({ pausedAt: program.time.now - 10 });
    expect(again).not.toHaveProperty('pausedUntil');

    const newer = { ...program.disclosure, version: '1.1' };
    expect(await program.consent('anna', newer)).toMatchObject({ state: 'live', pausedAt: program.time.now - 10 });

    await program.withdraw('anna');
    expect(await rowOf(program)).not.toHaveProperty('pausedAt');
    expect(await refusal(program.pauseOwn('anna'))).toBe('state');
    expect(await refusal(program.resumeOwn('anna'))).toBe('state');
    await program.consent('anna');
    expect(await rowOf(program)).not.toHaveProperty('pausedAt');
    await program.pauseOwn('anna');
    await program.erase('anna');
    expect(await rowOf(program)).not.toHaveProperty('pausedAt');
    expect(await refusal(program.pauseOwn('nobody'))).toBe('state');
  });

  test('has a greater serial each time, and none that a lease was given under', async () => {
    const { program } = await recorded();
    const serials = [(await rowOf(program)).serial];
    for (let times = 0; times < 5; times++) {
      serials.push((await program.pauseOwn('anna')).serial, (await program.resumeOwn('anna')).serial);
    }
    expect(serials).toEqual([...new Set(serials)].sort());
    // Who has not paused resumes nothing.
    expect((await program.resumeOwn('anna')).serial).toBe(serials.at(-1));
  });
});
