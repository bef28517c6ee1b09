/**
 * A company with an identity provider of its own, and somebody who works there: from an empty folder, with the package that they were given and an
 * address, in eight commands. The provider is a real one (oidc-provider), the program is deployed, the browser is the tests'.
 */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type Deployment, deployLocally } from '../../tools/demo/deployment.ts';
import { until } from '../../tools/local/index.ts';
import { repository } from '../../tools/local/layout.ts';
import { CLIENT_ID, type OidcProvider, startOidcProvider } from '../fixtures/oidc-provider.ts';
import { type Packed, packed } from '../fixtures/packed.ts';
import { run } from '../fixtures/run.ts';
import { BROWSER } from '../fixtures/typed.ts';

let provider: OidcProvider;
let deployment: Deployment;
let ada: Packed;
const dir = join(repository, '.local', 'company');

beforeAll(async () => {
  rmSync(dir, { recursive: true, force: true });
  mkdirSync(dir, { recursive: true });
  provider = await startOidcProvider();
  const oidc = {
    issuer: provider.issuer,
    audience: [CLIENT_ID],
    scopes: ['openid', 'email', 'groups', 'offline_access'],
  };
  deployment = await deployLocally({ dir, port: 0, stage: { oidc } });
  ada = packed(as('ada+employees'));
});
afterAll(async () => {
  await deployment?.cloud.stop();
  await provider?.close();
  rmSync(dir, { recursive: true, force: true, maxRetries: 5 });
  ada?.remove();
});

const as = (login: string) => ({ login: [login], password: ['any'] });

test('somebody who works there installs, logs in, reads, agrees, sees what is stored, erases', async () => {
  const { sluice, commands } = ada;
  const address = deployment.outputs.ApiUrl!;

  await ada.install();
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
    XDG_CONFIG_HOME: join(ada.folder, 'other'),
    BROWSER,
    SLUICE_TEST_BROWSER: JSON.stringify(as('rosa+representatives')),
  };
  const sluice = (...args: string[]) =>
    run(join(ada.folder, 'node_modules/.bin/sluice'), args, { env, cwd: ada.folder });
  expect((await sluice('login', deployment.outputs.ApiUrl!)).code).toBe(0);
  const file = join(ada.folder, 'other/sluice/default.session.json');
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
  const env = { XDG_CONFIG_HOME: join(ada.folder, 'config') };
  const { stdout } = await run(join(ada.folder, 'node_modules/.bin/sluice'), ['status', '--json'], {
    env,
    cwd: ada.folder,
  });
  return (JSON.parse(stdout) as { gates: { collection: { epoch: number } } }).gates.collection.epoch > 0;
}
