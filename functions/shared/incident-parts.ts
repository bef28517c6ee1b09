import { MetricUnit } from '@aws-lambda-powertools/metrics';
import { awsCollectionGate, awsReadingGate } from '../../core/gate/gate.aws.ts';
import { awsIncidents } from '../../core/incident/incident.aws.ts';
import { awsLanes } from '../../core/incident/lanes.aws.ts';
import { awsTextSeal } from '../../core/incident/text-seal.aws.ts';
import { awsWorkflow } from '../../core/incident/workflow.aws.ts';
import { awsCheckpoints } from '../../core/ledger/checkpoint-store.aws.ts';
import { awsEvidence } from '../../core/ledger/evidence.aws.ts';
import { awsLedger } from '../../core/ledger/ledger.aws.ts';
import { awsSigner } from '../../core/ledger/signer.aws.ts';
import { systemClock as clock } from '../../core/shared/clock.ts';
import { documents, dynamoDb, gateDynamoDb, kms, s3, sfn } from './clients.aws.ts';
import type { Config } from './config.ts';
import { bundledDisclosure } from './disclosure.ts';
import type { INCIDENT_ENVIRONMENT } from './incident-environment.ts';
import { describeError, logger, metrics } from './observability.ts';
import type { COMMON } from './variables.ts';

/**
 * What the functions of the incident plane (report, investigate, approve) work with, made once per instance.
 * @param initialise whether a gate that is not there yet is made; not by who only looks at it. @default true
 */
export function incidentParts(
  config: Config<(typeof COMMON | typeof INCIDENT_ENVIRONMENT)[number]>,
  initialise = true,
) {
  const program = config.SLUICE_PROGRAM;
  const gate = { ddb: gateDynamoDb(), gateTable: config.SLUICE_GATE_TABLE, clock, initialise };
  const collection = awsCollectionGate({ ...gate, lanesTable: config.SLUICE_LANES_TABLE });
  const ledger = awsLedger({ ddb: dynamoDb(), table: config.SLUICE_LEDGER_TABLE });
  return {
    program,
    clock,
    ledger,
    recorded: (closedAfter: number) => metrics.addMetric('GatesClosedAfter', MetricUnit.Milliseconds, closedAfter),
    unfinished: (error: unknown) => logger.error('an incident is not finished', describeError(error)),
    disclosure: bundledDisclosure(config.SLUICE_DISCLOSURE),
    gates: { collection, reading: awsReadingGate({ ...gate, ledgerTable: config.SLUICE_LEDGER_TABLE }) },
    lanes: awsLanes({ ddb: dynamoDb(), table: config.SLUICE_LANES_TABLE, gate: collection }),
    signer: awsSigner({ kms: kms(), keyId: config.SLUICE_SIGNING_KEY, name: `sluice/${program}` }),
    checkpoints: awsCheckpoints({ s3: s3(), bucket: config.SLUICE_EVIDENCE_BUCKET }),
    evidence: awsEvidence({ s3: s3(), bucket: config.SLUICE_EVIDENCE_BUCKET }),
    workflow: awsWorkflow({ sfn: sfn(), stateMachine: config.SLUICE_WORKFLOW }),
    store: awsIncidents({
      ddb: dynamoDb(),
      documents: documents(),
      table: config.SLUICE_INCIDENTS_TABLE,
      ledger,
      seal: awsTextSeal({ kms: kms(), keyId: config.SLUICE_EVIDENCE_KEY, program }),
      unreadable: (error) => {
        logger.error('an incident cannot be read', describeError(error));
        metrics.addMetric('Broken', MetricUnit.Count, 1);
      },
    }),
  };
}
