/**
 * A company with an identity provider of its own, and somebody who works there: from an empty folder, with the package that they were given and an
 * address, in eight commands. The provider is a real one (oidc-provider), the program is deployed, the browser is the tests'.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type Deployment, deployLocally } from '../../tools/demo/deployment.ts';
import { until } from '../../tools/local/index.ts';
import { repository } from '../../tools/local/layout.ts';
import { CLIENT_ID, type OidcProvider, startOidcProvider } from '../fixtures/oidc-provider.ts';
import { type Ended, run } from '../fixtures/run.ts';
import { BROWSER } from '../fixtures/typed.ts';

let provider: OidcProvider;
let deployment: Deployment;
let folder: string;
const dir = join(repository, '.local', 'company');

beforeAll(async () => {
  rmSync(dir, { recursive: true, force: true });
  mkdirSync(dir, { recursive: true });
  provider = await startOidcProvider();
  folder = mkdtempSync(join(tmpdir(), 'sluice-company-'));
  const oidc = {
    issuer: provider.issuer,
    audience: [CLIENT_ID],
    scopes: ['openid', 'email', 'groups', 'offline_access'],
  };
  deployment = await deployLocally({ dir, port: 0, stage: { oidc } });
  // What the platform team hands out.
  const node = { env: { ...process.env, NODE_OPTIONS: '' } };
  execFileSync(process.execPath, [join(repository, 'tools/pack/cli.ts')], node);
  execFileSync('npm', ['pack', join(repository, 'cli/dist'), '--silent', '--pack-destination', folder], node);
});
afterAll(async () => {
  await deployment?.cloud.stop();
  await provider?.close();
  rmSync(dir, { recursive: true, force: true, maxRetries: 5 });
  rmSync(folder, { recursive: true, force: true });
});

const as = (login: string) => ({ login: [login], password: ['any'] });

test('somebody who works there installs, logs in, reads, agrees, sees what is stored, erases', async () => {
  const commands: string[] = [];
  const step = async (command: string, ...args: string[]): Promise<Ended> => {
    commands.push(args.join(' '));
    const env = {
      XDG_CONFIG_HOME: join(folder, 'config'),
      BROWSER,
      SLUICE_TEST_BROWSER: JSON.stringify(as('ada+employees')),
    };
    const ended = await run(command, args, { env, cwd: folder });
    expect({ args, ...ended }).toMatchObject({ args, code: 0 });
    return ended;
  };
  const sluice = (...args: string[]) => step(join(folder, 'node_modules/.bin/sluice'), ...args);
  const address = deployment.outputs.ApiUrl!;
  const tarball = readdirSync(folder).find((name) => name.endsWith('.tgz'))!;

  await step('npm', 'install', '--offline', '--omit=optional', '--no-audit', '--no-fund', `./${tarball}`);
  expect((await sluice('login', address)).stdout).toMatch(/groups +employees/);
  await until(async () => ready(), 120_000, 500);
  await sluice('enrol', '--device', 'laptop');
  const text = await sluice('consent');
  expect((await sluice('consent', '--accept', /--accept ([0-9a-f]{64})/.exec(text.stdout)![1]!)).stderr).toBe('');
  expect(JSON.parse((await sluice('status', '--json')).stdout)).toMatchObject({ consent: { state: 'live' } });
  await sluice('erase', '--yes');
  expect((await sluice('logout')).stdout).not.toContain('could not');

  expect(commands).toHaveLength(8);
  expect(provider.asked).toContain('POST /token/revocation');
});

test('a session of before the hour goes on after it, by the provider, and ends when the provider says so', async () => {
  const env = {
    XDG_CONFIG_HOME: join(folder, 'other'),
    BROWSER,
    SLUICE_TEST_BROWSER: JSON.stringify(as('rosa+representatives')),
  };
  const sluice = (...args: string[]) => run(join(folder, 'node_modules/.bin/sluice'), args, { env, cwd: folder });
  expect((await sluice('login', deployment.outputs.ApiUrl!)).code).toBe(0);
  const file = join(folder, 'other/sluice/default.session.json');
  const age = (change: object = {}) =>
    writeFileSync(file, JSON.stringify({ ...JSON.parse(readFileSync(file, 'utf8')), expires: 0, ...change }));
  age();

  expect((await sluice('status')).code).toBe(0);

  age({ refreshToken: 'ended' });
  expect(await sluice('status')).toMatchObject({
    code: 4,
    stderr: expect.stringContaining('Log in again: sluice login'),
  });
});

/** A new program's gates are put within minutes of its deploy. */
async function ready(): Promise<boolean> {
  const env = { XDG_CONFIG_HOME: join(folder, 'config') };
  const { stdout } = await run(join(folder, 'node_modules/.bin/sluice'), ['status', '--json'], { env, cwd: folder });
  return (JSON.parse(stdout) as { gates: { collection: { epoch: number } } }).gates.collection.epoch > 0;
}
