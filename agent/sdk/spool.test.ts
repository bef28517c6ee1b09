import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, cpSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createDiskSpool } from './disk-spool.ts';
import { SpoolError } from './errors.ts';
import { advance, createMemorySpool, type FrameId, type Spool } from './spool.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sluice-spool-'));
});
afterEach(() => rm(folder, { recursive: true }));

const disk = () => createDiskSpool({ folder, device: 'device-1' });
const add = (spool: Spool, epoch = 1) =>
  spool.add(epoch, 'subject-a', (number) => Buffer.from(`sealed ${epoch}/${number}`));
const ids = (...numbers: number[]): FrameId[] => numbers.map((number) => ({ epoch: 1, number }));
const waiting = (spool: Spool) => spool.pending().map(({ epoch, number }) => `${epoch}/${number}`);
const textOf = async (spool: Spool, id: FrameId) => String(Buffer.from((await spool.read(id))!.data));

test('acknowledgements in any order, some twice, end where counting them does', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 30 })), (numbers) => {
      let progress = { acked: 0, ahead: [] as number[] };
      for (const number of numbers) progress = advance(progress, [number]);
      let expected = 0;
      while (numbers.includes(expected + 1)) expected++;
      expect(progress.acked).toBe(expected);
      expect(progress.ahead).toEqual([...new Set(numbers)].filter((n) => n > expected).sort((a, b) => a - b));
      expect(advance({ acked: 0, ahead: [] }, numbers)).toEqual(progress);
    }),
  );
});

describe.each([
  ['memory', async () => createMemorySpool()],
  ['disk', disk],
])('a spool in %s', (_, create) => {
  test('numbers the frames of an epoch 1, 2, 3, also when asked at once', async () => {
    const spool = await create();
    const frames = await Promise.all([add(spool), add(spool), add(spool), add(spool, 2)]);
    expect(frames.map(({ epoch, number }) => `${epoch}/${number}`)).toEqual(['1/1', '1/2', '1/3', '2/1']);
    expect(waiting(spool)).toEqual(['1/1', '1/2', '1/3', '2/1']);
    expect(await textOf(spool, { epoch: 1, number: 2 })).toBe('sealed 1/2');
    expect(spool.bytes()).toBe(40);
    await spool.close();
  });

  test('forgets what was acknowledged, and tells how far each epoch is whole', async () => {
    const spool = await create();
    for (let at = 0; at < 4; at++) await add(spool);
    await add(spool, 2);
    await spool.acknowledge([...ids(1, 3), { epoch: 2, number: 1 }]);
    expect(spool.told()).toEqual([
      { epoch: 1, acked: 1 },
      { epoch: 2, acked: 1 },
    ]);
    expect([waiting(spool), spool.bytes()]).toEqual([['1/2', '1/4'], 20]);
    await spool.acknowledge(ids(2));
    expect(spool.told()[0]).toEqual({ epoch: 1, acked: 3 });
    await expect(spool.read({ epoch: 1, number: 1 })).rejects.toThrow();
    await spool.close();
  });

  test('does not tell again what is over and was told as it is', async () => {
    const spool = await create();
    for (const epoch of [1, 2, 3]) await add(spool, epoch);
    await spool.acknowledge([1, 3].map((epoch) => ({ epoch, number: 1 })));
    const told = spool.told();
    await spool.wasTold([{ epoch: 1, acked: 0 }], 3);
    expect(spool.told()).toEqual(told);
    await spool.wasTold(told, 3);
    // Of the second a frame waits, the third goes on.
    expect(spool.told().map(({ epoch }) => epoch)).toEqual([2, 3]);
    await spool.close();
  });

  test('a frame that cannot be sealed uses no number', async () => {
    const spool = await create();
    const fails = spool.add(1, 'subject-a', () => {
      throw new Error('no');
    });
    await expect(fails).rejects.toThrow('no');
    expect((await add(spool)).number).toBe(1);
    await spool.close();
  });
});

describe('a spool on disk', () => {
  test('comes back with its frames, and numbers nothing by them', async () => {
    const before = await disk();
    for (let at = 0; at < 5; at++) await add(before);
    await before.acknowledge(ids(1, 2, 4, 5));
    await before.close();

    const after = await disk();

    expect([waiting(after), after.told()]).toEqual([['1/3'], [{ epoch: 1, acked: 2 }]]);
    expect(await textOf(after, { epoch: 1, number: 3 })).toBe('sealed 1/3');
    expect((await after.read({ epoch: 1, number: 3 }))!.subject).toBe('subject-a');
    expect((await add(after, 2)).number).toBe(1);
    expect(waiting(after)).toEqual(['1/3', '2/1']);
    await after.close();
  });

  test('a half-written frame of a crash is removed, and what was acknowledged right before it is not sent again', async () => {
    const before = await disk();
    for (let at = 0; at < 3; at++) await add(before);
    const files = (await readdir(join(folder, 'frames'))).sort();
    const first = await readFile(join(folder, 'frames', files[0]!));
    await before.acknowledge(ids(1, 3));
    await before.close();
    await writeFile(join(folder, 'frames', files[0]!), first);
    await writeFile(join(folder, 'frames', `${files[1]}.new`), 'half');

    const after = await disk();
    expect(waiting(after)).toEqual(['1/2']);
    expect(await readdir(join(folder, 'frames'))).toEqual([files[1]]);
    await after.close();
  });

  test('a frame that is damaged or gone is noticed, not given out, and told so that the program misses it', async () => {
    const spool = await disk();
    for (let at = 0; at < 4; at++) await add(spool);
    const files = (await readdir(join(folder, 'frames'))).sort().map((name) => join(folder, 'frames', name));
    await writeFile(files[1]!, 'sealed 1/9');
    await rm(files[2]!);
    const given = [];
    for (const id of ids(1, 2, 3, 4)) given.push(await spool.read(id));
    expect(given.map((frame) => frame !== undefined)).toEqual([true, false, false, true]);
    expect(waiting(spool)).toEqual(['1/1', '1/4']);
    await spool.acknowledge(ids(1, 4));
    expect([spool.told(), spool.bytes()]).toEqual([[{ epoch: 1, acked: 4 }], 0]);
    await spool.close();
  });

  test('of an agent before epochs is delivered as epoch 0', async () => {
    const spool = await disk();
    await spool.close();
    await writeFile(join(folder, 'progress.json'), '{"device":"device-1","high":4,"acked":1,"ahead":[3]}');
    for (const number of [1, 2, 3, 4])
      await writeFile(join(folder, 'frames', `000000000000000${number}.subject-a.frame`), `old ${number}`);

    const after = await disk();
    expect([waiting(after), after.told()]).toEqual([['0/2', '0/4'], [{ epoch: 0, acked: 1 }]]);
    expect(await textOf(after, { epoch: 0, number: 4 })).toBe('old 4');
    await after.acknowledge([{ epoch: 0, number: 2 }]);
    expect(after.told()).toEqual([{ epoch: 0, acked: 3 }]);
    await after.close();
  });

  test.each([
    ['lost', (file: string) => rm(file)],
    ['damaged', (file: string) => writeFile(file, '{"version":2,"dev')],
  ])('whose progress is %s sends what waits all the same', async (_, harm) => {
    const before = await disk();
    for (let at = 0; at < 3; at++) await add(before);
    await before.acknowledge(ids(1));
    await before.close();
    await harm(join(folder, 'progress.json'));
    const after = await disk();
    expect([waiting(after), after.told()]).toEqual([['1/2', '1/3'], []]);
    await after.close();
  });

  test('is of one device, one program and one person', async () => {
    const spool = await disk();
    await add(spool);
    await spool.belongTo('program-a', 'subject-a');
    await expect(spool.belongTo('program-b', 'subject-a')).rejects.toThrow(SpoolError);
    await expect(spool.belongTo('program-a', 'subject-b')).rejects.toThrow('another program or person');
    await spool.close();
    await expect(createDiskSpool({ folder, device: 'device-2' })).rejects.toThrow('of device device-1');
    const again = await disk();
    await expect(again.belongTo('program-b', 'subject-a')).rejects.toThrow(SpoolError);
    await again.belongTo('program-a', 'subject-a');
    await again.close();
  });

  test('is one agent only, in one process too, whoever starts at once', async () => {
    const spool = await disk();
    await expect(disk()).rejects.toThrow('in use');
    await spool.close();
    const tries = await Promise.allSettled([1, 2, 3, 4].map(disk));
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const one of tries) if (one.status === 'fulfilled') await one.value.close();
    await (await disk()).close();
  });

  test('is free again when the one that held it was killed; what that left behind, and whose number its process had, says nothing', async () => {
    const script = `import { createDiskSpool } from ${JSON.stringify(fileURLToPath(new URL('disk-spool.ts', import.meta.url)))};
      await createDiskSpool({ folder: ${JSON.stringify(folder)}, device: 'device-1' });
      console.log('held'); setInterval(() => {}, 1000);`;
    const holder = spawn(
      process.execPath,
      ['--disable-warning=ExperimentalWarning', '--input-type=module', '-e', script],
      {
        env: { PATH: process.env.PATH },
      },
    );
    await once(holder.stdout, 'data');
    await expect(disk()).rejects.toThrow('in use');
    holder.kill('SIGKILL');
    await once(holder, 'close');
    // As agents before this one did, which believed such a number.
    await writeFile(join(folder, 'lock'), String(process.pid));
    await (await disk()).close();
  });

  test('that was copied while it was open opens, as a start of its own', async () => {
    const spool = await disk();
    await add(spool);
    const copy = await mkdtemp(join(tmpdir(), 'sluice-spool-copy-'));
    cpSync(folder, copy, { recursive: true });
    const other = await createDiskSpool({ folder: copy, device: 'device-1' });
    expect(waiting(other)).toEqual(['1/1']);
    await Promise.all([spool.close(), other.close()]);
    await rm(copy, { recursive: true });
  });

  const asNobody = process.getuid?.() === 0 ? test : test.skip;
  asNobody('that cannot be written says so, and is left as it is', () => {
    chmodSync(folder, 0o555);
    const script = `process.setuid(65534); const { createDiskSpool } = await import(${JSON.stringify(fileURLToPath(new URL('disk-spool.ts', import.meta.url)))});
      try { await createDiskSpool({ folder: ${JSON.stringify(folder)}, device: 'd' }); console.log('opened'); } catch (error) { console.log(error.code ?? error.name); }`;
    const args = ['--disable-warning=ExperimentalWarning', '--input-type=module', '-e', script];
    const said = execFileSync(process.execPath, args, { encoding: 'utf8', env: { PATH: process.env.PATH } });
    chmodSync(folder, 0o755);
    expect(said.trim()).toBe('EACCES');
  });
});
