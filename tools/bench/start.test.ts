import { spawnSync } from 'node:child_process';
import { expect, test } from '@jest/globals';

const START = `${import.meta.dirname}/start.mjs`;
/** As if it were another version. */
const startedBy = (version: string) =>
  spawnSync(
    process.execPath,
    [
      '--import',
      `data:text/javascript,Object.defineProperty(process.versions,'node',{value:'${version}'})`,
      START,
      'no-bench',
    ],
    { encoding: 'utf8' },
  );

test.each(['18.20.4', '20.20.2', '22.17.1'])(
  'Node %s, which loads no TypeScript, is told which one is needed',
  (version) => {
    const { status, stderr } = startedBy(version);

    expect(status).toBe(1);
    expect(stderr.split('\n').filter(Boolean)).toEqual([
      expect.stringMatching(`^bench: Node ${version} is too old: version 22\\.18 or later is needed`),
    ]);
  },
);

test.each(['22.18.0', '24.1.0'])('Node %s starts', (version) => {
  const { status, stderr } = startedBy(version);

  expect(status).toBe(2);
  expect(stderr).toMatch(/^usage: npm run bench/m);
});
