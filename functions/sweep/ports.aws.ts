import { awsCollectionGate } from '../../core/gate/gate.aws.ts';
import { awsShards } from '../../core/intake/shards.aws.ts';
import { systemClock } from '../../core/shared/clock.ts';
import { awsSweepStore } from '../../core/vault/sweep.aws.ts';
import { documents, gateDynamoDb, s3 } from '../shared/clients.aws.ts';
import { kinesis } from '../shared/kinesis.aws.ts';
import type { config as sweepConfig } from './config.ts';

export const awsPorts = (config: typeof sweepConfig) => ({
  store: awsSweepStore({
    s3: s3(),
    bucket: config.SLUICE_VAULT_BUCKET,
    documents: documents(),
    table: config.SLUICE_INDEX_TABLE,
  }),
  gate: awsCollectionGate({
    ddb: gateDynamoDb(),
    gateTable: config.SLUICE_GATE_TABLE,
    lanesTable: config.SLUICE_LANES_TABLE,
    clock: systemClock,
    initialise: false,
  }),
  shards: awsShards({ kinesis: kinesis(), stream: config.SLUICE_STREAM, clock: systemClock }),
});
