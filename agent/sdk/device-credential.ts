import type { JsonWebKey } from 'node:crypto';
import * as z from 'zod';
import { type LeaseProof, newDeviceKey, publicOf, signProof } from '../../wire/device-proof.ts';
import { type CallerOptions, type ControlApi, createCaller, grantOf } from './control-api.ts';
import type { DeviceCredential } from './credential.ts';
import { CredentialError } from './credential-file.ts';
import { credentialSchema, keySchema } from './credential-schema.ts';
import { ControlUnreachable, LeaseRefused } from './errors.ts';

/**
 * What a device is known by, in place of a person: a key pair that was made on it (`credential-file.ts` keeps it); a person's token is needed once, to bind it
 * (docs/decisions/device-credential.md).
 */

const enrolled = z.object({ subject: z.string(), device: z.string(), audience: z.string() });

export interface EnrolOptions extends CallerOptions {
  /** What the person calls this device. */
  label: string;
  /** Of the person, used here and nowhere else. */
  token: string;
  /** ms. @default Date.now */
  now?: () => number;
}

/** As `POST /enrolments` takes it. */
export interface EnrolmentRequest {
  device: string;
  /** That whoever enrols has the key, which is in it. */
  key: string;
}

export interface Enrolment {
  request: EnrolmentRequest;
  /** What this device keeps, once the service has answered. @throws ControlUnreachable where that binds no keys */
  credential(url: string, answer: unknown, now?: number): DeviceCredential;
}

/** A key pair that is made here, and what binds it. */
export function newEnrolment(label: string): Enrolment {
  const key = newDeviceKey();
  return {
    request: { device: label, key: signProof(key, { device: label }, true) },
    credential(url, answer, now = Date.now()) {
      const bound = enrolled.safeParse(answer);
      if (!bound.success)
        throw new ControlUnreachable('the service binds no keys of devices yet', { reason: 'answer-unknown' });
      return credentialSchema.parse({ version: 1, api: url, ...bound.data, boundAt: now, key, madeAt: now });
    },
  };
}

/**
 * Makes a key pair, enrols this device, and binds the key to it. Again on the same device: another key in its place.
 * @throws LeaseRefused, ControlUnreachable
 *
 * @example
 * // Once, with the person's token, which is kept nowhere.
 * const url = 'https://api.example.com';
 * writeCredential(file, await enrolDevice({ url, label: 'laptop-7', token }));
 */
export async function enrolDevice({
  label,
  token,
  now = Date.now,
  ...options
}: EnrolOptions): Promise<DeviceCredential> {
  const enrolment = newEnrolment(label);
  const answer = await createCaller(options).ask('POST', '/enrolments', enrolment.request, token);
  return enrolment.credential(options.url, answer, now());
}

const nonceSchema = z.object({ nonce: z.string() });

/** After which a key is replaced by another at a start, ms. */
const ROTATED_AFTER = 30 * 86_400_000;

export interface DeviceApiOptions extends Omit<CallerOptions, 'url'> {
  /** Or how it is had, asked until it is: a key store may be locked when an agent starts. */
  credential: DeviceCredential | (() => Promise<DeviceCredential>);
  /** Where the program is, from when its credential is not at hand yet. @default the credential's */
  url?: string;
  /** Keeps a credential whose key is another one. */
  save: (credential: DeviceCredential) => void;
  /** ms. @default Date.now */
  now?: () => number;
}

/**
 * The control plane, asked by the device itself: each request signed once, over a nonce of the service's.
 *
 * @example
 * const credential = readCredential(file)!;
 * const api = createDeviceApi({ credential, save: (changed) => writeCredential(file, changed) });
 */
export function createDeviceApi({
  save,
  now = Date.now,
  credential: given,
  url,
  ...options
}: DeviceApiOptions): ControlApi {
  let credential!: DeviceCredential;
  let caller!: ReturnType<typeof createCaller>;
  const know = (known: DeviceCredential) => {
    credential = known;
    caller = createCaller({ ...options, url: url ?? known.api });
  };
  if (typeof given !== 'function') know(given);
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
      if (!credential && typeof given === 'function') know(await had(given));
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

/** A store that is locked is asked again; where the key is gone, somebody has to enrol anew. Nothing else is ever done about it. */
async function had(credential: () => Promise<DeviceCredential>): Promise<DeviceCredential> {
  try {
    return await credential();
  } catch (error) {
    if (!(error instanceof CredentialError)) throw error;
    const { reason, message, cause } = error;
    if (reason === 'key-store-locked') throw new ControlUnreachable(message, { reason, cause });
    throw new LeaseRefused(reason, { cause });
  }
}

function nonceOf(answer: unknown): string {
  const parsed = nonceSchema.safeParse(answer);
  if (parsed.success) return parsed.data.nonce;
  throw new ControlUnreachable('the service gave no nonce', { reason: 'answer-unknown' });
}
