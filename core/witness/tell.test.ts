import { expect, test } from '@jest/globals';
import { PROGRAM } from '../../test/fixtures/tampering.ts';
import { memoryCheckpoints } from '../ledger/checkpoint-store.memory.ts';
import { NOTES } from './bus.ts';
import { spansFor, tellCheckpoints } from './tell.ts';
import { memoryWitnessBus } from './witness-bus.memory.ts';

const numbersOf = (newest: number) =>
  spansFor(newest).flatMap(({ from, to }) => Array.from({ length: to - from + 1 }, (_, at) => from + at));
const upTo = (last: number, from = 1) => Array.from({ length: last - from + 1 }, (_, at) => from + at);

test('the newest dozen is handed over each time, and no number that is not there', () => {
  expect(numbersOf(1)).toEqual([1]);
  expect(numbersOf(12)).toEqual(upTo(12));
  for (const newest of [13, 100, 588, 589, 5_000, 105_000]) {
    const numbers = numbersOf(newest);
    expect(numbers.slice(-NOTES)).toEqual(upTo(newest, newest - NOTES + 1));
    expect(numbers.length).toBeLessThanOrEqual(4 * NOTES);
    expect(Math.min(...numbers)).toBeGreaterThanOrEqual(1);
    expect(new Set(numbers).size).toBe(numbers.length);
  }
});

test('those of two days come by within two hours and a bit, all of them in their turn', () => {
  for (const newest of [300, 600, 2_000]) {
    const run = (runs: number) => new Set(upTo(runs, 0).flatMap((at) => numbersOf(newest + at)));
    const lately = run(26);
    expect(upTo(newest, Math.max(1, newest - 560)).filter((one) => !lately.has(one))).toEqual([]);
    const ever = run(newest / 6);
    expect(upTo(newest).filter((one) => !ever.has(one))).toEqual([]);
  }
});

test('notes are read where they are kept, two of one number both, a dozen a message', async () => {
  const checkpoints = memoryCheckpoints();
  for (const number of upTo(30)) await checkpoints.keep(`${number}\n`, number);
  checkpoints.kept.get(3)!.push('other 3\n');
  const bus = memoryWitnessBus();
  const told = await tellCheckpoints({ program: PROGRAM, bus, checkpoints }, [
    { from: 1, to: 4 },
    { from: 19, to: 30 },
    { from: 31, to: 40 },
  ]);
  expect(told).toBe(17);
  const notes = bus.told.map((message) => (message.kind === 'checkpoints' ? message.notes : []));
  expect(notes.map(({ length }) => length)).toEqual([12, 5]);
  expect(notes.flat()).toEqual(['1\n', '2\n', '3\n', 'other 3\n', '4\n', ...upTo(30, 19).map((one) => `${one}\n`)]);
});
