/**
 * A table and a function, as a cloud assembly written by hand: what the life of the local cloud is tested with. It
 * synthesizes in no time, where an app on aws-cdk-lib takes seconds, and those tests synthesize a dozen times.
 * Schema: aws-cdk-lib's cloud-assembly-schema.
 */
import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const version = '36.0.0';
const account = process.env.CDK_DEFAULT_ACCOUNT;
const region = process.env.CDK_DEFAULT_REGION;
const out = process.env.CDK_OUTDIR;
const name = 'Small';
const bucket = `cdk-hnb659fds-assets-${account}-${region}`;
const code = join(import.meta.dirname, 'function');
const hash = createHash('sha256')
  .update(readFileSync(join(code, 'index.mjs')))
  .digest('hex');

const write = (file, content) => writeFileSync(join(out, file), JSON.stringify(content));
const template = {
  Resources: {
    Table: {
      Type: 'AWS::DynamoDB::Table',
      Properties: {
        BillingMode: 'PAY_PER_REQUEST',
        AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
        KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
      },
    },
    Role: {
      Type: 'AWS::IAM::Role',
      Properties: {
        AssumeRolePolicyDocument: {
          Version: '2012-10-17',
          Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
        },
        Policies: [
          {
            PolicyName: 'Put',
            PolicyDocument: {
              Version: '2012-10-17',
              Statement: [
                { Effect: 'Allow', Action: 'dynamodb:PutItem', Resource: { 'Fn::GetAtt': ['Table', 'Arn'] } },
              ],
            },
          },
        ],
      },
    },
    Writer: {
      Type: 'AWS::Lambda::Function',
      Properties: {
        Runtime: 'nodejs24.x',
        Handler: 'index.handler',
        Role: { 'Fn::GetAtt': ['Role', 'Arn'] },
        Code: { S3Bucket: bucket, S3Key: `${hash}.zip` },
        Environment: { Variables: { TABLE: { Ref: 'Table' } } },
      },
    },
  },
  Outputs: { TableName: { Value: { Ref: 'Table' } }, WriterName: { Value: { Ref: 'Writer' } } },
};

mkdirSync(out, { recursive: true });
cpSync(code, join(out, `asset.${hash}`), { recursive: true });
write(`${name}.template.json`, template);
const role = (kind) => `arn:\${AWS::Partition}:iam::${account}:role/cdk-hnb659fds-${kind}-role-${account}-${region}`;
const destination = { bucketName: bucket, objectKey: `${hash}.zip`, assumeRoleArn: role('file-publishing') };
write(`${name}.assets.json`, {
  version,
  files: { [hash]: { source: { path: `asset.${hash}`, packaging: 'zip' }, destinations: { current: destination } } },
});
write('manifest.json', {
  version,
  artifacts: {
    [`${name}.assets`]: { type: 'cdk:asset-manifest', properties: { file: `${name}.assets.json` } },
    [name]: {
      type: 'aws:cloudformation:stack',
      environment: `aws://${account}/${region}`,
      properties: { templateFile: `${name}.template.json`, assumeRoleArn: role('deploy') },
      dependencies: [`${name}.assets`],
      displayName: name,
    },
  },
});
