import { awsSnapshots } from '../../core/exposure/collect/snapshots.aws.ts';
import type { CaseStore } from '../../core/incident/case.ts';
import type { DocumentIssuer } from '../../core/incident/documents.ts';
import { awsIncidents } from '../../core/incident/incident.aws.ts';
import type { IncidentStore } from '../../core/incident/incident.ts';
import { awsTextSeal } from '../../core/incident/text-seal.aws.ts';
import type { CaseViewParts } from '../../core/incident/view-case.ts';
import type { WorkParts } from '../../core/incident/work.ts';
import { awsWorkflow } from '../../core/incident/workflow.aws.ts';
import { awsEvidence } from '../../core/ledger/evidence.aws.ts';
import { awsLedger } from '../../core/ledger/ledger.aws.ts';
import { awsSigner } from '../../core/ledger/signer.aws.ts';
import { systemClock as clock } from '../../core/shared/clock.ts';
import { awsPseudonyms } from '../../core/shared/pseudonym.aws.ts';
import { documents, dynamoDb, kms, s3, sfn } from '../shared/clients.aws.ts';
import { bundledDisclosure } from '../shared/disclosure.ts';
import { config } from './config.ts';

const ddb = dynamoDb();
const seal = awsTextSeal({ kms: kms(), keyId: config.SLUICE_EVIDENCE_KEY, program: config.SLUICE_PROGRAM });
const ledger = awsLedger({ ddb, table: config.SLUICE_LEDGER_TABLE });

export const pseudonyms = awsPseudonyms({ kms: kms(), keyId: config.SLUICE_PSEUDONYM_KEY });

export const parts: WorkParts & CaseViewParts & DocumentIssuer & { store: IncidentStore & CaseStore } = {
  ...{ clock, seal, ledger },
  disclosure: bundledDisclosure(config.SLUICE_DISCLOSURE),
  evidence: awsEvidence({ s3: s3(), bucket: config.SLUICE_EVIDENCE_BUCKET }),
  signer: awsSigner({ kms: kms(), keyId: config.SLUICE_SIGNING_KEY, name: `sluice/${config.SLUICE_PROGRAM}` }),
  workflow: awsWorkflow({ sfn: sfn(), stateMachine: config.SLUICE_WORKFLOW }),
  store: awsIncidents({ ddb, documents: documents(), table: config.SLUICE_INCIDENTS_TABLE, ledger, seal }),
};

export const snapshots = awsSnapshots({ s3: s3(), bucket: config.SLUICE_EVIDENCE_BUCKET });
