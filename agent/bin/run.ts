import { readFileSync } from 'node:fs';
import type { Readable, Writable } from 'node:stream';
import { type BrowserCollector, createBrowserCollector } from '../collectors/browser/browser.ts';
import type { Collector } from '../collectors/collector.ts';
import { createSystemDesktopCollector } from '../collectors/desktop/create.ts';
import { createReplayCollector, readSession } from '../collectors/replay.ts';
import { stamping } from '../collectors/stamp.ts';
import { createStdinCollector } from '../collectors/stdin.ts';
import { createAgent } from '../sdk/agent.ts';
import { systemClock } from '../sdk/clock.ts';
import { type ControlApi, createControlApi } from '../sdk/control-api.ts';
import {
  CredentialError,
  moveIntoStore,
  openCredential,
  type SeenCredential,
  writeCredential,
} from '../sdk/credential-file.ts';
import { createDeviceApi } from '../sdk/device-credential.ts';
import { createDiskSpool } from '../sdk/disk-spool.ts';
import { SpoolError } from '../sdk/errors.ts';
import { createKinesisSink } from '../sdk/kinesis.aws.ts';
import { makePrivate } from '../sdk/private-folder.ts';
import { isPassing, reasonOf } from '../sdk/reasons.ts';
import type { Spool } from '../sdk/spool.ts';
import type { RecordingState } from '../sdk/state.ts';
import { createSystemSign } from '../sign/create.ts';
import { noting, Recent } from '../sign/recent.ts';
import type { Sign } from '../sign/sign.ts';
import { AGENT_VERSION } from '../version.ts';
import { deviceFolder } from './folder.ts';
import { type Health, healthOf, readHealth, writeHealth } from './health.ts';
import { notingFilters } from './kept-filter.ts';
import { RecordedUntil } from './last-recorded.ts';
import { keepMark } from './mark.ts';
import { EXIT, type Identity, type RunOptions } from './options.ts';
import type { Status } from './status.ts';
import { createTasks, doorOf, openTaskDoor } from './task.ts';
import { type Wish, wishes, writeWish } from './wish.ts';

export interface RunEnvironment {
  stdin: Readable;
  /** Of a collector that answers, to the program that started it. */
  stdout: Writable;
  status: Status;
  /** Aborts when the person presses stop. */
  signal: AbortSignal;
}

/** Runs one agent per identity until its collector ends. @returns the exit code */
export async function run(options: RunOptions, environment: RunEnvironment): Promise<number> {
  const { status, signal } = environment;
  const collectors = await createCollectors(options, environment);
  const codes = await Promise.all(
    options.identities.map((identity, at) => runOne(options, identity, collectors[at]!, status, signal)),
  );
  // The worst of them; all of one code when there is one subject.
  return codes.find((code) => code === EXIT.refused) ?? Math.max(...codes);
}

async function createCollectors(
  options: RunOptions,
  { stdin, stdout, status }: RunEnvironment,
): Promise<(Collector | BrowserCollector)[]> {
  switch (options.collector) {
    case 'desktop':
      return [await createSystemDesktopCollector()];
    case 'browser':
      return [createBrowserCollector({ input: stdin, output: stdout, version: AGENT_VERSION })];
    case 'stdin': {
      const { device } = options.identities[0]!;
      return [createStdinCollector(stdin, (line, reason) => status.line(device, line, reason))];
    }
    case 'replay': {
      const events = readSession(readFileSync(options.session!));
      const { speed, loops } = options;
      return options.identities.map(() => createReplayCollector({ events, speed, loops }));
    }
  }
}

/** How often the state folder says how the agent is, beside each change of state, ms. */
const HEALTH_EVERY = 15_000;

async function runOne(
  options: RunOptions,
  identity: Identity,
  collector: Collector | BrowserCollector,
  status: Status,
  signal: AbortSignal,
): Promise<number> {
  const { device } = identity;
  const folder = deviceFolder(options.state, options.api, device);
  const spool = await opened(folder, device).catch((error) => {
    // Where nothing can be written there is no state to look into: it is said here alone.
    if (error instanceof SpoolError) status.state(device, { state: 'stopped', reason: 'spool-failed' });
    throw error;
  });
  const store = storedIn(options, identity);
  const recent = new Recent();
  const sign = options.mark ? await createSystemSign() : undefined;
  const agent = createAgent({
    device,
    mark: () => sign?.visible === true || ('visible' in collector && collector.visible),
    api: notingFilters(apiOf(options, identity), folder),
    sink: createKinesisSink(),
    spool,
  });
  const began = Date.now();
  const lastRecorded = readHealth(folder)?.lastRecorded;
  const recorded = new RecordedUntil(lastRecorded);
  const tell = () => {
    const now = recorded.at(Date.now());
    const shown = {
      mark: markOf(options, sign ?? collector),
      ...(store && { store }),
      ...(now && { lastRecorded: now }),
    };
    writeHealth(folder, healthOf(device, agent, began, shown));
  };
  const telling = setInterval(tell, HEALTH_EVERY);
  telling.unref();
  agent.on('state', (state) => {
    recorded.see(state, Date.now());
    // Before it is said: who hears of it and looks, sees it.
    tell();
    status.state(device, state);
  });
  tell();
  status.state(device, agent.state);
  const mark = sign && keepMark(sign, agent, recent, folder);
  if ('visible' in collector) {
    collector.onVisible(() => agent.markChanged());
    // As the menu of the mark does it: without a network, and over a restart.
    collector.onChoice({
      pause: (until) => writeWish(folder, { wish: 'pause', ...(until !== undefined && { until }) }),
      resume: () => writeWish(folder, { wish: 'record', at: Date.now() }),
    });
  }

  const given = new GivingUp(options);
  agent.on('state', (state) => given.see(state));
  const stopped = new AbortController();
  const ended = AbortSignal.any([signal, given.signal, stopped.signal]);
  const obey = (wish: Wish | undefined) => {
    if (wish?.wish === 'pause')
      agent.pauseHere(wish.until === undefined ? undefined : Math.max(0, wish.until - Date.now()));
    else if (wish?.wish === 'stop') stopped.abort();
    else void agent.resume();
  };
  const { first: wish, end: unwatch } = wishes(folder, began, obey);
  // A lost answer is asked for again meanwhile: an input waits, a desktop is there all day.
  if (wish) obey(wish);
  else await agent.start();
  const noted = Object.assign(noting(agent, recent), lastRecorded && { lastRecorded });
  const isDesktop = options.collector === 'desktop';
  const sink = isDesktop ? stamping(noted) : noted;
  const closeDoor = isDesktop ? await openTaskDoor(doorOf(folder), createTasks(sink)) : () => {};
  const report = await collector.run(sink, ended);
  closeDoor();
  unwatch();
  given.end();
  const byPerson = signal.aborted || stopped.signal.aborted;
  const gaveUp = byPerson ? undefined : given.reason;
  await agent.stop(gaveUp ?? (byPerson ? 'user' : 'end of input'));
  clearInterval(telling);
  mark?.end();
  tell();
  status.result(device, {
    collector: report,
    agent: agent.counters,
    acked: agent.acked,
    pending: agent.pending,
    ...(gaveUp !== undefined && { gaveUp }),
  });
  if (gaveUp !== undefined) return EXIT.refused;
  return agent.pending > 0 ? EXIT.pending : EXIT.done;
}

/** @throws SpoolError in words where the folder is full, read-only, or of somebody else */
async function opened(folder: string, device: string): Promise<Spool> {
  try {
    makePrivate(folder);
    return await createDiskSpool({ folder, device });
  } catch (cause) {
    const { code, syscall } = cause as NodeJS.ErrnoException;
    if (code === undefined || syscall === undefined) throw cause;
    throw new SpoolError(`${folder} cannot be written (${code}). ${reasonOf('spool-failed').advice}`, { cause });
  }
}

/** A browser has a sign of its own, in its toolbar. */
const markOf = ({ mark }: RunOptions, sign: Sign | Collector | BrowserCollector): Health['mark'] => {
  if (!mark && !('visible' in sign)) return 'not-asked';
  return 'visible' in sign && sign.visible ? 'shown' : 'not-shown';
};

function apiOf({ api: url }: RunOptions, { credential, token }: Identity): ControlApi {
  if (!credential) return createControlApi({ url, token: token! });
  const { file } = credential;
  return createDeviceApi({
    credential: async () => {
      const opened = await openCredential(file);
      if (!opened) throw new CredentialError(`${file} is gone: enrol this device again`);
      return opened;
    },
    // The address may be another one by now than at the enrolment; whom it is for is in the proof.
    url,
    save: (changed) => writeCredential(file, changed),
  });
}

/** Where the device's key is kept, once one that lies in a file went into the system's key store, if there is one. */
function storedIn({ store }: RunOptions, { credential }: Identity): SeenCredential['store'] | undefined {
  if (!credential) return undefined;
  return moveIntoStore(credential.file, store)?.store ?? credential.seen.store;
}

/**
 * A file or a pipe can wait, and does: for a gate that opens again, for a network. It is given up when a person has to do something first, or after so
 * long; what was not read by then is not lost. A desktop is never given up.
 */
class GivingUp {
  readonly #controller = new AbortController();
  readonly #waitMs: number | undefined;
  #cancel: (() => void) | undefined;
  #last = 'starting';
  /** Why it was given up. */
  reason: string | undefined;

  constructor({ collector, waitMinutes }: RunOptions) {
    if (collector === 'stdin' || collector === 'replay') this.#waitMs = waitMinutes * 60_000;
    this.see({ state: 'paused', reason: 'starting' });
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  see(state: RecordingState): void {
    if (this.#waitMs === undefined || this.signal.aborted) return;
    if (state.state !== 'paused' || state.reason === 'resting') this.end();
    else if (!isPassing(state.reason)) this.#give(state.reason);
    else {
      this.#last = state.reason;
      this.#cancel ??= systemClock.after(this.#waitMs, () => this.#give(this.#last));
    }
  }

  #give(reason: string): void {
    this.reason = reason;
    this.#controller.abort();
    this.end();
  }

  end(): void {
    this.#cancel?.();
    this.#cancel = undefined;
  }
}
