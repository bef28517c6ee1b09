import type { RecordingState } from '../sdk/state.ts';

/** What a person may choose at the mark. */
export const CHOICES = ['pause', 'resume', 'stop'] as const;
export type Choice = (typeof CHOICES)[number];

/** What the mark shows; words and numbers, nothing of what was captured. */
export interface SignView {
  /** Shapes differ, not colours alone. `trouble`: it records, and does not deliver. */
  mark: 'recording' | 'trouble' | 'paused' | 'stopped';
  /** One line: what it does. */
  title: string;
  /** What can be read there, and not chosen. */
  lines: readonly string[];
  choices: readonly { choice: Choice; words: string }[];
}

/** A mark on the screen of the session that the agent runs in. */
export interface Sign {
  /** Whether something shows it now: a session may have no tray, or lose it. */
  readonly visible: boolean;
  onVisible(changed: (visible: boolean) => void): void;
  onChoice(chosen: (choice: Choice) => void): void;
  show(view: SignView): void;
  close(): void;
}

/** The agent as the mark shows it. */
export interface Shown {
  state: RecordingState;
  /** What is in the way or whose doing it is, in words, with what to do; absent where all is well. */
  why?: { says: string; advice: string } | undefined;
  /** ms; when a pause of one's own ends by itself. */
  pausedUntil?: number | undefined;
  recent: readonly { app: string; counts: Readonly<Record<string, number>> }[];
  /** For which the counts are, minutes. */
  recentMinutes: number;
}

/** Programs that the mark lists. */
const MOST_APPS = 8;
/** Longer names are cut: a menu is as wide as its longest line. */
const LONGEST_NAME = 40;
export const PAUSE_MINUTES = 30;

const clock = (ms: number) => new Date(ms).toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' });
const cut = (name: string) => (name.length > LONGEST_NAME ? `${name.slice(0, LONGEST_NAME - 1)}…` : name);
const counted = (counts: Readonly<Record<string, number>>) =>
  Object.entries(counts)
    .map(([kind, count]) => `${count} ${kind}`)
    .join(', ');

export function viewOf({ state, why, pausedUntil, recent, recentMinutes }: Shown): SignView {
  const isPaused = state.state === 'paused';
  const own = isPaused && state.reason === 'paused-here';
  const mark = state.state === 'recording' && state.notDelivering ? 'trouble' : state.state;
  const titles = {
    recording: 'Sluice records what you do here',
    trouble: 'Sluice records, and cannot deliver',
    paused: own
      ? `You paused Sluice${pausedUntil === undefined ? '' : ` until ${clock(pausedUntil)}`}`
      : 'Sluice does not record',
    stopped: 'Sluice has stopped',
  };
  const reasons = why && !own ? [why.says, why.advice] : [];
  const happened = recent.slice(0, MOST_APPS).map(({ app, counts }) => `${cut(app)}: ${counted(counts)}`);
  const more = recent.length > MOST_APPS ? [`and ${recent.length - MOST_APPS} programs more`] : [];
  const just =
    recent.length === 0
      ? [`Nothing was recorded in the last ${recentMinutes} minutes`]
      : [`Recorded in the last ${recentMinutes} minutes:`, ...happened, ...more];
  const stopped = state.state === 'stopped';
  return {
    mark,
    title: titles[mark],
    lines: [...reasons, ...(stopped ? [] : just)],
    choices: stopped
      ? []
      : [
          own
            ? { choice: 'resume', words: 'Go on recording' }
            : { choice: 'pause', words: `Pause for ${PAUSE_MINUTES} minutes` },
          { choice: 'stop', words: 'Stop' },
        ],
  };
}
