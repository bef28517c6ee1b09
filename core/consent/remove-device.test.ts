import { expect, test } from '@jest/globals';
import { createProgram, refusal } from '../../test/fixtures/program.ts';
import { click } from '../../test/fixtures/world.ts';
import { DEVICES_EVER, DEVICES_PER_SUBJECT } from './consent.ts';

test('a device that is removed records no more, and nothing that it captured is stored any more', async () => {
  const program = createProgram();
  const lost = await program.join('anna');
  await program.enrol('anna', 'other');
  const other = program.agent('anna', { device: 'other' });
  await other.start();
  const entries = (await program.entries()).length;
  lost.capture(click(1, 'editor', program.time.now) as never);
  await lost.flush();

  await program.removeDevice('anna');

  lost.capture(click(2, 'editor', program.time.now) as never);
  await lost.flush();
  await program.deliver();
  expect(program.index.size).toBe(0);
  expect(await lost.resume()).toEqual({ state: 'paused', reason: 'device-removed' });
  expect(await program.entries()).toHaveLength(entries);

  // Others go on with their next lease.
  await other.resume();
  other.capture(click(3, 'editor', program.time.now) as never);
  await other.flush();
  await program.deliver();
  expect((await program.events()).map(({ x }) => x)).toEqual([3]);
  await lost.resume();
  await other.resume();
  expect(await program.books()).toMatchObject({ balances: true, settled: true });
});

test('it is removed once, stays so, and can be enrolled under another name alone', async () => {
  const program = createProgram();
  await program.join('anna');
  const first = await program.removeDevice('anna');
  expect((await program.removeDevice('anna')).serial).toBe(first.serial);
  expect(await program.store.device('anna', 'anna-device')).toMatchObject({ removedAt: program.time.now });
  expect(await refusal(program.enrol('anna'))).toBe('device-removed');
  expect(await program.enrol('anna', 'anna-again')).toMatchObject({ state: 'live' });
  expect(await refusal(program.removeDevice('anna', 'nothing'))).toBe('device');
  expect(await refusal(program.removeDevice('bert', 'anna-device'))).toBe('device');
  await program.erase('anna');
  expect(await refusal(program.removeDevice('anna', 'anna-again'))).toBe('state');
});

test('it makes room for another one, of which there are so many ever', async () => {
  const program = createProgram();
  for (let at = 0; at < DEVICES_EVER; at++) {
    await program.enrol('anna', `device-${at}`);
    if (at === DEVICES_PER_SUBJECT - 1) expect(await refusal(program.enrol('anna', 'one-more'))).toBe('too-many');
    if (at >= DEVICES_PER_SUBJECT - 1) await program.removeDevice('anna', `device-${at}`);
  }
  expect(await refusal(program.enrol('anna', 'one-more'))).toBe('too-many');
  expect(await program.enrol('anna', 'device-0')).toMatchObject({ device: 'device-0' });
});

test('of who has no consent, the device alone changes', async () => {
  const program = createProgram();
  await program.enrol('anna');
  expect(await program.removeDevice('anna')).toMatchObject({ state: 'enrolled', serial: '' });
});

test('a lease that is asked for while it is removed is refused, or stores nothing', async () => {
  const program = createProgram();
  await program.join('anna');
  const { read } = program.store;
  // Its person removes it between the two looks.
  program.store.read = async (subject) => {
    const seen = await read(subject);
    program.store.read = read;
    await program.removeDevice('anna');
    return seen;
  };
  const agent = program.agent('anna');
  await agent.start();
  expect(agent.state).toEqual({ state: 'paused', reason: 'device-removed' });
});
