import { describe, expect, it } from '@jest/globals';
import type { LeaseKeys } from './lease-keys.ts';

const NOON = Date.UTC(2026, 10, 25, 12);
const DAY = 86_400_000;

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
