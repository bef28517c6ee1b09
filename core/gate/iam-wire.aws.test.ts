/** IAM's answers as they come over the wire: a double cannot show how the SDK reads them. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { IAMClient } from '@aws-sdk/client-iam';
import { afterEach, expect, test } from '@jest/globals';
import { awsSecondLinePolicies } from './second-line.aws.ts';

let server: Server | undefined;
afterEach(() => new Promise((done) => (server ? server.close(done) : done(undefined))));

/** IAM that answers one thing. */
async function answering(status: number, body: string) {
  server = createServer((_request, response) => response.writeHead(status, { 'content-type': 'text/xml' }).end(body));
  await new Promise<void>((listening) => server!.listen(0, '127.0.0.1', listening));
  const iam = new IAMClient({
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    region: 'us-east-1',
    credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
    maxAttempts: 1,
  });
  return awsSecondLinePolicies({ iam, roles: { collection: ['agent'], reading: ['reader'] } });
}

const error = (code: string) =>
  `<ErrorResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><Error><Type>Sender</Type><Code>${code}</Code><Message>m</Message></Error><RequestId>r</RequestId></ErrorResponse>`;

test('a policy that is not there is none, to read and to take away', async () => {
  const policies = await answering(404, error('NoSuchEntity'));
  expect(await policies.read('reading')).toEqual([undefined]);
  await policies.remove('reading');
});

test('what is denied is no answer', async () => {
  const policies = await answering(403, error('AccessDenied'));
  await expect(policies.read('reading')).rejects.toMatchObject({ name: 'AccessDenied' });
});

test('a policy is read as it was written, whatever signs it holds', async () => {
  const text = '{"Version":"2012-10-17","Statement":[{"Resource":"*","x":"+ %2F &"}]}';
  const policies = await answering(
    200,
    `<GetRolePolicyResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><GetRolePolicyResult><RoleName>reader</RoleName><PolicyName>sluice-paused</PolicyName><PolicyDocument>${encodeURIComponent(text)}</PolicyDocument></GetRolePolicyResult><ResponseMetadata><RequestId>r</RequestId></ResponseMetadata></GetRolePolicyResponse>`,
  );
  expect(await policies.read('reading')).toEqual([text]);
});
