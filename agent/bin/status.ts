import { inOneLine, printableJson } from '../../wire/printable.ts';
import type { Counters } from '../sdk/counters.ts';
import { explain } from '../sdk/explain.ts';
import type { RecordingState } from '../sdk/state.ts';

/** What the person (or the program that started us) sees; never anything that was captured. */
export interface Status {
  state(device: string, state: RecordingState): void;
  /** A line of the input that was not recorded though it should have been. */
  line(device: string, number: number, reason: string): void;
  result(device: string, result: RunResult): void;
}

export interface RunResult {
  collector: { events: number; skipped: Record<string, number>; lines?: number };
  agent: Pick<Counters, 'dropped' | 'overBudget' | 'discarded' | 'framesDamaged'>;
  acked: number;
  pending: number;
  /** Why it was given up before the input's end, where it was. */
  gaveUp?: string;
}

const WORDS: Readonly<Record<RecordingState['state'], string>> = {
  recording: '● recording',
  paused: '○ not recording',
  stopped: '■ stopped',
};

/** Lines that are told one by one; a recorder that is wrong in each of them is told by then. */
const LINES_TOLD = 50;

const clockTime = (ms: number) => new Date(ms).toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' });

/** A state in words: what it is, whose doing, and what to do. */
export function stateText(state: RecordingState): string {
  const why = explain(state);
  if (!why) return 'reason' in state ? `${WORDS[state.state]} (${state.reason})` : WORDS[state.state];
  const since =
    state.state === 'recording' && state.notDelivering
      ? `, not delivering since ${clockTime(state.notDelivering.since)}`
      : '';
  return `${WORDS[state.state]}${since} (${why.reason}: ${inOneLine(why.says)}). ${why.advice}`;
}

/** What was left out, in words; nothing where nothing was. */
function losses({ collector, agent, gaveUp }: RunResult): string[] {
  const skipped = Object.entries(collector.skipped).map(([reason, count]) => `${count} ${reason}`);
  const { overBudget, discarded, framesDamaged, dropped } = agent;
  const untimely = dropped.time ?? 0;
  return [
    ...(skipped.length > 0 ? [`left out: ${skipped.join(', ')}`] : []),
    ...(overBudget > 0
      ? [`${overBudget} events left out: more than the disclosure lets a device send in a minute`]
      : []),
    ...(untimely > 0 ? [`${untimely} events left out: by their time they are of no lease; is the clock right?`] : []),
    ...(discarded > 0 ? [`${discarded} events thrown away unsent: recording had to stop`] : []),
    ...(framesDamaged > 0 ? [`${framesDamaged} frames were damaged on this disk, and are lost`] : []),
    ...(gaveUp === undefined
      ? []
      : [`given up (${gaveUp}) after ${collector.lines ?? 0} lines: the rest was not read`]),
  ];
}

/** A line per change of state, for people. */
export function humanStatus(write: (line: string) => void): Status {
  const last = new Map<string, string>();
  let told = 0;
  return {
    state(device, state) {
      const line = `${device}: ${stateText(state)}`;
      if (last.get(device) !== line) write(line);
      last.set(device, line);
    },
    line(device, number, reason) {
      if (++told <= LINES_TOLD) write(`${device}: line ${number}: ${reason}`);
      else if (told === LINES_TOLD + 1) write(`${device}: further lines are counted, and told at the end`);
    },
    result(device, result) {
      const { collector, acked, pending } = result;
      const waiting = pending > 0 ? `, ${pending} frames wait to be sent` : '';
      write(`${device}: ${collector.events} events seen, frames 1 to ${acked} acknowledged${waiting}`);
      for (const loss of losses(result)) write(`${device}: ${loss}`);
    },
  };
}

/**
 * One JSON object a line: `{"device","state","reason"?,"by"?,"says"?,"do"?,"notDelivering"?}`, `{"device","line","reason"}` of an input's line that was left out,
 * and at the end `{"device","result"}`.
 */
export function jsonStatus(write: (line: string) => void): Status {
  return {
    state(device, state) {
      const why = explain(state);
      write(printableJson({ device, ...state, ...(why && { by: why.by, says: why.says, do: why.advice }) }));
    },
    line: (device, line, reason) => write(printableJson({ device, line, reason })),
    result: (device, result) => write(printableJson({ device, result })),
  };
}
