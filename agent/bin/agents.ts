import { inOneLine } from '../../wire/printable.ts';
import { deviceFolders, type Health, readHealth } from './health.ts';

/** An agent of this device, as `sluice-agent status` tells it. */
export type AgentHere = Health & {
  /** Whether it runs now: one that was killed has said nothing of it. */
  running: boolean;
  folder: string;
};

/** It says so every quarter of a minute: a number of a process alone may be another's by now. */
const SILENT_FOR = 90_000;

function isRunning({ pid, at }: Health, now = Date.now()): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  return Math.abs(now - at) < SILENT_FOR;
}

/** Those that have ever run with a state folder, by name. */
export function agentsIn(state: string): AgentHere[] {
  return deviceFolders(state)
    .sort()
    .flatMap((folder) => {
      const health = readHealth(folder);
      if (!health) return [];
      return [{ ...health, running: health.state !== 'stopped' && isRunning(health), folder }];
    });
}

const ago = (ms: number): string => {
  const minutes = Math.round(ms / 60_000);
  if (minutes < 1) return 'less than a minute ago';
  if (minutes < 120) return `${minutes} minutes ago`;
  return minutes < 2880 ? `${Math.round(minutes / 60)} hours ago` : `${Math.round(minutes / 1440)} days ago`;
};

/** For people: a line on each thing that counts. */
export function agentText(agent: AgentHere, now = Date.now()): string {
  const { device, running, state, says, acknowledged, waiting, damaged, clockOffset, notToldSince, events } = agent;
  const head = !running ? '■ not running' : state === 'recording' ? '● recording' : '○ not recording';
  const since =
    agent.notDeliveringSince === undefined ? '' : `, not delivering since ${ago(now - agent.notDeliveringSince)}`;
  const lines = [`${device}: ${head}${running ? since : ''}`];
  if (running && says !== undefined)
    lines.push(
      `  paused or held up by: ${agent.by} (${agent.reason}: ${inOneLine(says)})`,
      `  what to do: ${agent.do}`,
    );
  if (running && agent.mark === 'not-shown')
    lines.push('  no mark on the screen shows it: this session has no tray that shows status icons');
  lines.push(
    `  last acknowledged: ${acknowledged.at === undefined ? 'nothing by this run' : ago(now - acknowledged.at)}`,
    `  waiting to be sent: ${waiting.frames} frames, ${waiting.bytes} bytes${waiting.since === undefined ? '' : `, the oldest of ${ago(now - waiting.since)}`}`,
  );
  if (agent.store === 'file')
    lines.push(
      '  its key lies in a file that you alone can read: this session has no key store of the system, or was told not to use it',
    );
  if (running && notToldSince !== undefined)
    lines.push(`  would not hear at once of a pause: the push channel is down since ${ago(now - notToldSince)}`);
  if (!running && waiting.frames > 0) lines.push('  what to do: start it again, and they are sent');
  if (Math.abs(clockOffset) > 60_000)
    lines.push(
      `  the clock of this device is ${Math.round(Math.abs(clockOffset) / 60_000)} minutes ${clockOffset > 0 ? 'behind' : 'ahead'}: times are put right`,
    );
  if (damaged > 0) lines.push(`  damaged on this disk, and lost: ${damaged} frames`);
  if (events.overBudget > 0) lines.push(`  left out, over the budget of a minute: ${events.overBudget} events`);
  return lines.join('\n');
}
