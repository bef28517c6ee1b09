import { AttributeType, type Table } from 'aws-cdk-lib/aws-dynamodb';
import { Construct } from 'constructs';
import type { Keys } from '../keys.ts';
import type { Program } from '../program.ts';
import { programTable } from '../table.ts';

/** Who may read, and who has read. */
export class ReadingStorage extends Construct {
  readonly ledger: Table;
  readonly grants: Table;

  constructor(scope: Construct, id: string, program: Program, keys: Keys) {
    super(scope, id);
    const key = keys.all.evidence;
    this.ledger = programTable(this, 'Ledger', program, {
      partitionKey: 'chain',
      sortKey: { name: 'seq', type: AttributeType.NUMBER },
      key,
    });
    this.grants = programTable(this, 'Grants', program, { partitionKey: 'grant', key, ttl: 'expiresSeconds' });
  }
}
