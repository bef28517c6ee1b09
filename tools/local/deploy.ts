import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './command.ts';
import { LocalCloudError } from './errors.ts';
import { type Layout, repository } from './layout.ts';

/** Folders whose content decides what is deployed; those of other rooms (docs, tests, tools) change nothing. */
const notDeployed = new Set([
  ...[
    'node_modules',
    '.git',
    '.local',
    '.venv',
    '.ci',
    'cdk.out',
    'out',
    'dist',
    'docs',
    'test',
    'tools',
    'cli',
    'agent',
  ],
]);

export interface App {
  /** Folder with cdk.json. */
  project: string;
  context: Record<string, string>;
}

/** Hash over all that a synthesis reads: sources, lock file, settings, context. */
export function fingerprint(app: App): string {
  const hash = createHash('sha256').update(JSON.stringify(Object.entries(app.context).sort()));
  const add = (folder: string, name: string) => {
    for (const entry of readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))) {
      if (notDeployed.has(entry.name)) continue;
      const path = join(folder, entry.name);
      if (entry.isDirectory()) add(path, `${name}/${entry.name}`);
      else if (entry.isFile()) hash.update(`\0${name}/${entry.name}\0`).update(readFileSync(path));
    }
  };
  add(app.project, '');
  return hash.digest('hex');
}

/**
 * Whether the last finished deploy was made from these sources, and each stack of it is still there: one that somebody
 * destroyed comes back.
 * @param there names of the stacks that are complete
 */
export function isUpToDate(layout: Layout, print: string, there: readonly string[]): boolean {
  const { fingerprint: from, stacks } = deployed(layout);
  return from === print && stacks?.every((stack) => there.includes(stack)) === true;
}

/** Notes of before stacks were named have none. */
function deployed(layout: Layout): { fingerprint?: string; stacks?: string[] } {
  try {
    return JSON.parse(readFileSync(layout.deployed, 'utf8'));
  } catch {
    return {};
  }
}

/** What the last finished deploy was made from. */
export const deployedFingerprint = (layout: Layout): string | undefined => deployed(layout).fingerprint;

export const rememberDeployed = (layout: Layout, print: string, stacks: readonly string[]) =>
  writeFileSync(layout.deployed, JSON.stringify({ fingerprint: print, stacks }));

export const forgetDeployed = (layout: Layout) => rmSync(layout.deployed, { force: true });

/**
 * Runs the app's own command, as `cdk synth` does, into the cloud's folder. Not through the CDK command line, because
 * that asks the cloud for its account first: so it can run while the emulator is still being installed.
 */
export async function synthesize(app: App, layout: Layout, env: Record<string, string>): Promise<void> {
  const settings = JSON.parse(readFileSync(join(app.project, 'cdk.json'), 'utf8'));
  rmSync(layout.assembly, { recursive: true, force: true });
  const result = await run('/bin/sh', ['-c', settings.app], {
    cwd: app.project,
    notes: layout.run,
    env: {
      ...env,
      CDK_OUTDIR: layout.assembly,
      CDK_CONTEXT_JSON: JSON.stringify({ ...settings.context, ...app.context }),
    },
  });
  if (result.code !== 0) throw new LocalCloudError(`The app does not synthesize:\n${lastLines(result.stderr, 30)}`);
}

const cdk = join(repository, 'node_modules/aws-cdk/bin/cdk');

async function runCdk(args: string[], layout: Layout, env: Record<string, string>, what: string): Promise<void> {
  const result = await run('node', [cdk, ...args], { cwd: layout.dir, env, notes: layout.run });
  if (result.code !== 0) {
    throw new LocalCloudError(`${what} failed:\n${reasons(result.stdout + result.stderr)}`);
  }
}

const lastLines = (text: string, count: number) => text.trim().split('\n').slice(-count).join('\n');
/** The lines that say why a deploy failed; its last lines when none does. */
function reasons(output: string): string {
  const telling = output.split('\n').filter((line) => /_FAILED|❌|[Ee]rror:/.test(line));
  return telling.length > 0 ? telling.slice(0, 12).join('\n') : lastLines(output, 20);
}

const common = ['--ci', '--no-color', '--no-notices', '--no-version-reporting'];

export async function bootstrap(layout: Layout, env: Record<string, string>, target: string): Promise<void> {
  await runCdk(['bootstrap', target, ...common], layout, env, 'cdk bootstrap');
}

/** `cdk deploy --all`, from the assembly that was just synthesized. */
export async function deploy(layout: Layout, env: Record<string, string>): Promise<void> {
  const manifest = JSON.parse(readFileSync(join(layout.assembly, 'manifest.json'), 'utf8'));
  const atTop = Object.values<{ type: string }>(manifest.artifacts).some((a) => a.type === 'aws:cloudformation:stack');
  // With stages only, the CDK command line finds nothing for --all.
  const selection = atTop ? ['--all'] : ['**'];
  const options = [
    '--app',
    layout.assembly,
    '--require-approval',
    'never',
    '--concurrency',
    '4',
    '--progress',
    'events',
  ];
  await runCdk(['deploy', ...selection, ...options, ...common], layout, env, 'cdk deploy');
}

/** The tools that `npm ci` brings are there. */
export function requireInstalled(): void {
  for (const part of [
    'node_modules/aws-cdk/bin/cdk',
    'node_modules/.bin/node',
    'node_modules/aws-cdk-lib/package.json',
  ]) {
    if (!existsSync(join(repository, part))) {
      throw new LocalCloudError('Packages are not installed: run npm ci first.');
    }
  }
}
