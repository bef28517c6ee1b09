/*
 * Records as CloudTrail writes them, after the examples of AWS's own documentation; account, names and ids are examples.
 * Sources: DynamoDB developer guide, "Understanding DynamoDB log file entries"; S3, "CloudTrail log file entries"; KMS, "Decrypt"; Lambda,
 * "Logging Lambda API calls".
 */

import type { AccessRecord } from './access-log.ts';

export const ACCOUNT = '111122223333';
export const REGION = 'us-west-2';
export const table = (name: string): string => `arn:aws:dynamodb:${REGION}:${ACCOUNT}:table/${name}`;

let ids = 0;
/** As a role's session calls it. */
export const record = (
  service: string,
  eventName: string,
  requestParameters: unknown,
  more: Record<string, unknown> = {},
): Record<string, unknown> => ({
  eventVersion: '1.11',
  userIdentity: {
    type: 'AssumedRole',
    principalId: 'AROAEXAMPLE:bob',
    arn: `arn:aws:sts::${ACCOUNT}:assumed-role/analyst/bob`,
    accountId: ACCOUNT,
    accessKeyId: 'ASIAEXAMPLE',
    sessionContext: {
      sessionIssuer: {
        type: 'Role',
        arn: `arn:aws:iam::${ACCOUNT}:role/analyst`,
        accountId: ACCOUNT,
        userName: 'analyst',
      },
      attributes: { creationDate: '2026-09-03T22:14:13Z', mfaAuthenticated: 'false' },
    },
  },
  eventTime: '2026-09-03T22:27:15Z',
  eventSource: `${service}.amazonaws.com`,
  eventName,
  awsRegion: REGION,
  sourceIPAddress: '192.0.2.0',
  userAgent: 'aws-cli',
  requestParameters,
  responseElements: null,
  requestID: `request-${++ids}`,
  eventID: `event-${ids}`,
  readOnly: true,
  eventType: 'AwsApiCall',
  recipientAccountId: ACCOUNT,
  ...more,
});

/** What a query answers, page by page. */
export async function allOf(pages: AsyncIterable<readonly AccessRecord[]>): Promise<AccessRecord[]> {
  const records: AccessRecord[] = [];
  for await (const page of pages) for (const one of page) records.push(one);
  return records;
}
