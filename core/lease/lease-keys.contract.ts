import { describe, expect, it } from '@jest/globals';
import { LONGEST_LEASE_SECONDS } from '../disclosure/bounds.ts';
import type { LeaseKeys } from './lease-keys.ts';
import type { LeaseLengths } from './lease-lengths.ts';

const NOON = Date.UTC(2026, 10, 25, 12);
const DAY = 86_400_000;

export interface LengthsSetup {
  keys: LeaseKeys[];
  lengths: LeaseLengths;
  /** Makes the note of a day's key vanish, as with a key of a version that noted nothing. */
  forget(kid: string): Promise<void>;
}

/** @param make instances of one program's keys, and what reads the lengths of their leases */
export function leaseLengthsContract(name: string, make: () => Promise<LengthsSetup>): void {
  describe(`lengths of leases: ${name}`, () => {
    const HOUR = 3_600_000;

    it('is that of the longest lease of the days in question, whoever gave it', async () => {
      const { keys, lengths } = await make();
      const [one, other] = keys as [LeaseKeys, LeaseKeys];
      expect(await lengths.longest(NOON, NOON)).toBe(0);
      await one.note(NOON, 60);
      await other.note(NOON, 300);
      await one.note(NOON, 10);
      await one.note(NOON, 200);
      await other.note(NOON - DAY, 600);

      expect(await lengths.longest(NOON - HOUR, NOON)).toBe(300);
      expect(await lengths.longest(NOON - 13 * HOUR, NOON)).toBe(600);
      expect(await lengths.longest(NOON - 13 * HOUR, NOON - 12.5 * HOUR)).toBe(600);
      expect(await lengths.longest(NOON + DAY, NOON + DAY)).toBe(0);
    });

    it('is the longest that there can be where it was not noted, whatever is given later', async () => {
      const { keys, lengths, forget } = await make();
      await keys[0]!.current(NOON);
      await forget('2026-11-25');
      await keys[1]!.note(NOON, 10);

      expect(await lengths.longest(NOON, NOON)).toBe(LONGEST_LEASE_SECONDS);
    });
  });
}

/** @param make instances of one program's keys, their clock at noon of 25 November 2026, as many as are asked for */
export function leaseKeysContract(name: string, make: (instances: number) => Promise<LeaseKeys[]>): void {
  describe(`lease keys: ${name}`, () => {
    it('gives all instances the same key of the day, also when all ask at once', async () => {
      const instances = await make(4);
      const keys = await Promise.all(instances.flatMap((one) => [one.current(NOON), one.current(NOON + 1)]));
      expect(keys[0]).toMatchObject({ kid: '2026-11-25' });
      expect(keys[0]!.key).toHaveLength(32);
      for (const key of keys) expect(key).toEqual(keys[0]);
    });

    it('opens by id what another instance made, and each day is another key', async () => {
      const [maker, opener] = (await make(2)) as [LeaseKeys, LeaseKeys];
      const today = await maker.current(NOON);
      const tomorrow = await maker.current(NOON + DAY);
      expect(today.key).not.toEqual(tomorrow.key);
      expect(await opener.open(today.kid)).toEqual(today.key);
      expect(await opener.open(tomorrow.kid)).toEqual(tomorrow.key);
    });

    it('knows no key that was not made, nor an id of another form', async () => {
      const [keys] = (await make(1)) as [LeaseKeys];
      for (const kid of ['2020-01-01', '', '../x', 'x'.repeat(3_000)]) expect(await keys.open(kid)).toBeUndefined();
    });

    it('finds a key that was made after it was asked for', async () => {
      const [maker, opener] = (await make(2)) as [LeaseKeys, LeaseKeys];
      for (const one of [maker, opener]) expect(await one.open('2026-11-25')).toBeUndefined();
      const { key } = await maker.current(NOON);
      for (const one of [maker, opener]) expect(await one.open('2026-11-25')).toEqual(key);
    });
  });
}
