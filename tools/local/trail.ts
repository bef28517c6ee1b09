import { readFile } from 'node:fs/promises';

/** A call, in CloudTrail's record format (event version 1.11). Only the fields that we read are typed. */
export interface CloudTrailRecord {
  eventTime: string;
  eventSource: string;
  eventName: string;
  awsRegion: string;
  userIdentity: {
    type: 'AssumedRole' | 'IAMUser' | 'Root' | 'AWSService';
    arn?: string;
    userName?: string;
    invokedBy?: string;
    sessionContext?: { sessionIssuer: { type: 'Role'; arn: string; userName: string } };
  };
  requestParameters: Record<string, unknown> | null;
  errorCode?: string;
  readOnly: boolean;
  managementEvent: boolean;
  eventCategory: 'Data' | 'Management';
  /** Account of who called. */
  recipientAccountId: string;
  requestID: string;
  resources: { ARN: string; accountId: string }[];
  /** Not CloudTrail's: each IAM action that was decided for the call. A transaction has one per item. */
  additionalEventData: { iam: { action: string; resource: string; decision: 'allowed' | 'denied' }[] };
}

/** All calls so far, oldest first. A last line that is still being written is left out. */
export async function readTrail(file: string): Promise<CloudTrailRecord[]> {
  const text = await readFile(file, 'utf8').catch(() => '');
  return text
    .slice(0, text.lastIndexOf('\n') + 1)
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));
}
