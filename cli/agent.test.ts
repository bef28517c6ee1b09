import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { runSluice } from '../test/fixtures/run.ts';

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
