import { expect, test } from '@jest/globals';
import { sampleRow } from '../reading/reading.contract.ts';
import type { IndexRow } from '../vault/index-row.ts';
import { objectName } from '../vault/vault.ts';
import type { SealedRows } from './sealed-rows.ts';

export interface SealedRowsSetup {
  sealed: SealedRows;
  putRow(row: IndexRow): void | Promise<void>;
  putBody(object: string, body: Uint8Array): void | Promise<void>;
}

/** What every adapter of sealed rows keeps. @param make empty */
export function sealedRowsContract(make: () => Promise<SealedRowsSetup>): void {
  test('rows come whole, in the order of their keys, and none where there is none', async () => {
    const { sealed, putRow } = await make();
    const rows = [await sampleRow(), await sampleRow({ subject: 'bert' })];
    for (const row of rows) await putRow(row);
    const [anna, bert] = rows as [IndexRow, IndexRow];

    const found = await sealed.rows([bert, { subject: 'nobody', segment: anna.segment }, anna]);

    expect(found.map((row) => row && row !== 'damaged' && [row.subject, row.keyId, row.bytes])).toEqual([
      ['bert', bert.keyId, bert.bytes],
      undefined,
      ['anna', anna.keyId, anna.bytes],
    ]);
    const [first] = found as [IndexRow];
    expect('message' in first.body && Buffer.from(first.body.message)).toEqual(
      Buffer.from((bert.body as { message: Uint8Array }).message),
    );
    expect(await sealed.rows([])).toEqual([]);
  });

  test('of a body come its first bytes and its length, whatever it holds; of none nothing', async () => {
    const { sealed, putBody } = await make();
    const [long, short, empty] = [objectName(), objectName(), objectName()];
    await putBody(long, Buffer.from('0123456789'));
    await putBody(short, Buffer.from('01'));
    await putBody(empty, Buffer.alloc(0));

    const seen = await Promise.all([long, short, empty].map((object) => sealed.beginning(object, 4)));

    expect(seen.map((one) => [Buffer.from(one!.begins).toString(), one!.length])).toEqual([
      ['0123', 10],
      ['01', 2],
      ['', 0],
    ]);
    expect(await sealed.beginning(objectName(), 4)).toBeUndefined();
  });
}
