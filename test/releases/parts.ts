import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { KMSClient } from '@aws-sdk/client-kms';
import type { S3Client } from '@aws-sdk/client-s3';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { awsAllLanes } from '../../core/books/books.aws.ts';
import { awsConsentStore } from '../../core/consent/consent-store.aws.ts';
import { awsDirectoryKeys, awsDirectoryStore } from '../../core/directory/directory.aws.ts';
import { memoryPartNames } from '../../core/directory/directory.memory.ts';
import type { Disclosure } from '../../core/disclosure/disclosure.ts';
import { awsDisclosureNotes } from '../../core/disclosure/in-force.aws.ts';
import { awsCollectionGate, awsReadingGate } from '../../core/gate/gate.aws.ts';
import { establishLane } from '../../core/gate/lane.ts';
import { awsClosures } from '../../core/incident/closures.aws.ts';
import { awsIncidents } from '../../core/incident/incident.aws.ts';
import { awsLanes } from '../../core/incident/lanes.aws.ts';
import { awsTextSeal } from '../../core/incident/text-seal.aws.ts';
import { awsIntake } from '../../core/intake/intake.aws.ts';
import { awsSealedRows } from '../../core/investigation/sealed-rows.aws.ts';
import { awsLeaseKeys } from '../../core/lease/lease-keys.aws.ts';
import { awsLeaseLengths } from '../../core/lease/lease-lengths.aws.ts';
import { beginningOf } from '../../core/ledger/began.ts';
import { awsCheckpoints } from '../../core/ledger/checkpoint-store.aws.ts';
import { awsEvidence } from '../../core/ledger/evidence.aws.ts';
import { awsLedger } from '../../core/ledger/ledger.aws.ts';
import { awsSigner } from '../../core/ledger/signer.aws.ts';
import { awsTexts } from '../../core/ledger/texts.aws.ts';
import { awsRefusals } from '../../core/reading/counts.aws.ts';
import { awsGrants } from '../../core/reading/grant.aws.ts';
import { awsReading } from '../../core/reading/reading.aws.ts';
import { awsRecords } from '../../core/reading/records.aws.ts';
import type { Clock } from '../../core/shared/clock.ts';
import { awsKeyRing } from '../../core/vault/key-ring.aws.ts';
import { awsVault } from '../../core/vault/vault.aws.ts';

/** Tables of a program, as docs/data-model.md names them, with their keys. */
export const TABLES = {
  gate: ['pk:S'],
  lanes: ['lane:S'],
  subjects: ['subject:S', 'item:S'],
  index: ['subject:S', 'segment:S'],
  keys: ['keyId:S'],
  leaseKeys: ['kid:S'],
  ledger: ['chain:S', 'seq:N'],
  grants: ['grant:S'],
  incidents: ['incident:S', 'item:S'],
} as const;
export type TableName = keyof typeof TABLES;

/** Where a program keeps its data: of a cloud while a release is written, of recorded answers while it is read. */
export interface Services {
  ddb: DynamoDBClient;
  kms: KMSClient;
  s3: S3Client;
  tables: Record<TableName, string>;
  buckets: { vault: string; evidence: string };
  kmsKeys: { data: string; signing: string };
}

/** The adapters of production, as the functions make them. */
export function partsOf(services: Services, disclosure: Disclosure, clock: Clock) {
  const { ddb, kms, s3, tables, buckets, kmsKeys } = services;
  const { program } = disclosure;
  const documents = DynamoDBDocumentClient.from(ddb, { marshallOptions: { removeUndefinedValues: true } });
  const gate = { ddb, gateTable: tables.gate, clock };
  const collection = awsCollectionGate({ ...gate, lanesTable: tables.lanes });
  const reading = awsReadingGate({ ...gate, ledgerTable: tables.ledger });
  const ledger = awsLedger({ ddb, table: tables.ledger });
  const key = { kms, kmsKey: kmsKeys.data, program, clock };
  const keyRing = awsKeyRing({ documents, table: tables.keys, ...key });
  const openChain = async (chain: string) => {
    const { state, epoch } = await reading.read();
    return state === 'open' && establishLane(reading, chain, epoch);
  };
  return {
    program,
    disclosure,
    clock,
    documents,
    indexTable: tables.index,
    ledger,
    texts: awsTexts({ ddb, table: tables.ledger }),
    notes: awsDisclosureNotes({ ddb, gateTable: tables.gate }),
    gates: { collection, reading },
    consents: awsConsentStore({ ddb, table: tables.subjects, gateTable: tables.gate, ledger }),
    allLanes: awsAllLanes({ ddb, table: tables.lanes }),
    lanes: awsLanes({ ddb, table: tables.lanes, gate: collection }),
    intake: awsIntake({
      ddb,
      tables: { lanes: tables.lanes, subjects: tables.subjects, index: tables.index },
    }),
    keyRing,
    leases: awsLeaseLengths({ ddb, table: tables.leaseKeys }),
    leaseKeys: awsLeaseKeys({ ddb, table: tables.leaseKeys, deliveryHours: disclosure.lease.deliveryHours, ...key }),
    vault: awsVault({ s3, bucket: buckets.vault }),
    sealed: awsSealedRows({ ddb, table: tables.index, s3, bucket: buckets.vault }),
    directory: {
      store: awsDirectoryStore(documents, tables.keys),
      keys: awsDirectoryKeys({ kms, keyId: kmsKeys.data, program }),
      names: memoryPartNames,
    },
    grants: awsGrants({ ddb, documents, table: tables.grants, ledger }),
    records: awsRecords({
      ...{ documents, table: tables.index, clock },
      retention: disclosure.retention,
      began: beginningOf(ledger, clock.now),
    }),
    readingStore: awsReading({
      ddb,
      documents,
      tables: { index: tables.index, subjects: tables.subjects, grants: tables.grants, ledger: tables.ledger },
      ledger,
      openChain,
      keys: keyRing,
      rules: disclosure,
      clock,
    }),
    refusals: awsRefusals({ ddb, table: tables.ledger }),
    signer: awsSigner({ kms, keyId: kmsKeys.signing, name: `sluice/${program}` }),
    evidence: awsEvidence({ s3, bucket: buckets.evidence }),
    closures: awsClosures({ ddb, gateTable: tables.gate }),
    checkpoints: awsCheckpoints({ s3, bucket: buckets.evidence }),
    store: awsIncidents({
      ddb,
      documents,
      table: tables.incidents,
      ledger,
      seal: awsTextSeal({ kms, keyId: kmsKeys.data, program }),
    }),
  };
}

export type Parts = ReturnType<typeof partsOf>;
