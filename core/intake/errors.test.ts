import { describe, expect, test } from '@jest/globals';
import { NewerLease } from '../lease/lease.ts';
import { Refused, SluiceError } from '../shared/errors.ts';
import { guarded, isOutdated, OutdatedRelease, Unavailable } from './errors.ts';
import { all } from './settle.ts';

describe('a guarded port', () => {
  const guard = <Port extends object>(port: Port, signal = new AbortController().signal) =>
    guarded('vault', port, signal);

  test('answers as the port does, calls it as itself, and shows what is no method', async () => {
    const port = {
      bucket: 'b',
      async path(name: string) {
        return `${this.bucket}/${name}`;
      },
    };
    const { path, bucket } = guard(port);
    expect([await path('x'), bucket]).toEqual(['b/x', 'b']);
  });

  test.each([
    ['an error', async () => Promise.reject(new Error('secret'))],
    ['a defect', async () => Promise.reject(new TypeError('secret'))],
    [
      'an error at once',
      () => {
        throw new Error('secret');
      },
    ],
  ])('that meets %s is unavailable, and says which and why', async (_, get) => {
    await expect(guard({ get }).get()).rejects.toMatchObject({
      ...{ name: 'Unavailable', message: 'vault.get failed', cause: { message: 'secret' } },
    });
  });

  test.each([new Refused('no-object', 'gone'), new Unavailable('later'), new OutdatedRelease('newer')])(
    'gives %p on as it is',
    async (error) => {
      await expect(guard({ get: async () => Promise.reject(error) }).get()).rejects.toBe(error);
    },
  );

  test('that has not answered at the signal is unavailable, and is not asked after it', async () => {
    const controller = new AbortController();
    let asked = 0;
    const get = () => {
      asked++;
      return new Promise<never>(() => {});
    };
    const port = guard({ get }, controller.signal);
    const late = { name: 'Unavailable', message: 'vault.get did not answer in the time of this invocation' };
    const first = port.get();
    controller.abort();
    await expect(first).rejects.toMatchObject(late);
    await expect(port.get()).rejects.toMatchObject(late);
    expect(asked).toBe(1);
  });
});

test.each([
  [new OutdatedRelease('x'), true],
  [new Unavailable('x', { cause: new NewerLease('x') }), true],
  [new Unavailable('x', { cause: new SluiceError('x') }), false],
  [new Unavailable('x'), false],
  [new SluiceError('x', { cause: new NewerLease('x') }), false],
  [undefined, false],
])('%p is of a release that is too old: %p', (error, expected) => {
  expect(isOutdated(error)).toBe(expected);
});

test('all are waited for before the first failure is told', async () => {
  let isOver = false;
  const slow = new Promise<void>((resolve) => {
    setImmediate(() => {
      isOver = true;
      resolve();
    });
  });
  const [one, two] = [Promise.reject(new Error('one')), Promise.reject(new Error('two'))];
  await expect(all([slow, one, two])).rejects.toThrow('one');
  expect(isOver).toBe(true);
  expect(await all([Promise.resolve(1), Promise.resolve(2)])).toEqual([1, 2]);
});
