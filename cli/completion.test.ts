import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sluice } from '../test/fixtures/sluice.ts';
import { nodesOf } from './completion.ts';
import { createProgram } from './program.ts';

let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sluice-completion-'));
  for (const shell of ['bash', 'zsh', 'fish'])
    writeFileSync(join(folder, shell), (await sluice('completion', shell)).out);
});
afterAll(() => rmSync(folder, { recursive: true }));

/** What bash would offer at the end of a line. */
function offered(line: string): string[] {
  const words = line.split(' ');
  const script = `source ${join(folder, 'bash')}
COMP_WORDS=(${words.map((word) => `'${word}'`).join(' ')}); COMP_CWORD=${words.length - 1}
_sluice; printf '%s\\n' "\${COMPREPLY[@]}"`;
  const { stdout, stderr } = spawnSync('bash', ['--norc', '-c', script], { encoding: 'utf8' });
  expect(stderr).toBe('');
  return stdout.split('\n').filter(Boolean);
}

describe('completion', () => {
  test('of commands, of commands of commands, of options, of their values', () => {
    expect(offered('sluice re')).toEqual(['report', 'resume', 'records', 'restore', 'redact']);
    expect(offered('sluice records ')).toEqual(expect.arrayContaining(['list', 'totals', 'show', '--json']));
    expect(offered('sluice --session work records list --pur')).toEqual(['--purpose']);
    expect(offered('sluice --output ')).toEqual(['table', 'json', 'ndjson']);
    expect(offered('sluice completion ')).toEqual(expect.arrayContaining(['bash', 'zsh', 'fish']));
    expect(offered('sluice disclosure sh')).toEqual(['show']);
  });

  test('knows every command that there is', () => {
    const paths = nodesOf(createProgram()).map(({ path }) => path);

    for (const command of createProgram().commands) expect(paths).toContain(`sluice ${command.name()}`);
  });

  test.each(['bash', 'zsh', 'fish'])('%s takes the script, where there is one', (shell) => {
    const check = spawnSync(shell, ['-n', join(folder, shell)], { encoding: 'utf8' });

    if (check.error) return;
    expect([check.status, check.stderr]).toEqual([0, '']);
  });
});
