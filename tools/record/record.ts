import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { createTasks } from '../../agent/bin/task.ts';
import type { CaptureSink } from '../../agent/collectors/collector.ts';
import { createAtspiFields } from '../../agent/collectors/desktop/atspi/atspi-fields.ts';
import { createDesktopCollector } from '../../agent/collectors/desktop/desktop.ts';
import { createUiohook } from '../../agent/collectors/desktop/hook.ts';
import type { WindowInfo, WindowWatcher } from '../../agent/collectors/desktop/windows.ts';
import { createX11Windows } from '../../agent/collectors/desktop/x11-windows.ts';
import type { RecordingState } from '../../agent/sdk/state.ts';
import type { Event } from '../../wire/event.ts';
import { Hands, seeded, xdotool } from './hands.ts';
import { POINTING } from './pointing.ts';
import { type Place, SCENES, type Scene, type Step } from './script.ts';

/** Run by record.sh, in its X server: plays the script, records it, and checks what the applications say they got. */

const SCRIPTS = { session: SCENES, pointing: POINTING };
const [home, seed] = [process.env.HOME!, Number(process.argv[2] ?? 1)];
const name = (process.argv[3] ?? 'session') as keyof typeof SCRIPTS;
const scenes = SCRIPTS[name];
/** The first recording is of what agents of the first release collect. */
const everything = name !== 'session';
const program = new URL('../../programs/model-capability/', import.meta.url);
const DEADLINE = 15_000;

async function until<T>(what: string, condition: () => T | undefined | Promise<T | undefined>): Promise<T> {
  for (const start = Date.now(); Date.now() - start < DEADLINE; await pause(50)) {
    const value = await condition();
    if (value !== undefined) return value;
  }
  throw new Error(`waited in vain for ${what}`);
}

interface Played {
  scene: Scene;
  window: string;
  /** Where it is now. */
  place: Place;
  child: ChildProcess;
  output: () => string;
}

async function open(scene: Scene, windows: WindowWatcher): Promise<Played> {
  const [command, ...args] = scene.command.map((part) => part.replace('{file}', scene.name));
  if (scene.command.includes('{file}')) writeFileSync(join(home, scene.name), '');
  const child = spawn(command!, args, { cwd: home, stdio: ['ignore', 'pipe', 'ignore'] });
  let output = '';
  child.stdout!.on('data', (chunk) => {
    output += chunk;
  });
  const info = await until<WindowInfo>(`the window of ${scene.name}`, async () => {
    const focused = await windows.focused();
    return focused?.title.includes(scene.title) ? focused : undefined;
  });
  if (info.app !== scene.app) throw new Error(`${scene.name}: the collector sees ${info.app}, not ${scene.app}`);
  await put(info.window, scene.place);
  return { scene, window: info.window, place: scene.place, child, output: () => output };
}

async function put(window: string, { x, y, width, height }: Place): Promise<void> {
  const id = String(Number.parseInt(window.slice(1), 16));
  await xdotool(['windowsize', id, String(width), String(height), 'windowmove', id, String(x), String(y)]);
  await pause(500);
}

async function perform(step: Step, played: Played, hands: Hands): Promise<void> {
  const { place } = played;
  const to = ([across, down]: [number, number]) =>
    hands.move(Math.round(place.x + across * place.width), Math.round(place.y + down * place.height));
  if ('type' in step) await hands.type(step.type);
  else if ('keys' in step) await hands.press(step.keys);
  else if ('scroll' in step) await hands.scroll(step.scroll);
  else if ('pause' in step) await pause(step.pause);
  else if ('move' in step) await to(step.move);
  else if ('wander' in step) await hands.wander(place, step.wander);
  else if ('task' in step) tasks(step.task);
  else if ('place' in step) {
    await put(played.window, step.place);
    played.place = step.place;
  } else if ('holding' in step) {
    await xdotool(['keydown', step.holding]);
    for (const one of step.steps) await perform(one, played, hands);
    await xdotool(['keyup', step.holding]);
  } else if ('drag' in step) {
    await to(step.drag[0]);
    await xdotool(['mousedown', '1']);
    await to(step.drag[1]);
    await xdotool(['mouseup', '1']);
  } else {
    await to(step.click);
    await hands.click(step.button ?? 1, step.times ?? 1);
  }
}

/** What the application itself got: the recording must not be its own judge. */
function check({ scene, output }: Played): void {
  const got = scene.evidence === 'stdout' ? output() : readFileSync(join(home, scene.name), 'utf8');
  const agrees = scene.app === 'xterm' ? scene.text.includes(got) && got.length > 0 : got === scene.text;
  if (!agrees)
    throw new Error(`${scene.name}: the application got something else than the script typed: ${JSON.stringify(got)}`);
}

const windows = await createX11Windows();
const collector = createDesktopCollector({
  ...{ hook: await createUiohook(), windows },
  ...(everything && { fields: await createAtspiFields() }),
});
const events: Event[] = [];
const stop = new AbortController();
const sink: CaptureSink = {
  capture(event) {
    events.push(event);
    return 'kept';
  },
  ready: async () => {},
  ...(everything && {
    takes: () => true,
    onState: (told: (state: RecordingState) => void) => {
      told({ state: 'recording' } as RecordingState);
      return () => {};
    },
  }),
};
const tasks = createTasks(sink);
const recording = collector.run(sink, stop.signal);
const hands = new Hands(seeded(seed));
const played: Played[] = [];
for (const scene of scenes) {
  process.stderr.write(`record: ${scene.name} (${scene.app})\n`);
  const one = await open(scene, windows);
  played.push(one);
  for (const step of scene.steps) await perform(step, one, hands);
}
for (const one of played) check(one);
for (const { child } of played.toReversed()) {
  child.kill();
  await pause(300);
}
stop.abort();
const report = await recording;
if (report.skipped.uncertain) throw new Error(`${report.skipped.uncertain} keys could not be told apart: record again`);

// Distances as recorded; the day is a fixed one, so that a recording tells nothing of when and where it was made.
const DAY = Date.UTC(2026, 10, 24, 9, 0, 0);
const first = events[0]!.time;
const lines = events.map((event) => JSON.stringify({ ...event, time: DAY + event.time - first }));
writeFileSync(new URL(`${name}.ndjson`, program), `${lines.join('\n')}\n`);
const script = {
  madeBy: 'tools/record/record.sh',
  seed,
  windows: played.map(({ scene, window }) => ({
    window,
    app: scene.app,
    name: scene.name,
    text: scene.text,
    planted: scene.planted,
  })),
};
writeFileSync(new URL(`${name}.script.json`, program), `${JSON.stringify(script, null, 2)}\n`);
process.stderr.write(`record: ${events.length} events; not attributed: ${report.skipped.unattributed ?? 0}\n`);
process.exit(0);
