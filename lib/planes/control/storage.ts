import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import { Construct } from 'constructs';
import { KEY_RECOVERY_DAYS } from '../../../core/disclosure/bounds.ts';
import type { Keys } from '../keys.ts';
import type { Program } from '../program.ts';
import { programTable } from '../table.ts';

/** Gate, lanes and consent have tables of their own, so that ingest cannot throttle a pause. */
export class ControlStorage extends Construct {
  readonly gate: Table;
  readonly lanes: Table;
  readonly subjects: Table;
  readonly keys: Table;
  readonly leaseKeys: Table;

  constructor(scope: Construct, id: string, program: Program, keys: Keys) {
    super(scope, id);
    const { control, consent, 'subject-keys': subjectKeys } = keys.all;
    this.gate = programTable(this, 'Gate', program, { partitionKey: 'pk', key: control });
    this.lanes = programTable(this, 'Lanes', program, { partitionKey: 'lane', key: control });
    this.subjects = programTable(this, 'Subjects', program, {
      partitionKey: 'subject',
      sortKey: { name: 'item' },
      key: consent,
    });
    this.keys = programTable(this, 'Keys', program, {
      partitionKey: 'keyId',
      key: subjectKeys,
      // The outer bound of erasure, which subjects are told.
      recoveryDays: KEY_RECOVERY_DAYS,
    });
    this.leaseKeys = programTable(this, 'LeaseKeys', program, {
      partitionKey: 'kid',
      key: control,
      ttl: 'expiresSeconds',
      recoveryDays: KEY_RECOVERY_DAYS,
    });
  }
}
