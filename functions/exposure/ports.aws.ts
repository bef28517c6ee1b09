import { clientsOf, whoAmI } from '../../core/exposure/collect/client.aws.ts';
import { READERS } from '../../core/exposure/collect/readers.aws.ts';
import { awsSnapshots } from '../../core/exposure/collect/snapshots.aws.ts';
import { s3 } from '../shared/clients.aws.ts';
import type { config as exposureConfig } from './config.ts';

export const awsPorts = (config: typeof exposureConfig) => ({
  whose: () => whoAmI({ region: config.AWS_REGION }),
  readers: READERS,
  client: clientsOf({}),
  snapshots: awsSnapshots({ s3: s3(), bucket: config.SLUICE_EVIDENCE_BUCKET }),
});
