import type { CaptureResult } from '../../../agent/sdk/state.ts';

/** What the storm's processes and its driver tell each other, and what stands in their logs. */

/** Events that one agent may be given, at most: an event's number names the agent and which of its own it is. */
export const OF_AN_AGENT = 100_000;
export const idOf = (at: number, seq: number): number => at * OF_AN_AGENT + seq;

export const outcomeSigns = {
  kept: 'k',
  filtered: 'f',
  'not-recording': 'n',
  'over-budget': 'b',
  'back-pressure': 'p',
  'too-large': 't',
} as const satisfies Record<CaptureResult, string>;

const NAMES = Object.fromEntries(Object.entries(outcomeSigns).map(([name, sign]) => [sign, name]));

export interface Orders {
  api: string;
  log: string;
  /** Events that each agent is given. */
  quota: number;
  /** `next`: the first event that it was not given yet. */
  agents: { at: number; device: string; folder: string; next: number }[];
}

/** Between the two, ms of this machine, they are given. */
export interface Span {
  from: number;
  to: number;
}

export type Report =
  | { started: number; states: Record<string, number> }
  | { states: Record<string, number> }
  | { ended: { at: number; pending: number }[] };

/** What became of an event, as the driver knows it without asking the cloud. */
export interface Given {
  /** `kept`, why not, or `unknown`: the process was killed before the agent had said so. */
  outcome: string;
  /** ms, of this machine. */
  moment: number;
  /** Of the process that it was given to. */
  log: string;
}

export interface Log {
  /** By `idOf`. */
  given: Map<number, Given>;
  /** Digests of frames that the stream acknowledged: a clone sends what waited in the folder that it was copied from, and that is the same frame. */
  acknowledged: Set<string>;
  /** By `log at`, what an agent said when it was ended: events that it kept and threw away unsealed, and frames that wait in its folder. Of one that was killed there is none. */
  ended: Map<string, { discarded: number; waiting: number }>;
}

/** @param text the last line may be cut by a kill */
export function readLog(name: string, text: string, into: Log): void {
  for (const line of text.split('\n').slice(0, -1)) {
    const [what, at_, ...rest] = line.split(' ') as [string, string, ...string[]];
    const at = Number(at_);
    if (what === 'p') {
      const [first, count] = rest.map(Number) as [number, number];
      for (let one = 0; one < count; one++)
        into.given.set(idOf(at, first + one), { outcome: 'unknown', moment: Number.NaN, log: name });
    } else if (what === 'r') {
      const [first, signs, why, moment] = rest as [string, string, string, string];
      for (const [one, sign] of [...signs].entries()) {
        const outcome = sign === 'n' ? `not-recording: ${why}` : NAMES[sign]!;
        into.given.set(idOf(at, Number(first) + one), { outcome, moment: Number(moment), log: name });
      }
    } else if (what === 'a') {
      into.acknowledged.add(rest.join(' '));
    } else if (what === 'c') {
      into.ended.set(`${name} ${at}`, JSON.parse(rest.join(' ')) as { discarded: number; waiting: number });
    }
  }
}

export const newLog = (): Log => ({
  given: new Map(),
  acknowledged: new Set(),
  ended: new Map(),
});

/** Of an agent: the first event that no line of the log says it was given. */
export function nextOf(log: Log, at: number): number {
  let next = 0;
  while (log.given.has(idOf(at, next))) next++;
  return next;
}
