import {
  GetAccessPointCommand,
  GetAccessPointPolicyCommand,
  ListAccessPointsCommand,
  S3ControlClient,
} from '@aws-sdk/client-s3-control';
import { isUnread, type Row } from '../inventory.ts';
import { blockOf } from './account.aws.ts';
import { documentOf, field, type Reader } from './collector.ts';

export const readAccessPoints: Reader<'access-point'> = (at) => async (after) => {
  const client = at.client(S3ControlClient);
  const AccountId = at.account;
  const found = await at.must('s3:ListAccessPoints', () =>
    client.send(new ListAccessPointsCommand({ AccountId, MaxResults: 100, ...field('NextToken', after) })),
  );
  const rows = await at.each(
    found.AccessPointList ?? [],
    ({ Name, AccessPointArn }) => AccessPointArn ?? Name!,
    async ({ Name, AccessPointArn }): Promise<Row<'access-point'>[]> => {
      const point = await at.must('s3:GetAccessPoint', () =>
        client.send(new GetAccessPointCommand({ AccountId, Name })),
      );
      const policy = await at.ask(
        's3:GetAccessPointPolicy',
        () => client.send(new GetAccessPointPolicyCommand({ AccountId, Name })),
        'NoSuchAccessPointPolicy',
      );
      return [
        {
          row: 'access-point',
          arn: AccessPointArn ?? `arn:${at.partition}:s3:${at.region}:${at.account}:accesspoint/${Name}`,
          account: at.account,
          bucket: `arn:${at.partition}:s3:::${point.Bucket}`,
          ...field('policy', isUnread(policy) ? policy : documentOf(policy?.Policy)),
          ...field('publicAccessBlock', blockOf(point.PublicAccessBlockConfiguration)),
          ...field('vpc', point.VpcConfiguration?.VpcId),
        },
      ];
    },
  );
  return { rows, ...field('next', found.NextToken) };
};
