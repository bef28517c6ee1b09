import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { repository } from '../local/layout.ts';

/** Share of a core, and MB. */
const MOST = { share: 0.01, megabytes: 150 };
const SECONDS = 10;
/** Of a clock tick in /proc, Linux. */
const TICK = 100;

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
    const status = readFileSync(`/proc/${child.pid}/status`, 'utf8');
    const megabytes = Math.round(Number(/VmRSS:\s+(\d+)/.exec(status)![1]) / 1024);
    return {
      holds: share <= MOST.share && megabytes <= MOST.megabytes,
      says: `${(share * 100).toFixed(1)}% of a core and ${megabytes} MB, idle for ${SECONDS} s`,
    };
  } finally {
    child.kill();
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** Of user and system. */
function ticks(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return Number(fields[11]) + Number(fields[12]);
}
