import { randomBytes } from 'node:crypto';
import { GenerateMacCommand } from '@aws-sdk/client-kms';
import { awsDirectoryKeys, awsDirectoryStore } from '../../core/directory/directory.aws.ts';
import type { Disclosure } from '../../core/disclosure/disclosure.ts';
import { awsDisclosureNotes } from '../../core/disclosure/in-force.aws.ts';
import { type InForce, inForceOf } from '../../core/disclosure/in-force.ts';
import { awsCollectionGate } from '../../core/gate/gate.aws.ts';
import { CurrentRedactor } from '../../core/intake/current-redactor.ts';
import { awsIntake } from '../../core/intake/intake.aws.ts';
import type { PipelineOptions } from '../../core/intake/pipeline.ts';
import { redactorOf } from '../../core/intake/redactor-of.ts';
import { awsRefusedFrames } from '../../core/intake/refused-frames.aws.ts';
import { awsShards } from '../../core/intake/shards.aws.ts';
import type { Shards } from '../../core/intake/shards.ts';
import { createLeaseOpener } from '../../core/lease/lease.ts';
import { awsLeaseKeys } from '../../core/lease/lease-keys.aws.ts';
import { systemClock } from '../../core/shared/clock.ts';
import { awsKeyRing } from '../../core/vault/key-ring.aws.ts';
import { awsVault } from '../../core/vault/vault.aws.ts';
import { documents, dynamoDb, gateDynamoDb, kms, s3 } from '../shared/clients.aws.ts';
import { kinesis } from '../shared/kinesis.aws.ts';
import type { config as redactorConfig } from './config.ts';
import { deepPassOf } from './deep-pass.aws.ts';

/** The adapters of production, made once per function instance. */
export async function awsPorts(
  config: typeof redactorConfig,
  disclosure: Disclosure,
): Promise<{ pipeline: PipelineOptions; shards: Shards; redactor: CurrentRedactor; inForce: InForce }> {
  const { SLUICE_PROGRAM: program, SLUICE_STREAM: stream } = config;
  const clock = systemClock;
  const keyRing = awsKeyRing({
    documents: documents(),
    kms: kms(),
    table: config.SLUICE_KEYS_TABLE,
    kmsKey: config.SLUICE_SUBJECT_KEYS_KEY,
    program,
    clock,
  });
  const known = { tokenKey: await tokenKey(config.SLUICE_PSEUDONYM_KEY, program) };
  const redactor = new CurrentRedactor({
    store: awsDirectoryStore(documents(), config.SLUICE_KEYS_TABLE),
    keys: awsDirectoryKeys({ kms: kms(), keyId: config.SLUICE_SUBJECT_KEYS_KEY, program }),
    program,
    clock,
    build: (directory) => redactorOf(disclosure, { seed: randomBytes(32), directory, ...known }),
  });
  return {
    redactor,
    inForce: inForceOf({
      disclosure,
      notes: awsDisclosureNotes({ ddb: dynamoDb(), gateTable: config.SLUICE_GATE_TABLE }),
      writes: false,
    }),
    shards: awsShards({ kinesis: kinesis(), stream, clock }),
    pipeline: {
      clock,
      disclosure,
      redactor,
      deep: await deepPassOf(disclosure, config.SLUICE_MODEL_BUCKET),
      intake: awsIntake({
        ddb: dynamoDb(),
        tables: {
          lanes: config.SLUICE_LANES_TABLE,
          subjects: config.SLUICE_SUBJECTS_TABLE,
          index: config.SLUICE_INDEX_TABLE,
        },
      }),
      gate: awsCollectionGate({
        ddb: gateDynamoDb(),
        gateTable: config.SLUICE_GATE_TABLE,
        lanesTable: config.SLUICE_LANES_TABLE,
        clock,
        initialise: false,
      }),
      keyRing,
      leases: createLeaseOpener({
        program,
        keys: awsLeaseKeys({
          ddb: dynamoDb(),
          kms: kms(),
          table: config.SLUICE_LEASE_KEYS_TABLE,
          kmsKey: config.SLUICE_CONTROL_KEY,
          program,
          deliveryHours: disclosure.lease.deliveryHours,
          clock,
        }),
      }),
      refused: awsRefusedFrames({ ddb: dynamoDb(), table: config.SLUICE_SUBJECTS_TABLE }),
      vault: awsVault({ s3: s3(), bucket: config.SLUICE_VAULT_BUCKET }),
    },
  };
}

/**
 * Key of `tokenise` and of what stands for ids: stable inside a program, stored nowhere. Pseudonyms are MACs under the same
 * KMS key of texts that begin with an issuer's URL, so that none of them is ever this one.
 */
async function tokenKey(KeyId: string, program: string): Promise<Uint8Array> {
  const Message = Buffer.from(`sluice/redaction-tokens/1\n${program}`);
  const { Mac } = await kms().send(new GenerateMacCommand({ KeyId, MacAlgorithm: 'HMAC_SHA_256', Message }));
  return Mac!;
}
