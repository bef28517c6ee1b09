import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { bring } from './bring.ts';
import { endCommands, endLeftCommands } from './command.ts';
import { type App, deployedFingerprint, fingerprint, requireInstalled, synthesize } from './deploy.ts';
import { control, healthyPort, killEmulator, leavingMs, requirePort, startEmulator, stopEmulator } from './emulator.ts';
import { account, clientSettings, commandEnvironment } from './environment.ts';
import type { FaultCounts, FaultRules } from './faults.ts';
import { type Layout, layoutOf, prepare, repository } from './layout.ts';
import { lock } from './lock.ts';
import { logLines } from './log-lines.ts';
import { holdPoller, killPoller, startPoller, stopPoller } from './poller-process.ts';
import { Python } from './python.ts';
import { snapshot } from './snapshot.ts';
import { type Outputs, Stacks } from './stacks.ts';
import { stopwatch } from './stopwatch.ts';
import { type CloudTrailRecord, readTrail } from './trail.ts';

export interface LocalCloudOptions {
  /** Everything of this cloud lives below. Two clouds need two folders. @default `.local` in the repository */
  dir?: string;
  /** 0 takes any free port. @default SLUICE_LOCAL_PORT, or 4600 */
  port?: number;
  /** Whether stacks are deployed, or only the emulator is started. @default true */
  deploy?: boolean;
  /** CDK context, as with `cdk deploy -c`. @default none */
  context?: Record<string, string>;
  /** Folder with the cdk.json of the app. @default the repository */
  project?: string;
  /** The cloud outlives this process, as with `npm run local`. @default false: it ends with it, however it ends */
  keep?: boolean;
  /** @default false */
  quiet?: boolean;
  /** Gets one line a step. @default console.log, unless quiet */
  onProgress?(line: string): void;
}

export interface LocalCloud {
  endpoint: string;
  region: string;
  account: string;
  /** For child processes and SDK clients: endpoint, Region, and the administrator's credentials. */
  env: Record<string, string>;
  outputs: Outputs;
  /** The same as a file, in the form of `cdk deploy --outputs-file`. */
  outputsFile: string;
  /** All calls so far in CloudTrail's record format. */
  trail(): Promise<CloudTrailRecord[]>;
  /** Replaces the rules by which faults are injected; `{ rules: [] }` ends them. */
  faults(rules: FaultRules): Promise<void>;
  /** How often each rule has matched and struck, in the order of the rules. */
  faultCounts(): Promise<FaultCounts>;
  /** Lines that a function (name or ARN) has logged, oldest first. */
  logs(functionName: string): Promise<string[]>;
  /** Shrinks the waits of Step Functions to this share of their time; 1 restores them. */
  scaleWaits(share: number): Promise<void>;
  /**
   * Stops the Kinesis event source in its tracks, so that what is put from now on stands in the stream unread, until the returned
   * function is called. For showing what happens to frames that are under way.
   */
  holdEventSource(): () => void;
  /** Copies everything that the cloud holds, in memory and on disk, to a folder. `heldValues` reads it. */
  snapshot(dir: string): Promise<void>;
  /** Stops what this call started; a cloud that already ran stays. */
  stop(): Promise<void>;
}

/** The port that the environment asks for. */
const defaultPort = () => Number(process.env.SLUICE_LOCAL_PORT ?? 4600);
/** Clouds that are being started by this process and are of no use yet. */
const unfinished = new Set<{ layout: Layout; unlock: () => void }>();

/**
 * Starts a local cloud and deploys the app, or takes up the one that is there.
 * @throws LocalCloudError when something outside has to be mended; nothing half-started is left then.
 */
export async function startLocalCloud(options: LocalCloudOptions = {}): Promise<LocalCloud> {
  const layout = layoutOf(resolve(options.dir ?? join(repository, '.local')));
  const region = process.env.AWS_REGION ?? 'us-east-1';
  const progress = stopwatch(options.onProgress ?? (options.quiet ? () => {} : (line) => console.log(line)));
  requireInstalled();
  const unlock = lock(layout);
  const keep = options.keep ?? false;
  const attempt = { layout, unlock };
  unfinished.add(attempt);
  let started = false;
  let synthesis: Promise<void> | undefined;
  try {
    prepare(layout);
    endLeftCommands(layout.run);
    const wantedPort = options.port ?? defaultPort();
    const app: App = { project: options.project ?? repository, context: options.context ?? {} };
    const print = options.deploy === false ? undefined : fingerprint(app);
    const runningPort = await healthyPort(layout);
    const reuse =
      runningPort !== undefined && (options.port === undefined || options.port === runningPort || options.port === 0);
    if (!reuse) {
      // An emulator that hangs, or listens on a port that is no longer wanted.
      const left = await stopProcesses(layout);
      await requirePort(wantedPort, left ? leavingMs : 0);
    }

    // What does not need each other runs side by side: the app is synthesized while Python's packages are installed.
    const fresh = print !== undefined && print !== deployedFingerprint(layout);
    if (fresh) {
      const placeholder = `http://127.0.0.1:${wantedPort}`; // synthesis calls nothing
      synthesis = progress('App synthesized', synthesize(app, layout, commandEnvironment(placeholder, region, layout)));
      synthesis.catch(() => {}); // reported where it is awaited
    }

    let port = runningPort;
    if (!reuse || port === undefined) {
      const python = new Python({ notes: layout.run });
      if (!python.ready()) await progress('Python environment made', python.ensure());
      started = true;
      port = await progress('Emulator started', startEmulator(layout, { port: wantedPort, region, owned: !keep }));
    } else progress.note(`Emulator already running on port ${port}`);
    const endpoint = `http://127.0.0.1:${port}`;
    if (await startPoller(layout, { endpoint, region, owned: !keep })) progress.note('Kinesis event source started');

    const stacks = new Stacks(endpoint, region);
    let outputs: Outputs = {};
    try {
      if (print !== undefined) {
        await bring(stacks, { layout, app, print, endpoint, region, progress, synthesis });
        outputs = await stacks.outputs();
        writeFileSync(layout.outputs, `${JSON.stringify(outputs, null, 2)}\n`);
      }
    } finally {
      stacks.close();
    }
    if (keep) unlock();
    return cloudOf({ layout, endpoint, region, outputs, started, unlock });
  } catch (error) {
    endCommands(layout.run);
    await synthesis?.catch(() => {});
    if (started) await stopProcesses(layout, false);
    unlock();
    throw error;
  } finally {
    unfinished.delete(attempt);
  }
}

/**
 * For a signal handler: ends at once, without waiting, whatever was begun for clouds that are not up yet. Nothing
 * half-started is left.
 */
export function interruptLocalCloud(): void {
  for (const { layout, unlock } of unfinished) {
    endCommands(layout.run);
    killPoller(layout);
    killEmulator(layout);
    new Python().discardHalfMade();
    unlock();
  }
}

interface Parts {
  layout: Layout;
  endpoint: string;
  region: string;
  outputs: Outputs;
  started: boolean;
  unlock: () => void;
}

function cloudOf({ layout, endpoint, region, outputs, started, unlock }: Parts): LocalCloud {
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  return {
    endpoint,
    region,
    account,
    env: clientSettings(endpoint, region, layout),
    outputs,
    outputsFile: layout.outputs,
    trail: () => readTrail(layout.trail),
    faults: async (rules) => {
      await control(endpoint, 'faults', rules);
    },
    faultCounts: async () => (await control<{ rules: FaultCounts }>(endpoint, 'faults')).rules,
    logs: (functionName) => logLines({ endpoint, region, credentials }, functionName),
    scaleWaits: async (share) => {
      const body = JSON.stringify({ 'stepfunctions._SFN_WAIT_SCALE': String(share) });
      const response = await fetch(`${endpoint}/_ministack/config`, { method: 'POST', body });
      if (!response.ok) throw new Error(`local cloud: waits: ${response.status}`);
    },
    holdEventSource: () => holdPoller(layout),
    snapshot: (dir) => snapshot(layout, endpoint, resolve(dir)),
    stop: async () => {
      if (started) await stopProcesses(layout);
      unlock();
    },
  };
}

async function stopProcesses(layout: Layout, save = true): Promise<boolean> {
  const poller = await stopPoller(layout);
  const emulator = await stopEmulator(layout, save);
  return poller || emulator;
}

/** Stops the cloud of a folder, whoever started it. True when there was one. */
export async function stopLocalCloud(dir?: string): Promise<boolean> {
  return stopProcesses(layoutOf(resolve(dir ?? join(repository, '.local'))));
}
