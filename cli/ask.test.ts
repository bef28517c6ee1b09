import { spawnSync } from 'node:child_process';
import { PassThrough } from 'node:stream';
import { afterEach, expect, jest, test } from '@jest/globals';
import { ask, askSilently, askWherever } from './ask.ts';

afterEach(() => {
  jest.restoreAllMocks();
});

function typed(text: string, isTTY: boolean): PassThrough {
  const stdin = Object.assign(new PassThrough(), { isTTY, setRawMode: () => undefined });
  jest.spyOn(process, 'stdin', 'get').mockReturnValue(stdin as never);
  jest.spyOn(process.stderr, 'write').mockReturnValue(true);
  setTimeout(() => stdin.write(text), 20);
  return stdin;
}
const CTRL_C = '\u0003';
const OTHERWISE = ['no-terminal', 'No terminal.'] as const;

test('an answer is what was typed', async () => {
  typed('secret\r', true);

  expect(await askSilently('Password: ', OTHERWISE)).toBe('secret');
});

test('Ctrl-C at a password ends as it does in a shell', async () => {
  typed(CTRL_C, true);

  await expect(askSilently('Password: ', OTHERWISE)).rejects.toMatchObject({ exitCode: 130, reason: 'interrupted' });
});

test('nobody is there to ask', async () => {
  typed('', false);

  await expect(ask('Code: ', OTHERWISE)).rejects.toMatchObject({ exitCode: 2, reason: 'no-terminal' });
});

test('a line of a pipe is an answer, too; its end is none', async () => {
  const stdin = typed('\n the answer \nmore\n', false);
  expect(await askWherever('Where: ')).toBe('the answer');

  stdin.destroy();
  typed('', false).end();
  await expect(askWherever('Where: ')).rejects.toMatchObject({ reason: 'no-answer' });
});

test('Ctrl-C elsewhere ends a command by its signal, with nothing said', () => {
  const { signal, stderr } = spawnSync(
    'bash',
    [
      '-c',
      'exec "$0" --disable-warning=ExperimentalWarning bin/sluice.ts redact < <(sleep 2; echo x)',
      process.execPath,
    ],
    { encoding: 'utf8', timeout: 1000, killSignal: 'SIGINT', env: { ...process.env, NODE_OPTIONS: '' } },
  );

  expect({ signal, stderr }).toEqual({ signal: 'SIGINT', stderr: '' });
});
