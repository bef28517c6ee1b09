import { join, relative } from 'node:path';
import { expect, test } from '@jest/globals';
import type { LocalCloud } from './cloud.ts';
import { nextSteps } from './next-steps.ts';

const cloudIn = (folder: string) =>
  ({
    endpoint: 'http://127.0.0.1:4600',
    ...{ account: '000000000000', region: 'us-east-1', env: {}, outputs: {} },
    outputsFile: join(process.cwd(), folder, 'outputs.json'),
  }) as unknown as LocalCloud;

test.each(['.local', 'elsewhere/cloud'])(
  'what a newcomer can do names the folder that the cloud is in: %s',
  (folder) => {
    const said = nextSteps(cloudIn(folder));

    const paths = [...said.matchAll(/(?<= )[\w./-]*(?:outputs\.json|trail\.ndjson|\/agent|\/run)\b/g)].map(
      ([path]) => path,
    );
    expect(paths.length).toBeGreaterThanOrEqual(4);
    for (const path of paths) expect([path, relative(folder, path).startsWith('..')]).toEqual([path, false]);
    expect(said.includes(`--dir ${folder} --wipe`)).toBe(folder !== '.local');
  },
);
