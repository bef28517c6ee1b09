import { MetricUnit } from '@aws-lambda-powertools/metrics';
import { announced } from '../../core/gate/broadcast.ts';
import { awsCollectionGate, awsReadingGate } from '../../core/gate/gate.aws.ts';
import { awsComparisonCall } from '../../core/gate/second-line.aws.ts';
import { awsIncidents } from '../../core/incident/incident.aws.ts';
import { awsLanes } from '../../core/incident/lanes.aws.ts';
import { awsTextSeal } from '../../core/incident/text-seal.aws.ts';
import { awsWorkflow } from '../../core/incident/workflow.aws.ts';
import { awsCheckpoints } from '../../core/ledger/checkpoint-store.aws.ts';
import { awsEvidence } from '../../core/ledger/evidence.aws.ts';
import { awsLedger } from '../../core/ledger/ledger.aws.ts';
import { awsSigner } from '../../core/ledger/signer.aws.ts';
import { systemClock as clock } from '../../core/shared/clock.ts';
import { documents, dynamoDb, gateDynamoDb, kms, lambda, s3, sfn } from './clients.aws.ts';
import type { Config } from './config.ts';
import { bundledDisclosure } from './disclosure.ts';
import type { INCIDENT_ENVIRONMENT } from './incident-environment.ts';
import { countBroken, describeError, logger, metrics } from './observability.ts';
import type { COMMON } from './variables.ts';

/** Asks the function that tells agents how the gate stands, and does not wait for it. */
const tellingBy = (broadcast: string): (() => Promise<void>) =>
  awsComparisonCall({ lambda: lambda(), name: broadcast });
const untold = (error: unknown) => logger.warn('agents are told by the schedule', describeError(error));

/**
 * What the functions of the incident plane (report, investigate, approve) work with, made once per instance.
 * @param initialise whether a gate that is not there yet is made; not by who only looks at it. @default true
 * @param broadcast name of the function that tells agents of it when it has moved. @default others have it told
 */
export function incidentParts(
  config: Config<(typeof COMMON | typeof INCIDENT_ENVIRONMENT)[number]>,
  { initialise = true, broadcast }: { initialise?: boolean; broadcast?: string } = {},
) {
  const program = config.SLUICE_PROGRAM;
  const gate = { ddb: gateDynamoDb(), gateTable: config.SLUICE_GATE_TABLE, clock, initialise };
  const lanes = awsCollectionGate({ ...gate, lanesTable: config.SLUICE_LANES_TABLE });
  const collection = broadcast === undefined ? lanes : announced(lanes, tellingBy(broadcast), untold);
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
        countBroken();
      },
    }),
  };
}
