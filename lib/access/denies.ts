import { AnyPrincipal, Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import {
  CHECK_ITEMS,
  DELETE_ITEMS,
  LIST_ITEMS,
  PUT_ITEMS,
  READ_BATCHES,
  READ_ITEMS,
  SCAN_ITEMS,
  UPDATE_ITEMS,
} from './access.ts';

/**
 * What everybody else is denied, whatever their own policies say: administrators, other programs, the deploy role. Denied are
 * uses of data only, never the administration of keys, tables and policies: nobody can lock themselves out, and CloudFormation
 * can always deploy. By a role's ARN as it will be, because a key policy refuses principals that do not exist yet.
 */

/** Uses of items. PartiQL and export are other doors to the same data. */
export const TABLE_READS = [
  ...READ_ITEMS,
  ...READ_BATCHES,
  ...LIST_ITEMS,
  ...SCAN_ITEMS,
  'dynamodb:PartiQLSelect',
  'dynamodb:ExportTableToPointInTime',
];
export const TABLE_WRITES = [
  ...PUT_ITEMS,
  ...UPDATE_ITEMS,
  'dynamodb:BatchWriteItem',
  'dynamodb:PartiQLInsert',
  'dynamodb:PartiQLUpdate',
];
export const TABLE_DELETES = [...DELETE_ITEMS, 'dynamodb:PartiQLDelete'];
export const TABLE_CHECKS = [...CHECK_ITEMS];
export const OBJECT_READS = ['s3:GetObject', 's3:GetObjectVersion'];
export const OBJECT_WRITES = ['s3:PutObject'];
export const OBJECT_DELETES = ['s3:DeleteObject', 's3:DeleteObjectVersion'];
/** Against the operator as well: evidence stays what it was. */
export const LOCK_CHANGES = ['s3:BypassGovernanceRetention', 's3:PutObjectRetention', 's3:PutObjectLegalHold'];
export const STREAM_WRITES = ['kinesis:PutRecord', 'kinesis:PutRecords'];
/** A stream's policy knows no `SubscribeToShard`: whoever registers a consumer of their own gets frames, and those are sealed. */
export const STREAM_READS = ['kinesis:GetRecords', 'kinesis:GetShardIterator'];
export const KEY_DATA = [
  'kms:Decrypt',
  'kms:Encrypt',
  'kms:GenerateDataKey',
  'kms:GenerateDataKeyWithoutPlaintext',
  'kms:GenerateDataKeyPair',
  'kms:GenerateDataKeyPairWithoutPlaintext',
  'kms:ReEncryptFrom',
  'kms:ReEncryptTo',
];
export const SIGNATURES = ['kms:Sign'];
export const MACS = ['kms:GenerateMac', 'kms:VerifyMac'];

interface Deny {
  /** Letters and digits. */
  sid: string;
  actions: readonly string[];
  resources: readonly string[];
  /** ARNs of the roles that are not denied; none: everybody is. */
  but: readonly string[];
  /** Of a table: but for the items under these partition keys. @default all */
  butKeys?: readonly string[];
  /** Calls that a service makes in somebody's name are not denied: it is the service's own data that is guarded. */
  directOnly?: boolean;
}

export function deny({ sid, actions, resources, but, butKeys, directOnly = false }: Deny): PolicyStatement {
  return new PolicyStatement({
    sid,
    effect: Effect.DENY,
    principals: [new AnyPrincipal()],
    actions: [...actions],
    resources: [...resources],
    conditions: {
      ...(but.length > 0 && { ArnNotEquals: { 'aws:PrincipalArn': [...but] } }),
      // A service that acts for itself has no principal ARN, and would be denied by the line above.
      Bool: { 'aws:PrincipalIsAWSService': 'false' },
      ...(butKeys && { 'ForAnyValue:StringNotLike': { 'dynamodb:LeadingKeys': [...butKeys] } }),
      ...(directOnly && { Null: { 'kms:ViaService': 'true' } }),
    },
  });
}
