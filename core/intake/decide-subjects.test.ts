import { describe, expect, test } from '@jest/globals';
import { WHOLE } from '../../test/fixtures/world.ts';
import type { LeaseClaims } from '../../wire/lease.ts';
import type { SubjectRow } from '../consent/subject.ts';
import { DamagedKey } from '../shared/damaged-key.ts';
import { Refused } from '../shared/errors.ts';
import { createBatchCache, type IntakePorts } from './batch.ts';
import { createDamage, DAMAGE_HOLDS } from './damage.ts';
import type { BatchContext } from './decide.ts';
import { decideSubjects } from './decide-subjects.ts';
import type { LaneRow, SubjectFound } from './intake.ts';
import type { Opened } from './open.ts';
import { startOf } from './position.ts';

const context: BatchContext = { shard: WHOLE, program: 'sample', disclosure: '1.0' };
const OPEN: LaneRow = { lane: WHOLE.lane, state: 'open', epoch: 5 };

const row = (subject: string, windows = 0): SubjectRow => ({
  ...{ subject, state: 'live', serial: 's', disclosure: '1.0', keyId: `key-of-${subject}`, revision: 0 },
  windows: new Map(Array.from({ length: windows }, (_, at) => [`d${at}`, { high: 1, seen: 1n }])),
});
let sequences = 0;
const frame = (subject: string, change: Partial<LeaseClaims> = {}): Opened => ({
  record: { sequence: `${++sequences}`, partitionKey: subject, arrival: 0, data: new Uint8Array() },
  claims: {
    ...{ program: 'sample', subject, device: 'laptop', serial: 's', disclosure: '1.0', epoch: 5, deliverUntil: 9 },
    ...change,
  } as LeaseClaims,
  ...{ number: sequences, body: Buffer.alloc(0) },
});

interface Given {
  rows?: Record<string, SubjectFound>;
  lane?: LaneRow;
  /** At which the root is open. */
  root?: number;
  openKey?: (keyId: string) => Promise<Uint8Array>;
}

/** Ports of a small world, and what was asked of them. */
function setup({ rows = {}, lane = OPEN, root = 5, openKey = async () => new Uint8Array(32) }: Given) {
  const asked: unknown[] = [];
  const clock = { time: 0, now: () => clock.time };
  const ask = <T>(what: unknown, answer: T): T => {
    asked.push(what);
    return answer;
  };
  const noted: string[] = [];
  const ports = {
    intake: {
      readSubjects: async (subjects: readonly string[]) =>
        ask(['read', ...subjects], new Map(Object.entries(rows).filter(([subject]) => subjects.includes(subject)))),
    },
    keyRing: { open: openKey },
    gate: {
      addLane: async (name: string) => ask(['add', name], undefined),
      openLane: async (name: string, epoch: number) => ask(['open', name, epoch], epoch === root),
    },
    damage: createDamage(WHOLE.lane, { noteDamage: async (_, name, at) => ask(void noted.push(name), at) }, clock),
    sleep: async (ms: number) => ask(['sleep', ms], undefined),
    random: () => 0.25,
  };
  const cache = createBatchCache();
  const decideThe = (frames: readonly Opened[], view = { lane, subjects: new Map(), lostKeys: new Map() }) => {
    const position = startOf(
      frames.map(({ record }) => record),
      view,
    );
    return decideSubjects({ position, frames }, context, cache, ports as never as IntakePorts);
  };
  return { asked, cache, clock, noted, decideThe };
}
const subjectsIn = (frames: readonly Opened[]) => frames.map(({ record }) => record.partitionKey).join('');

describe('rows', () => {
  test('are read of who sent a frame of their own and is not known yet, in one read', async () => {
    const { asked, decideThe } = setup({ rows: { a: row('a'), b: row('b') } });
    const misrouted = frame('c', { subject: 'd' });
    const decided = await decideThe([frame('a'), frame('b'), frame('a'), frame('n'), misrouted]);

    expect(asked).toEqual([['read', 'a', 'b', 'n']]);
    expect(subjectsIn(decided.decisions.admitted)).toBe('aba');
    expect(decided.decisions.refused.map(({ reason }) => reason)).toEqual(['consent', 'misrouted']);
    expect([...decided.keys.keys()]).toEqual(['key-of-a', 'key-of-b']);
    expect([...decided.usable].sort()).toEqual(['key:key-of-a', 'key:key-of-b', 'row:a', 'row:b']);

    const again = await decideThe([frame('a'), frame('n')], decided.position.view as never);
    expect(asked).toHaveLength(1);
    expect(subjectsIn(again.decisions.admitted)).toBe('a');
  });

  test('that are damaged hold up their subject alone, and in time have its frames refused', async () => {
    const { cache, clock, noted, decideThe } = setup({ rows: { a: 'damaged', b: row('b') } });
    const frames = [frame('a'), frame('b')];

    const waiting = await decideThe(frames);
    expect([subjectsIn(waiting.frames), [...cache.waiting.keys()], noted]).toEqual(['b', ['a'], ['row:a']]);
    expect(cache.waiting.get('a')!.message).toBe('row:a is damaged, and its frames wait');
    expect([...waiting.usable].sort()).toEqual(['key:key-of-b', 'row:b']);

    cache.waiting.clear();
    clock.time = DAMAGE_HOLDS;
    const over = await decideThe(frames);
    expect(subjectsIn(over.frames)).toBe('ab');
    expect(over.decisions.refused).toMatchObject([{ reason: 'row', unreadable: true }]);
  });
});

describe('a transaction', () => {
  /** Windows of 100 bytes, beside 6,000 of each subject, below 3.5 MB. */
  const FULL = 34_880;

  test.each([
    ['as many windows as go', { a: row('a', FULL), b: row('b') }, 'ab', 'ab'],
    ['one window more', { a: row('a', FULL + 1), b: row('b') }, 'ab', 'a'],
    ['all frames of who fits, though others came between', { a: row('a', FULL + 1), b: row('b') }, 'aba', 'aa'],
    ['more than fit, of one alone', { a: row('a', 2 * FULL) }, 'aa', 'aa'],
    ['nothing beside one that is too large', { a: row('a', 2 * FULL), b: row('b') }, 'ab', 'a'],
  ])('holds %s', async (_, rows, frames, expected) => {
    const { decideThe } = setup({ rows });
    const decided = await decideThe([...frames].map((subject) => frame(subject)));
    expect(subjectsIn(decided.frames)).toBe(expected);
  });
});

describe('a lane behind the gate', () => {
  const rows = { a: row('a') };

  test('is opened for the greatest epoch that the root has, after a pause, and each other is asked once', async () => {
    const { asked, decideThe } = setup({ rows, lane: { ...OPEN, epoch: 4, state: 'closed' } });
    const frames = [frame('a', { epoch: 6 }), frame('a'), frame('a', { epoch: 4 })];
    const { decisions, position } = await decideThe(frames);

    expect(asked.slice(1)).toEqual([
      ['sleep', 500],
      ['open', WHOLE.lane, 6],
      ['open', WHOLE.lane, 5],
    ]);
    expect(position.view.lane).toEqual(OPEN);
    expect(decisions.refused.map(({ reason }) => reason)).toEqual(['epoch', 'epoch']);
    expect(decisions.admitted).toHaveLength(1);
  });

  test('is not asked again for an epoch that is over, and stays as it is', async () => {
    const { asked, cache, decideThe } = setup({ rows, root: 9 });
    await decideThe([frame('a', { epoch: 7 })]);
    expect(cache.past).toEqual(new Set([7]));
    const { position, decisions } = await decideThe([frame('a', { epoch: 7 }), frame('a')]);

    expect(asked.filter((one) => (one as string[])[0] !== 'read')).toEqual([
      ['sleep', 500],
      ['open', WHOLE.lane, 7],
    ]);
    expect([position.view.lane, decisions.admitted.length]).toEqual([OPEN, 1]);
  });

  test('that was never open is put into the registry first, and is not waited for', async () => {
    const { asked, decideThe } = setup({ rows, lane: { lane: WHOLE.lane, state: 'closed' } });
    const { decisions } = await decideThe([frame('a')]);

    expect(asked.slice(1)).toEqual([
      ['sleep', 0],
      ['add', WHOLE.lane],
      ['open', WHOLE.lane, 5],
    ]);
    expect(decisions.admitted).toHaveLength(1);
  });

  test('is not opened for frames that wait', async () => {
    const { asked, decideThe } = setup({ rows: { a: 'damaged' } });
    await decideThe([frame('a', { epoch: 6 })]);
    expect(asked.filter((one) => (one as string[])?.[0] === 'open')).toEqual([]);
  });
});

describe('keys', () => {
  const rows = { a: row('a'), b: row('b'), c: row('c') };
  const failing = (error: unknown) => async (keyId: string) => {
    if (keyId === 'key-of-b') throw error;
    return Buffer.from(keyId);
  };
  const frames = () => ['a', 'b', 'c', 'b'].map((subject) => frame(subject));

  test('are opened once for each subject with admitted frames, and for no other', async () => {
    const opened: string[] = [];
    const openKey = async (keyId: string) => {
      opened.push(keyId);
      return Buffer.from(keyId);
    };
    const { decideThe } = setup({ rows, openKey });
    const { keys } = await decideThe([...frames(), frame('c', { serial: 'old' })]);
    expect(opened).toEqual(['key-of-a', 'key-of-b', 'key-of-c']);
    expect(Buffer.from(keys.get('key-of-b')!).toString()).toBe('key-of-b');

    opened.length = 0;
    await decideThe([frame('a', { serial: 'old' })]);
    expect(opened).toEqual([]);
  });

  test('that are gone consent to nothing', async () => {
    const { cache, decideThe } = setup({ rows, openKey: failing(new Refused('no-key', 'erased')) });
    const { decisions, keys, usable, position } = await decideThe(frames());

    expect(subjectsIn(decisions.admitted)).toBe('ac');
    expect(decisions.refused.map(({ reason }) => reason)).toEqual(['consent', 'consent']);
    expect([keys.has('key-of-b'), usable.has('key:key-of-b'), cache.waiting.size]).toEqual([false, false, 0]);
    expect(position.view.lostKeys).toEqual(new Map([['key-of-b', 'consent']]));
  });

  test('that are damaged hold up their subject, and in time have its frames refused', async () => {
    const { cache, clock, decideThe } = setup({ rows, openKey: failing(new DamagedKey('key:key-of-b')) });
    const waiting = await decideThe(frames());
    expect([subjectsIn(waiting.frames), [...cache.waiting.keys()]]).toEqual(['ac', ['b']]);
    expect(waiting.position.view.lostKeys.size).toBe(0);

    cache.waiting.clear();
    clock.time = DAMAGE_HOLDS;
    const { decisions } = await decideThe(frames());
    expect(subjectsIn(decisions.admitted)).toBe('ac');
    expect(decisions.refused.map(({ reason }) => reason)).toEqual(['key', 'key']);
  });

  test.each([new Refused('no-object', 'another reason'), new TypeError('a defect')])(
    'that fail otherwise (%p) fail the batch',
    async (error) => {
      const { decideThe } = setup({ rows, openKey: failing(error) });
      await expect(decideThe(frames())).rejects.toBe(error);
    },
  );
});
