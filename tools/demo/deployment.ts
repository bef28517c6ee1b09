import { readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { parseDocument } from 'yaml';
import type { Disclosure } from '../../core/disclosure/disclosure.ts';
import { parseDisclosure } from '../../core/disclosure/parse.ts';
import { type LocalCloud, startLocalCloud } from '../local/index.ts';

/** A program deployed into a local cloud, and how to reach it. */
export interface Deployment {
  cloud: LocalCloud;
  endpoint: string;
  /** Of all stacks together. */
  outputs: Record<string, string>;
  disclosure: Disclosure;
  /** For SDK clients of the account's administrator. */
  clientConfig: {
    endpoint: string;
    region: string;
    credentials: { accessKeyId: string; secretAccessKey: string };
    /** Options, not an instance: a client that is destroyed takes its handler with it. */
    requestHandler: { connectionTimeout: number; requestTimeout: number };
  };
}

export interface DeploymentOptions {
  /** Folder of the cloud, inside the project. */
  dir: string;
  port?: number;
  keep?: boolean;
  onProgress?: (line: string) => void;
  /** What the disclosure says otherwise, besides its times. @default nothing */
  disclosure?: DisclosureChange[];
  /** Options of the stage (lib/config.ts), over those of the demo. @default none */
  stage?: Record<string, unknown>;
  /** Folder of the app and of its program: another release's. @default this one */
  project?: string;
}

/** Path of a key, and its value. */
export type DisclosureChange = [path: string[], value: unknown];

const PROGRAM = 'model-capability';

/**
 * The program's disclosure with its long times made short, so that what takes a day can be seen in minutes. Everything else is as
 * it is delivered.
 */
export const SHORT_TIMES: DisclosureChange[] = [
  [['coolOffHours'], 0.002],
  [['lease', 'seconds'], 12],
  [['lease', 'deliveryHours'], 1],
  [['collector', 'flushSeconds'], 2],
];

export function shortDisclosure(
  dir: string,
  changes: DisclosureChange[],
  project = '.',
): { file: string; disclosure: Disclosure } {
  const document = parseDocument(readFileSync(join(project, 'programs', PROGRAM, 'disclosure.yaml'), 'utf8'));
  for (const [path, value] of [...SHORT_TIMES, ...changes]) document.setIn(path, value);
  const file = join(dir, 'disclosure.yaml');
  writeFileSync(file, document.toString());
  return { file: relative(project, file), disclosure: parseDisclosure(document.toString(), file) };
}

/** CDK context of the one stage that is deployed. */
export const stageContext = (file: string, more: Record<string, unknown> = {}): Record<string, string> => {
  const stage = {
    program: PROGRAM,
    stage: 'local',
    destroyable: true,
    disclosure: file,
    evidenceDays: 1,
    batch: { records: 500, windowSeconds: 0 },
    ...more,
  };
  return { sluice: JSON.stringify({ stages: [stage] }) };
};

/** Starts a local cloud with IAM enforced and deploys the stacks with the ordinary CDK commands. */
export async function deployLocally(options: DeploymentOptions): Promise<Deployment> {
  const { file, disclosure } = shortDisclosure(options.dir, options.disclosure ?? [], options.project);
  const cloud = await startLocalCloud({
    dir: options.dir,
    context: stageContext(file, options.stage),
    quiet: true,
    ...(options.project === undefined ? {} : { project: options.project }),
    ...(options.port === undefined ? {} : { port: options.port }),
    ...(options.keep === undefined ? {} : { keep: options.keep }),
    ...(options.onProgress === undefined ? {} : { onProgress: options.onProgress }),
  });
  // The agent's SDK and the command line read the environment, as they do on AWS.
  Object.assign(process.env, cloud.env);
  return deploymentOf(cloud, disclosure);
}

export function deploymentOf(cloud: LocalCloud, disclosure: Disclosure): Deployment {
  return {
    cloud,
    endpoint: cloud.endpoint,
    outputs: Object.assign({}, ...Object.values(cloud.outputs)),
    disclosure,
    clientConfig: {
      endpoint: cloud.endpoint,
      region: cloud.region,
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
      requestHandler: { connectionTimeout: 2000, requestTimeout: 30_000 },
    },
  };
}
