import type { Ended } from '../../test/fixtures/run.ts';
import type { Deployment } from '../demo/deployment.ts';
import { until } from '../local/index.ts';
import { callScheduled } from '../local/schedules.ts';
import { prefixOf } from './restore.ts';

/**
 * A ledger of which nothing is unsigned: the workflow goes on writing, so that one is signed, exported and verified until all that was exported is
 * under a checkpoint. Anything but "not signed yet" is the answer at once.
 * @param verified exports under this name, and verifies
 */
export async function signedLedger(deployment: Deployment, verified: (name: string) => Promise<Ended>): Promise<Ended> {
  let last: Ended | undefined;
  let tries = 0;
  await until(
    async () => {
      await callScheduled(deployment.clientConfig, [`${prefixOf(deployment)}-checkpoint`]);
      last = await verified(`after-${++tries}.json`);
      return last.code !== UNSIGNED;
    },
    60_000,
    500,
  );
  return last!;
}
const UNSIGNED = 6;
