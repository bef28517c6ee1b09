import type { ToWorker, View } from '../protocol.ts';

/** What the sign says when it is clicked: whether it records, why not, and a pause. */

const WORDS: Readonly<Record<View['state'], string>> = {
  recording: 'Recording',
  paused: 'Not recording',
  'paused-here': 'Paused by you',
  stopped: 'Stopped',
  'no-agent': 'Not recording',
};

const part = (id: string): HTMLElement => document.getElementById(id)!;
const say = (id: string, text: string) => {
  part(id).textContent = text;
};

function list(id: string, lines: string[], none: string): void {
  part(id).replaceChildren(
    ...(lines.length > 0 ? lines : [none]).map((line) =>
      Object.assign(document.createElement('li'), { textContent: line }),
    ),
  );
}

function show({ state, says, advice, pausedUntil, canResume, sites, recent }: View): void {
  const until = pausedUntil === undefined ? '' : ` until ${new Date(pausedUntil).toLocaleTimeString()}`;
  say('state', `${WORDS[state]}${until}`);
  say('says', says);
  say('advice', advice);
  part('pause').hidden = part('pause-30').hidden = canResume;
  part('resume').hidden = !canResume;
  const counted = recent.map(
    ({ app, counts }) =>
      `${app}: ${Object.entries(counts)
        .map(([kind, count]) => `${count} ${kind}`)
        .join(', ')}`,
  );
  list('recent', counted, 'nothing');
  list('sites', sites, 'none');
}

const ask = async (message: ToWorker) => show((await chrome.runtime.sendMessage(message)) as View);

part('pause-30').addEventListener('click', () => void ask({ type: 'pause', minutes: 30 }));
part('pause').addEventListener('click', () => void ask({ type: 'pause' }));
part('resume').addEventListener(
  'click',
  () => void ask({ type: 'resume' }).then(() => setTimeout(() => void ask({ type: 'view' }), 1_000)),
);
void ask({ type: 'view' });
