import { GenerateMacCommand, type KMSClient } from '@aws-sdk/client-kms';
import { SluiceError } from './errors.ts';
import { type Pseudonyms, pseudonymOf, pseudonymText, secretOf } from './pseudonym.ts';

export interface AwsPseudonymsOptions {
  kms: KMSClient;
  keyId: string;
  /** People whose names an instance keeps at hand. @default 10,000 */
  most?: number;
}

/** Names made by the program's HMAC key in KMS, which never leaves it. Needs `kms:GenerateMac`. */
export function awsPseudonyms({ kms, keyId, most = 10_000 }: AwsPseudonymsOptions): Pseudonyms {
  const kept = new Map<string, Person>();
  const person = async (issuer: string, sub: string): Promise<Person> => {
    const message = pseudonymText(issuer, sub);
    const text = Buffer.from(message).toString('utf8');
    const known = kept.get(text);
    if (known) return known;
    const { Mac } = await kms.send(
      new GenerateMacCommand({ KeyId: keyId, MacAlgorithm: 'HMAC_SHA_256', Message: message }),
    );
    if (Mac?.length !== 32) throw new SluiceError('KMS gave no MAC of 32 bytes');
    const made = { name: pseudonymOf(Mac), secret: secretOf(Mac) };
    if (kept.size >= most) kept.delete(kept.keys().next().value!);
    kept.set(text, made);
    return made;
  };
  return {
    of: async (issuer, sub) => (await person(issuer, sub)).name,
    secretOf: async (issuer, sub) => (await person(issuer, sub)).secret,
  };
}

interface Person {
  name: string;
  secret: Uint8Array;
}
