import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { repository } from '../local/layout.ts';
import { residentMegabytes, TICK, ticks } from './process-cost.ts';

/** Share of a core, and MB. */
const MOST = { share: 0.01, megabytes: 150 };
const SECONDS = 10;

/** What an agent takes that has nothing to do and nobody to ask. @returns nothing where it cannot be measured: on other systems than Linux */
export async function agentCost(): Promise<{ holds: boolean; says: string } | undefined> {
  if (process.platform !== 'linux') return undefined;
  const folder = mkdtempSync(join(tmpdir(), 'sluice-cost-'));
  const program = join(repository, 'agent/bin/sluice-agent.ts');
  const options = ['run', '--collector', 'stdin', '--api', 'http://127.0.0.1:9', '--device', 'idle', '--state', folder];
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', program, ...options], {
    ...{ stdio: ['pipe', 'ignore', 'ignore'] },
    env: { ...process.env, SLUICE_TOKEN: 'none' },
  });
  try {
    await setTimeout(3_000);
    const before = ticks(child.pid!);
    await setTimeout(SECONDS * 1000);
    const share = (ticks(child.pid!) - before) / TICK / SECONDS;
    const megabytes = residentMegabytes(child.pid!);
    return {
      holds: share <= MOST.share && megabytes <= MOST.megabytes,
      says: `${(share * 100).toFixed(1)}% of a core and ${megabytes} MB, idle for ${SECONDS} s`,
    };
  } finally {
    child.kill();
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}
