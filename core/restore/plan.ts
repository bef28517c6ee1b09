import type { Account, FoundTable } from './account.ts';
import type { AwsCall, Command } from './commands.ts';
import { RESTORABLE, type Restorable, TABLE_NAMES, type TableName } from './tables.ts';

/** What of a stage can be restored, and to when. */
export interface Overview {
  tables: { table: TableName; name: string; canBe: boolean; says: string; window?: { from: number; to: number } }[];
  buckets: { name: string; says: string; isFine: boolean }[];
  keys: { id: string; says: string; isFine: boolean }[];
}

export interface RestorePlan {
  table: TableName;
  /** The table that takes its place in the end. */
  name: string;
  /** ms; nothing: as it was when it was deleted. */
  to?: number;
  /** Absent: it can. */
  cannot?: string;
  bringsBack: readonly string[];
  steps: readonly Step[];
  /** What must hold before the gates open again. */
  before: readonly string[];
}

export interface Step {
  what: string;
  commands: readonly Command[];
}

export interface Asked {
  prefix: string;
  table: TableName;
  /** ms. @default the last moment */
  to?: number;
  /** That holds the gates. @default a word that stands for it */
  incident?: string;
}

const at = (ms: number): string => new Date(ms).toISOString();

/** @param prefix `sluice-<program>-<stage>` */
export function overview({ tables, buckets, keys }: Account, prefix: string): Overview {
  return {
    tables: TABLE_NAMES.map((table) => ({ table, name: `${prefix}-${table}`, ...windowOf(table, tables[table]) })),
    buckets: buckets.map(({ name, of, hasVersions, isLocked }) => ({
      name,
      isFine: hasVersions,
      says: `${of}: ${hasVersions ? 'has versions' : 'HAS NO VERSIONS: what is overwritten is gone'}${isLocked ? ', locked' : ''}`,
    })),
    keys: keys.map(({ id, of, state, deletedAt }) => ({
      id,
      isFine: state === 'Enabled',
      says: `${of}: ${
        state === 'Enabled'
          ? 'enabled'
          : `${state.toUpperCase()}${deletedAt === undefined ? '' : `, gone for good at ${at(deletedAt)}`}: aws kms cancel-key-deletion --key-id ${id} && aws kms enable-key --key-id ${id}`
      }`,
    })),
  };
}

function windowOf(table: TableName, found: FoundTable | undefined) {
  const newest = found?.backups[0];
  if (!found?.isThere) {
    return newest
      ? { canBe: true, says: `is gone; its backup of ${at(newest.at)} is kept, some 35 days` }
      : { canBe: false, says: 'is gone, and no backup is left' };
  }
  const { window, recoveryDays } = found;
  if (!window) {
    return newest
      ? { canBe: true, says: `RECOVERY IS OFF; its last backup is of ${at(newest.at)}` }
      : { canBe: false, says: 'RECOVERY IS OFF, and there is no backup' };
  }
  const meant = RESTORABLE[table].recoveryDays;
  const other =
    recoveryDays !== undefined && recoveryDays !== meant ? `; KEEPS ${recoveryDays} DAYS, not ${meant}` : '';
  return { canBe: true, window, says: `${at(window.from)} to ${at(window.to)}${other}` };
}

/** How one table goes back to a moment, in the order in which nothing that was narrowed since comes back wider. */
export function planOf(
  account: Account,
  { prefix, table, to, incident = 'INCIDENT' }: Asked,
  now: number,
): RestorePlan {
  const name = `${prefix}-${table}`;
  const { bringsBack, before } = RESTORABLE[table];
  const found = account.tables[table];
  const source = sourceOf(name, found, to, now);
  const isLost = source.isLost;
  const plan = {
    ...{ table, name, bringsBack: [...bringsBack] },
    before: [...before, ...ALWAYS],
    ...(to !== undefined && { to }),
  };
  if ('cannot' in source) return { ...plan, cannot: source.cannot, steps: [] };
  const copies = { old: `${name}-then`, now: `${name}-now` };
  const key =
    found?.key === undefined
      ? {}
      : { SSESpecificationOverride: { Enabled: true, SSEType: 'KMS', KMSMasterKeyId: found.key } };
  const arn = `arn:${account.partition}:dynamodb:${account.region}:${account.account}:table/${name}`;
  const service = `${prefix}-Service`;
  return {
    ...plan,
    steps: [
      {
        what: 'Close both gates. The incident holds them until the end: say its id with --incident, or put it for INCIDENT below. The guard closes them too, at the first step that is a door.',
        commands: [
          { run: `export AWS_REGION=${account.region}` },
          { run: `sluice pause --reason 'restore of ${name}'` },
        ],
      },
      {
        what: 'Take Service down: nothing writes while the table is exchanged. The address answers "away" meanwhile, frames wait in the stream.',
        commands: [
          call('cloudformation', 'UpdateTerminationProtection', {
            StackName: service,
            EnableTerminationProtection: false,
          }),
          { run: `npx cdk destroy '${prefix}/Service'` },
        ],
      },
      {
        what: 'Make the two copies: as it was then, and as it is now.',
        commands: [
          ...(isLost
            ? []
            : [
                call('dynamodb', 'CreateBackup', { TableName: name, BackupName: 'before-the-restore' }, keep('NOW')),
                ...(found?.hasPolicy
                  ? [call('dynamodb', 'GetResourcePolicy', { ResourceArn: arn }, { name: 'POLICY', from: 'Policy' })]
                  : []),
                call('dynamodb', 'RestoreTableFromBackup', { TargetTableName: copies.now, BackupArn: '$NOW', ...key }),
              ]),
          { ...source.call, input: { ...source.call.input, TargetTableName: copies.old, ...key } },
          { wait: 'table-exists', table: copies.old },
          ...(isLost ? [] : [{ wait: 'table-exists', table: copies.now } as const]),
        ],
      },
      {
        what: `Take out of the copy of then what must not come back: ${RESTORABLE[table].corrected}. The first line says what the second would do.`,
        commands: ['', ' --yes'].map((yes) => ({
          run: `sluice restore correct ${table} --restored ${copies.old}${isLost ? '' : ` --current ${copies.now}`} --incident ${incident}${isLost && table === 'Gate' ? ' --epoch EPOCH' : ''}${yes}`,
        })),
      },
      {
        what: 'Exchange the table.',
        commands: [
          call('dynamodb', 'CreateBackup', { TableName: copies.old, BackupName: 'corrected' }, keep('CORRECTED')),
          ...(isLost
            ? []
            : [
                ...(found?.isProtected
                  ? [call('dynamodb', 'UpdateTable', { TableName: name, DeletionProtectionEnabled: false })]
                  : []),
                call('dynamodb', 'DeleteTable', { TableName: name }),
                { wait: 'table-not-exists', table: name } as const,
              ]),
          call('dynamodb', 'RestoreTableFromBackup', { TargetTableName: name, BackupArn: '$CORRECTED', ...key }),
          { wait: 'table-exists', table: name },
        ],
      },
      {
        what: `Set it as it was set: a restore takes none of this along.${isLost ? ' The policy of a table that is gone stands in the template of State ("ResourcePolicy"): put that too.' : ''}`,
        commands: settingsOf(name, arn, table, found),
      },
      {
        what: 'Bring Service back, and compare with the release: the policy of the table, and all else.',
        commands: [
          { run: 'npx cdk deploy --all --outputs-file outputs.json' },
          { run: 'sluice deployed read --outputs outputs.json --file deployed.json' },
          { run: 'sluice deployed verify deployed.json --assembly cdk.out' },
        ],
      },
      {
        what: 'Have deleted again what was deleted, and the ledger signed.',
        commands: ['erasures', 'checkpoint'].map((one) => ({
          run: `aws lambda invoke --function-name ${prefix}-${one} ${one}.json`,
        })),
      },
      {
        what: 'When all below holds: the gates, by two approvals. Then delete the copies and both backups; until then they are the way back.',
        commands: [
          { run: `sluice resume ${incident}` },
          ...Object.values(copies)
            .filter((copy) => !isLost || copy === copies.old)
            .map((TableName) => call('dynamodb', 'DeleteTable', { TableName })),
          ...(isLost ? [] : [call('dynamodb', 'DeleteBackup', { BackupArn: '$NOW' })]),
          call('dynamodb', 'DeleteBackup', { BackupArn: '$CORRECTED' }),
        ],
      },
    ],
  };
}

const call = (
  service: AwsCall['service'],
  operation: string,
  input: AwsCall['input'],
  keeps?: AwsCall['keeps'],
): AwsCall => ({ service, operation, input, ...(keeps && { keeps }) });
const keep = (name: string) => ({ name, from: 'BackupDetails.BackupArn' });

/** Where the copy of then comes from. */
function sourceOf(
  name: string,
  found: FoundTable | undefined,
  to: number | undefined,
  now: number,
): { isLost: boolean; call: AwsCall } | { isLost: boolean; cannot: string } {
  const isLost = !found?.isThere;
  if (to !== undefined && to > now) return { isLost, cannot: `${at(to)} has not come yet.` };
  const backup = found?.backups.find((one) => to === undefined || one.at <= to);
  const window = isLost ? undefined : found.window;
  if (!window) {
    const lacks = isLost ? `${name} is gone` : `Point-in-time recovery of ${name} is off`;
    return backup
      ? { isLost, call: call('dynamodb', 'RestoreTableFromBackup', { BackupArn: backup.arn }) }
      : { isLost, cannot: `${lacks}, and no backup ${to === undefined ? 'is left' : `of before ${at(to)} is left`}.` };
  }
  const within = to === undefined || (to >= window.from && to <= window.to);
  if (!within) {
    const late = to > window.to;
    return {
      isLost,
      cannot: `${name} can be restored to moments between ${at(window.from)} and ${at(window.to)}. ${late ? 'A moment can be asked for some five minutes after it.' : 'What is older is gone for good, as people were promised.'}`,
    };
  }
  const when = to === undefined ? { UseLatestRestorableTime: true } : { RestoreDateTime: at(to) };
  return { isLost, call: call('dynamodb', 'RestoreTableToPointInTime', { SourceTableName: name, ...when }) };
}

function settingsOf(name: string, arn: string, table: TableName, found: FoundTable | undefined): Command[] {
  const ttl = found?.isThere ? found.ttl : (RESTORABLE[table] as Restorable).ttl;
  const isProtected = found?.isThere ? found.isProtected : true;
  const recovery = { PointInTimeRecoveryEnabled: true, RecoveryPeriodInDays: RESTORABLE[table].recoveryDays };
  return [
    ...(found?.hasPolicy ? [call('dynamodb', 'PutResourcePolicy', { ResourceArn: arn, Policy: '$POLICY' })] : []),
    call('dynamodb', 'UpdateContinuousBackups', { TableName: name, PointInTimeRecoverySpecification: recovery }),
    ...(ttl === undefined
      ? []
      : [
          call('dynamodb', 'UpdateTimeToLive', {
            TableName: name,
            TimeToLiveSpecification: { Enabled: true, AttributeName: ttl },
          }),
        ]),
    ...(found?.tags.length ? [call('dynamodb', 'TagResource', { ResourceArn: arn, Tags: [...found.tags] })] : []),
    ...(isProtected ? [call('dynamodb', 'UpdateTable', { TableName: name, DeletionProtectionEnabled: true })] : []),
  ];
}

const ALWAYS = [
  'sluice status says that both gates are closed, and sluice incidents show that the incident of the restore holds them',
  'sluice deployed verify ends with 0: the table has its policy again',
  'sluice ledger verify of a new export, with --previous CHECKPOINT of one from before, ends with 0',
  'sluice books says what is missing since the moment, and it is what the restore explains',
  'whoever approves has read what came back and what was lost',
];
