import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { awsCounts, type CountRow } from '../shared/counts.aws.ts';
import type { Counts } from '../shared/counts.ts';
import { N, S } from '../shared/dynamodb.aws.ts';

/** Rows of the table `Ledger` whose `chain` is the name of no chain, `seq` 0. */
const rowOf = (what: 'refused' | 'reads', table: string, actor: string): CountRow => ({
  table,
  key: { chain: S(`${what}#${actor}`), seq: N(0) },
  span: 'hour',
});

export const awsRefusals = ({ ddb, table }: { ddb: DynamoDBClient; table: string }): Counts =>
  awsCounts({ ddb, rowOf: (actor) => rowOf('refused', table, actor) });

/** Segments that a reader opens for a purpose in a day, counted in the transaction of each read or slice. */
export const volumeRow = (table: string, actor: string, purpose: string): CountRow => ({
  table,
  key: { chain: S(`volume#${purpose}#${actor}`), seq: N(0) },
  span: 'day',
});

/** Reads and listings of a reader, counted in the transaction of each. */
export const readsRow = (table: string, actor: string): CountRow => rowOf('reads', table, actor);
