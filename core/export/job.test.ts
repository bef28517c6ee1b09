import { zstdDecompressSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import { parquetReadObjects } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import { EXPORTER, exportingDisclosure, exportingSetup } from '../../test/fixtures/exports.ts';
import type { Event } from '../../wire/event.ts';
import { pause } from '../gate/pause.ts';
import { resume } from '../gate/resume.ts';
import { verifyDocument } from '../ledger/note.ts';
import { wholeLedger } from '../ledger/walk.ts';
import { HOUR, NOW } from '../reading/reading.contract.ts';
import { sha256 } from '../shared/canonical-json.ts';
import { Refused } from '../shared/errors.ts';
import { partNames } from './all-parts.ts';
import type { OpenedPart } from './fetch.ts';
import { cutPart, planParts, sealExport } from './job.ts';
import { openFile } from './sealed-part.ts';
import { eventsOf, type Trajectory } from './trajectory.ts';

const DAY = 24 * HOUR;
const PEOPLE = ['anna', 'bert', 'carl', 'dora'];
type Setup = Awaited<ReturnType<typeof exportingSetup>>;
const click = (time: number, more: object = {}): Event =>
  ({ kind: 'click', time, app: 'editor', x: 1, y: 2, ...more }) as Event;

/** Two segments of each, three events a segment. */
async function recorded(options: Parameters<typeof exportingSetup>[0] = {}) {
  const setup = await exportingSetup(options);
  const at = NOW - 3 * DAY;
  for (const [n, subject] of PEOPLE.entries()) {
    for (const later of [0, HOUR]) {
      const from = at + n * 60_000 + later;
      await setup.record(
        subject,
        [0, 1, 2].map((one) => click(from + one * 1000, { x: n })),
        from,
      );
    }
  }
  return setup;
}

const outcome = (done: Promise<unknown>): Promise<string> =>
  done.then(
    () => 'done',
    (error: Refused) => error.reason,
  );

/** As `sluice export fetch` reads it. */
async function readPart({ objects }: Setup, id: string, { part, key, data, trajectories }: OpenedPart) {
  const bytes = (file: 'data' | 'trajectories') => {
    const { url, sha256: hash } = file === 'data' ? data : trajectories;
    const sealed = objects.objects.get(url.replace('memory:', ''))!;
    expect(sha256(sealed)).toBe(hash);
    return openFile(sealed, { program: 'p', export: id, part, file }, key);
  };
  const rows = await parquetReadObjects({ file: new Uint8Array(bytes('data')).buffer, compressors });
  const lines = zstdDecompressSync(bytes('trajectories')).toString().trim().split('\n');
  return { rows, sessions: lines.map((line) => JSON.parse(line) as Trajectory) };
}

async function fetched(setup: Setup, id: string) {
  const { parts, closed, documents, receipt } = await setup.fetch(id);
  const read = await Promise.all(parts.map((part) => readPart(setup, id, part)));
  const rows = read.flatMap((one) => one.rows);
  return { rows, sessions: read.flatMap((one) => one.sessions), closed, documents, receipt };
}

describe('an export', () => {
  test('has every event of everybody, under names of its own, in files whose parts the manifest names', async () => {
    const setup = await recorded();
    const { export: id } = await setup.create();
    expect(setup.started).toEqual([id]);
    expect(await setup.run(id)).toEqual({ outcome: 'sealed' });
    const { rows, sessions, documents } = await fetched(setup, id);
    expect(rows).toHaveLength(24);
    const people = new Set(rows.map(({ person }) => person));
    expect(people.size).toBe(4);
    for (const name of people) expect(PEOPLE).not.toContain(name);
    expect(
      sessions
        .flatMap(eventsOf)
        .map(({ time }) => time)
        .sort(),
    ).toEqual(rows.map(({ time }) => (time as Date).getTime()).sort());
    const { manifest, card } = documents!;
    const { kind } = verifyDocument(manifest, await setup.signer.publicKey());
    expect(kind).toBe('export-manifest');
    expect(manifest.document).toMatchObject({
      people: 4,
      purpose: EXPORTER.purpose,
      disclosure: '1.0',
      expires: NOW + 14 * DAY,
    });
    expect(manifest.document.counts).toMatchObject({ rows: 24, byKind: { click: 24 }, byApplication: { editor: 24 } });
    expect(manifest.document.card).toBe(sha256(card));
    expect(card).toContain('24 events in');
    expect(manifest.document.parts.map(({ part }) => part)).toEqual(
      manifest.document.parts.map(({ part }) => part).sort(),
    );
    for (const text of [JSON.stringify(manifest), card]) for (const name of PEOPLE) expect(text).not.toContain(name);
  });

  test('is in the ledger: begun, each slice with whose it was, each fetch', async () => {
    const setup = await recorded();
    const { export: id } = await setup.create();
    await setup.run(id);
    await setup.fetch(id);
    const entries = (await wholeLedger(setup.ledger)).filter(({ kind }) => kind === 'export');
    const steps = entries.map(({ detail, subject }) => `${detail!.step}${subject ? ` ${subject}` : ''}`).sort();
    expect(steps).toEqual(['begin', 'begin', 'fetch', ...PEOPLE.map((name) => `slice ${name}`)]);
    expect(new Set(entries.map(({ actor }) => actor))).toEqual(new Set(['reader:ivan']));
  });

  test('is of what was asked for', async () => {
    const setup = await recorded();
    const at = NOW - 3 * DAY;
    for (const [n, subject] of PEOPLE.entries()) {
      await setup.record(
        subject,
        [click(at + n), { kind: 'key', time: at, app: 'terminal', type: 'keydown' } as Event],
        at + n,
      );
    }
    const asked = { kinds: ['key' as const], applications: ['terminal'], subjects: 3 };
    const { export: id } = await setup.create(asked);
    await setup.run(id);
    const { rows, documents } = await fetched(setup, id);
    expect(rows.map(({ kind, app }) => `${kind} ${app}`)).toEqual(Array(3).fill('key terminal'));
    expect(documents!.manifest.document).toMatchObject({ people: 3, query: asked });
    expect(documents!.manifest.document.counts.dropped.query).toBe(3);
  });

  test('asked for again is the same one, and of another query under its id is refused', async () => {
    const setup = await recorded();
    const { export: id } = await setup.create();
    expect(await setup.create({}, id)).toMatchObject({ export: id, state: 'planned' });
    expect(await outcome(setup.create({ kinds: ['click'] }, id))).toBe('exists');
    expect(setup.started).toEqual([id, id]);
    await setup.run(id);
    expect(await setup.create({}, id)).toMatchObject({ state: 'sealed' });
    expect(setup.started).toHaveLength(2);
  });

  test.each<[string, Parameters<Setup['create']>[0]]>([
    ['purpose', { purpose: 'curiosity' }],
    ['span', { from: NOW, to: NOW - 1 }],
    ['query', { applications: ['solitaire'] }],
    ['query', { kinds: ['message'] }],
    ['query', { kinds: [] }],
    ['too-few', { subjects: 1 }],
    ['too-few', { subjects: 2 }],
  ])('is refused before anything is looked for: %s', async (reason, query) => {
    const setup = await recorded();
    expect(await outcome(setup.create(query))).toBe(reason);
    expect(setup.started).toEqual([]);
  });

  test('of a purpose for which the disclosure lets none be made is refused', async () => {
    const disclosure = exportingDisclosure();
    delete disclosure.purposes.research!.export;
    expect(await outcome((await recorded({ disclosure })).create())).toBe('no-export');
  });

  test.each<[string, (setup: Setup) => Promise<unknown>]>([
    ['no-grant', ({ give }) => give(NOW)],
    ['gate-closed', ({ gate, clock }) => pause({ reading: gate }, 'i1', clock)],
  ])('needs a live grant and an open gate: %s', async (reason, change) => {
    const setup = await recorded();
    await change(setup);
    expect(await outcome(setup.create())).toBe(reason);
  });
});

describe('nothing of few people', () => {
  test('is planned', async () => {
    const setup = await recorded({ disclosure: exportingDisclosure(5) });
    const { export: id } = await setup.create();
    expect(await setup.run(id)).toEqual({ outcome: 'stopped', by: 'too-few' });
  });

  test('is sealed, when only one person did what is asked for', async () => {
    const setup = await recorded();
    await setup.record('anna', [click(NOW - 3 * DAY, { app: 'terminal' })], NOW - 3 * DAY);
    const { export: id } = await setup.create({ applications: ['terminal'] });
    expect(await setup.run(id)).toEqual({ outcome: 'stopped', by: 'too-few' });
    expect(await outcome(setup.fetch(id))).toBe('ended');
    for (const { cut } of setup.store.kept.get(id)!.parts.values()) expect(cut?.wrapped).toBeUndefined();
  });
});

describe('who goes', () => {
  test.each(['withdrawn', 'erased'] as const)('while it is made is not in it: %s', async (state) => {
    const setup = await recorded();
    const { export: id } = await setup.create();
    await planParts(setup.job, id);
    await setup.setState('anna', state);
    await setup.run(id);
    const { rows, documents } = await fetched(setup, id);
    expect(rows).toHaveLength(18);
    expect(documents!.manifest.document.people).toBe(3);
    expect(documents!.manifest.document.counts.left).toEqual({ [state === 'erased' ? 'erased' : 'consent']: 2 });
  });

  test.each<[string, (setup: Setup) => Promise<unknown>]>([
    ['withdraws', ({ setState }) => setState('anna', 'withdrawn')],
    ['is erased', ({ setState }) => setState('anna', 'erased')],
    ['has only their key deleted', ({ ring, keyIds }) => ring.destroy(keyIds.get('anna')!)],
    [
      'trims',
      ({ putSubject, keyIds }) =>
        putSubject('anna', { state: 'live', keyId: keyIds.get('anna')!, trims: [{ from: 0, to: NOW }] }),
    ],
  ])('after it was sealed opens no more: %s', async (what, change) => {
    const setup = await recorded();
    const { export: id } = await setup.create();
    await setup.run(id);
    const before = await fetched(setup, id);
    await change(setup);
    if (what.includes('key')) {
      // Nothing but the key is gone, and that is enough.
      expect(await outcome(setup.fetch(id))).toBe('no-key');
      return;
    }
    const { rows, closed } = await fetched(setup, id);
    expect(rows).toHaveLength(before.rows.length - 6);
    expect(closed).toHaveLength(1);
    expect(new Set(rows.map(({ person }) => person)).size).toBe(3);
  });

  test('between the transaction and the answer is not shown', async () => {
    const setup = await recorded();
    const { export: id } = await setup.create();
    await setup.run(id);
    const { link } = setup.objects;
    setup.objects.link = async (object, seconds) => {
      await setup.setState('anna', 'erased');
      return link(object, seconds);
    };
    const { parts, closed } = await setup.fetch(id);
    expect([parts.length, closed.length]).toEqual([3, 1]);
  });
});

describe('fewer people than it has to be of', () => {
  test('are left of a sealed one: it opens for nobody any more, and how many are left is not said', async () => {
    const setup = await recorded({ disclosure: exportingDisclosure(4) });
    const { export: id } = await setup.create();
    await setup.run(id);
    expect((await setup.fetch(id)).parts).toHaveLength(4);

    await setup.setState('anna', 'withdrawn');

    await expect(setup.fetch(id)).rejects.toMatchObject({
      reason: 'too-few',
      message: expect.not.stringContaining('3'),
    });
    // Nor page by page, from behind the first one.
    await expect(setup.fetch(id, 'a')).rejects.toMatchObject({ reason: 'too-few' });
  });
});

describe('the job', () => {
  test.each(['plan', 'cut'] as const)(
    'asks whether people could consent to its disclosure, before it begins to %s',
    async (step) => {
      const setup = await recorded();
      const { export: id } = await setup.create();
      if (step === 'cut') await planParts(setup.job, id);
      const widened = { ...setup.job, inForce: { check: () => Promise.reject(new Refused('widened', 'wider')) } };

      const done =
        step === 'plan' ? planParts(widened, id) : cutPart(widened, id, (await partNames(setup.store, id))[0]!);

      expect(await done).toEqual({ outcome: 'stopped', by: 'disclosure' });
      expect(await setup.store.find(id)).toMatchObject({ state: 'stopped', stopped: 'disclosure' });
    },
  );

  test('stops with the gate within a slice, and goes on to the same export when it is open again', async () => {
    const setup = await recorded();
    const { export: id } = await setup.create();
    await planParts(setup.job, id);
    const [first, ...others] = await partNames(setup.store, id);
    await cutPart(setup.job, id, first!);
    await pause({ reading: setup.gate }, 'i1', setup.clock);
    for (const part of others) expect(await cutPart(setup.job, id, part)).toEqual({ outcome: 'closed' });
    expect(await outcome(sealExport(setup.job, id))).toBe('state');
    expect(await outcome(setup.fetch(id))).toBe('unfinished');
    const { epoch } = await setup.gate.read();
    await resume({ reading: setup.gate }, 'i1', { reading: epoch }, setup.clock);
    expect(await setup.run(id)).toEqual({ outcome: 'sealed' });
    expect((await fetched(setup, id)).rows).toHaveLength(24);
  });

  test('waits while IAM denies beside the gate, before and after it opens, and goes on; no longer than its grant', async () => {
    const setup = await recorded();
    const { export: id } = await setup.create();
    await planParts(setup.job, id);
    const [first, second] = await partNames(setup.store, id);
    const denied = async () => Promise.reject(Object.assign(new Error('no'), { name: 'AccessDeniedException' }));
    const { redactorOf, keys } = setup.job;
    await pause({ reading: setup.gate }, 'i1', setup.clock);
    setup.job.redactorOf = denied;
    expect(await cutPart(setup.job, id, first!)).toEqual({ outcome: 'closed' });
    const { epoch } = await setup.gate.read();
    await resume({ reading: setup.gate }, 'i1', { reading: epoch }, setup.clock);
    expect(await cutPart(setup.job, id, first!)).toEqual({ outcome: 'denied' });
    Object.assign(setup.job, { redactorOf, keys: { open: denied } });
    expect(await cutPart(setup.job, id, first!)).toEqual({ outcome: 'denied' });
    setup.job.keys = keys;
    expect(await cutPart(setup.job, id, first!)).toEqual({ outcome: 'cut' });
    setup.job.keys = { open: denied };
    await setup.give(NOW);
    expect(await cutPart(setup.job, id, second!)).toEqual({ outcome: 'stopped', by: 'no-grant' });
  });

  test('ends with the grant, and nothing that was cut opens', async () => {
    const setup = await recorded();
    const { export: id } = await setup.create();
    await planParts(setup.job, id);
    const [first, second] = await partNames(setup.store, id);
    await cutPart(setup.job, id, first!);
    await setup.give(NOW);
    expect(await cutPart(setup.job, id, second!)).toEqual({ outcome: 'stopped', by: 'no-grant' });
    expect(await cutPart(setup.job, id, second!)).toEqual({ outcome: 'ended' });
    await setup.give();
    expect(await outcome(setup.fetch(id))).toBe('ended');
    expect(await setup.store.find(id)).toMatchObject({ state: 'stopped', stopped: 'no-grant' });
  });

  test('that dies anywhere and is done again makes the same rows', async () => {
    const setup = await recorded();
    const { export: id } = await setup.create();
    let calls = 0;
    const { put } = setup.objects;
    setup.objects.put = async (one, bytes) => {
      if ([0, 2, 7, 8].includes(calls++)) throw new Error('died');
      return put(one, bytes);
    };
    let result: unknown;
    for (let tries = 0; result === undefined && tries < 9; tries++) {
      result = await setup.run(id).catch(() => undefined);
    }
    expect(result).toEqual({ outcome: 'sealed' });
    expect((await fetched(setup, id)).rows).toHaveLength(24);
  });

  test('two workers of one part leave one of it', async () => {
    const setup = await recorded();
    const { export: id } = await setup.create();
    await planParts(setup.job, id);
    const [part] = await partNames(setup.store, id);
    await Promise.all([cutPart(setup.job, id, part!), cutPart(setup.job, id, part!)]);
    expect(await setup.run(id)).toEqual({ outcome: 'sealed' });
    expect((await fetched(setup, id)).rows).toHaveLength(24);
  });

  test('leaves out what is damaged, or ends before the export does, and says so', async () => {
    const setup = await recorded();
    const young = await setup.record('anna', [click(NOW - 2 * DAY)], NOW - 2 * DAY);
    const other = await setup.record('anna', [click(NOW - 2 * DAY)], NOW - 2 * DAY + 1);
    await setup.putRow({ ...young, body: other.body });
    const message = Buffer.from((other.body as { message: Uint8Array }).message);
    message[message.length - 1]! ^= 1;
    await setup.putRow({ ...other, body: { message } });
    const { export: id } = await setup.create();
    await setup.run(id);
    const { documents, rows } = await fetched(setup, id);
    expect(rows).toHaveLength(24);
    expect(documents!.manifest.document.counts.left).toEqual({ 'foreign-object': 2 });
    const late = await recorded({ disclosure: exportingDisclosure(3, 14) });
    for (const [key, row] of late.tables.rows) if (row.subject === 'bert') late.tables.rows.set(key, { ...row });
    late.clock.time = NOW + 90 * DAY;
    await late.give(late.clock.time + HOUR);
    const again = await late.create({ from: NOW - 30 * DAY, to: NOW });
    expect(await late.run(again.export)).toEqual({ outcome: 'stopped', by: 'too-few' });
  });

  test('is taken back at any time, and opens nothing from then on', async () => {
    const setup = await recorded();
    const { export: id } = await setup.create();
    await setup.run(id);
    await setup.store.revoke(id);
    expect(await outcome(setup.fetch(id))).toBe('ended');
    expect(await cutPart(setup.job, id, 'any')).toEqual({ outcome: 'ended' });
  });

  test('is opened by who made it alone, until it expires', async () => {
    const setup = await recorded();
    const { export: id } = await setup.create();
    await setup.run(id);
    expect(await outcome(setup.fetch(id, undefined, 'nadia'))).toBe('not-found');
    setup.clock.time = NOW + 14 * DAY;
    await setup.give(setup.clock.time + HOUR);
    expect(await outcome(setup.fetch(id))).toBe('ended');
  });
});
