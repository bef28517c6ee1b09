import { awsDisclosureNotes } from '../../core/disclosure/in-force.aws.ts';
import { inForceOf } from '../../core/disclosure/in-force.ts';
import { awsExports } from '../../core/export/export.aws.ts';
import { awsExportObjects } from '../../core/export/objects.aws.ts';
import { awsReadingGate } from '../../core/gate/gate.aws.ts';
import { establishLane } from '../../core/gate/lane.ts';
import { awsLedger } from '../../core/ledger/ledger.aws.ts';
import { policyOf } from '../../core/policy/cedar.ts';
import { awsSlices } from '../../core/reading/slice.aws.ts';
import { systemClock as clock } from '../../core/shared/clock.ts';
import { awsKeyRing } from '../../core/vault/key-ring.aws.ts';
import { documents, dynamoDb, gateDynamoDb, kms, s3 } from './clients.aws.ts';
import type { Config } from './config.ts';
import { bundledDisclosure } from './disclosure.ts';
import type { EXPORT_ENVIRONMENT } from './export-environment.ts';
import type { COMMON } from './variables.ts';

/** What reads for exports, and keeps them, made once per instance. */
export function exportParts(config: Config<(typeof COMMON | typeof EXPORT_ENVIRONMENT)[number]>) {
  const program = config.SLUICE_PROGRAM;
  const ddb = dynamoDb();
  const disclosure = bundledDisclosure(config.SLUICE_DISCLOSURE);
  const ledger = awsLedger({ ddb, table: config.SLUICE_LEDGER_TABLE });
  const keys = awsKeyRing({
    documents: documents(),
    kms: kms(),
    table: config.SLUICE_KEYS_TABLE,
    kmsKey: config.SLUICE_SUBJECT_KEYS_KEY,
    program,
    clock,
  });
  /** It may add chains to the directory and open them, and never writes the gate itself. */
  const gate = awsReadingGate({
    ddb: gateDynamoDb(),
    gateTable: config.SLUICE_GATE_TABLE,
    ledgerTable: config.SLUICE_LEDGER_TABLE,
    clock,
    initialise: false,
  });
  const slices = awsSlices({
    ...{ ddb, documents: documents(), ledger, keys, rules: disclosure, clock },
    tables: {
      index: config.SLUICE_INDEX_TABLE,
      subjects: config.SLUICE_SUBJECTS_TABLE,
      grants: config.SLUICE_GRANTS_TABLE,
      ledger: config.SLUICE_LEDGER_TABLE,
      exports: config.SLUICE_EXPORTS_TABLE,
    },
    openChain: async (chain) => {
      const { state, epoch } = await gate.read();
      return state === 'open' && establishLane(gate, chain, epoch);
    },
  });
  return {
    ...{ program, clock, disclosure, policy: policyOf(disclosure), ledger, keys, slices },
    inForce: inForceOf({
      disclosure,
      notes: awsDisclosureNotes({ ddb, gateTable: config.SLUICE_GATE_TABLE }),
      writes: false,
    }),
    store: awsExports({ documents: documents(), table: config.SLUICE_EXPORTS_TABLE }),
    objects: awsExportObjects({ s3: s3(), bucket: config.SLUICE_EXPORTS_BUCKET }),
  };
}
