import { expect, test } from '@jest/globals';
import type { Refused } from '../shared/errors.ts';
import type { KeyRing } from './key-ring.ts';
import { joinSegment, openSegment, sealSegment } from './segment.ts';

export interface KeyRingSetup {
  /** A ring as one function instance has it; all see the same keys. */
  ring(clock: { now(): number }): KeyRing;
}

/** What any adapter of `KeyRing` has to hold. */
export function keyRingContract(setup: () => Promise<KeyRingSetup>): void {
  const context = (key: string, segment: number) => ({ program: 'p', key, segment: `s${segment}`, disclosure: '1.0' });
  const reason = (error: unknown) => (error as Refused).reason;

  test('keys are different, and each opens as the same 32 bytes', async () => {
    const ring = (await setup()).ring(Date);
    const [one, two] = [await ring.create('a'), await ring.create('a')];
    const opened = await ring.open(one);
    expect(opened).toHaveLength(32);
    expect(Buffer.from(opened)).toEqual(Buffer.from(await ring.open(one)));
    expect(Buffer.from(opened)).not.toEqual(Buffer.from(await ring.open(two)));
    expect(Buffer.from(opened)).not.toEqual(Buffer.alloc(32));
  });

  test('the bytes are a copy: zeroing them harms nobody', async () => {
    const ring = (await setup()).ring(Date);
    const key = await ring.create('a');
    const mine = await ring.open(key);
    const other = Buffer.from(await ring.open(key));
    mine.fill(0);
    expect(Buffer.from(await ring.open(key))).toEqual(other);
    expect(other).not.toEqual(Buffer.alloc(32));
  });

  test('64 encrypts at once on a cold cache, which expires among them: a fresh client opens all', async () => {
    const { ring: make } = await setup();
    let now = 0;
    const ring = make({ now: () => now });
    const key = await ring.create('a');

    const sealed = await Promise.all(
      Array.from({ length: 64 }, async (_, at) => {
        if (at === 32) now += 3_600_000;
        const bytes = await ring.open(key);
        if (at % 3 === 0) await new Promise(setImmediate);
        const segment = await sealSegment(`{"at":${at}}\n`, context(key, at), bytes);
        // As the SDK's keyring does with the buffer that it is given.
        bytes.fill(0);
        return segment;
      }),
    );

    const fresh = await make(Date).open(key);
    for (const [at, { head, rest }] of sealed.entries()) {
      expect(await openSegment(joinSegment(head, rest), context(key, at), fresh)).toBe(`{"at":${at}}\n`);
      await expect(
        openSegment(joinSegment(head, rest), context(key, at), new Uint8Array(32)).catch(reason),
      ).resolves.toBe('unsealed');
    }
  });

  test('a key that was destroyed is not there and opens no more, where it is not cached', async () => {
    const { ring: make } = await setup();
    const [ring, other] = [make(Date), make(Date)];
    const key = await ring.create('a');
    const deleted = { reason: 'no-key', message: `key ${key} was deleted` };
    for (const one of [ring, other]) {
      await one.open(key);
      expect(await one.has(key)).toBe(true);
    }
    await ring.destroy(key);
    for (const one of [ring, other]) expect(await one.has(key)).toBe(false);
    await expect(ring.open(key)).rejects.toMatchObject(deleted);
    expect(await other.open(key)).toHaveLength(32);
    other.forget(key);
    await expect(other.open(key)).rejects.toMatchObject(deleted);
  });

  test('a key that never was is not there, and opens as `no-key`', async () => {
    const ring = (await setup()).ring(Date);
    expect(await ring.has('0'.repeat(32))).toBe(false);
    await expect(ring.open('0'.repeat(32)).catch(reason)).resolves.toBe('no-key');
  });
}
