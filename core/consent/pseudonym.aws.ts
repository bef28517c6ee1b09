import { GenerateMacCommand, type KMSClient } from '@aws-sdk/client-kms';
import { SluiceError } from '../shared/errors.ts';
import { type Pseudonyms, pseudonymOf, pseudonymText } from './pseudonym.ts';

export interface AwsPseudonymsOptions {
  kms: KMSClient;
  keyId: string;
  /** People whose names an instance keeps at hand. @default 10,000 */
  most?: number;
}

/** Names made by the program's HMAC key in KMS, which never leaves it. Needs `kms:GenerateMac`. */
export function awsPseudonyms({ kms, keyId, most = 10_000 }: AwsPseudonymsOptions): Pseudonyms {
  const kept = new Map<string, string>();
  return {
    async of(issuer, sub) {
      const message = pseudonymText(issuer, sub);
      const person = Buffer.from(message).toString('utf8');
      const known = kept.get(person);
      if (known) return known;
      const { Mac } = await kms.send(
        new GenerateMacCommand({ KeyId: keyId, MacAlgorithm: 'HMAC_SHA_256', Message: message }),
      );
      if (Mac?.length !== 32) throw new SluiceError('KMS gave no MAC of 32 bytes');
      const name = pseudonymOf(Mac);
      if (kept.size >= most) kept.delete(kept.keys().next().value!);
      kept.set(person, name);
      return name;
    },
  };
}
