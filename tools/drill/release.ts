import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { type Ended, run } from '../../test/fixtures/run.ts';
import { LocalCloudError } from '../local/index.ts';
import { repository } from '../local/layout.ts';

const execute = promisify(execFile);

/** A release as it was: its sources by git, its packages by its own lock file. */
export interface Release {
  /** Full name of the commit. */
  commit: string;
  folder: string;
  /** Its own `sluice`, on its own Node. */
  sluice(args: readonly string[], env: Record<string, string>): Promise<Ended>;
}

/**
 * Takes a release out of git, and installs it; one that is there already is used as it is.
 * @param name a commit, a tag or a branch
 * @throws LocalCloudError when git does not know it; Error when its packages cannot be installed
 */
export async function checkOut(name: string, say: (line: string) => void): Promise<Release> {
  const asked = ['rev-parse', '--verify', '--end-of-options', `${name}^{commit}`];
  const known = await execute('git', asked, { cwd: repository }).catch((cause: unknown) => {
    throw new LocalCloudError(`--from ${name}: no commit, tag or branch of this repository`, { cause });
  });
  const commit = known.stdout.trim();
  const folder = resolve(repository, '.local/releases', commit);
  if (!existsSync(folder)) {
    const half = `${folder}.half`;
    rmSync(half, { recursive: true, force: true });
    mkdirSync(half, { recursive: true });
    await execute('git', ['archive', '--format=tar', '-o', `${half}.tar`, commit], { cwd: repository });
    await execute('tar', ['-xf', `${half}.tar`, '-C', half]);
    rmSync(`${half}.tar`);
    say(`installing the packages of ${commit.slice(0, 7)}`);
    await execute('npm', ['ci', '--no-audit', '--no-fund'], { cwd: half, maxBuffer: 64 << 20 });
    renameSync(half, folder);
  }
  const program = ['--disable-warning=ExperimentalWarning', 'bin/sluice.ts'];
  return {
    commit,
    folder,
    sluice: (args, env) => run(join(folder, 'node_modules/.bin/node'), [...program, ...args], { cwd: folder, env }),
  };
}
