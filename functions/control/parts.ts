import { awsAlarms } from '../../core/alarms/alarms.aws.ts';
import { dashboardUrl } from '../../core/alarms/alarms.ts';
import { awsAllLanes } from '../../core/books/books.aws.ts';
import { awsConsentStore } from '../../core/consent/consent-store.aws.ts';
import { awsParticipationNote } from '../../core/consent/participation.aws.ts';
import { awsDirectoryKeys, awsDirectoryStore, awsPartNames, awsUploads } from '../../core/directory/directory.aws.ts';
import { awsDisclosureNotes } from '../../core/disclosure/in-force.aws.ts';
import { inForceOf } from '../../core/disclosure/in-force.ts';
import { awsPushNotes } from '../../core/gate/broadcast.aws.ts';
import { pushOffers } from '../../core/gate/broadcast.ts';
import { awsCollectionGate, awsReadingGate } from '../../core/gate/gate.aws.ts';
import { awsSecondLineNotes } from '../../core/gate/second-line.aws.ts';
import { awsAgentCredentials } from '../../core/lease/agent-credentials.aws.ts';
import { shared } from '../../core/lease/agent-credentials.ts';
import { deviceNonces } from '../../core/lease/device-nonces.ts';
import { awsLeaseKeys } from '../../core/lease/lease-keys.aws.ts';
import { awsLedger } from '../../core/ledger/ledger.aws.ts';
import { awsTexts } from '../../core/ledger/texts.aws.ts';
import { systemClock as clock } from '../../core/shared/clock.ts';
import { awsPseudonyms } from '../../core/shared/pseudonym.aws.ts';
import { awsKeyRing } from '../../core/vault/key-ring.aws.ts';
import { cloudWatch, documents, dynamoDb, gateDynamoDb, kms, sts } from '../shared/clients.aws.ts';
import { bundledDisclosure } from '../shared/disclosure.ts';
import { words } from '../shared/words.ts';
import { config } from './config.ts';

/** What the function works with, made once per instance. */
const program = config.SLUICE_PROGRAM;
const ddb = dynamoDb();
const stream = { name: config.SLUICE_STREAM, region: config.AWS_REGION };
const disclosure = bundledDisclosure(config.SLUICE_DISCLOSURE);

/** Reads both roots and puts none: who can put one where one stands can open a gate. */
const gate = { ddb: gateDynamoDb(), gateTable: config.SLUICE_GATE_TABLE, clock, initialise: false };
const gates = {
  collection: awsCollectionGate({ ...gate, lanesTable: config.SLUICE_LANES_TABLE }),
  reading: awsReadingGate({ ...gate, ledgerTable: config.SLUICE_LEDGER_TABLE }),
};
const store = awsConsentStore({
  ddb,
  table: config.SLUICE_SUBJECTS_TABLE,
  gateTable: config.SLUICE_GATE_TABLE,
  ledger: awsLedger({ ddb, table: config.SLUICE_LEDGER_TABLE }),
});

export const pseudonyms = awsPseudonyms({ kms: kms(), keyId: config.SLUICE_PSEUDONYM_KEY });
export const lanes = awsAllLanes({ ddb, table: config.SLUICE_LANES_TABLE });

export const alarms = awsAlarms({
  cloudWatch: cloudWatch(),
  prefix: config.SLUICE_PREFIX,
  others: words(config.SLUICE_OTHER_STAGES),
});

export const dashboard = dashboardUrl(config.AWS_REGION, config.SLUICE_PREFIX);

export const directory = {
  store: awsDirectoryStore(documents(), config.SLUICE_KEYS_TABLE),
  uploads: awsUploads({ ddb, table: config.SLUICE_KEYS_TABLE }),
  keys: awsDirectoryKeys({ kms: kms(), keyId: config.SLUICE_SUBJECT_KEYS_KEY, program }),
  names: awsPartNames({ kms: kms(), keyId: config.SLUICE_PSEUDONYM_KEY, program }),
  program,
  clock,
};

export const parts = {
  store,
  texts: awsTexts({ ddb, table: config.SLUICE_LEDGER_TABLE }),
  gates,
  participation: awsParticipationNote({ ddb, gateTable: config.SLUICE_GATE_TABLE }),
  secondLine: awsSecondLineNotes({ ddb, gateTable: config.SLUICE_GATE_TABLE }),
  disclosure,
  inForce: inForceOf({
    disclosure,
    notes: awsDisclosureNotes({ ddb, gateTable: config.SLUICE_GATE_TABLE }),
    writes: true,
  }),
  clock,
  keyRing: awsKeyRing({
    documents: documents(),
    kms: kms(),
    table: config.SLUICE_KEYS_TABLE,
    kmsKey: config.SLUICE_SUBJECT_KEYS_KEY,
    program,
    clock,
  }),
};

/** Of a stage that has push: what agents listen on. */
const { SLUICE_PUSH_TOPIC: topic, SLUICE_PUSH_CLIENTS: clients } = config;
const channel = topic && clients ? { topic, clients } : undefined;
const offers = pushOffers(awsPushNotes({ ddb, gateTable: config.SLUICE_GATE_TABLE }), clock);

export const leaseParts = {
  store,
  gate: gates.collection,
  disclosure,
  clock,
  stream,
  keys: awsLeaseKeys({
    ddb,
    kms: kms(),
    table: config.SLUICE_LEASE_KEYS_TABLE,
    kmsKey: config.SLUICE_CONTROL_KEY,
    program,
    deliveryHours: disclosure.lease.deliveryHours,
    clock,
  }),
  credentials: shared(
    awsAgentCredentials({
      ...{ sts: sts(), role: config.SLUICE_AGENT_ROLE, stream: stream.name, region: stream.region },
      push: channel,
    }),
  ),
  push:
    channel &&
    (async () => {
      const offer = await offers();
      return offer && { ...offer, topic: channel.topic, client: channel.clients, stage: config.SLUICE_STAGE };
    }),
};

export const deviceParts = {
  store,
  nonces: deviceNonces(leaseParts.keys, clock),
  /** Program and stage: a proof for one is none for another. */
  audience: config.SLUICE_PREFIX,
  clock,
};
