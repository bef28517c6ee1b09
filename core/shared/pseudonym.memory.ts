import { createHmac } from 'node:crypto';
import { type Pseudonyms, pseudonymOf, pseudonymText, secretOf } from './pseudonym.ts';

export function memoryPseudonyms(key: Uint8Array = Buffer.alloc(32, 7)): Pseudonyms {
  const mac = (issuer: string, sub: string) => createHmac('sha256', key).update(pseudonymText(issuer, sub)).digest();
  return {
    of: async (issuer, sub) => pseudonymOf(mac(issuer, sub)),
    secretOf: async (issuer, sub) => secretOf(mac(issuer, sub)),
  };
}
