import type { TaskParts } from '../../core/incident/tasks.ts';
import { awsRecords } from '../../core/reading/records.aws.ts';
import { systemClock as clock } from '../../core/shared/clock.ts';
import { documents } from '../shared/clients.aws.ts';
import { incidentParts } from '../shared/incident-parts.ts';
import { config } from './config.ts';

export const parts: TaskParts = {
  ...incidentParts(config),
  records: awsRecords({ documents: documents(), table: config.SLUICE_INDEX_TABLE, clock }),
};
