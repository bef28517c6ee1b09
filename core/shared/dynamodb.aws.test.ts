import { ConditionalCheckFailedException, TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { expect, it } from '@jest/globals';
import { isTransient } from './dynamodb.aws.ts';

const metadata = { $metadata: {}, message: '' };
const cancelled = (...codes: string[]) =>
  new TransactionCanceledException({ ...metadata, CancellationReasons: codes.map((Code) => ({ Code })) });
const named = (name: string, more: object = {}) => Object.assign(new Error(), { name, ...more });

it.each([
  [named('TransactionConflictException'), true],
  [named('TransactionInProgressException'), true],
  [named('ThrottlingException'), true],
  [named('ProvisionedThroughputExceededException'), true],
  [named('TimeoutError'), true],
  [named('Error', { code: 'ECONNRESET' }), true],
  [named('Error', { code: 'EAI_AGAIN' }), true],
  [named('Error', { code: 'EHOSTUNREACH' }), true],
  // About the caller, not about the item: signed anew, or with other credentials, the same may well take.
  [named('InvalidSignatureException'), true],
  [named('RequestTimeTooSkewed'), true],
  [named('ExpiredTokenException'), true],
  [named('Unknown', { $metadata: { httpStatusCode: 503 } }), true],
  [cancelled('None', 'TransactionConflict'), true],
  [cancelled('ThrottlingError', 'TransactionConflict'), true],
  // A condition that failed decides, whatever else was in the way.
  [cancelled('ConditionalCheckFailed', 'TransactionConflict'), false],
  [cancelled('ValidationError'), false],
  [cancelled(), false],
  [new ConditionalCheckFailedException(metadata), false],
  [named('AccessDeniedException', { $metadata: { httpStatusCode: 400 } }), false],
  [named('ValidationException'), false],
  [named('ResourceNotFoundException'), false],
  ['TransactionConflictException', false],
  [undefined, false],
])('%p is worth another try: %p', (error, transient) => {
  expect(isTransient(error)).toBe(transient);
});
