import { expect, test } from '@jest/globals';
import { correctCopy } from './apply.ts';
import type { Copies, Which } from './copies.ts';
import { N, type Row, S } from './row.ts';

const grant = (name: string, expires: number): Row => ({ grant: S(name), expires: N(expires) });
const how = { incident: '01K00000000000000000000000', at: 1 };

/** What both adapters keep, on the table Grants, whose rule writes, keeps and deletes. @param copies of these rows */
export function copiesContract(copies: (rows: Record<Which, Row[]>) => Promise<Copies>): void {
  const all = async (made: Copies, which: Which): Promise<Row[]> => {
    const rows: Row[] = [];
    for await (const page of made.pages(which)) rows.push(...page);
    return rows;
  };

  test('rows are found by the key of others', async () => {
    const made = await copies({ old: [grant('a', 1), grant('b', 1)], now: [grant('b', 2)] });

    expect(await made.find('now', await all(made, 'old'))).toEqual([grant('b', 2)]);
  });

  test('a copy is corrected once; a dry run and a second time change nothing', async () => {
    const made = await copies({
      old: [grant('a', 1), grant('b', 1), grant('c', 1)],
      now: [grant('a', 1), grant('b', 2), grant('d', 1)],
    });

    const dry = await correctCopy(made, how, { dryRun: true });
    const before = await all(made, 'old');
    const done = await correctCopy(made, how, { dryRun: false });
    const again = await correctCopy(made, how, { dryRun: false });

    expect(before).toHaveLength(3);
    expect([dry, done]).toEqual(Array(2).fill(expect.objectContaining({ kept: 1, deleted: 2, changed: 0, added: 0 })));
    expect(await all(made, 'old')).toEqual([grant('a', 1)]);
    expect(again).toMatchObject({ kept: 1, deleted: 0, changed: 0, added: 0 });
  });

  test('a row that somebody else changed is not written over', async () => {
    const made = await copies({ old: [grant('a', 1)], now: [] });

    await expect(made.write(grant('a', 3), grant('a', 2))).rejects.toThrow('somebody else');
    await expect(made.write(grant('a', 3), undefined)).rejects.toThrow('somebody else');
    await made.write(grant('a', 3), grant('a', 1));

    expect(await all(made, 'old')).toEqual([grant('a', 3)]);
  });
}
