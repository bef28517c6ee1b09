/** `npm run local` through all that happens to it: a second run, kill -9, half a deploy, a code change, a taken port. */
import { type ChildProcess, spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { CloudFormationClient, CreateStackCommand, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { startLocalCloud, until } from '../../tools/local/index.ts';
import { commandOf } from '../../tools/local/processes.ts';

const root = join(import.meta.dirname, '../..');
const local = join(root, '.local');
mkdirSync(local, { recursive: true });
const home = mkdtempSync(join(local, 'lifecycle-'));
/** A copy of the fixture that a test may change; inside the repository, so that it finds its packages. */
const project = join(home, 'app');
cpSync(join(root, 'tools/local/fixture-small'), project, { recursive: true });
const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };

/** A cloud that was deployed and stopped once; tests that begin with a deployed one take a copy. */
const deployed = join(home, 'deployed');

let dir: string;
let port: number;
const children = new Set<ChildProcess>();

beforeAll(async () => {
  const made = await node([
    'tools/local/up.ts',
    '--dir',
    deployed,
    '--port',
    String(await freePort()),
    '--project',
    project,
  ]).ended;
  expect([made.code, made.stderr]).toEqual([0, '']);
  await node(['tools/local/down.ts', '--dir', deployed]).ended;
});
beforeEach(async () => {
  dir = mkdtempSync(join(home, 'cloud-'));
  port = await freePort();
});
afterEach(async () => {
  for (const child of children) child.kill('SIGKILL');
  await node(['tools/local/down.ts', '--dir', dir, '--wipe']).ended;
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return (address as { port: number }).port;
}

function node(args: string[], env: Record<string, string> = {}) {
  const bin = join(root, 'node_modules/.bin/node');
  const child = spawn(bin, args, { cwd: root, env: { ...process.env, NODE_OPTIONS: '', ...env } });
  children.add(child);
  const output = { stdout: '', stderr: '' };
  child.stdout.on('data', (text) => (output.stdout += text));
  child.stderr.on('data', (text) => (output.stderr += text));
  const ended = new Promise<{ code: number | null; stdout: string; stderr: string }>((resolve) => {
    child.on('close', (code) => {
      children.delete(child);
      resolve({ code, ...output });
    });
  });
  const says = (text: string) => until(() => output.stdout.includes(text), 120_000, 5);
  return { child, output, ended, says };
}
const up = (...more: string[]) =>
  node(['tools/local/up.ts', '--dir', dir, '--port', String(port), '--project', project, ...more]);

/** The same, on a cloud that was deployed before. */
async function upDeployed(): Promise<void> {
  cpSync(deployed, dir, { recursive: true });
  const result = await up().ended;
  expect([result.code, result.stderr]).toEqual([0, '']);
  expect(result.stdout).toMatch(/up to date/);
}

const settings = () => ({ endpoint: `http://127.0.0.1:${port}`, region: 'us-east-1', credentials });

async function stackOutputs(): Promise<Record<string, string>> {
  const { Stacks } = await new CloudFormationClient(settings()).send(new DescribeStacksCommand({}));
  const outputs = (Stacks ?? []).flatMap((stack) => stack.Outputs ?? []);
  return Object.fromEntries(outputs.map((output) => [output.OutputKey, output.OutputValue]));
}

async function read(pk: string): Promise<boolean> {
  const { TableName } = await stackOutputs();
  const { Item } = await new DynamoDBClient(settings()).send(new GetItemCommand({ TableName, Key: { pk: { S: pk } } }));
  return Item !== undefined;
}

async function write(pk: string): Promise<void> {
  const { TableName } = await stackOutputs();
  const item = { pk: { S: pk } };
  await new DynamoDBClient(settings()).send(new PutItemCommand({ TableName, Item: item }));
}

/** What the deployed function answers after it has written to its table, under its role. */
async function functionAnswers(): Promise<unknown> {
  const { WriterName } = await stackOutputs();
  const answer = await new LambdaClient(settings()).send(new InvokeCommand({ FunctionName: WriterName }));
  return JSON.parse(Buffer.from(answer.Payload!).toString());
}

/** Pid in a pid file of the cloud; undefined when nothing of that name was started. */
function pidOf(name: string): number | undefined {
  const file = join(dir, 'run', `${name}.pid`);
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')).pid : undefined;
}
const isRunning = (name: string) => {
  const pid = pidOf(name);
  return pid !== undefined && commandOf(pid) !== undefined;
};

test('a second run reuses what is there; it stops, and comes back with its data', async () => {
  const first = await up().ended;
  expect([first.code, first.stderr]).toEqual([0, '']);
  expect(first.stdout).toMatch(/npm run local:down/);
  await write('kept');
  const pid = pidOf('emulator');

  const second = await up().ended;
  expect(second.stdout).toMatch(/up to date/);
  expect(pidOf('emulator')).toBe(pid);

  await node(['tools/local/down.ts', '--dir', dir]).ended;
  expect([isRunning('emulator'), isRunning('poller')]).toEqual([false, false]);
  expect((await up().ended).stdout).toMatch(/up to date/);
  expect(await read('kept')).toBe(true);
  expect(await functionAnswers()).toBe('written');
});

test.each(['Emulator started', 'cdk bootstrap'])(
  'after kill -9 when it has said "%s", the next run completes',
  async (line) => {
    const first = up();
    expect(await first.says(line)).toBe(true);
    first.child.kill('SIGKILL');
    await first.ended;

    const second = await up().ended;
    expect([second.code, second.stderr]).toEqual([0, '']);
    expect(await functionAnswers()).toBe('written');
  },
);

test('after kill -9 of the emulator, the next run comes back to what was deployed', async () => {
  await upDeployed();
  process.kill(-pidOf('emulator')!, 'SIGKILL');

  const second = await up().ended;
  expect([second.code, second.stderr]).toEqual([0, '']);
  expect(await functionAnswers()).toBe('written');
});

test('processes whose pid files were never written are found, and not doubled', async () => {
  await upDeployed();
  const before = [pidOf('emulator')!, pidOf('poller')!];
  rmSync(join(dir, 'run/emulator.pid'));
  rmSync(join(dir, 'run/poller.pid'));

  expect((await up().ended).code).toBe(0);
  expect(before.map((pid) => commandOf(pid))).toEqual([undefined, undefined]);
  expect([isRunning('emulator'), isRunning('poller')]).toEqual([true, true]);
});

test('a stack that an interrupted deploy left unusable is wiped and deployed anew', async () => {
  await upDeployed();
  const client = new CloudFormationClient(settings());
  // A creation that fails without rolling back leaves CREATE_FAILED, on which a deploy cannot build.
  const TemplateBody = JSON.stringify({
    Resources: { Bad: { Type: 'AWS::KMS::Alias', Properties: { AliasName: 'no', TargetKeyId: 'no' } } },
  });
  await client
    .send(new CreateStackCommand({ StackName: 'Half', TemplateBody, OnFailure: 'DO_NOTHING' }))
    .catch(() => {});
  await until(async () => {
    const { Stacks } = await client.send(new DescribeStacksCommand({}));
    return Stacks?.some((stack) => stack.StackName === 'Half' && stack.StackStatus === 'CREATE_FAILED');
  }, 120_000);
  await write('before');

  const second = await up().ended;
  expect([second.code, second.stderr]).toEqual([0, '']);
  expect(second.stdout).toMatch(/Half is CREATE_FAILED/);
  expect(await read('before')).toBe(false);
  expect(await functionAnswers()).toBe('written');
});

test('a code change updates the bundle, and keeps the data', async () => {
  await upDeployed();
  await write('kept');
  const source = join(project, 'function/index.mjs');
  const original = readFileSync(source, 'utf8');
  try {
    writeFileSync(source, original.replace("return 'written'", "return 'changed'"));
    const second = await up().ended;
    expect(second.code).toBe(0);
    expect(second.stdout).toMatch(/cdk deploy/);
    expect(await functionAnswers()).toBe('changed');
    expect(await read('kept')).toBe(true);
  } finally {
    writeFileSync(source, original);
  }
});

test('a template that fails says why, leaves nothing running, and the mended one deploys', async () => {
  cpSync(deployed, dir, { recursive: true });
  const source = join(project, 'app.mjs');
  const original = readFileSync(source, 'utf8');
  try {
    writeFileSync(
      source,
      original.replace(
        'Resources: {',
        "Resources: { Bad: { Type: 'AWS::KMS::Alias', Properties: { AliasName: 'no', TargetKeyId: 'no' } },",
      ),
    );
    const first = await up().ended;
    expect(first.code).toBe(1);
    expect(first.stderr).toMatch(/cdk deploy failed/);
    expect([isRunning('emulator'), isRunning('poller')]).toEqual([false, false]);
  } finally {
    writeFileSync(source, original);
  }
  expect((await up().ended).code).toBe(0);
});

test('without npm ci: one line that says so', async () => {
  const copy = join(dir, 'tools/local');
  mkdirSync(copy, { recursive: true });
  cpSync(join(root, 'tools/local/installed.cjs'), join(copy, 'installed.cjs'));

  const result = await node([join(copy, 'installed.cjs')]).ended;

  expect(result).toMatchObject({ code: 1, stdout: '' });
  expect(result.stderr).toBe('sluice local: packages are not installed: run npm ci first.\n');
});

test('a port that is taken: one line that names the way out, and nothing left', async () => {
  const other = createServer().listen(port, '127.0.0.1');
  const result = await up().ended;
  other.close();

  expect(result.code).toBe(1);
  expect(result.stderr.trim().split('\n')).toHaveLength(1);
  expect(result.stderr).toMatch(/SLUICE_LOCAL_PORT=/);
  expect([pidOf('emulator'), pidOf('poller')]).toEqual([undefined, undefined]);
});

test('interrupted while it starts, it leaves nothing running', async () => {
  const first = up();
  expect(await first.says('Emulator started')).toBe(true);
  first.child.kill('SIGINT');

  expect((await first.ended).code).toBe(130);
  await until(() => !isRunning('emulator') && !isRunning('poller'), 120_000);
  expect([isRunning('emulator'), isRunning('poller')]).toEqual([false, false]);
  expect(existsSync(join(dir, 'lock'))).toBe(false);
});

test('of two runs at once, one goes on and the other says so', async () => {
  const first = up();
  await until(() => existsSync(join(dir, 'lock')), 120_000, 5);
  const second = await up().ended;

  expect(second.code).toBe(1);
  expect(second.stderr).toMatch(/Another run \(pid \d+\)/);
  expect((await first.ended).code).toBe(0);
});

test('two clouds run side by side, and a cloud ends with its owner, kill -9 included', async () => {
  const script = `
    import { startLocalCloud } from ${JSON.stringify(join(root, 'tools/local/index.ts'))};
    const cloud = await startLocalCloud({ dir: ${JSON.stringify(dir)}, port: ${port}, deploy: false, quiet: true });
    console.log('up');
    setInterval(() => {}, 1000);`;
  const owner = node(['--input-type=module', '-e', script]);
  expect(await owner.says('up')).toBe(true);
  const beside = await startLocalCloud({
    dir: mkdtempSync(join(home, 'beside-')),
    port: 0,
    deploy: false,
    quiet: true,
  });
  const pids = [pidOf('emulator')!, pidOf('poller')!];
  expect(pids.map((pid) => commandOf(pid) !== undefined)).toEqual([true, true]);

  owner.child.kill('SIGKILL');

  expect(await until(() => pids.every((pid) => commandOf(pid) === undefined), 120_000)).toBe(true);
  expect((await fetch(`${beside.endpoint}/_sluice/health`)).status).toBe(200);
  await beside.stop();
  await expect(fetch(`${beside.endpoint}/_sluice/health`)).rejects.toThrow();
});
