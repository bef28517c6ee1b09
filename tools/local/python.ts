import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './command.ts';
import { LocalCloudError } from './errors.ts';
import { repository } from './layout.ts';

const venv = join(repository, '.venv');
const requirements = join(repository, 'tools/local/requirements.txt');
const oldest = [3, 10] as const;

/** The Python of the project's own environment. */
export const python = join(venv, 'bin', 'python');

const marker = join(venv, '.sluice-complete');
const wanted = () => createHash('sha256').update(readFileSync(requirements)).digest('hex');

/** True when the environment exists, was finished, and holds the pinned versions. */
export function pythonReady(): boolean {
  return existsSync(python) && existsSync(marker) && readFileSync(marker, 'utf8') === wanted();
}

/** The host's Python, new enough to make the environment. `SLUICE_PYTHON` names another. */
async function hostPython(): Promise<string> {
  const candidates = process.env.SLUICE_PYTHON ? [process.env.SLUICE_PYTHON] : ['python3', 'python'];
  let seen = '';
  for (const candidate of candidates) {
    const answer = await run(candidate, ['-c', 'import sys; print("%d.%d" % sys.version_info[:2])'], {}).catch(
      () => undefined,
    );
    if (answer === undefined || answer.code !== 0) continue;
    seen = answer.stdout.trim();
    const [major = 0, minor = 0] = seen.split('.').map(Number);
    if (major > oldest[0] || (major === oldest[0] && minor >= oldest[1])) return candidate;
  }
  throw new LocalCloudError(
    seen
      ? `Python ${seen} is too old for the local cloud: install Python ${oldest.join('.')} or newer, or name one in SLUICE_PYTHON.`
      : `Python was not found: the local cloud needs Python ${oldest.join('.')} or newer (or name one in SLUICE_PYTHON).`,
  );
}

const offline =
  /NewConnectionError|ConnectionError|Temporary failure in name resolution|ProxyError|ReadTimeout|No matching distribution found|Max retries exceeded/;

/**
 * Makes the environment if it is missing or of other versions; a half-made one is removed, before and after.
 * The marker is written last, so that an interrupted run is seen.
 */
export async function ensurePython(): Promise<void> {
  if (pythonReady()) return;
  const host = await hostPython();
  rmSync(venv, { recursive: true, force: true });
  try {
    const made = await run(host, ['-m', 'venv', venv], {});
    if (made.code !== 0) {
      const why = /ensurepip|python3?-venv/.test(made.stdout + made.stderr)
        ? 'its venv module is missing (Debian and Ubuntu: apt install python3-venv)'
        : made.stderr.trim().split('\n').at(-1);
      throw new LocalCloudError(`${host} could not make the environment .venv: ${why}.`);
    }
    const options = ['--quiet', '--disable-pip-version-check', '--no-input', '--no-compile', '--retries', '1'];
    const installed = await run(python, ['-m', 'pip', 'install', ...options, '-r', requirements], {});
    if (installed.code !== 0) {
      const said = installed.stdout + installed.stderr;
      throw new LocalCloudError(
        offline.test(said)
          ? 'No network: the local cloud installs MiniStack from PyPI once, and PyPI cannot be reached (pip settings such as a proxy or PIP_INDEX_URL apply).'
          : `pip could not install tools/local/requirements.txt: ${said.trim().split('\n').at(-1)}`,
      );
    }
    writeFileSync(marker, wanted());
  } catch (error) {
    rmSync(venv, { recursive: true, force: true });
    throw error;
  }
}
