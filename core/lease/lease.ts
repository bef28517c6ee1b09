import { CompactEncrypt, compactDecrypt, decodeProtectedHeader, errors } from 'jose';
import * as z from 'zod';
import type { LeaseClaims } from '../../wire/lease.ts';
import { Refused, SluiceError } from '../shared/errors.ts';
import type { LeaseKeys } from './lease-keys.ts';

/**
 * The lease as a token: JWE compact form, `dir` and `A256GCM` (RFC 7518, 4.5 and 5.3), key id in `kid`. Only the control
 * plane seals them, and only it and the redactor open them; agents carry them unread.
 */

const TYPE = 'sluice-lease';
/** The same, of a start of a device. */
const TYPE_OF_START = 'sluice-lease/2';
/** Claims of another form have a `typ` of their own, so that a release which does not know it can tell it from a defect. */
const NEWER_TYPE = /^sluice-lease\/[1-9]\d{0,3}$/;

/** A lease that our control plane sealed, of a form that this release does not know: its frames wait for one that does. */
export class NewerLease extends SluiceError {}

const claimsOfDevice = z.strictObject({
  program: z.string(),
  subject: z.string(),
  device: z.string(),
  serial: z.string(),
  disclosure: z.string(),
  epoch: z.int(),
  issued: z.number(),
  expires: z.number(),
  deliverUntil: z.number(),
  frameKey: z.string(),
});
const claimsOfStart = claimsOfDevice.extend({
  start: z.strictObject({ epoch: z.int().min(1), until: z.number() }),
});

export async function sealLease(claims: LeaseClaims, keys: LeaseKeys): Promise<string> {
  const { kid, key } = await keys.current(claims.issued);
  return new CompactEncrypt(Buffer.from(JSON.stringify(claims)))
    .setProtectedHeader({ alg: 'dir', enc: 'A256GCM', typ: claims.start ? TYPE_OF_START : TYPE, kid })
    .encrypt(key);
}

export interface LeaseOpenerOptions {
  keys: LeaseKeys;
  program: string;
  /** Opened leases at hand; the one unused for longest goes first. Many frames share one. @default 10,000 */
  kept?: number;
}

export interface LeaseOpener {
  /**
   * @throws Refused `lease-form` (no token of ours), `lease-seal` (unknown key, seal does not open), `lease-program`
   *   (another program's). Anything else: it could not be found out, and must be asked again, never dropped
   * @throws NewerLease
   */
  open(token: string): Promise<LeaseClaims>;
}

export function createLeaseOpener({ keys, program, kept = 10_000 }: LeaseOpenerOptions): LeaseOpener {
  /** A Map keeps the order of insertion: the first is the one unused for longest. */
  const opened = new Map<string, LeaseClaims>();
  return {
    async open(token) {
      const known = opened.get(token);
      if (known) {
        opened.delete(token);
        opened.set(token, known);
        return known;
      }
      const claims = await openLease(token, keys);
      if (claims.program !== program) throw new Refused('lease-program', 'the lease is of another program');
      opened.set(token, claims);
      if (opened.size > kept) opened.delete(opened.keys().next().value!);
      return claims;
    },
  };
}

async function openLease(token: string, keys: LeaseKeys): Promise<LeaseClaims> {
  const { key, newer, schema } = await keyOf(token, keys);
  let plaintext: Uint8Array;
  try {
    ({ plaintext } = await compactDecrypt(token, key, {
      keyManagementAlgorithms: ['dir'],
      contentEncryptionAlgorithms: ['A256GCM'],
    }));
  } catch (error) {
    if (!(error instanceof errors.JOSEError)) throw error;
    throw new Refused('lease-seal', 'the lease does not open', { cause: error });
  }
  // Only now: anybody can write a header, and nobody but us seals it.
  if (newer) throw new NewerLease('a lease of a form that this release does not know');
  return claimsOf(plaintext, schema);
}

type ClaimsSchema = typeof claimsOfDevice | typeof claimsOfStart;

interface FoundKey {
  key: Uint8Array;
  newer: boolean;
  schema: ClaimsSchema;
}

/** @throws Refused `lease-form` or `lease-seal` */
async function keyOf(token: string, keys: LeaseKeys): Promise<FoundKey> {
  let header: ReturnType<typeof decodeProtectedHeader>;
  try {
    header = decodeProtectedHeader(token);
  } catch (error) {
    throw new Refused('lease-form', 'not a lease', { cause: error });
  }
  const { typ, kid } = header;
  const schema = typ === TYPE ? claimsOfDevice : typ === TYPE_OF_START ? claimsOfStart : undefined;
  const known = schema !== undefined || NEWER_TYPE.test(String(typ));
  if (!known || typeof kid !== 'string') throw new Refused('lease-form', 'not a lease');
  const key = await keys.open(kid);
  if (!key) throw new Refused('lease-seal', 'the lease names a key that does not exist');
  return { key, newer: schema === undefined, schema: schema ?? claimsOfDevice };
}

function claimsOf(plaintext: Uint8Array, schema: ClaimsSchema): LeaseClaims {
  try {
    return schema.parse(JSON.parse(Buffer.from(plaintext).toString('utf8')));
  } catch (error) {
    throw new Refused('lease-form', 'what the lease holds is not a lease', { cause: error });
  }
}
