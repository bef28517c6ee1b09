import { GenerateMacCommand, type KMSClient } from '@aws-sdk/client-kms';
import { SluiceError } from '../shared/errors.ts';

/**
 * The secret of an export, stored nowhere: a MAC of its name. Pseudonyms are MACs under the same KMS key of texts that begin with an issuer's
 * URL, so that none of them is ever this one. Needs `kms:GenerateMac`.
 */
export const awsExportSecrets =
  ({ kms, keyId: KeyId, program }: { kms: KMSClient; keyId: string; program: string }) =>
  async (id: string): Promise<Uint8Array> => {
    const Message = Buffer.from(`sluice/export/1\n${program}\n${id}`);
    const { Mac } = await kms.send(new GenerateMacCommand({ KeyId, MacAlgorithm: 'HMAC_SHA_256', Message }));
    if (Mac?.length !== 32) throw new SluiceError('KMS gave no MAC of 32 bytes');
    return Mac;
  };
