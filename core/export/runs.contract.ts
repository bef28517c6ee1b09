import { expect, test } from '@jest/globals';
import { ulid } from 'ulid';
import type { TrainingRun, TrainingRuns } from './runs.ts';

/** What every register of runs keeps. @param make an empty one */
export function runsContract(make: () => Promise<TrainingRuns>): void {
  const NOW = Date.UTC(2026, 10, 25, 12);
  const run = (change: Partial<TrainingRun> = {}): TrainingRun => ({
    ...{
      run: 'r1',
      export: ulid(NOW),
      model: 'm',
      by: 'ivan',
      at: NOW,
      purpose: 'research',
      disclosure: '1.0',
      rows: 6,
    },
    people: 1,
    ...change,
  });
  const PEOPLE = [{ subject: 'anna', keyId: 'k', trims: [{ from: 1, to: 2 }] }];

  test('a run is declared once a name and export: a second one is the first', async () => {
    const runs = await make();
    const first = run();
    expect(await runs.declare(first, PEOPLE)).toEqual(first);
    expect(await runs.declare({ ...first, model: 'other' }, PEOPLE)).toEqual(first);
    const others = [run({ ...first, run: 'r2' }), run({ export: ulid(NOW + 1) })];
    for (const other of others) expect(await runs.declare(other, PEOPLE)).toEqual(other);
    expect((await runs.holding('anna')).map((one) => one.run).sort()).toEqual(['r1', 'r1', 'r2']);
    expect(await runs.holding('emil')).toEqual([]);
    expect(await runs.holding('ann')).toEqual([]);
    expect(await runs.find(first.export, 'r1')).toEqual(first);
    expect(await runs.find(first.export, 'r')).toBeUndefined();
    expect((await runs.runs()).map((one) => `${one.export} ${one.run}`).sort()).toEqual(
      [first, ...others].map((one) => `${one.export} ${one.run}`).sort(),
    );
  });
}
