import {
  type AttributeValue,
  type CancellationReason,
  ConditionalCheckFailedException,
  TransactionCanceledException,
} from '@aws-sdk/client-dynamodb';
import { isDenied, SluiceError } from './errors.ts';

/** An item as the low-level client gives it: numbers stay exact, which replay windows (64 bits) need. */
export type Item = Record<string, AttributeValue>;

/**
 * Names of errors about the caller's clock or credentials: they say nothing about the item. The next request is signed anew, with
 * the offset that the SDK's client has learned from the answer, or with credentials that were refreshed.
 */
const CALLER = [
  'InvalidSignatureException',
  'SignatureDoesNotMatch',
  'RequestExpired',
  'RequestInTheFuture',
  'RequestTimeTooSkewed',
  'AuthFailure',
  'ExpiredToken',
  'ExpiredTokenException',
  'IncompleteSignature',
  'MissingAuthenticationTokenException',
  'UnrecognizedClientException',
];

/** Names of errors that say nothing about the item: the same call may well take the next time. */
const TRANSIENT = new Set([
  // Single writes and reads on an item that is in a transaction. The SDK does not repeat these.
  'TransactionConflictException',
  'TransactionInProgressException',
  'ThrottlingException',
  'ProvisionedThroughputExceededException',
  'RequestLimitExceeded',
  'InternalServerError',
  'ServiceUnavailable',
  // Ambiguous: it may have been done. Every call here is such that doing it twice is harmless.
  'TimeoutError',
  'ECONNRESET',
  'ECONNREFUSED',
  'EPIPE',
  // Not sent at all: the name was not resolved, the network was not there. A pause must not end on it.
  'EAI_AGAIN',
  'ENOTFOUND',
  'ENETUNREACH',
  'EHOSTUNREACH',
  ...CALLER,
]);
const TRANSIENT_REASONS = new Set(['TransactionConflict', 'ThrottlingError', 'ProvisionedThroughputExceeded']);

export function isTransient(error: unknown): boolean {
  if (error instanceof TransactionCanceledException) {
    const codes = (error.CancellationReasons ?? []).map((reason) => reason.Code ?? 'None').filter((c) => c !== 'None');
    return codes.length > 0 && codes.every((code) => TRANSIENT_REASONS.has(code));
  }
  if (!(error instanceof Error)) return false;
  const { code, $metadata } = error as { code?: string; $metadata?: { httpStatusCode?: number } };
  return TRANSIENT.has(error.name) || TRANSIENT.has(code ?? '') || ($metadata?.httpStatusCode ?? 0) >= 500;
}

/** Names of errors that the same request would meet again, whoever sends it and when. */
const FINAL = new Set([
  'ValidationException',
  'SerializationException',
  'ResourceNotFoundException',
  'ItemCollectionSizeLimitExceededException',
  'IdempotentParameterMismatchException',
  'ConditionalCheckFailedException',
]);
const FINAL_REASONS = new Set([
  'ConditionalCheckFailed',
  'ItemCollectionSizeLimitExceeded',
  'ValidationError',
  'DuplicateItem',
]);

/**
 * Is it proven that repeating does not help? Asked where an unknown error must not end the work, as on the way of a pause; elsewhere
 * `isTransient` is asked, which gives up on what it does not know. Errors of ours are decisions, so they are final.
 */
export function isFinal(error: unknown): boolean {
  if (error instanceof SluiceError) return true;
  if (error instanceof TransactionCanceledException) {
    return (error.CancellationReasons ?? []).some(({ Code }) => FINAL_REASONS.has(Code ?? ''));
  }
  if (!(error instanceof Error)) return false;
  // Some services deny what is signed at a wrong time. The SDK's client says when it has learned a new offset from the answer.
  const { $metadata } = error as { $metadata?: { clockSkewCorrected?: boolean } };
  if (isDenied(error)) return $metadata?.clockSkewCorrected !== true;
  return FINAL.has(error.name);
}

/** The item as it was when a condition of a single write failed (`ReturnValuesOnConditionCheckFailure: ALL_OLD`). */
export function failedCondition(error: unknown): { old: Item | undefined } | undefined {
  return error instanceof ConditionalCheckFailedException ? { old: error.Item } : undefined;
}

/** Why a transaction was cancelled, in the order of its items; undefined when the error is another one. */
export function cancellation(error: unknown): CancellationReason[] | undefined {
  return error instanceof TransactionCanceledException ? (error.CancellationReasons ?? []) : undefined;
}

export const S = (value: string): AttributeValue => ({ S: value });
export const N = (value: number | bigint): AttributeValue => ({ N: value.toString() });

export const text = (item: Item | undefined, name: string): string | undefined => item?.[name]?.S;
export const number = (item: Item | undefined, name: string): number | undefined => {
  const value = item?.[name]?.N;
  return value === undefined ? undefined : Number(value);
};
