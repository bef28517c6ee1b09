/** What the person sees, and what collectors act on. */
export type RecordingState =
  | { state: 'recording' }
  /** Nothing is captured now; may go on by itself. `reason` is a word of `PAUSE_REASONS`, or the control plane's refusal; `sentence` says that one for people. */
  | { state: 'paused'; reason: string; sentence?: string }
  /** Nothing is captured any more. */
  | { state: 'stopped'; reason: string };

/** Reasons of the agent's own; beside them stand the refusals of the control plane, e.g. `gate-closed`. */
export const PAUSE_REASONS = [
  'starting',
  'unreachable',
  'lease-expired',
  'put-denied',
  'spool-full',
  'spool-failed',
] as const;

export const sameState = (a: RecordingState, b: RecordingState): boolean =>
  a.state === b.state && ('reason' in a ? a.reason : '') === ('reason' in b ? b.reason : '');

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
