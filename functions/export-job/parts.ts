import { randomBytes } from 'node:crypto';
import { awsDirectoryKeys, awsDirectoryStore } from '../../core/directory/directory.aws.ts';
import { loadDirectory } from '../../core/directory/directory.ts';
import type { JobParts } from '../../core/export/job.ts';
import { awsExportSecrets } from '../../core/export/secret.aws.ts';
import { LOOK_EVERY } from '../../core/intake/current-redactor.ts';
import { redactorOf } from '../../core/intake/redactor-of.ts';
import { beginningOf } from '../../core/ledger/began.ts';
import { awsSigner } from '../../core/ledger/signer.aws.ts';
import { awsLiveKeys } from '../../core/reading/live-keys.aws.ts';
import { awsRecords } from '../../core/reading/records.aws.ts';
import { awsVault } from '../../core/vault/vault.aws.ts';
import type { DirectoryEntry } from '../../redaction/redactor.ts';
import { MODEL_DIGESTS } from '../../redaction/tagger/weights.ts';
import { documents, dynamoDb, kms, s3 } from '../shared/clients.aws.ts';
import { exportParts } from '../shared/export-parts.ts';
import { config } from './config.ts';

const shared = exportParts(config);
const { program, disclosure, ledger, clock } = shared;

let loaded: { entries: Iterable<DirectoryEntry>; at: number } | undefined;
/** Today's: looked at anew where what an instance has is older than some minutes. */
async function directory(): Promise<Iterable<DirectoryEntry>> {
  if (!loaded || clock.now() - loaded.at > LOOK_EVERY) {
    const store = awsDirectoryStore(documents(), config.SLUICE_KEYS_TABLE);
    const keys = awsDirectoryKeys({ kms: kms(), keyId: config.SLUICE_SUBJECT_KEYS_KEY, program });
    loaded = { entries: (await loadDirectory(store, keys, program)).entries, at: clock.now() };
  }
  return loaded.entries;
}

export const parts: JobParts & Pick<typeof shared, 'objects'> = {
  ...shared,
  records: awsRecords({
    ...{ documents: documents(), table: config.SLUICE_INDEX_TABLE, clock },
    retention: disclosure.retention,
    began: beginningOf(ledger, clock.now),
    liveKeys: awsLiveKeys({ ddb: dynamoDb(), table: config.SLUICE_SUBJECTS_TABLE }),
  }),
  vault: awsVault({ s3: s3(), bucket: config.SLUICE_VAULT_BUCKET }),
  signer: awsSigner({ kms: kms(), keyId: config.SLUICE_SIGNING_KEY, name: `sluice/${program}` }),
  secretOf: awsExportSecrets({ kms: kms(), keyId: config.SLUICE_PSEUDONYM_KEY, program }),
  redactorOf: async (tokenKey) =>
    redactorOf(disclosure, { seed: randomBytes(32), tokenKey, directory: await directory() }),
  model: MODEL_DIGESTS.world,
};
