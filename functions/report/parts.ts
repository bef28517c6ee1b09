import { awsPseudonyms } from '../../core/consent/pseudonym.aws.ts';
import { awsCollectionGate, awsReadingGate } from '../../core/gate/gate.aws.ts';
import { awsIncidents } from '../../core/incident/incident.aws.ts';
import { awsLanes } from '../../core/incident/lanes.aws.ts';
import type { ReportParts } from '../../core/incident/report.ts';
import { kmsTextSeal } from '../../core/incident/text-seal.aws.ts';
import { stepFunctionsWorkflow } from '../../core/incident/workflow.aws.ts';
import { s3Evidence } from '../../core/ledger/evidence.aws.ts';
import { awsLedger } from '../../core/ledger/ledger.aws.ts';
import { kmsSigner } from '../../core/ledger/signer.aws.ts';
import { systemClock as clock } from '../../core/shared/clock.ts';
import { documents, dynamoDb, gateDynamoDb, kms, s3, sfn } from '../shared/clients.aws.ts';
import { bundledDisclosure } from '../shared/disclosure.ts';
import { config } from './config.ts';

const program = config.SLUICE_PROGRAM;
const gate = { ddb: gateDynamoDb(), gateTable: config.SLUICE_GATE_TABLE, clock };
const collection = awsCollectionGate({ ...gate, lanesTable: config.SLUICE_LANES_TABLE });
const ledger = awsLedger({ ddb: dynamoDb(), table: config.SLUICE_LEDGER_TABLE });

export const pseudonyms = awsPseudonyms({ kms: kms(), keyId: config.SLUICE_PSEUDONYM_KEY });

/** What the function works with, made once per instance. */
export const parts: ReportParts = {
  program,
  clock,
  disclosure: bundledDisclosure(config.SLUICE_DISCLOSURE),
  gates: { collection, reading: awsReadingGate({ ...gate, ledgerTable: config.SLUICE_LEDGER_TABLE }) },
  lanes: awsLanes({ documents: documents(), table: config.SLUICE_LANES_TABLE, gate: collection }),
  signer: kmsSigner({ kms: kms(), keyId: config.SLUICE_SIGNING_KEY, name: `sluice/${program}` }),
  evidence: s3Evidence({ s3: s3(), bucket: config.SLUICE_EVIDENCE_BUCKET }),
  workflow: stepFunctionsWorkflow({ sfn: sfn(), stateMachine: config.SLUICE_WORKFLOW }),
  store: awsIncidents({
    ddb: dynamoDb(),
    documents: documents(),
    table: config.SLUICE_INCIDENTS_TABLE,
    ledger,
    seal: kmsTextSeal({ kms: kms(), keyId: config.SLUICE_EVIDENCE_KEY, program }),
  }),
};
