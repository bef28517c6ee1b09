import { createReadStream, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { filesAccessLog } from '../../../core/access-log/access-log.files.ts';
import { SOURCES } from '../../../core/access-log/access-log.ts';
import { memorySnapshots } from '../../../core/exposure/collect/snapshots.memory.ts';
import { sha256Of } from '../../../core/exposure/collect/snapshots.ts';
import { runSluice } from '../../../test/fixtures/run.ts';
import type { LocalCloud } from '../../local/index.ts';
import { layoutOf } from '../../local/layout.ts';
import { type Account, accountOf, rootOf, type Settings } from './cloud-account.ts';
import { carryOut, sessionOf } from './cloud-acts.ts';
import { collectorOf, makeProgram } from './cloud-program.ts';
import type { StageName } from './plan.ts';
import type { World } from './world.ts';

/**
 * An account of the local cloud: things are made by calls, people read with credentials of their own, inventories are taken by
 * `sluice exposure collect` under the role of the deployed function, and the log is the cloud's own trail.
 * @param folder of the cloud
 */
export function cloudWorld(cloud: LocalCloud, folder: string, progress: (line: string) => void) {
  const { account, region, endpoint } = cloud;
  const settings: Settings = { endpoint, region, credentials: { accessKeyId: 'test', secretAccessKey: 'test' } };
  const snapshots = memorySnapshots();
  const { trail } = layoutOf(folder);
  let made: Account | undefined;
  const fileOf = (stage: StageName) => join(folder, `${stage}.ndjson`);
  const world: World = {
    ...{ account, region, snapshots, roles: ['control', 'exposure'] },
    log: filesAccessLog([{ name: trail, bytes: () => createReadStream(trail) }], {
      logs: SOURCES.map((source) => ({ source })),
    }),
    movers: (plan) => [rootOf(plan)],
    async begin(plan, victim) {
      await makeProgram(settings, plan, victim);
      made = await accountOf(settings, plan, progress);
    },
    async inventory(plan, stage, day) {
      await made!.change(stage);
      const own = await sessionOf(settings, plan.arn.role(collectorOf(plan)), collectorOf(plan));
      const out = fileOf(stage);
      rmSync(out, { force: true });
      const { code, stdout, stderr } = await runSluice(
        ['--json', 'exposure', 'collect', '--out', out, '--sample', '0', '--regions', region],
        {
          env: {
            ...cloud.env,
            AWS_ACCESS_KEY_ID: own.accessKeyId,
            AWS_SECRET_ACCESS_KEY: own.secretAccessKey,
            AWS_SESSION_TOKEN: own.sessionToken,
          },
        },
      );
      if (code !== 0) throw new Error(`the inventory could not be taken: ${stderr}`);
      const { rows, gaps } = JSON.parse(stdout) as { rows: number; gaps: number };
      const gzipped = gzipSync(readFileSync(out));
      const note = { number: 1, sha256: sha256Of(gzipped), positions: {} };
      const whole = { ended: day + 1_000, rows, gaps, sha256: note.sha256 };
      await snapshots.add(day, { ...note, whole }, gzipped);
      progress(`${rows} rows, ${gaps} gaps`);
    },
    look: (plan, acts) => carryOut(settings, plan, acts),
  };
  return { world, fileOf, close: () => made?.close() };
}
