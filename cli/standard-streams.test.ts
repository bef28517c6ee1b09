import { type SpawnOptions, spawn } from 'node:child_process';
import { once } from 'node:events';
import { openSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';

const sluice = fileURLToPath(new URL('../bin/sluice.ts', import.meta.url));
const COMMANDS = [
  ['--help'],
  ['disclosure', 'show', 'programs/model-capability/disclosure.yaml'],
  ['disclosure', 'check', 'programs/model-capability/disclosure.yaml', '--json'],
  ['redact'],
  ['agent', '--help'],
  ['completion', 'bash'],
];
/** A child process on a busy machine. */
const DEADLINE = 120_000;

async function run(args: string[], stdout: SpawnOptions['stdio'] & unknown[], stderr: unknown = 'pipe') {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', sluice, ...args], {
    stdio: ['pipe', ...stdout, stderr] as never,
    env: { ...process.env },
  });
  let err = '';
  child.stderr?.on('data', (chunk) => {
    err += chunk;
  });
  child.stdin!.on('error', () => {});
  child.stdin!.end('write to marta@nordwind.example\n'.repeat(20_000));
  if (child.stdout) child.stdout.destroy();
  const [code] = await once(child, 'close');
  return { code, err };
}

describe.each(COMMANDS)('sluice %s %s', (...args) => {
  const command = args.filter((part) => part !== undefined);

  test(
    'on a disk that is full: one line that says so, exit 1',
    async () => {
      const { code, err } = await run(command, [openSync('/dev/full', 'w')]);

      expect(err).toMatch(/^sluice[^\n]*cannot be written \(ENOSPC\).*\n$/);
      expect(code).toBe(1);
    },
    DEADLINE,
  );

  test(
    'for a reader that has seen enough: quiet, exit 0',
    async () => {
      expect(await run(command, ['pipe'])).toEqual({ code: 0, err: '' });
    },
    DEADLINE,
  );
});

test(
  'what was found wrong is so for a reader that has seen enough, too',
  async () => {
    const broken = ['disclosure', 'check', 'biome.json', '--json'];

    expect((await run(broken, ['pipe'])).code).toBe(1);
  },
  DEADLINE,
);

test(
  'what cannot be told on stderr is done all the same',
  async () => {
    const asked: string[] = [];
    const server = createServer((request, response) => {
      asked.push(`${request.method} ${request.url}`);
      response.writeHead(503).end();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const api = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    process.env.SLUICE_TOKEN = 'a.b.c';

    const { code } = await run(['--api', api, 'pause', '--reason', 'x'], ['ignore'], openSync('/dev/full', 'w'));

    delete process.env.SLUICE_TOKEN;
    server.close();
    // Asked again after the answer that says "later", which was told nobody.
    expect(asked.length).toBeGreaterThan(1);
    expect(new Set(asked)).toEqual(new Set(['POST /pauses']));
    expect(code).not.toBe(0);
  },
  DEADLINE,
);
