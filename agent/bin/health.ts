import { existsSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import type { Agent } from '../sdk/agent.ts';
import { explain } from '../sdk/explain.ts';
import { CAUSES } from '../sdk/reasons.ts';

/**
 * What a running agent says of itself, in a file of its state folder: so that whoever asks (`sluice-agent status`, a person's tray, a company's
 * inventory) needs no network, no login and no channel to it. Numbers and words, nothing of what was captured.
 */

const FILE = 'health.json';
const time = z.number();

const healthSchema = z.object({
  device: z.string(),
  pid: z.int(),
  at: time.describe('when it was written, ms'),
  since: time.describe('when the agent was started, ms'),
  state: z.enum(['recording', 'paused', 'stopped']),
  delivering: z.boolean(),
  notDeliveringSince: time.optional(),
  reason: z.string().optional(),
  by: z.enum(CAUSES).optional(),
  says: z.string().optional(),
  do: z.string().optional(),
  acknowledged: z.object({ upTo: z.number(), at: time.optional() }),
  waiting: z.object({ frames: z.number(), bytes: z.number(), since: time.optional() }),
  damaged: z.number().describe('frames in the folder that were found damaged, and are lost'),
  mark: z
    .enum(['shown', 'not-shown', 'not-asked'])
    .optional()
    .describe('whether a mark on the screen shows it; absent of agents of before there was one'),
  store: z.string().optional().describe('where the device’s key is kept: `file`, or a key store of the system'),
  notToldSince: time.optional().describe('it would not hear at once that the program is paused, ms'),
  lastRecorded: z
    .object({ until: time, reason: z.string().optional() })
    .optional()
    .describe('when it last recorded, ms, and why no longer; absent of one that never did'),
  clockOffset: z.number().describe('ms by which the program is ahead of this device'),
  events: z.object({ kept: z.number(), overBudget: z.number(), discarded: z.number(), untimely: z.number() }),
});
export type Health = z.infer<typeof healthSchema>;

export function healthOf(
  device: string,
  agent: Agent,
  since: number,
  shown: Pick<Health, 'mark' | 'store' | 'lastRecorded'>,
): Health {
  const { state, counters } = agent;
  const why = explain(state);
  const waiting = agent.waitingSince;
  return {
    device,
    pid: process.pid,
    at: Date.now(),
    since,
    state: state.state,
    delivering: state.state !== 'recording' || !state.notDelivering,
    ...(state.state === 'recording' && state.notDelivering && { notDeliveringSince: state.notDelivering.since }),
    ...(why && { reason: why.reason, by: why.by, says: why.says, do: why.advice }),
    acknowledged: {
      upTo: agent.acked,
      ...(agent.lastAcknowledged !== undefined && { at: agent.lastAcknowledged }),
    },
    waiting: { frames: agent.pending, bytes: agent.pendingBytes, ...(waiting !== undefined && { since: waiting }) },
    damaged: counters.framesDamaged,
    ...shown,
    ...(agent.notToldSince !== undefined && { notToldSince: agent.notToldSince }),
    clockOffset: Math.round(agent.clockOffset),
    events: {
      kept: counters.kept,
      overBudget: counters.overBudget,
      discarded: counters.discarded,
      untimely: counters.dropped.time ?? 0,
    },
  };
}

/** A full disk is the agent's own state, and no reason for another failure here. */
export function writeHealth(folder: string, health: Health): void {
  try {
    const beside = join(folder, `${FILE}.new`);
    writeFileSync(beside, `${JSON.stringify(health)}\n`, { mode: 0o600 });
    renameSync(beside, join(folder, FILE));
  } catch {}
}

export function readHealth(folder: string): Health | undefined {
  try {
    return healthSchema.parse(JSON.parse(readFileSync(join(folder, FILE), 'utf8')));
  } catch {
    return undefined;
  }
}

/** Folders of devices below a state folder. */
export function deviceFolders(state: string): string[] {
  if (!existsSync(state)) return [];
  const below = readdirSync(state, { withFileTypes: true, recursive: true });
  return below.filter((entry) => entry.isFile() && entry.name === FILE).map(({ parentPath }) => parentPath);
}
