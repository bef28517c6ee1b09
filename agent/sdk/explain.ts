import { type Reason, reasonOf } from './reasons.ts';
import type { RecordingState } from './state.ts';

/**
 * What a state means, and what to do about it; undefined where all is well, or over.
 *
 * @example
 * agent.on('state', (state) => {
 *   const why = explain(state);
 *   console.error(why ? `${state.state}: ${why.says}. ${why.advice}` : state.state);
 * });
 */
export function explain(state: RecordingState): (Reason & { reason: string }) | undefined {
  if (state.state === 'paused') return { reason: state.reason, ...reasonOf(state.reason, state.sentence) };
  if (state.state !== 'recording' || !state.notDelivering) return undefined;
  const { reason } = state.notDelivering;
  return { reason, ...reasonOf(reason) };
}
