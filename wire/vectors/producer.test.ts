import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import { openFrame, readFrame } from '../frame.ts';

/**
 * The producer in Python was written from the wire format page alone: if it and the vectors agree, the page says enough.
 * It needs a Python with `cryptography`; the local cloud's environment has one, and CI sets it up before the tests.
 */
const root = fileURLToPath(new URL('../..', import.meta.url));
const candidates = [`${root}.venv/bin/python`, 'python3'];
const python = candidates.find(
  (path) => (path === 'python3' || existsSync(path)) && spawnSync(path, ['-c', 'import cryptography']).status === 0,
);
const producer = (mode: string, input: unknown) => {
  const run = spawnSync(python!, [`${root}test/fixtures/producer.py`, mode], { input: JSON.stringify(input) });
  if (run.status !== 0) throw new Error(run.stderr.toString());
  return run.stdout.toString().trim();
};
const read = (name: string) => JSON.parse(readFileSync(new URL(name, import.meta.url), 'utf8'));

(python === undefined ? describe.skip : describe)('the producer in Python', () => {
  test('seals to the same bytes where nothing is compressed', () => {
    for (const vector of read('frames.json').filter((one: { compression: string }) => one.compression === 'none')) {
      expect(producer('seal', vector)).toBe(vector.frame);
    }
  });

  test('seals gzip frames that open', () => {
    for (const { nonce: _, ...vector } of read('frames.json').filter(
      (one: { compression: string }) => one.compression === 'gzip',
    )) {
      const frame = Buffer.from(producer('seal', vector), 'hex');
      const header = readFrame(frame);
      expect(header).toMatchObject({ number: vector.number, lease: vector.lease, compression: 'gzip' });
      expect(openFrame(frame, header, Buffer.from(vector.frameKey, 'hex')).toString()).toBe(vector.body);
    }
  });

  test('keeps what the vectors keep', () => {
    const { filter, cases } = read('admission.json');
    // The types of its own events are the producer's affair: it does not check them.
    const typed = cases.filter((one: { expected: { dropped?: string } }) => one.expected.dropped !== 'invalid');
    const kept = JSON.parse(producer('admit', { filter, events: typed.map((one: { event: unknown }) => one.event) }));
    expect(kept).toEqual(typed.map((one: { expected: { event?: unknown } }) => one.expected.event ?? null));
  });
});
