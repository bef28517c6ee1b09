import { createHash, randomBytes } from 'node:crypto';

/** Port. Bodies of segments that are too large for their index row. */
export interface Vault {
  /**
   * Stores a body under a new random name and returns that name. Nothing refers to it until a commit does: when that
   * fails, it is noise that nobody can open (its head is not there), and the sweep removes it.
   */
  put(body: Uint8Array): Promise<string>;
  /** @throws Refused `no-object` */
  get(object: string): Promise<Uint8Array>;
}

/** What the sweep needs to know of a stored version. */
export interface StoredVersion {
  object: string;
  version: string;
  /** ms. */
  modified: number;
}

/** Names of bodies; the bucket may hold other things. */
export const OBJECT_NAME = /^[0-9a-f]{2}\/[0-9a-f]{32}$/;

/** `<2 hex>/<32 hex>`: random, and under a prefix that begins with a hash, so that S3 can spread the load. */
export function objectName(random: (size: number) => Buffer = randomBytes): string {
  const name = random(16).toString('hex');
  return `${createHash('sha256').update(name).digest('hex').slice(0, 2)}/${name}`;
}
