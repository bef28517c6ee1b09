import { describe, expect, test } from '@jest/globals';
import { memoryAccount } from './account.memory.ts';
import type { FoundTable } from './account.ts';
import { inWords } from './commands.ts';
import { overview, planOf } from './plan.ts';
import { TABLE_NAMES, type TableName } from './tables.ts';

const NOW = Date.UTC(2026, 10, 29, 12);
const HOUR = 3_600_000;
const prefix = 'sluice-demo-prod';
const planned = async (table: TableName, to?: number, found: Partial<FoundTable> = {}) =>
  planOf(
    await memoryAccount(NOW, { tables: { [table]: found } }).look(prefix),
    { prefix, table, ...(to !== undefined && { to }) },
    NOW,
  );
const lines = ({ steps }: Awaited<ReturnType<typeof planned>>) =>
  steps.flatMap(({ commands }) => commands.map(inWords));

describe('what can be restored', () => {
  test('each table between its moments; keys a week back, all else five', async () => {
    const { tables } = overview(await memoryAccount(NOW).look(prefix), prefix);

    expect(tables.map(({ table }) => table)).toEqual(TABLE_NAMES);
    const days = (name: TableName) => (NOW - tables.find(({ table }) => table === name)!.window!.from) / (24 * HOUR);
    expect([days('Keys'), days('Subjects')]).toEqual([7, 35]);
  });

  test('recovery that is off, a table that is gone and a key that is going are said', async () => {
    const gone: Partial<FoundTable> = { isThere: false, backups: [] };
    const account = memoryAccount(NOW, {
      tables: { Gate: gone, Lanes: { window: undefined as never }, Keys: { recoveryDays: 35 } },
      keys: [{ id: 'k', of: 'SubjectKeys', state: 'PendingDeletion', deletedAt: NOW + HOUR }],
    });

    const { tables, keys } = overview(await account.look(prefix), prefix);
    const says = (name: TableName) => tables.find(({ table }) => table === name)!.says;

    expect(says('Gate')).toBe('is gone, and no backup is left');
    expect(says('Lanes')).toContain('RECOVERY IS OFF');
    expect(says('Keys')).toContain('KEEPS 35 DAYS, not 7');
    expect(keys[0]).toMatchObject({ isFine: false, says: expect.stringContaining('cancel-key-deletion') });
  });
});

describe('a plan', () => {
  test.each(TABLE_NAMES)(
    'of %s says what comes back, corrects before it exchanges, and sets it as it was',
    async (table) => {
      const plan = await planned(table, NOW - HOUR);
      const all = lines(plan);
      const at = (part: string) => all.findIndex((line) => line.includes(part));

      expect(plan.cannot).toBeUndefined();
      expect(plan.bringsBack.length).toBeGreaterThan(0);
      const order = [
        ...['sluice pause', 'cdk destroy', 'create-backup', 'restore-table-to-point-in-time', 'sluice restore correct'],
        ...['delete-table', 'put-resource-policy', 'cdk deploy', 'deployed verify', 'erasures', 'sluice resume'],
      ].map(at);
      expect(order).toEqual([...order].sort((a, b) => a - b));
      expect(order).not.toContain(-1);
      expect(plan.before).toContain('sluice deployed verify ends with 0: the table has its policy again');
    },
  );

  test('is of lines that a shell takes as they stand', async () => {
    const all = lines(await planned('Index', NOW - HOUR));

    expect(all).toContain(
      `NOW=$(aws dynamodb create-backup --cli-input-json '{"TableName":"sluice-demo-prod-Index","BackupName":"before-the-restore"}' --query BackupDetails.BackupArn --output text)`,
    );
    expect(all.find((line) => line.includes('put-resource-policy'))).toMatch(/--policy "\$POLICY"$/);
    expect(all.find((line) => line.includes('sse') || line.includes('SSE'))).toContain('"KMSMasterKeyId":"arn:aws:kms');
    expect(all.some((line) => line.includes('update-time-to-live'))).toBe(true);
  });

  test.each<[what: string, to: number | undefined, found: Partial<FoundTable>, words: RegExp]>([
    ['of a moment too long ago', NOW - 40 * 24 * HOUR, {}, /gone for good, as people were promised/],
    ['of a moment just now', NOW - 1000, {}, /five minutes/],
    ['of a moment to come', NOW + HOUR, {}, /has not come yet/],
    ['without recovery', NOW - HOUR, { window: undefined as never }, /recovery of .* is off, and no backup/],
    ['of what is gone', undefined, { isThere: false, backups: [] }, /no backup is left/],
  ])('%s is none', async (_, to, found, words) => {
    const plan = await planned('Subjects', to, found);

    expect(plan.cannot).toMatch(words);
    expect(plan.steps).toEqual([]);
  });

  test('of a table that is gone takes the backup that was made when it went', async () => {
    const backups = [{ arn: 'arn:backup', at: NOW - HOUR, kind: 'system' as const }];
    const all = lines(
      await planned('Gate', undefined, { isThere: false, isProtected: false, hasPolicy: false, backups }),
    );

    expect(all.find((line) => line.includes('restore-table-from-backup'))).toContain('"BackupArn":"arn:backup"');
    expect(
      all.some((line) => line.includes('"TableName":"sluice-demo-prod-Gate","DeletionProtectionEnabled":false')),
    ).toBe(false);
    expect(all.find((line) => line.includes('restore correct'))).toContain('--epoch EPOCH');
    expect(all.some((line) => line.includes('--current'))).toBe(false);
  });
});
