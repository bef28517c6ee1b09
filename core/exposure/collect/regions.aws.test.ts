import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { RegionsNotListed, regionsOfAccount } from './regions.aws.ts';

const names = ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN'] as const;
const before = names.map((name) => process.env[name]);
beforeAll(() =>
  names.forEach((name, at) => {
    process.env[name] = ['AKIDEXAMPLE', 'secret', 'token'][at]!;
  }),
);
afterAll(() =>
  names.forEach((name, at) => {
    if (before[at] === undefined) delete process.env[name];
    else process.env[name] = before[at];
  }),
);

const region = (RegionName: string, RegionOptStatus = 'ENABLED_BY_DEFAULT') => ({ RegionName, RegionOptStatus });
const servers: ReturnType<typeof createServer>[] = [];
afterAll(() => {
  for (const server of servers) server.close();
});

/** A service that answers so, the last for good. */
function asking(...answers: [status: number, body: unknown][]) {
  const calls: { url: string | undefined; body: unknown; headers: object }[] = [];
  const list = async (more: object = {}) => {
    const server = createServer(async (request, response) => {
      calls.push({ url: request.url, body: JSON.parse(await text(request)), headers: request.headers });
      const [status, told] = answers[Math.min(calls.length, answers.length) - 1]!;
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(typeof told === 'string' ? told : JSON.stringify(told));
    });
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    return regionsOfAccount({ partition: 'aws', region: 'eu-west-1', endpoint, ...more });
  };
  return { calls, list };
}

describe('all Regions of an account', () => {
  test('page by page; the own one first, and what is disabled is told apart', async () => {
    const { calls, list } = asking(
      [200, { Regions: [region('us-east-1'), region('eu-west-1')], NextToken: 'more' }],
      [
        200,
        {
          Regions: [
            region('af-south-1', 'DISABLED'),
            region('ap-east-1', 'DISABLING'),
            region('il-central-1', 'ENABLED'),
          ],
        },
      ],
    );

    expect(await list()).toEqual({
      enabled: ['eu-west-1', 'ap-east-1', 'il-central-1', 'us-east-1'],
      disabled: ['af-south-1'],
    });
    expect(calls.map(({ body }) => body)).toEqual([{ MaxResults: 50 }, { MaxResults: 50, NextToken: 'more' }]);
    expect(calls[0]).toMatchObject({
      url: '/listRegions',
      headers: {
        'x-amz-security-token': 'token',
        authorization: expect.stringContaining('/us-east-1/account/aws4_request'),
      },
    });
  });

  test.each([
    ['aws-cn', 'cn-northwest-1'],
    ['aws-us-gov', 'us-gov-west-1'],
  ])('of %s they are asked for in %s', async (partition, home) => {
    const { calls, list } = asking([200, { Regions: [region(home)] }]);
    await list({ partition, region: home });
    expect(calls[0]).toMatchObject({ headers: { authorization: expect.stringContaining(`/${home}/account/`) } });
  });

  test('it is asked again where AWS has too much to do', async () => {
    const { calls, list } = asking([503, ''], [200, { Regions: [region('us-east-1')] }]);
    expect((await list()).enabled).toEqual(['us-east-1']);
    expect(calls).toHaveLength(2);
  });

  test.each<[string, [number, unknown]]>([
    ['it is refused', [403, {}]],
    ['no JSON', [200, '<html>']],
    ['no list', [200, { Regions: 'all' }]],
    ['names that are none', [200, { Regions: [region('https://elsewhere')] }]],
    ['none that is enabled', [200, { Regions: [region('us-east-1', 'DISABLED')] }]],
    ['no end', [200, { Regions: [region('us-east-1')], NextToken: 'again' }]],
  ])('nothing is taken for all of them where the answer is none: %s', async (_, answer) => {
    await expect(asking(answer).list()).rejects.toThrow(RegionsNotListed);
  });
});
