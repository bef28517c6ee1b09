import type { Account, FoundTable, RestoreAccount } from './account.ts';
import { RESTORABLE, TABLE_NAMES } from './tables.ts';

const DAY = 86_400_000;

/** An account in which all is as it was deployed, `days` ago, but for what is said. */
export function memoryAccount(
  now: number,
  {
    days = 100,
    tables = {},
    ...others
  }: Partial<Omit<Account, 'tables'>> & {
    days?: number;
    tables?: Record<string, Partial<FoundTable>>;
  } = {},
): RestoreAccount {
  return {
    look: async (prefix) => ({
      account: '123456789012',
      region: 'eu-central-1',
      partition: 'aws',
      buckets: [{ name: `${prefix}-vault`, of: 'Vault', hasVersions: true, isLocked: false }],
      keys: [{ id: 'a-key', of: 'SubjectKeys', state: 'Enabled' }],
      ...others,
      tables: Object.fromEntries(
        TABLE_NAMES.map((name) => {
          const { recoveryDays } = RESTORABLE[name];
          const deployed: FoundTable = {
            isThere: true,
            window: { from: now - Math.min(days, recoveryDays) * DAY, to: now - 300_000 },
            recoveryDays,
            key: 'arn:aws:kms:eu-central-1:123456789012:key/a-key',
            ...(name === 'Index' && { ttl: 'expiresSeconds' }),
            isProtected: true,
            hasPolicy: true,
            tags: [{ Key: 'program', Value: 'demo' }],
            backups: [],
          };
          return [name, { ...deployed, ...tables[name] }];
        }),
      ),
    }),
  };
}
