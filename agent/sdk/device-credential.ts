import type { JsonWebKey } from 'node:crypto';
import { chmodSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import * as z from 'zod';
import { type LeaseProof, newDeviceKey, publicOf, signProof } from '../../wire/device-proof.ts';
import { type CallerOptions, type ControlApi, createCaller, grantOf } from './control-api.ts';
import { AgentError, ControlUnreachable, LeaseRefused } from './errors.ts';

/**
 * What a device is known by, in place of a person: a key pair that was made on it. It is kept in a file that its owner alone can read; a person's token is needed once, to bind it
 * (docs/decisions/device-credential.md).
 */

const keySchema = z.object({
  kty: z.literal('EC'),
  crv: z.literal('P-256'),
  x: z.string(),
  y: z.string(),
  d: z.string(),
});
/** Types of the SDK need no library: this one is said, and the check below held to it. */
export interface DeviceCredential {
  version: 1;
  api: string;
  audience: string;
  subject: string;
  device: string;
  /** ms; when the key was bound. */
  boundAt: number;
  key: { kty: 'EC'; crv: 'P-256'; x: string; y: string; d: string };
  /** ms; when `key` was made. */
  madeAt: number;
  /** The key that is to take its place, until the service has said so. */
  next?: DeviceCredential['key'] | undefined;
}

const credentialSchema = z.object({
  version: z.literal(1),
  api: z.string(),
  audience: z.string(),
  subject: z.string(),
  device: z.string(),
  boundAt: z.number(),
  key: keySchema,
  /** ms; when `key` was made. */
  madeAt: z.number(),
  /** The key that is to take its place, until the service has said so. */
  next: keySchema.optional(),
}) satisfies z.ZodType<DeviceCredential>;

export class CredentialError extends AgentError {}

/** @returns undefined when there is none @throws CredentialError it cannot be used */
export function readCredential(file: string): DeviceCredential | undefined {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new CredentialError(`${file} cannot be read`, { cause: error });
  }
  try {
    return credentialSchema.parse(JSON.parse(text));
  } catch (cause) {
    throw new CredentialError(`${file} is damaged: enrol this device again`, { cause });
  }
}

export function writeCredential(file: string, credential: DeviceCredential): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const beside = `${file}.new`;
  writeFileSync(beside, `${JSON.stringify(credential)}\n`, { mode: 0o600 });
  // Where one was left by a crash, its mode stays.
  chmodSync(beside, 0o600);
  renameSync(beside, file);
}

const enrolled = z.object({ subject: z.string(), device: z.string(), audience: z.string() });

export interface EnrolOptions extends CallerOptions {
  /** What the person calls this device. */
  label: string;
  /** Of the person, used here and nowhere else. */
  token: string;
  /** ms. @default Date.now */
  now?: () => number;
}

/**
 * Makes a key pair, enrols this device, and binds the key to it. Again on the same device: another key in its place.
 * @throws LeaseRefused, ControlUnreachable
 */
export async function enrolDevice({
  label,
  token,
  now = Date.now,
  ...options
}: EnrolOptions): Promise<DeviceCredential> {
  const key = newDeviceKey();
  const body = { device: label, key: signProof(key, { device: label }, true) };
  const answer = enrolled.safeParse(await createCaller(options).ask('POST', '/enrolments', body, token));
  if (!answer.success)
    throw new ControlUnreachable('the service binds no keys of devices yet', { reason: 'answer-unknown' });
  const at = now();
  return credentialSchema.parse({ version: 1, api: options.url, ...answer.data, boundAt: at, key, madeAt: at });
}

const nonceSchema = z.object({ nonce: z.string() });

/** After which a key is replaced by another at a start, ms. */
const ROTATED_AFTER = 30 * 86_400_000;

export interface DeviceApiOptions extends Omit<CallerOptions, 'url'> {
  credential: DeviceCredential;
  /** Keeps a credential whose key is another one. */
  save: (credential: DeviceCredential) => void;
  /** ms. @default Date.now */
  now?: () => number;
}

/** The control plane, asked by the device itself: each request signed once, over a nonce of the service's. */
export function createDeviceApi({ save, now = Date.now, ...options }: DeviceApiOptions): ControlApi {
  let { credential } = options;
  const caller = createCaller({ ...options, url: credential.api });
  let nonce: string | undefined;

  const send = async (lease: LeaseProof['lease'], key: JsonWebKey, next?: JsonWebKey) => {
    nonce ??= nonceOf(await caller.ask('GET', '/device-nonce'));
    const { audience: aud, subject: sub, device: dev } = credential;
    const payload: LeaseProof = { aud, sub, dev, nonce, lease, ...(next && { next: publicOf(next) }) };
    // Used, whatever comes: the answer brings the next.
    nonce = undefined;
    const grant = grantOf(await caller.ask('POST', '/device-leases', { proof: signProof(key, payload) }));
    nonce = grant.nonce;
    return grant;
  };
  /** Once more where the nonce was too old: a laptop slept over it. */
  const sendFresh: typeof send = async (...args) => {
    try {
      return await send(...args);
    } catch (error) {
      if (!(error instanceof LeaseRefused) || error.reason !== 'nonce') throw error;
      return send(...args);
    }
  };
  const keep = (changed: DeviceCredential) => {
    save(changed);
    credential = changed;
  };

  return {
    async lease({ device: _, run = 'new', ...rest }) {
      const lease = { ...rest, run };
      if (run === 'new' && !credential.next && now() - credential.madeAt > ROTATED_AFTER) {
        keep({ ...credential, next: keySchema.parse(newDeviceKey()) });
      }
      const { key, next } = credential;
      if (!next) return sendFresh(lease, key);
      const replaced = () => {
        const { next: __, ...others } = credential;
        keep({ ...others, key: next, madeAt: now() });
      };
      try {
        const grant = await sendFresh(lease, key, next);
        replaced();
        return grant;
      } catch (error) {
        if (!(error instanceof LeaseRefused) || error.reason !== 'device-key') throw error;
        // The service took it the last time, and the answer was lost.
        const grant = await sendFresh(lease, next);
        replaced();
        return grant;
      }
    },
  };
}

function nonceOf(answer: unknown): string {
  const parsed = nonceSchema.safeParse(answer);
  if (parsed.success) return parsed.data.nonce;
  throw new ControlUnreachable('the service gave no nonce', { reason: 'answer-unknown' });
}
