/** One fault to inject; launcher/faults.py is where they happen. Patterns take `*` and `?`. */
export interface FaultRule {
  match?: {
    /** Service as in an endpoint's host name: dynamodb, kinesis, kms, lambda, s3, states, sqs. */
    service?: string;
    /** API operation (TransactWriteItems) or IAM action (dynamodb:PutItem). */
    action?: string;
    /** Name of the calling role. */
    role?: string;
    /** ARN of a resource of the call. */
    resource?: string;
  };
  /** Which of the matching calls are struck. @default each */
  when?: { probability: number } | { nth: number[] } | { every: number };
  /** At most so often. @default no limit */
  times?: number;
  effect: {
    /** The service's own throttling error. */
    throttle?: true;
    error?: string;
    /** HTTP status of `error`. @default 400 */
    status?: number;
    message?: string;
    /** DynamoDB answers TransactionConflict, for these items of a transaction (true: all of them). */
    conflict?: true | number[];
    /** The connection is closed without an answer, before or after the call was executed. */
    drop?: 'before' | 'after';
    delayMs?: number;
  };
}

export interface FaultRules {
  /** @default 0 */
  seed?: number;
  rules: FaultRule[];
}

/** How often each rule's pattern matched, and how often it struck. */
export type FaultCounts = { matched: number; struck: number }[];
