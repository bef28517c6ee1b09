import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from '@jest/globals';
import { newDeviceKey } from '../../wire/device-proof.ts';
import { writeCredential } from '../sdk/credential-file.ts';
import { credentialSchema } from '../sdk/credential-schema.ts';
import { credentialFile, folderName } from './folder.ts';

const state = mkdtempSync(join(tmpdir(), 'sluice-modes-'));
afterEach(() => rmSync(state, { recursive: true }));

const API = 'http://127.0.0.1:9';

test('whatever an agent leaves in its folder is its owner’s alone, under the widest umask and in a folder that was open', () => {
  const folder = folderName(state, API, 'laptop');
  const credential = { version: 1, api: API, audience: 'a', subject: 's', device: 'd', boundAt: 1, madeAt: Date.now() };
  writeCredential(credentialFile(folder), credentialSchema.parse({ ...credential, key: newDeviceKey() }));
  execFileSync('chmod', ['-R', 'a+rwX', state]);
  const agent = ['agent/bin/sluice-agent.ts', 'run', '--collector', 'stdin', '--api', API, '--device', 'laptop'];
  const shell = `umask 000; exec "$@"`;
  try {
    execFileSync(
      'sh',
      [
        '-c',
        shell,
        'sh',
        process.execPath,
        '--disable-warning=ExperimentalWarning',
        ...agent,
        '--state',
        state,
        '--wait',
        '0',
      ],
      {
        input: '{"kind":"click","time":1,"app":"a","x":1,"y":1,"button":0}\n',
        env: { ...process.env, NODE_OPTIONS: '' },
        stdio: 'pipe',
      },
    );
  } catch {
    // Nobody answers there: it gives up, and what it has left is what counts.
  }
  const left = readdirSync(folder, { recursive: true, withFileTypes: true });
  expect(left.map(({ name }) => name)).toEqual(expect.arrayContaining(['credential.json', 'frames', 'health.json']));
  // Who cannot go into it reaches nothing below.
  expect((statSync(folder).mode & 0o777).toString(8)).toBe('700');
  const fresh = left.filter(({ name }) => name !== 'credential.json');
  const open = fresh.filter(({ parentPath, name }) => (statSync(join(parentPath, name)).mode & 0o077) !== 0);
  expect(open.map(({ name }) => name)).toEqual([]);
});
