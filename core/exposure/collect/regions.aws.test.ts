import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { RegionsNotListed, regionsOfAccount, signed } from './regions.aws.ts';

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
function asking(...answers: [status: number, body: unknown][]) {
  const calls: { url: string; body: unknown; headers: Record<string, string> }[] = [];
  const ask = async (url: string, { body, headers }: RequestInit) => {
    calls.push({ url, body: JSON.parse(String(body)), headers: headers as Record<string, string> });
    const [status, told] = answers[Math.min(calls.length, answers.length) - 1]!;
    return new Response(typeof told === 'string' ? told : JSON.stringify(told), { status });
  };
  const list = (more: object = {}) => regionsOfAccount({ partition: 'aws', region: 'eu-west-1', fetch: ask, ...more });
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
      url: 'https://account.us-east-1.amazonaws.com/listRegions',
      headers: {
        'x-amz-security-token': 'token',
        authorization: expect.stringContaining('/us-east-1/account/aws4_request'),
      },
    });
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

/** Made with botocore's `SigV4Auth` for the same request. */
test('a request is signed as AWS asks', () => {
  const { headers } = signed(
    {
      ...{ url: 'https://account.us-east-1.amazonaws.com/listRegions', body: '{"MaxResults":50}' },
      ...{ region: 'us-east-1', service: 'account', at: Date.UTC(2026, 10, 30, 2, 3, 4) },
    },
    { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY', sessionToken: 'token' },
  );
  expect(headers['x-amz-date']).toBe('20261130T020304Z');
  expect(headers.authorization).toMatch(
    /SignedHeaders=content-type;host;x-amz-date;x-amz-security-token, Signature=5dff7462cc387649b2740f1a2f71fef5c2baa5f9ee1c9105906853029b73ee15$/,
  );
});
