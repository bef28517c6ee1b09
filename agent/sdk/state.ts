import type { ReasonName } from './reasons.ts';

/** What the person sees, and what collectors act on. `explain` says in words what each means, and what to do. */
export type RecordingState =
  | {
      state: 'recording';
      /** Sealed, and not acknowledged for longer than two flushes: `since` when (ms on this device) the oldest of it was sealed, and why. */
      notDelivering?: { since: number; reason: ReasonName };
    }
  /** Nothing is captured now; may go on by itself. `reason` is a word of the agent's own or the control plane's refusal; `sentence` says that one for people. */
  | { state: 'paused'; reason: string; sentence?: string }
  /** Nothing is captured any more. */
  | { state: 'stopped'; reason: string };

/** Reasons of the agent's own; beside them stand the refusals of the control plane, e.g. `gate-closed`. */
export const PAUSE_REASONS = [
  'starting',
  'unreachable',
  'no-answer',
  'no-name',
  'proxy-unreachable',
  'proxy-login',
  'proxy-refused',
  'proxy-setting',
  'pac-not-readable',
  'captive-portal',
  'certificate',
  'clock-wrong',
  'service-failing',
  'service-busy',
  'answer-unknown',
  'resting',
  'lease-expired',
  'put-denied',
  'spool-full',
  'spool-failed',
  'spool-of-another',
  'gate-closed-push',
  'push-down',
  'paused-here',
  'no-mark',
] as const satisfies readonly ReasonName[];

const detailOf = (state: RecordingState): string => {
  if (state.state !== 'recording') return state.reason;
  return state.notDelivering ? `${state.notDelivering.since} ${state.notDelivering.reason}` : '';
};

export const sameState = (a: RecordingState, b: RecordingState): boolean =>
  a.state === b.state && detailOf(a) === detailOf(b);

/** What became of one captured event. */
export type CaptureResult =
  | 'kept'
  /** Not recording: nothing of it was looked at. */
  | 'not-recording'
  /** The filter dropped it. */
  | 'filtered'
  /** Over the disclosure's events per minute. */
  | 'over-budget'
  /** Frames do not leave as fast as events come: wait for `ready()`. */
  | 'back-pressure'
  /** One event that no frame can hold. */
  | 'too-large';
