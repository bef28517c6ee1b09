import { AttributeType, BillingMode, Table, TableEncryption } from 'aws-cdk-lib/aws-dynamodb';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import { TABLE_RECOVERY_DAYS } from '../../core/disclosure/bounds.ts';
import { keptAndProtected } from '../removal.ts';
import type { Program } from './program.ts';

export interface ProgramTableOptions {
  partitionKey: string;
  /** `N`: a number. @default none */
  sortKey?: { name: string; type?: AttributeType };
  key: IKey;
  /** Attribute that holds the time to delete a row, seconds. @default rows stay */
  ttl?: string;
  /** Point-in-time recovery, days. @default TABLE_RECOVERY_DAYS */
  recoveryDays?: number;
}

/** A table as all tables of a program are: on demand, encrypted, recoverable, protected. */
export function programTable(
  scope: Construct,
  name: string,
  { config, prefix }: Pick<Program, 'prefix'> & { config: Pick<Program['config'], 'destroyable'> },
  { partitionKey, sortKey, key, ttl, recoveryDays = TABLE_RECOVERY_DAYS }: ProgramTableOptions,
): Table {
  return new Table(scope, name, {
    tableName: `${prefix}-${name}`,
    partitionKey: { name: partitionKey, type: AttributeType.STRING },
    ...(sortKey && { sortKey: { name: sortKey.name, type: sortKey.type ?? AttributeType.STRING } }),
    billingMode: BillingMode.PAY_PER_REQUEST,
    encryption: TableEncryption.CUSTOMER_MANAGED,
    encryptionKey: key,
    pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true, recoveryPeriodInDays: recoveryDays },
    ...(ttl !== undefined && { timeToLiveAttribute: ttl }),
    deletionProtection: !config.destroyable,
    removalPolicy: keptAndProtected(config),
  });
}
