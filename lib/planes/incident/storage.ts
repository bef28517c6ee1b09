import { Duration } from 'aws-cdk-lib';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { programBucket } from '../bucket.ts';
import type { Keys } from '../keys.ts';
import type { Program } from '../program.ts';
import { programTable } from '../table.ts';

/** Reports, and the evidence that nobody can change: receipts, findings, checkpoints. */
export class IncidentStorage extends Construct {
  readonly incidents: Table;
  readonly evidence: Bucket;

  constructor(scope: Construct, id: string, program: Program, keys: Keys, accessLogs: Bucket) {
    super(scope, id);
    const { config } = program;
    const key = keys.all.evidence;
    this.incidents = programTable(this, 'Incidents', program, {
      partitionKey: 'incident',
      sortKey: { name: 'item' },
      key,
    });
    const locked = Duration.days(config.destroyable ? 1 : config.evidenceDays);
    this.evidence = programBucket(this, 'Evidence', program, {
      key,
      accessLogs,
      locked,
      lifecycleRules: [
        {
          id: 'versions-that-were-written-over',
          // A lock outlives any lifecycle rule; what it no longer holds goes.
          noncurrentVersionExpiration: Duration.days(locked.toDays() + 1),
          abortIncompleteMultipartUploadAfter: Duration.days(1),
        },
      ],
    });
  }
}
