import { compactVerify, importJWK } from 'jose';
import type * as z from 'zod';
import {
  type DevicePublicKey,
  enrolmentProof,
  type LeaseProof,
  leaseProof,
  proofHeader,
} from '../../wire/device-proof.ts';
import type { ConsentStore, Device, Population } from '../consent/consent-store.ts';
import type { Clock } from '../shared/clock.ts';
import { Refused } from '../shared/errors.ts';
import type { DeviceNonces } from './device-nonces.ts';

/** For how long a key is good after the person bound it, with their own token, ms: until then they are looked at again, and who left is found out. */
export const BOUND_FOR = 90 * 86_400_000;

export const noProof = (cause?: unknown) =>
  new Refused('device-key', 'the device does not prove itself: enrol it again', { cause });

/** A part of a compact JWS that is not believed yet. @throws Refused `device-key` */
function read<T>(part: string | undefined, schema: z.ZodType<T>): T {
  try {
    return schema.parse(JSON.parse(Buffer.from(part ?? '', 'base64url').toString('utf8')));
  } catch (cause) {
    throw noProof(cause);
  }
}

async function verify(proof: string, { x, y }: DevicePublicKey): Promise<void> {
  try {
    await compactVerify(proof, await importJWK({ kty: 'EC', crv: 'P-256', x, y }, 'ES256'), { algorithms: ['ES256'] });
  } catch (cause) {
    throw noProof(cause);
  }
}

/**
 * The key that a device enrols with: whoever sent it has its other half.
 * @param device by the name that the enrolment gives it
 * @throws Refused `device-key`
 */
export async function keyToBind(proof: string, device: string): Promise<DevicePublicKey> {
  const [header, payload] = proof.split('.');
  const { jwk } = read(header, proofHeader);
  if (!jwk || read(payload, enrolmentProof).device !== device) throw noProof();
  await verify(proof, jwk);
  return { x: jwk.x, y: jwk.y };
}

/** What is noted beside a key that is bound now: when, and whom the program is about, of whom its person is one. */
export const boundNow = ({ clock, disclosure }: { clock: Clock; disclosure: { population: Population } }) => {
  const { groups, excluded } = disclosure.population;
  return { boundAt: clock.now(), boundFor: { groups, excluded } };
};

/** Whether who was covered then is covered now, whoever it is: no group is missing, and none more is excluded. */
export function coversAll(now: Population, then: Population | undefined): boolean {
  if (!then) return false;
  const { groups, excluded } = then;
  return groups.every((one) => now.groups.includes(one)) && now.excluded.every((one) => excluded.includes(one));
}

export interface ProvenDevice {
  subject: string;
  device: string;
  /** Its row, as it stood then: whether it still does, the write of the step asks. */
  seen: Device;
  /** By which it did: the row takes the step as long as it has that one. */
  key: DevicePublicKey;
  /** ms; when the person bound its key. */
  boundAt: number;
  /** Whom the program was about then. */
  boundFor: Population | undefined;
  /** Time of the nonce, ms. */
  nonceAt: number;
  lease: LeaseProof['lease'];
  next?: DevicePublicKey;
}

/**
 * Who asks, by the device's own key. Whether a lease is given is another question (`grantLease`).
 * @throws Refused `device-key`: no such device, another key, another program, or bound too long ago; `nonce`
 */
export async function proveDevice(
  {
    store,
    nonces,
    audience,
    clock,
  }: { store: Pick<ConsentStore, 'device'>; nonces: Pick<DeviceNonces, 'check'>; audience: string; clock: Clock },
  proof: string,
): Promise<ProvenDevice> {
  const [header, payload] = proof.split('.');
  if (read(header, proofHeader).jwk) throw noProof();
  const { aud, sub: subject, dev: device, nonce, lease, next } = read(payload, leaseProof);
  if (aud !== audience) throw noProof();
  const nonceAt = await nonces.check(nonce);
  const seen = await store.device(subject, device);
  if (!seen?.key) throw noProof();
  const { key, boundAt = 0, boundFor } = seen;
  if (clock.now() >= boundAt + BOUND_FOR) throw noProof();
  await verify(proof, key);
  return { subject, device, seen, key, boundAt, boundFor, nonceAt, lease, ...(next && { next }) };
}
