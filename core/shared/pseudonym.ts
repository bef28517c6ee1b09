import { createHmac } from 'node:crypto';

/** Port. Names people inside: the same person always gets the same name, which nobody without the key can make or undo. */
export interface Pseudonyms {
  /** 26 characters of `a-z2-7` (130 bits) for a person of an identity provider. */
  of(issuer: string, sub: string): Promise<string>;
  /**
   * 32 bytes of this person's own, from which other names of theirs are made that cannot be joined with this one: the name shows the
   * first 130 bits of the code that they come from, and the others stay unknown.
   */
  secretOf(issuer: string, sub: string): Promise<Uint8Array>;
}

const ALPHABET = 'abcdefghijklmnopqrstuvwxyz234567';
const LENGTH = 26;

/** What the code is made over. Issuers are URLs, and hold no `|`, so that no two people share a text. */
export const pseudonymText = (issuer: string, sub: string): Uint8Array => Buffer.from(`${issuer}|${sub}`);

/** @param mac all of its 32 bytes */
export const secretOf = (mac: Uint8Array): Uint8Array => createHmac('sha256', mac).update('other names').digest();

/** Base32 (RFC 4648, lower case) of a MAC's first 130 bits. */
export function pseudonymOf(mac: Uint8Array): string {
  let name = '';
  let bits = 0;
  let held = 0;
  for (const byte of mac) {
    held = (held << 8) | byte;
    bits += 8;
    while (bits >= 5 && name.length < LENGTH) {
      bits -= 5;
      name += ALPHABET[(held >>> bits) & 31];
    }
    held &= (1 << bits) - 1;
  }
  return name;
}
