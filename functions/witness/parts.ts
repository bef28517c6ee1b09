import { readPublicKey } from '../../core/ledger/note.ts';
import { awsSigner } from '../../core/ledger/signer.aws.ts';
import { systemClock as clock } from '../../core/shared/clock.ts';
import type { StatementParts } from '../../core/witness/statement.ts';
import { awsWitnessStore } from '../../core/witness/witness-store.aws.ts';
import { dynamoDb, kms, s3 } from '../shared/clients.aws.ts';
import { config } from './config.ts';

const HOUR = 3_600_000;
const program = config.SLUICE_PROGRAM;

export const parts: StatementParts = {
  program,
  clock,
  key: readPublicKey(Buffer.from(config.SLUICE_WITNESSED_KEY, 'base64')),
  store: awsWitnessStore({
    ...{ s3: s3(), bucket: config.SLUICE_WITNESS_BUCKET },
    ...{ ddb: dynamoDb(), table: config.SLUICE_WITNESS_TABLE },
  }),
  signer: awsSigner({ kms: kms(), keyId: config.SLUICE_WITNESS_SIGNING_KEY, name: `sluice-witness/${program}` }),
  // A missing one comes by within two hours and a bit; the guard speaks every fifteen minutes. An hour more: clocks may be off by one.
  limits: { stale: Number(config.SLUICE_STALE_HOURS) * HOUR, gap: 3 * HOUR, silent: 3 * HOUR },
};
