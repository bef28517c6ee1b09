import { inOneLine, printableJson } from '../../wire/printable.ts';
import type { Counters } from '../sdk/counters.ts';
import type { RecordingState } from '../sdk/state.ts';

/** What the person (or the program that started us) sees; never anything that was captured. */
export interface Status {
  state(device: string, state: RecordingState): void;
  result(device: string, result: RunResult): void;
}

export interface RunResult {
  collector: { events: number; skipped: Record<string, number> };
  agent: Pick<Counters, 'dropped'>;
  acked: number;
  pending: number;
}

const WORDS: Readonly<Record<RecordingState['state'], string>> = {
  recording: '● recording',
  paused: '○ not recording',
  stopped: '■ stopped',
};

/** What the agent says of itself; of what the control plane refuses, that one says the sentence. */
const REASONS: ReadonlyMap<string, string> = new Map([
  ['unreachable', 'the service does not answer'],
  ['lease-expired', 'the service has not renewed its leave to record'],
  ['put-denied', 'the stream takes nothing of this device'],
  ['spool-full', 'what waits to be sent has no more room here'],
  ['spool-failed', 'what waits to be sent cannot be kept here'],
  ['http-401', 'the login is not accepted any more: sluice login'],
]);

function reasonText({ reason, ...more }: { reason: string; sentence?: string }): string {
  const sentence = more.sentence ?? REASONS.get(reason);
  return sentence === undefined ? reason : `${reason}: ${inOneLine(sentence)}`;
}

/** A line per change of state, for people. */
export function humanStatus(write: (line: string) => void): Status {
  const last = new Map<string, string>();
  return {
    state(device, state) {
      const line = `${device}: ${WORDS[state.state]}${'reason' in state ? ` (${reasonText(state)})` : ''}`;
      if (last.get(device) !== line) write(line);
      last.set(device, line);
    },
    result(device, { collector, agent, acked, pending }) {
      const waiting = pending > 0 ? `, ${pending} frames wait to be sent` : '';
      write(`${device}: ${collector.events} events seen, frames 1 to ${acked} acknowledged${waiting}`);
      const untimely = agent.dropped.time ?? 0;
      if (untimely > 0)
        write(`${device}: ${untimely} events left out: by their time they are of no lease; is the clock right?`);
    },
  };
}

/** One JSON object a line: `{"device","state","reason"?,"sentence"?}` and at the end `{"device","result"}`. */
export function jsonStatus(write: (line: string) => void): Status {
  return {
    state: (device, state) => write(printableJson({ device, ...state })),
    result: (device, result) => write(printableJson({ device, result })),
  };
}
