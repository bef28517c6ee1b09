import { readdirSync, readFileSync } from 'node:fs';

/** What a process takes of a machine, as Linux counts it. */

/** Ticks a second in /proc. */
export const TICK = 100;

/** Of user and system. */
export function ticks(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return Number(fields[11]) + Number(fields[12]);
}

/** Seconds of a core that its threads have run, to the nanosecond: what runs for less than a tick at a time is in it. */
export function processorSeconds(pid: number): number {
  const ran = readdirSync(`/proc/${pid}/task`).map((task) => {
    const [ns] = readFileSync(`/proc/${pid}/task/${task}/schedstat`, 'utf8').split(' ');
    return Number(ns) / 1e9;
  });
  return ran.reduce((sum, seconds) => sum + seconds, 0);
}

export function residentMegabytes(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Math.round(Number(/VmRSS:\s+(\d+)/.exec(status)![1]) / 1024);
}
