import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import { PolicyDocument } from 'aws-cdk-lib/aws-iam';
import type { Key } from 'aws-cdk-lib/aws-kms';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import type { Resource, RoleAccess } from './access.ts';
import { type Placed, roleArn } from './arns.ts';
import {
  deny,
  KEY_DATA,
  LOCK_CHANGES,
  MACS,
  OBJECT_DELETES,
  OBJECT_READS,
  OBJECT_WRITES,
  SIGNATURES,
  STREAM_READS,
  STREAM_WRITES,
  TABLE_CHECKS,
  TABLE_DELETES,
  TABLE_READS,
  TABLE_WRITES,
} from './denies.ts';
import { rolesThat } from './statements.ts';

/**
 * Puts the denies on the resources themselves: whoever is not granted something in the pages beside this one is denied it there,
 * so that a policy attached elsewhere opens nothing.
 */
export class ResourcePolicies {
  readonly #roles: Readonly<Record<string, RoleAccess>>;
  readonly #placed: Placed;

  constructor(roles: Readonly<Record<string, RoleAccess>>, placed: Placed) {
    this.#roles = roles;
    this.#placed = placed;
  }

  /** @param deletable partition keys of the only items that anybody may delete, whoever they are. @default any */
  table(table: Table, resource: Resource, { deletable }: { deletable?: readonly string[] } = {}): void {
    for (const [sid, actions] of [
      ['NobodyElseReads', TABLE_READS],
      ['NobodyElseWrites', TABLE_WRITES],
      ['NobodyElseDeletes', TABLE_DELETES],
      ['NobodyElseAsks', TABLE_CHECKS],
    ] as const) {
      const but = this.#allowed(resource, actions);
      // In a table's own policy `*` is the table and its indexes; its ARN cannot be named before it is there.
      table.addToResourcePolicy(deny({ sid, actions, resources: ['*'], but }));
    }
    if (deletable) {
      // A batch deletes as well, and nobody of ours writes one here.
      const all = { actions: [...TABLE_DELETES, 'dynamodb:BatchWriteItem'], resources: ['*'], but: [] };
      table.addToResourcePolicy(deny({ sid: 'NobodyDeletesOthers', ...all, butKeys: deletable }));
    }
  }

  bucket(bucket: Bucket, resource: Resource): void {
    const resources = [bucket.arnForObjects('*')];
    for (const [sid, actions] of [
      ['NobodyElseReads', OBJECT_READS],
      ['NobodyElseWrites', OBJECT_WRITES],
      ['NobodyElseDeletes', OBJECT_DELETES],
    ] as const) {
      bucket.addToResourcePolicy(deny({ sid, actions, resources, but: this.#allowed(resource, actions) }));
    }
    bucket.addToResourcePolicy(deny({ sid: 'NobodyUnlocks', actions: LOCK_CHANGES, resources, but: [] }));
  }

  key(key: Key, resource: Resource): void {
    for (const [sid, actions] of [
      ['NobodyElseUsesItByHand', KEY_DATA],
      ['NobodyElseSigns', SIGNATURES],
      ['NobodyElseMakesCodes', MACS],
    ] as const) {
      const but = this.#allowed(resource, actions);
      // A key is for one of the three; the encryption keys of tables and buckets are for nobody's hand.
      const kind =
        resource.name === 'key signing' || resource.name === 'key push'
          ? SIGNATURES
          : resource.name === 'key pseudonym'
            ? MACS
            : KEY_DATA;
      if (actions !== kind) continue;
      key.addToResourcePolicy(deny({ sid, actions, resources: ['*'], but, directOnly: true }));
    }
  }

  stream(streamArn: string, resource: Resource): PolicyDocument {
    return new PolicyDocument({
      statements: [
        deny({
          sid: 'NobodyElsePuts',
          actions: STREAM_WRITES,
          resources: [streamArn],
          but: this.#allowed(resource, STREAM_WRITES),
        }),
        deny({
          sid: 'NobodyElseReads',
          actions: STREAM_READS,
          resources: [streamArn],
          but: this.#allowed(resource, STREAM_READS),
        }),
      ],
    });
  }

  #allowed(resource: Resource, actions: readonly string[]): string[] {
    return rolesThat(this.#roles, resource, (action) => actions.includes(action)).map((role) =>
      roleArn(this.#placed, role),
    );
  }
}
