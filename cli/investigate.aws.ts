import { AthenaClient } from '@aws-sdk/client-athena';
import { trailLog } from '../core/access-log/access-log.aws.ts';
import type { AccessLog } from '../core/access-log/access-log.ts';
import type { TrailPlace } from '../core/access-log/trail-place.ts';
import { type Connection, clientsOf } from '../core/exposure/collect/client.aws.ts';
import { systemClock } from '../core/shared/clock.ts';

/** The log of a deployed stage, asked by Athena with the AWS credentials of whoever asks. */
export const deployedLog = (place: TrailPlace, connection: Connection): AccessLog =>
  trailLog({
    athena: clientsOf(connection)(connection.region ?? place.regions[0]!)(AthenaClient),
    ...{ place, clock: systemClock },
  });
