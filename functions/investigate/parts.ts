import { MetricUnit } from '@aws-lambda-powertools/metrics';
import { trailLog } from '../../core/access-log/access-log.aws.ts';
import { awsDisclosureNotes } from '../../core/disclosure/in-force.aws.ts';
import { inForceOf } from '../../core/disclosure/in-force.ts';
import { awsSnapshots } from '../../core/exposure/collect/snapshots.aws.ts';
import { awsComparisonCall } from '../../core/gate/second-line.aws.ts';
import { awsProbes } from '../../core/incident/probes.aws.ts';
import type { FollowParts } from '../../core/incident/report.ts';
import type { TaskParts } from '../../core/incident/tasks.ts';
import { branchesOf, conclusionOf } from '../../core/investigation/branches.ts';
import type { ProbeParts } from '../../core/investigation/probe.ts';
import { awsSealedRows } from '../../core/investigation/sealed-rows.aws.ts';
import { awsLeaseLengths } from '../../core/lease/lease-lengths.aws.ts';
import { beginningOf } from '../../core/ledger/began.ts';
import { awsRecords } from '../../core/reading/records.aws.ts';
import { systemClock as clock } from '../../core/shared/clock.ts';
import { athena, documents, dynamoDb, lambda, s3 } from '../shared/clients.aws.ts';
import { incidentParts } from '../shared/incident-parts.ts';
import { describeError, logger, metrics } from '../shared/observability.ts';
import { config } from './config.ts';

const common = incidentParts(config);

const records = awsRecords({
  ...{ documents: documents(), table: config.SLUICE_INDEX_TABLE, clock },
  retention: common.disclosure.retention,
  began: beginningOf(common.ledger, clock.now),
});

const looked = {
  ...common,
  records,
  noted: inForceOf({
    disclosure: common.disclosure,
    notes: awsDisclosureNotes({ ddb: dynamoDb(), gateTable: config.SLUICE_GATE_TABLE }),
    writes: false,
  }).noted,
  sealed: awsSealedRows({
    ...{ ddb: dynamoDb(), table: config.SLUICE_INDEX_TABLE },
    ...{ s3: s3(), bucket: config.SLUICE_VAULT_BUCKET },
  }),
  snapshots: awsSnapshots({ s3: s3(), bucket: config.SLUICE_EVIDENCE_BUCKET }),
  prefix: config.SLUICE_PREFIX,
  // A stage without a trail has no log: who read is known of the ledger alone.
  ...(config.SLUICE_TRAIL && { log: trailLog({ athena: athena(), place: config.SLUICE_TRAIL, clock }) }),
};

export const parts: TaskParts & FollowParts & ProbeParts & { unasked: (error: unknown) => void } = {
  ...common,
  compareSecondLine: awsComparisonCall({ lambda: lambda(), name: config.SLUICE_SECOND_LINE }),
  leases: awsLeaseLengths({ ddb: dynamoDb(), table: config.SLUICE_LEASE_KEYS_TABLE }),
  branches: branchesOf(looked),
  conclusion: conclusionOf(looked),
  noted: looked.noted,
  probes: awsProbes({ documents: documents(), table: config.SLUICE_INCIDENTS_TABLE }),
  unasked: (error) => logger.error('a recurrence probe could not be asked', describeError(error)),
  leftOpen: (branch) => {
    logger.error('a branch of an investigation could not be answered', { branch });
    metrics.addMetric('BranchesNotKnown', MetricUnit.Count, 1);
  },
};
