import { createPrivateKey, createPublicKey, generateKeyPairSync, type JsonWebKey, sign } from 'node:crypto';
import * as z from 'zod';
import { DEVICE_NAME, leaseRequest } from './lease-schema.ts';

/**
 * What a device proves itself with: compact JWS (RFC 7515), ES256, by a key pair that was made on it and never leaves it. In place of a person's token, which
 * no agent keeps after its enrolment (docs/decisions/device-credential.md).
 */

const PROOF_TYPE = 'sluice-device';

/** Of a P-256 key, base64url: what the service keeps. */
export interface DevicePublicKey {
  x: string;
  y: string;
}

export const isSameKey = (one: DevicePublicKey | undefined, other: DevicePublicKey | undefined): boolean =>
  one?.x === other?.x && one?.y === other?.y;

const coordinate = z.string().regex(/^[A-Za-z0-9_-]{43}$/);
export const devicePublicKey = z.strictObject({ x: coordinate, y: coordinate }) satisfies z.ZodType<DevicePublicKey>;

export const proofHeader = z.strictObject({
  alg: z.literal('ES256'),
  typ: z.literal(PROOF_TYPE),
  /** At the enrolment alone: the key that is to be kept. */
  jwk: devicePublicKey.extend({ kty: z.literal('EC'), crv: z.literal('P-256') }).exactOptional(),
});

/** At the enrolment: that whoever enrols has the key, for this device. */
export const enrolmentProof = z.strictObject({ device: z.string().max(64) });

/** Of a lease: who asks of which program for what, once. */
export const leaseProof = z.strictObject({
  aud: z.string().max(200),
  sub: z.string().regex(/^[A-Za-z0-9_-]{1,128}$/),
  dev: z.string().regex(DEVICE_NAME),
  /** Of the service's last answer; taken once. */
  nonce: z.string().regex(/^[0-9a-z]{1,11}\.[A-Za-z0-9_-]{22}$/),
  lease: leaseRequest.omit({ device: true }).required({ run: true }),
  /** The key that takes the place of this one from then on. */
  next: devicePublicKey.exactOptional(),
});
export type LeaseProof = z.infer<typeof leaseProof>;

/** Bytes of the longest: a hundred epochs are told in it. */
export const LONGEST_PROOF = 12_000;
export const compactProof = z
  .string()
  .max(LONGEST_PROOF)
  .regex(/^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]{86}$/, 'a compact JWS, by ES256');

export const newDeviceKey = (): JsonWebKey =>
  generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'jwk' });

export function publicOf(key: JsonWebKey): DevicePublicKey {
  const { x, y } = createPublicKey({ key, format: 'jwk' }).export({ format: 'jwk' });
  return { x: x!, y: y! };
}

const encoded = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** @param showsKey puts the public key into the header, at the enrolment */
export function signProof(key: JsonWebKey, payload: object, showsKey = false): string {
  const jwk = { kty: 'EC', crv: 'P-256', ...publicOf(key) };
  const text = `${encoded({ alg: 'ES256', typ: PROOF_TYPE, ...(showsKey && { jwk }) })}.${encoded(payload)}`;
  const privateKey = createPrivateKey({ key, format: 'jwk' });
  const signature = sign('sha256', Buffer.from(text), { key: privateKey, dsaEncoding: 'ieee-p1363' });
  return `${text}.${signature.toString('base64url')}`;
}
