import { awsSecondLineCall } from '../../core/gate/second-line.aws.ts';
import type { FollowParts } from '../../core/incident/report.ts';
import type { TaskParts } from '../../core/incident/tasks.ts';
import { awsLeaseLengths } from '../../core/lease/lease-lengths.aws.ts';
import { beginningOf } from '../../core/ledger/began.ts';
import { awsRecords } from '../../core/reading/records.aws.ts';
import { systemClock as clock } from '../../core/shared/clock.ts';
import { documents, dynamoDb, lambda } from '../shared/clients.aws.ts';
import { incidentParts } from '../shared/incident-parts.ts';
import { config } from './config.ts';

const common = incidentParts(config);

export const parts: TaskParts & FollowParts = {
  ...common,
  compareSecondLine: awsSecondLineCall({ lambda: lambda(), name: config.SLUICE_SECOND_LINE }),
  leases: awsLeaseLengths({ ddb: dynamoDb(), table: config.SLUICE_LEASE_KEYS_TABLE }),
  records: awsRecords({
    ...{ documents: documents(), table: config.SLUICE_INDEX_TABLE, clock },
    retention: common.disclosure.retention,
    began: beginningOf(common.ledger, clock.now),
  }),
};
