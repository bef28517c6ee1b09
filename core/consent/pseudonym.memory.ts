import { createHmac } from 'node:crypto';
import { type Pseudonyms, pseudonymOf, pseudonymText } from './pseudonym.ts';

export function memoryPseudonyms(key: Uint8Array = Buffer.alloc(32, 7)): Pseudonyms {
  return {
    of: async (issuer, sub) => pseudonymOf(createHmac('sha256', key).update(pseudonymText(issuer, sub)).digest()),
  };
}
