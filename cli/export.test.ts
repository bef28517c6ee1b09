import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { publicKeyPem } from '../core/ledger/note.ts';
import { exportingSetup } from '../test/fixtures/exports.ts';
import { sluice } from '../test/fixtures/sluice.ts';

const CLICK = { kind: 'click', time: 1, app: 'editor', x: 1, y: 1, button: 0 } as const;

describe('sluice export create --id', () => {
  const ID = '01KB2R8V400000000000000000';
  const query = { purpose: 'research', from: 1_700_000_000_000, to: 1_700_086_400_000 };
  const made = {
    ...{ export: ID, reader: 'ivan', query, rules: { people: 3, days: 14 }, disclosure: '1.0', state: 'making' },
    ...{ asked: query.to, expires: query.to + 1, receipt: { chain: 'c0', seq: 1, hash: '0'.repeat(64) } },
  };
  const { SLUICE_TOKEN } = process.env;
  beforeEach(() => {
    process.env.SLUICE_TOKEN = 'token';
  });
  afterEach(() => {
    jest.restoreAllMocks();
    process.env.SLUICE_TOKEN = SLUICE_TOKEN ?? '';
  });
  async function asked(isThere: boolean, ...more: string[]): Promise<Record<string, unknown>> {
    let body: Record<string, unknown> = {};
    jest.spyOn(globalThis, 'fetch').mockImplementation(async (_url, init) => {
      if (init?.method === 'POST') body = JSON.parse(String(init.body)) as typeof body;
      else if (!isThere) return Response.json({ error: 'not-found', message: 'none' }, { status: 404 });
      return Response.json({ export: made });
    });
    const args = ['--purpose', 'research', '--id', ID, '--no-wait', ...more];
    const { code, err } = await sluice('--api', 'https://api.example', 'export', 'create', ...args);
    expect([code, err]).toEqual([0, '']);
    return body;
  }

  test.each([[[]], [['--since', '30d']], [['--since', '30d', '--until', '1h']]])(
    'asks for the same one, whatever the clock says by now: %j',
    async (more) => {
      expect(await asked(true, ...more)).toEqual({ export: ID, ...query });
    },
  );

  test('asks for what is said, where times are said, or none of that id is there', async () => {
    expect(await asked(true, '--since', '2023-11-01T00:00:00Z')).toMatchObject({
      from: Date.UTC(2023, 10, 1),
      to: query.to,
    });
    const { from, to } = await asked(false, '--since', '1d');
    expect(Number(to) - Number(from)).toBe(86_400_000);
  });
});

describe('sluice export fetch', () => {
  const { SLUICE_TOKEN } = process.env;
  let within: string;
  beforeEach(() => {
    within = mkdtempSync(join(tmpdir(), 'sluice-export-'));
    process.env.SLUICE_TOKEN = 'token';
  });
  afterEach(() => {
    jest.restoreAllMocks();
    process.env.SLUICE_TOKEN = SLUICE_TOKEN ?? '';
    rmSync(within, { recursive: true });
  });

  /** A service with one sealed data set of four people. @returns its id, and how often it was asked */
  async function service() {
    const setup = await exportingSetup();
    for (const person of ['anna', 'bert', 'carl', 'dora']) await setup.record(person, [CLICK]);
    const { export: id } = await setup.create();
    await setup.run(id);
    const asked = jest.spyOn(globalThis, 'fetch').mockImplementation(async (input) => {
      const url = String(input);
      const object = setup.objects.objects.get(url.replace('memory:', ''));
      if (object) return new Response(Buffer.from(object));
      if (!url.endsWith('/parts'))
        return Response.json({ publicKey: publicKeyPem(await setup.signer.publicKey()), tips: [] });
      const page = await setup.fetch(id);
      return Response.json({
        ...page,
        parts: page.parts.map(({ key, ...part }) => ({ ...part, key: Buffer.from(key).toString('base64') })),
      });
    });
    return { id, asked };
  }
  const fetchTo = (id: string, folder: string) =>
    sluice('--api', 'https://api.example', 'export', 'fetch', id, '--to', folder);

  test('makes a folder, and replaces it when it is fetched again', async () => {
    const { id } = await service();
    const folder = join(within, 'clicks');
    for (const code of [0, 0]) {
      const done = await fetchTo(id, folder);
      expect([done.code, done.err]).toEqual([code, expect.stringContaining('4 of 4 parts')]);
      expect(readdirSync(folder).sort()).toEqual(
        ['README.md', 'events', 'fetched.json', 'manifest.json', 'trajectories'].sort(),
      );
      expect(readdirSync(join(folder, 'events'))).toHaveLength(4);
    }
    expect(readdirSync(within)).toEqual(['clicks']);
  });

  test.each([
    ['what is somebody’s own', ['thesis.txt']],
    ['a data set, and something beside it', ['manifest.json', 'events', 'notes.md']],
    ['names that a data set has, and no manifest', ['README.md']],
  ])('replaces no folder that holds %s', async (_what, names) => {
    const { id, asked } = await service();
    const folder = join(within, 'home');
    mkdirSync(folder);
    for (const name of names) writeFileSync(join(folder, name), '');
    expect(await fetchTo(id, folder)).toMatchObject({ code: 2 });
    expect(readdirSync(folder).sort()).toEqual([...names].sort());
    expect(asked).not.toHaveBeenCalled();
  });

  test('replaces no file', async () => {
    const { id } = await service();
    const file = join(within, 'file');
    writeFileSync(file, '');
    expect(await fetchTo(id, file)).toMatchObject({ code: 2 });
    expect(existsSync(file)).toBe(true);
  });
});
