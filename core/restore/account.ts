/** What is there of a stage, as far as something of it could be restored. Times in ms. */
export interface Account {
  account: string;
  region: string;
  partition: string;
  /** By its name without the prefix. */
  tables: Readonly<Record<string, FoundTable>>;
  /** Those of the stack State; none where it cannot be asked. */
  buckets: readonly FoundBucket[];
  keys: readonly FoundKey[];
}

export interface FoundTable {
  /** False: it was deleted, or was never there. */
  isThere: boolean;
  /** Between which moments it can be restored. Absent where recovery is off. */
  window?: { from: number; to: number };
  /** Days back that the window goes once it is that old. */
  recoveryDays?: number;
  /** ARN of the key that encrypts it. */
  key?: string;
  /** Attribute by which rows expire. */
  ttl?: string;
  isProtected: boolean;
  hasPolicy: boolean;
  tags: readonly { Key: string; Value: string }[];
  /** Newest first. `system`: made by DynamoDB when the table was deleted, kept for 35 days. */
  backups: readonly { arn: string; at: number; kind: 'user' | 'system' | 'service' }[];
}

export interface FoundBucket {
  name: string;
  /** Logical id without the CDK's hash. */
  of: string;
  hasVersions: boolean;
  isLocked: boolean;
}

export interface FoundKey {
  id: string;
  of: string;
  /** `Enabled`, `Disabled`, `PendingDeletion` ... */
  state: string;
  deletedAt?: number;
}

/** Looks at an account, and changes nothing. */
export interface RestoreAccount {
  /** @param prefix `sluice-<program>-<stage>` @throws what the account answers; nothing is left out for want of a right */
  look(prefix: string): Promise<Account>;
}
