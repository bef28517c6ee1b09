import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';

/** As npm starts it. None of these gets so far that anything is started. */
const run = (command: 'up' | 'down', ...args: string[]) => {
  const file = fileURLToPath(new URL(`${command}.ts`, import.meta.url));
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', file, ...args],
    {
      encoding: 'utf8',
    },
  );
  return { status, stdout, stderr };
};

describe.each(['up', 'down'] as const)('%s', (command) => {
  test('explains itself', () => {
    expect(run(command, '--help')).toMatchObject({
      status: 0,
      stdout: expect.stringContaining('Examples:'),
      stderr: '',
    });
  });

  test.each([['--prot', '1'], ['--port', 'abc'], ['--port', '70000'], ['stage']])(
    '%s %s is refused with a line',
    (...args) => {
      const { status, stdout, stderr } = run(command, ...args.filter((part) => part !== undefined));

      expect([status, stdout]).toEqual([2, '']);
      expect(stderr).toMatch(/^sluice local: error: /);
    },
  );
});
