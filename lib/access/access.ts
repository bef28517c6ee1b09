import { chainsOf, type EntryKind, READ_CHAINS } from '../../core/ledger/ledger.ts';
import type { Plane } from '../../functions/shared/manifest.ts';

/**
 * The language of the pages beside this one (ingest, control, incident, reading): who may do what with which resource, and
 * why. `roles.ts` turns it into roles and boundaries, `denies.ts` into what everybody else is denied.
 */

export type { Plane };

/** Something that can be granted. */
export interface Resource {
  /** What messages and tests call it. */
  name: string;
  arns: string[];
  /** Why its ARNs end in a wildcard. @default they do not */
  open?: string;
  /** Key under which the service keeps it, and the service that calls KMS with the caller's rights. */
  encryption?: { key: string; service: 'dynamodb' | 's3' | 'kinesis' | 'sqs' | 'sns' };
}

/** IAM conditions: operator -> key -> value. */
export type Conditions = Record<string, Record<string, string | string[]>>;

export interface Grant {
  /** One sentence for the reader of this page. */
  why: string;
  actions: readonly string[];
  on: Resource | readonly Resource[];
  when?: Conditions;
}

export interface RoleAccess {
  /** Who can take it: a service, or a role of ours by its name. */
  trusts: { service: string } | { role: string } | { people: 'with MFA' };
  /** What it is for, one sentence. */
  does: string;
  grants: readonly Grant[];
  /** Sends traces to X-Ray, as functions do. @default only of a function */
  traces?: boolean;
}

export interface PlaneAccess<Role extends string = string> {
  plane: Plane;
  roles: Record<Role, RoleAccess>;
}

/**
 * What actions on something encrypted need of its key beside, called by the service in the name of who calls.
 * DynamoDB asks to decrypt the table key, for reads and writes alike; the others decrypt to read and take a data key to
 * write; SQS and SNS do both to send.
 * Sources: DynamoDB developer guide, "Encryption at rest: how it works"; Kinesis, "Permissions to use user-generated KMS
 * keys"; S3, "Using SSE-KMS"; SQS, "Key management".
 */
export function keyUse(service: NonNullable<Resource['encryption']>['service'], action: string): readonly string[] {
  switch (service) {
    case 'dynamodb':
      return ['kms:Decrypt'];
    case 's3':
      return /:Get|:Head/.test(action) ? ['kms:Decrypt'] : /:Put/.test(action) ? ['kms:GenerateDataKey'] : [];
    case 'kinesis':
      return /:GetRecords/.test(action) ? ['kms:Decrypt'] : /:Put/.test(action) ? ['kms:GenerateDataKey'] : [];
    case 'sqs':
    case 'sns':
      return ['kms:Decrypt', 'kms:GenerateDataKey'];
  }
}

/**
 * Without the right to list, S3 answers 403 for a name that is not there, and "access denied" cannot be told from "lost". So whoever
 * gets objects may list them; names are random or hashes, and tell nothing.
 * Source: S3 API reference, GetObject, "Permissions".
 */
export const MAY_LIST: Pick<Grant, 'why' | 'actions'> = {
  why: 'to be told that a name is not there, rather than that access is denied',
  actions: ['s3:ListBucket'],
};

/** A deleted object is one whose newest version is a marker, which no lock prevents: who must not be deceived looks at the versions. */
export const MAY_LIST_VERSIONS: Pick<Grant, 'why' | 'actions'> = {
  why: 'finds the newest checkpoint by its number, whatever hides its name',
  actions: ['s3:ListBucketVersions'],
};

/** Of a table: the items under these partition keys (* for any end), and no others. A write always tells its keys. */
export const ofKeys = (keys: readonly string[]): Conditions => {
  const operator = keys.some((key) => key.includes('*')) ? 'StringLike' : 'StringEquals';
  return { [`ForAllValues:${operator}`]: { 'dynamodb:LeadingKeys': [...keys] } };
};

/** Of the table Ledger: what people wrote in their own words, beside the chains. */
export const TEXT_ROWS = 'text#*';
export const TEXTS = ofKeys([TEXT_ROWS]);
/** And all else. */
export const NO_TEXTS: Conditions = { 'ForAllValues:StringNotLike': { 'dynamodb:LeadingKeys': [TEXT_ROWS] } };

/** Of the table of the gates: the roots, and nothing that stands beside them. */
export const ROOTS = ofKeys(['collection', 'reading']);

/**
 * Appends to the ledger what this role says there, each kind in its chains, and can write to no other chain.
 * @param movesGate whether it closes or opens the chains of reads, which are the lanes of the gate before reading
 */
export const appends = (
  ledger: Resource,
  kinds: readonly EntryKind[],
  { movesGate = false }: { movesGate?: boolean } = {},
): Grant[] => {
  const chains = chainsOf(kinds);
  return [
    { why: 'the heads of the chains', actions: READ_ITEMS, on: ledger, when: NO_TEXTS },
    { why: `writes into the ledger: ${kinds.join(', ')}`, actions: PUT_ITEMS, on: ledger, when: ofKeys(chains) },
    {
      why: movesGate ? 'moves the heads of these chains, closes and opens those of reads' : 'moves their heads',
      actions: UPDATE_ITEMS,
      on: ledger,
      when: ofKeys(movesGate ? [...new Set([...chains, ...READ_CHAINS])] : chains),
    },
  ];
};

/** Tells the witness; nothing where the stage has none. */
export const tells = (witness: Resource | undefined): Grant[] =>
  witness ? [{ why: 'tells the witness, in another account', actions: ['events:PutEvents'], on: witness }] : [];

/** Has agents told that the gate has moved. */
export const announces = (on: Resource): Grant => ({
  why: 'has agents told that the gate has moved; waits for nothing of it',
  actions: ['lambda:InvokeFunction'],
  on,
});

/** Item operations of DynamoDB by what they do. A transaction is authorized as the operations in it. */
export const READ_ITEMS = ['dynamodb:GetItem'] as const;
export const READ_BATCHES = ['dynamodb:BatchGetItem'] as const;
export const LIST_ITEMS = ['dynamodb:Query'] as const;
/** Reads a whole table: only where there is no key to ask by. */
export const SCAN_ITEMS = ['dynamodb:Scan'] as const;
export const CHECK_ITEMS = ['dynamodb:ConditionCheckItem'] as const;
export const PUT_ITEMS = ['dynamodb:PutItem'] as const;
export const UPDATE_ITEMS = ['dynamodb:UpdateItem'] as const;
export const DELETE_ITEMS = ['dynamodb:DeleteItem'] as const;
