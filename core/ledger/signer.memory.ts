import { createPublicKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import type { Signer } from './ledger.ts';

/** @param privateKey Ed25519. @default a new one */
export function memorySigner(name: string, privateKey: KeyObject = generateKeyPairSync('ed25519').privateKey): Signer {
  const spki = createPublicKey(privateKey).export({ format: 'der', type: 'spki' });
  return {
    name,
    sign: async (message) => sign(null, message, privateKey),
    publicKey: async () => spki,
  };
}
