import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { movedTo, readSession } from '../../agent/collectors/replay.ts';
import { type FakeCloud, startFakeCloud } from '../../agent/sdk/testing-cloud.ts';
import { createAdmission, type Filter } from '../../wire/filter.ts';
import { readFrame } from '../../wire/frame.ts';
import { parseLines } from '../../wire/lines.ts';
import { ndjson } from '../fixtures/world.ts';

/** The producer in Python as an agent: lease, filter, frames, Kinesis, over real HTTP. */
const root = fileURLToPath(new URL('../..', import.meta.url));
const python = [`${root}.venv/bin/python`, 'python3'].find(
  (path) =>
    (path === 'python3' || existsSync(path)) && spawnSync(path, ['-c', 'import boto3, cryptography']).status === 0,
);
const session = ndjson(
  movedTo(readSession(readFileSync(`${root}programs/model-capability/session.ndjson`)), Date.now()),
);
const filter: Filter = {
  program: 'test',
  disclosure: '1.0',
  kinds: { key: ['type', 'class'], click: ['x', 'y', 'button'], window: ['type', 'title'] },
  applications: { mousepad: { keys: 'content' }, xterm: { keys: 'class' } },
};

(python === undefined ? describe.skip : describe)('the producer in Python', () => {
  let cloud: FakeCloud;
  let folder: string;

  beforeAll(async () => {
    cloud = await startFakeCloud();
    cloud.grant = { filter };
    folder = mkdtempSync(join(tmpdir(), 'sluice-producer-'));
  });
  afterAll(async () => {
    rmSync(folder, { recursive: true });
    await cloud.close();
  });

  async function stream(): Promise<unknown> {
    const script = [join(root, 'test/fixtures/producer.py'), cloud.url, 'token-1', 'd1', join(folder, 'number')];
    const child = spawn(python!, script, { env: { PATH: process.env.PATH, AWS_ENDPOINT_URL: cloud.url } });
    let output = '';
    let error = '';
    child.stdout.on('data', (chunk) => {
      output += chunk;
    });
    child.stderr.on('data', (chunk) => {
      error += chunk;
    });
    child.stdin.end(session);
    const code = await new Promise((resolve) => child.on('close', resolve));
    if (code !== 0) throw new Error(error);
    return JSON.parse(output);
  }

  test('streams what the filter keeps, and goes on with its numbers', async () => {
    const kept = parseLines(session)
      .map(createAdmission(filter))
      .flatMap((one) => ('event' in one ? [one.event] : []));

    expect(await stream()).toEqual({ acked: 4, events: kept.length });
    expect(cloud.stored()).toEqual(kept);

    await stream();
    const numbers = cloud.records.map(({ Data }) => readFrame(Buffer.from(Data, 'base64')).number);
    expect(numbers).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    expect(cloud.requests[0]).toEqual({ device: 'd1', acked: 0, token: 'Bearer token-1' });
  });
});
