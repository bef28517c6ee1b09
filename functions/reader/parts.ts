import { awsDisclosureNotes } from '../../core/disclosure/in-force.aws.ts';
import { inForceOf } from '../../core/disclosure/in-force.ts';
import { awsReadingGate } from '../../core/gate/gate.aws.ts';
import { establishLane } from '../../core/gate/lane.ts';
import type { ConcernParts } from '../../core/incident/concern.ts';
import { incidentRows } from '../../core/incident/incident-rows.aws.ts';
import { beginningOf } from '../../core/ledger/began.ts';
import { awsCheckpoints } from '../../core/ledger/checkpoint-store.aws.ts';
import { awsLedger } from '../../core/ledger/ledger.aws.ts';
import { awsSigner } from '../../core/ledger/signer.aws.ts';
import { awsTexts } from '../../core/ledger/texts.aws.ts';
import { policyOf } from '../../core/policy/cedar.ts';
import { awsRefusals } from '../../core/reading/counts.aws.ts';
import { decoysOf } from '../../core/reading/decoy.ts';
import type { ExamineParts } from '../../core/reading/examine.ts';
import { awsGrants } from '../../core/reading/grant.aws.ts';
import type { ListParts } from '../../core/reading/list.ts';
import { awsLiveKeys } from '../../core/reading/live-keys.aws.ts';
import { awsReading } from '../../core/reading/reading.aws.ts';
import { awsRecords } from '../../core/reading/records.aws.ts';
import { systemClock as clock } from '../../core/shared/clock.ts';
import { awsPseudonyms } from '../../core/shared/pseudonym.aws.ts';
import { awsKeyRing } from '../../core/vault/key-ring.aws.ts';
import { awsVault } from '../../core/vault/vault.aws.ts';
import { createRedactor } from '../../redaction/create.ts';
import { documents, dynamoDb, gateDynamoDb, kms, s3 } from '../shared/clients.aws.ts';
import { bundledDisclosure } from '../shared/disclosure.ts';
import { config } from './config.ts';

const program = config.SLUICE_PROGRAM;
const ddb = dynamoDb();
const tables = {
  index: config.SLUICE_INDEX_TABLE,
  subjects: config.SLUICE_SUBJECTS_TABLE,
  grants: config.SLUICE_GRANTS_TABLE,
  ledger: config.SLUICE_LEDGER_TABLE,
};
/** The reader may add chains to the directory and open them, and never writes the gate itself. */
const gate = awsReadingGate({
  ddb: gateDynamoDb(),
  gateTable: config.SLUICE_GATE_TABLE,
  ledgerTable: tables.ledger,
  clock,
  initialise: false,
});

export const isOpen = async (): Promise<boolean> => (await gate.read()).state === 'open';

async function openChain(chain: string): Promise<boolean> {
  const { state, epoch } = await gate.read();
  return state === 'open' && establishLane(gate, chain, epoch);
}

const disclosure = bundledDisclosure(config.SLUICE_DISCLOSURE);
export const inForce = inForceOf({
  disclosure,
  notes: awsDisclosureNotes({ ddb, gateTable: config.SLUICE_GATE_TABLE }),
  writes: false,
});
const keys = awsKeyRing({
  documents: documents(),
  kms: kms(),
  table: config.SLUICE_KEYS_TABLE,
  kmsKey: config.SLUICE_SUBJECT_KEYS_KEY,
  program,
  clock,
});

export const ledger = awsLedger({ ddb, table: tables.ledger });
export const texts = awsTexts({ ddb, table: tables.ledger });
export const grants = awsGrants({ ddb, documents: documents(), table: tables.grants, ledger });
const records = awsRecords({
  ...{ documents: documents(), table: tables.index, clock },
  retention: disclosure.retention,
  began: beginningOf(ledger, clock.now),
  liveKeys: awsLiveKeys({ ddb, table: tables.subjects }),
});
export const pseudonyms = awsPseudonyms({ kms: kms(), keyId: config.SLUICE_PSEUDONYM_KEY });
export const checkpoints = awsCheckpoints({ s3: s3(), bucket: config.SLUICE_EVIDENCE_BUCKET });
/** For its public key alone: the reader's role cannot sign. */
export const signer = awsSigner({ kms: kms(), keyId: config.SLUICE_SIGNING_KEY, name: `sluice/${program}` });

const incidents = incidentRows(documents(), config.SLUICE_INCIDENTS_TABLE);

/** Of incidents it sees the row alone: what reporters wrote is sealed under a key that it may not use. */
export const concerns: ConcernParts = {
  store: { find: async (id) => (await incidents.look(id))?.incident },
  ...{ records, ledger, disclosure },
};

/** Everything that is found is found, whatever the disclosure keeps. */
const redactor = createRedactor({ policy: { actions: {}, tiers: {} } });

export const reading: ExamineParts & ListParts = {
  reading: awsReading({ ddb, documents: documents(), tables, ledger, openChain, keys, rules: disclosure, clock }),
  ledger,
  refusals: awsRefusals({ ddb, table: tables.ledger }),
  records,
  keys,
  vault: awsVault({ s3: s3(), bucket: config.SLUICE_VAULT_BUCKET }),
  // Reasons are shown to whoever may read the ledger: everything found in them is masked.
  redactor,
  detectors: redactor,
  disclosure,
  policy: policyOf(disclosure),
  decoys: decoysOf({ pseudonyms, records, rules: disclosure, clock }),
  clock,
};
