import { spawn, spawnSync } from 'node:child_process';
import { createHash, createHmac } from 'node:crypto';
import { once } from 'node:events';
import { cpSync, existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { SignatureV4 } from '@smithy/signature-v4';
import { type FakeCloud, startFakeCloud } from '../agent/sdk/testing-cloud.ts';
import { installAgent } from '../test/fixtures/installed-agent.ts';
import { keyClass } from '../wire/key-class.ts';

/** The examples as a user has them: copied beside the published agent, against a server on loopback that answers as the control plane and as Kinesis do. */

const root = fileURLToPath(new URL('..', import.meta.url));
const python = [`${root}.venv/bin/python`, 'python3'].find(
  (path) => (path === 'python3' || existsSync(path)) && spawnSync(path, ['-c', 'import cryptography']).status === 0,
);
let folder: string;
let cloud: FakeCloud;

beforeAll(() => {
  folder = installAgent();
  cpSync(join(root, 'examples'), folder, { recursive: true });
  cpSync(join(root, 'test/fixtures/electron'), join(folder, 'node_modules/electron'), { recursive: true });
});
afterAll(() => rmSync(folder, { recursive: true }));
beforeEach(async () => {
  cloud = await startFakeCloud();
  cloud.grant = {
    filter: {
      program: 'test',
      disclosure: '1.0',
      kinds: {
        window: ['type'],
        message: ['text', 'author', 'conversation', 'channel'],
        click: ['x', 'y', 'button', 'window'],
        key: ['type', 'key', 'class', 'fieldType'],
      },
      applications: {
        mousepad: { keys: 'content' },
        chat: { keys: 'content' },
        'example-editor': { keys: 'class' },
      },
    },
  };
});
afterEach(() => cloud.close());

async function run(command: string, args: string[], input: string, env: NodeJS.ProcessEnv = {}) {
  const child = spawn(command, args, {
    cwd: folder,
    env: {
      PATH: [join(folder, 'node_modules/.bin'), process.env.PATH].join(':'),
      ...{ SLUICE_TOKEN: 'token-1', AWS_ENDPOINT_URL_KINESIS: cloud.url },
      ...env,
    },
  });
  let [out, err] = ['', ''];
  child.stdout.on('data', (chunk) => {
    out += chunk;
  });
  child.stderr.on('data', (chunk) => {
    err += chunk;
  });
  child.stdin.on('error', () => {});
  child.stdin.end(input);
  const [code] = await once(child, 'close');
  return { code, out, err, stored: cloud.stored() };
}
const lines = (values: object[]) => values.map((value) => `${JSON.stringify(value)}\n`).join('');

describe('the examples, on the published agent', () => {
  const runOnSdk = (path: string, args: string[], input: string) =>
    run(
      process.execPath,
      [
        ...['--disable-warning=ExperimentalWarning', path, cloud.url, 'device-1'],
        ...[join(folder, `state-${path.replaceAll('/', '-')}`), ...args],
      ],
      input,
    );

  test('a collector', async () => {
    const input = 'Mousepad\tletter.txt\nBank\tmy account\nmousepad\t\n';

    const { code, out, err, stored } = await runOnSdk('collector/collector.ts', [], input);

    expect({ code, err }).toEqual({ code: 0, err: 'recording\nstopped: end-of-input\n' });
    expect(JSON.parse(out)).toEqual({ captured: 3, kept: 2 });
    // No title, which the filter does not list, and nothing of the bank.
    expect(stored).toEqual(
      [1, 2].map(() => ({ kind: 'window', type: 'focus', time: expect.any(Number), app: 'mousepad' })),
    );
  });

  test('a connector of a chat tool', async () => {
    const now = Math.floor(Date.now() / 1000);
    const input = [
      // Of before the lease: a connector is no way to what was written before the consent.
      { ts: '1764028800', user: 'U1', text: 'long ago', channel: 'C9' },
      { ts: `${now}.25`, user: 'U1', text: 'is it done?', channel: 'C9' },
      { ts: `${now + 1}`, user: 'U2', text: 'yes', channel: 'C9' },
      { ts: `${now + 2}`, user: 'U2', text: '', channel: 'C9', subtype: 'channel_join' },
    ];

    const { code, stored } = await runOnSdk('chat-connector/connector.ts', ['U1'], lines(input));

    expect(code).toBe(0);
    const common = { kind: 'message', app: 'chat', channel: 'chat', conversation: 'C9' };
    expect(stored).toEqual([
      { ...common, time: now * 1000 + 250, author: 'self', text: 'is it done?' },
      { ...common, time: now * 1000 + 1000, author: 'other', text: 'yes' },
    ]);
  });

  test('the main process of an Electron application, with a stand-in for Electron', async () => {
    const page = 'app://editor/index.html';
    const click = { kind: 'click', x: 1, y: 2, button: 0 };
    const input = lines([
      { invoke: 'sluice:state', url: page },
      { invoke: 'sluice:state', url: 'https://evil.example/' },
      { send: 'sluice:event', args: [click], url: page },
      { invoke: 'sluice:enrol', args: ['token-1'], url: page },
      { send: 'sluice:event', args: [{ ...click, app: 'bank', time: 1 }], url: page },
      { send: 'sluice:event', args: [click], url: 'https://evil.example/' },
      { send: 'sluice:event', args: [{ kind: 'key', type: 'keydown', key: 'x' }], url: page },
      { send: 'sluice:event', args: [null], url: page },
      { invoke: 'sluice:pause', url: page },
      { send: 'sluice:event', args: [click], url: page },
      { invoke: 'sluice:state', url: page },
      { quit: true },
    ]);

    const { code, out, err, stored } = await run(process.execPath, ['electron/main.js'], input, {
      ...{ SLUICE_API: cloud.url, SLUICE_DEVICE: 'laptop-7', ELECTRON_USER_DATA: join(folder, 'user-data') },
    });

    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out.split('\n').map((line) => line && JSON.parse(line))).toEqual([
      expect.objectContaining({ state: 'paused', reason: 'device' }),
      { refused: 'not of this application' },
      expect.objectContaining({ state: 'recording' }),
      null,
      expect.objectContaining({ state: 'paused', reason: 'paused-here' }),
      '',
    ]);
    expect(stored).toEqual([
      { ...click, app: 'example-editor', time: expect.any(Number), window: '7' },
      { kind: 'key', type: 'keydown', class: 'letter', app: 'example-editor', time: expect.any(Number) },
    ]);
  });

  test('a recorder in shell', async () => {
    const device = ['--api', cloud.url, '--device', 'laptop-8', '--state', join(folder, 'state-shell')];
    const evil = 'Mouse"pad","app":"bank';

    const { code, out, stored } = await run('shell/record.sh', device, `Mousepad\n${evil}\n\nBank\nmousepad`);
    const failed = await run('shell/record.sh', [], 'mousepad\n');

    expect({ code, last: JSON.parse(out.trim().split('\n').at(-1)!) }).toEqual({
      code: 0,
      last: { device: 'laptop-8', result: expect.objectContaining({ acked: 1, pending: 0 }) },
    });
    expect(stored).toEqual([{ kind: 'window', type: 'focus', time: expect.any(Number), app: 'mousepad' }]);
    expect(failed.code).toBe(2);
  });
});

(python === undefined ? describe.skip : describe)('the example in Python', () => {
  const event = (of: object) => ({ time: Date.now(), app: 'mousepad', ...of });
  const input = [
    event({ kind: 'window', type: 'focus', title: 'a letter' }),
    event({ kind: 'click', x: 1, y: 2, button: 0 }),
    event({ kind: 'key', type: 'keydown', key: 'a' }),
    event({ kind: 'key', type: 'keydown', key: 'h', fieldType: 'Password' }),
    event({ kind: 'key', type: 'keydown', key: 'b', app: 'example-editor' }),
    event({ kind: 'click', x: 1, y: 2, button: 0, app: 'bank' }),
    event({ kind: 'click', x: 1, y: 2, button: 0, time: 1 }),
  ];

  test('enrols with a key of its own, and streams what the filter lets through', async () => {
    const credential = join(folder, 'credential.json');
    const enrolled = await run(python!, ['python/producer.py', 'enrol', cloud.url, 'laptop-9', credential], '');
    const { code, out, err, stored } = await run(python!, ['python/producer.py', 'run', credential], lines(input));

    expect([enrolled.code, enrolled.err]).toEqual([0, '']);
    expect({ code, err }).toEqual({ code: 0, err: 'recording\n' });
    expect(JSON.parse(out)).toEqual({ read: 7, kept: 5, frames: 1 });
    const time = expect.any(Number);
    expect(stored).toEqual([
      { kind: 'window', type: 'focus', time, app: 'mousepad' },
      { kind: 'click', x: 1, y: 2, button: 0, time, app: 'mousepad' },
      { kind: 'key', type: 'keydown', key: 'a', time, app: 'mousepad' },
      { kind: 'key', type: 'keydown', class: 'letter', fieldType: 'Password', time, app: 'mousepad' },
      { kind: 'key', type: 'keydown', class: 'letter', time, app: 'example-editor' },
    ]);
    expect(cloud.requests.map(({ run, told }) => [run, told])).toEqual([
      ['new', undefined],
      [{ epoch: 1, turn: 1 }, [{ epoch: 1, acked: 1 }]],
    ]);
  });

  test('classifies keys as the page says, and as the agent does', () => {
    const named =
      'Enter Tab Backspace Delete Dead Home PageUp ArrowLeft BrowserBack Shift SymbolLock Escape F1 F24 F25';
    const keys = [...named.split(' '), ...'aßЖ中5٣ \u00a0.€+|'];
    const program =
      'import json, sys; from producer import key_class; print(json.dumps(list(map(key_class, json.load(sys.stdin)))))';

    const { stdout, stderr } = spawnSync(python!, ['-c', program], {
      cwd: join(folder, 'python'),
      input: JSON.stringify(keys),
      encoding: 'utf8',
    });

    expect(stderr).toBe('');
    expect(JSON.parse(stdout)).toEqual(keys.map((key) => keyClass(key)));
  });

  test('signs as AWS asks for it', async () => {
    const credential = join(folder, 'credential.json');
    await run(python!, ['python/producer.py', 'enrol', cloud.url, 'laptop-9', credential], '');
    await run(python!, ['python/producer.py', 'run', credential], lines(input));

    const [put] = cloud.puts;
    const { authorization, ...headers } = put!.headers;
    const signed = /SignedHeaders=([^,]+)/.exec(authorization!)![1]!.split(';');
    const of = Object.fromEntries(signed.map((name) => [name, headers[name] as string]));
    class Sha256 {
      #hash;
      constructor(secret?: unknown) {
        this.#hash = secret === undefined ? createHash('sha256') : createHmac('sha256', secret as Uint8Array);
      }
      update(data: unknown) {
        this.#hash.update(data as Uint8Array);
      }
      async digest() {
        return new Uint8Array(this.#hash.digest());
      }
      reset() {}
    }
    const { accessKeyId, secretAccessKey } = { accessKeyId: 'id', secretAccessKey: 'secret' };
    const signer = new SignatureV4({
      ...{ credentials: { accessKeyId, secretAccessKey }, region: 'eu-central-1', service: 'kinesis', sha256: Sha256 },
      applyChecksum: false,
    });
    const stamp = headers['x-amz-date'] as string;
    const signingDate = new Date(stamp.replace(/(....)(..)(..)T(..)(..)(..)Z/, '$1-$2-$3T$4:$5:$6Z'));
    const { hostname, port } = new URL(cloud.url);
    const request = { method: 'POST', protocol: 'http:', hostname, port: Number(port), path: '/', query: {} };
    const expected = await signer.sign({ ...request, headers: of, body: put!.body }, { signingDate });

    expect(authorization).toBe(expected.headers.authorization);
  });

  test('stops when it is refused', async () => {
    const credential = join(folder, 'credential.json');
    await run(python!, ['python/producer.py', 'enrol', cloud.url, 'laptop-9', credential], '');
    cloud.refuse = 'gate-closed';

    const { code, err, stored } = await run(python!, ['python/producer.py', 'run', credential], lines(input));

    expect({ code, err, stored }).toEqual({ code: 1, err: 'not recording: gate-closed\n', stored: [] });
  });
});
