import type { Resource } from './access.ts';

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
  'Exports',
] as const;
export type TableName = (typeof TABLES)[number];

/** Keys by data class (`docs/data-model.md`), and those that sign and name. */
export const KEYS = [
  'vault',
  'consent',
  'subject-keys',
  'control',
  'evidence',
  'logs',
  'signing',
  'push',
  'pseudonym',
] as const;
export type KeyName = (typeof KEYS)[number];

/** Everything in a program that can be granted. */
export interface Resources {
  program: string;
  table: Record<TableName, Resource>;
  /** The table Index seen by day: keys and counts, never a message. */
  byDay: Resource;
  key: Record<KeyName, Resource>;
  stream: Resource;
  failures: Resource;
  /** Objects of the vault. */
  vault: Resource;
  /** The vault's listing. */
  vaultListing: Resource;
  /** Objects of the model bucket. Absent when the disclosure names no model. */
  models?: Resource;
  modelListing?: Resource;
  /** Parts of data sets, sealed, and the documents about them. */
  exports: Resource;
  exportsListing: Resource;
  /** The job that makes data sets. */
  exportJob: Resource;
  /** Of the job: each makes one. */
  exportExecutions: Resource;
  evidence: Resource;
  evidenceListing: Resource;
  workflow: Resource;
  /** Rules by which the guard hears of doors. */
  doorRules: Resource;
  /** The program's own, as CloudFormation knows them. */
  stacks: Resource;
  /** The log of who called what, and what it takes to ask it. Absent where the stage has none. */
  trail?: { workgroup: Resource; catalog: Resource; calls: Resource; listing: Resource; answers: Resource };
  /** The one topic that agents are told on, who listens to it, and what connects. Absent where the stage does without. */
  push?: { topic: Resource; filter: Resource; clients: Resource };
  /** The account's own bus, on which those responsible for data sets are told. */
  notices: Resource;
  /** The bus of the witness, in another account. Absent where the stage has none. */
  witness?: Resource;
  /** Of the workflow: each walks one incident. */
  executions: Resource;
  /** Of the workflow: each looks into one slice of a branch. */
  sliceExecutions: Resource;
  /** The topic that tells people. */
  alerts: Resource;
  /** Of CloudWatch: a list of them is granted for all of the account, or for none. */
  alarms: Resource;
  /** By name of the function. */
  function(name: string): Resource;
  /** All of them. */
  functions: Resource;
  /** By name of the role. */
  role(name: string): Resource;
  /** ARN of the boundary of a role, by the role's name. */
  boundary(role: string): string;
  logGroup(name: string): Resource;
  /** All that is in the account, for whoever writes down what there is: `*`. */
  everything: Resource;
  /** Services that know no resources: `*`. */
  anything: Resource;
}

/** A part of a bucket. */
export const under = (bucket: Resource, prefix: string): Resource => ({
  ...bucket,
  name: `${bucket.name}/${prefix}`,
  arns: bucket.arns.map((arn) => arn.replace(/\/\*$/, `/${prefix}*`)),
});
