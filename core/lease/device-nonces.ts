import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import type { Clock } from '../shared/clock.ts';
import { Refused } from '../shared/errors.ts';
import { kidOf, type LeaseKeys } from './lease-keys.ts';

/**
 * What makes a device's proof good once: a time of the service's, authenticated by that day's lease key, so that nothing has to be kept of it. The device's row takes each
 * later one alone, in the write that gives the lease.
 */
export interface DeviceNonces {
  make(): Promise<string>;
  /** @returns its time, ms @throws Refused `nonce` */
  check(nonce: string): Promise<number>;
}

/** For how long an answer's nonce is good, ms: longer than any lease lasts until its renewal. */
const GOOD_FOR = 15 * 60_000;

export function deviceNonces(keys: Pick<LeaseKeys, 'current' | 'open'>, clock: Clock): DeviceNonces {
  const macOf = (key: Uint8Array, time: string): Buffer => {
    const own = new Uint8Array(hkdfSync('sha256', key, '', 'sluice device nonce', 32));
    return createHmac('sha256', own).update(time).digest().subarray(0, 16);
  };
  const stale = () => new Refused('nonce', 'the nonce is not of the last answer: ask for one and sign again');
  return {
    async make() {
      const now = clock.now();
      const time = now.toString(36);
      const { key } = await keys.current(now);
      return `${time}.${macOf(key, time).toString('base64url')}`;
    },
    async check(nonce) {
      const [time = '', mac = ''] = nonce.split('.');
      const at = Number.parseInt(time, 36);
      const now = clock.now();
      if (!(at <= now + 60_000 && at > now - GOOD_FOR)) throw stale();
      const key = await keys.open(kidOf(at));
      const given = Buffer.from(mac, 'base64url');
      if (!key || given.length !== 16 || !timingSafeEqual(given, macOf(key, time))) throw stale();
      return at;
    },
  };
}
