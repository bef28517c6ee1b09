import { Duration } from 'aws-cdk-lib';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { programBucket } from '../bucket.ts';
import type { Keys } from '../keys.ts';
import type { Program } from '../program.ts';
import { programTable } from '../table.ts';

/** What leaves the vault as data sets: which there are, whose they are of, and their sealed parts. */
export class TrainingStorage extends Construct {
  readonly table: Table;
  readonly exports: Bucket;

  constructor(scope: Construct, id: string, program: Program, keys: Keys, accessLogs: Bucket) {
    super(scope, id);
    const key = keys.all.vault;
    this.table = programTable(this, 'Exports', program, {
      partitionKey: 'export',
      sortKey: { name: 'item' },
      key,
      ttl: 'expiresSeconds',
    });
    const days = Object.values(program.disclosure.purposes).map((purpose) => purpose.export?.days ?? 0);
    this.exports = programBucket(this, 'Parts', program, {
      key,
      accessLogs,
      lifecycleRules: [
        {
          id: 'expiry-of-the-disclosure',
          // Opening ends with the hour; what nobody can open any more goes within a day of it.
          expiration: Duration.days(Math.max(1, ...days) + 1),
          noncurrentVersionExpiration: Duration.days(1),
          abortIncompleteMultipartUploadAfter: Duration.days(1),
        },
        { id: 'markers-of-what-is-gone', expiredObjectDeleteMarker: true },
      ],
    });
  }
}
