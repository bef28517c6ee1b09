import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { runSluice } from '../test/fixtures/run.ts';
import { newDeviceKey } from '../wire/device-proof.ts';

const folder = mkdtempSync(join(tmpdir(), 'sluice-agent-'));
afterAll(() => rmSync(folder, { recursive: true }));
const env = { HOME: folder, XDG_CONFIG_HOME: folder, SLUICE_TOKEN: '', SLUICE_API: '' };

test('what does not talk to the service needs no session: the agent answers for itself', async () => {
  expect(await runSluice(['agent', 'status'], { env })).toMatchObject({
    code: 0,
    stdout: 'no agent has run here\n',
    stderr: '',
  });
  expect(await runSluice(['agent', '--help'], { env })).toMatchObject({ code: 0, stderr: '' });
});

test('who runs it is told first that they are not logged in', async () => {
  expect(await runSluice(['agent', 'run', '--device', 'x'], { env })).toMatchObject({
    code: 4,
    stderr: 'sluice: Not logged in. Log in first: sluice login ADDRESS\n',
  });
});

test('of a device that is enrolled no session is asked; of another one it is', async () => {
  const at = { ...env, SLUICE_API: 'http://127.0.0.1:9' };
  const run = ['agent', 'run', '--collector', 'stdin', '--wait', '0', '--state', folder, '--device'];
  const here = join(folder, '127.0.0.1_9', 'known');
  mkdirSync(here, { recursive: true });
  const known = { version: 1, api: at.SLUICE_API, audience: 'a', subject: 's', device: 'd', boundAt: 0, madeAt: 0 };
  writeFileSync(join(here, 'credential.json'), JSON.stringify({ ...known, madeAt: Date.now(), key: newDeviceKey() }));

  expect(await runSluice([...run, 'other'], { env: at })).toMatchObject({
    code: 4,
    stderr: 'sluice: Not logged in. Log in first: sluice login ADDRESS\n',
  });
  expect(await runSluice([...run, 'known'], { env: at })).toMatchObject({ code: 3, stderr: '' });
}, 60_000);
