import type { Thing } from './access.ts';

export const TABLES = [
  'Gate',
  'Lanes',
  'Subjects',
  'Keys',
  'LeaseKeys',
  'Index',
  'Ledger',
  'Grants',
  'Incidents',
] as const;
export type TableName = (typeof TABLES)[number];

/** Keys by data class (`docs/data-model.md`), and the two that sign and name. */
export const KEYS = [
  'vault',
  'consent',
  'subject-keys',
  'control',
  'evidence',
  'logs',
  'signing',
  'pseudonym',
] as const;
export type KeyName = (typeof KEYS)[number];

/** Everything in a program that can be granted. */
export interface Things {
  program: string;
  table: Record<TableName, Thing>;
  /** The table Index seen by day: keys and counts, never a message. */
  byDay: Thing;
  key: Record<KeyName, Thing>;
  stream: Thing;
  failures: Thing;
  /** Objects of the vault. */
  vault: Thing;
  /** The vault's listing. */
  vaultListing: Thing;
  /** Objects of the model bucket. Absent when the disclosure names no model. */
  models?: Thing;
  evidence: Thing;
  evidenceListing: Thing;
  workflow: Thing;
  /** Of the workflow: each walks one incident. */
  executions: Thing;
  /** The topic that tells people. */
  alerts: Thing;
  /** By name of the function. */
  function(name: string): Thing;
  /** By name of the role. */
  role(name: string): Thing;
  logGroup(name: string): Thing;
  /** Services that know no resources: `*`. */
  anything: Thing;
}

/** A part of a bucket. */
export const under = (bucket: Thing, prefix: string): Thing => ({
  ...bucket,
  name: `${bucket.name}/${prefix}`,
  arns: bucket.arns.map((arn) => arn.replace(/\/\*$/, `/${prefix}*`)),
});
