import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './command.ts';
import { LocalCloudError } from './errors.ts';
import { repository } from './layout.ts';

const oldest = [3, 10] as const;

export interface PythonOptions {
  /** Folder of the environment. @default `.venv` in the repository */
  venv?: string;
  /** @default tools/local/requirements.txt */
  requirements?: string;
  /** The host's Pythons to try. @default SLUICE_PYTHON, or python3 and python */
  hosts?: string[];
  /** Environment of the commands. @default ours */
  env?: Record<string, string>;
  /** Where running commands are noted (command.ts). @default nowhere */
  notes?: string;
}

/** The project's own Python: an environment that is made once and holds the pinned packages. */
export class Python {
  readonly #options: PythonOptions;
  readonly #venv: string;
  readonly #requirements: string;
  readonly #marker: string;
  /** Path of the interpreter. */
  readonly interpreter: string;

  constructor(options: PythonOptions = {}) {
    this.#options = options;
    this.#venv = options.venv ?? join(repository, '.venv');
    this.#requirements = options.requirements ?? join(repository, 'tools/local/requirements.txt');
    this.#marker = join(this.#venv, '.sluice-complete');
    this.interpreter = join(this.#venv, 'bin', 'python');
  }

  #wanted(): string {
    return createHash('sha256').update(readFileSync(this.#requirements)).digest('hex');
  }

  /** True when the environment exists, was finished, and holds the pinned versions. */
  ready(): boolean {
    return (
      existsSync(this.interpreter) && existsSync(this.#marker) && readFileSync(this.#marker, 'utf8') === this.#wanted()
    );
  }

  /**
   * Makes the environment if it is missing or of other versions; a half-made one is removed, before and after. The
   * marker is written last, so that an interrupted run is seen.
   */
  async ensure(): Promise<void> {
    if (this.ready()) return;
    const host = await this.#host();
    rmSync(this.#venv, { recursive: true, force: true });
    try {
      await this.#make(host);
      await this.#install();
      writeFileSync(this.#marker, this.#wanted());
    } catch (error) {
      rmSync(this.#venv, { recursive: true, force: true });
      throw error;
    }
  }

  /** Removes an environment that was not finished. */
  discardHalfMade(): void {
    if (!existsSync(this.#marker)) rmSync(this.#venv, { recursive: true, force: true });
  }

  #run(command: string, args: string[]) {
    const { env, notes } = this.#options;
    return run(command, args, { ...(env ? { env } : {}), ...(notes ? { notes } : {}) });
  }

  /** The host's Python, new enough to make the environment. */
  async #host(): Promise<string> {
    const named = process.env.SLUICE_PYTHON ? [process.env.SLUICE_PYTHON] : ['python3', 'python'];
    let seen = '';
    for (const host of this.#options.hosts ?? named) {
      const script = 'import sys; print("%d.%d" % sys.version_info[:2])';
      const answer = await this.#run(host, ['-c', script]).catch(() => undefined);
      if (answer === undefined || answer.code !== 0) continue;
      seen = answer.stdout.trim();
      const [major = 0, minor = 0] = seen.split('.').map(Number);
      if (major > oldest[0] || (major === oldest[0] && minor >= oldest[1])) return host;
    }
    throw new LocalCloudError(
      seen
        ? `Python ${seen} is too old: the local cloud needs ${oldest.join('.')} or newer (SLUICE_PYTHON names another one).`
        : `Python was not found: the local cloud needs ${oldest.join('.')} or newer (SLUICE_PYTHON names one).`,
    );
  }

  async #make(host: string): Promise<void> {
    const made = await this.#run(host, ['-m', 'venv', this.#venv]);
    if (made.code === 0) return;
    const why = /ensurepip|python3?[\d.]*-venv/.test(made.stdout + made.stderr)
      ? 'its venv module is missing (on Debian and Ubuntu: apt install python3-venv)'
      : made.stderr.trim().split('\n').at(-1);
    throw new LocalCloudError(`${host} could not make the environment .venv: ${why}.`);
  }

  async #install(): Promise<void> {
    const options = ['--quiet', '--disable-pip-version-check', '--no-input', '--no-compile', '--retries', '1'];
    const arguments_ = ['-m', 'pip', 'install', ...options, '--timeout', '10', '-r', this.#requirements];
    const installed = await this.#run(this.interpreter, arguments_);
    if (installed.code === 0) return;
    const said = installed.stdout + installed.stderr;
    throw new LocalCloudError(
      /NewConnectionError|ConnectionError|name resolution|ProxyError|ReadTimeout|ConnectTimeout|Max retries exceeded/.test(
        said,
      )
        ? 'No network: the local cloud is installed from PyPI once, and PyPI cannot be reached (pip settings, such as a proxy or PIP_INDEX_URL, apply).'
        : `pip could not install ${this.#requirements}: ${said.trim().split('\n').at(-1)}`,
    );
  }
}
