/** Two accounts of the local cloud: what passes between them, passes by the policies of both. */
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { repository } from '../../tools/local/layout.ts';
import { Python } from '../../tools/local/python.ts';
import { run } from '../fixtures/run.ts';

test('events reach a bus of another account by its policy alone, and keys are not another account’s to administer', async () => {
  const python = new Python();
  await python.ensure();
  const script = join(repository, 'test/e2e/launcher/accounts.py');
  const ended = await run(python.interpreter, [script, join(repository, 'tools/local')], {
    env: { PYTHONDONTWRITEBYTECODE: '1', AUTH: 'true', PERSIST_STATE: '0' },
  });
  expect(ended).toMatchObject({ code: 0, stdout: expect.stringContaining('as it should be') });
});
