import { describe, expect, test } from '@jest/globals';
import { diagnose, type Facts, type IssuerFacts, stops } from './diagnose.ts';
import type { Plan } from './plan.ts';

const STATE = 'sluice-demo-prod-State';
const plan: Plan = {
  prefix: 'sluice-demo-prod',
  account: '123456789012',
  region: 'eu-central-1',
  bootstrap: 6,
  names: {
    table: ['sluice-demo-prod-Gate'],
    stream: ['sluice-demo-prod-frames'],
    role: ['sluice-demo-prod-control'],
    policy: [],
    'log group': [],
    function: [],
    'key alias': [],
  },
  shards: 4,
  isOnDemand: true,
  reserved: 0,
  issuer: 'https://idp.example.com',
  isHeard: true,
};
const issuer: IssuerFacts = {
  issuer: 'https://idp.example.com',
  ...{ hasAuthorization: true, hasDevice: true, hasPkce: true, keys: ['RSA', 'EC'] },
};
const healthy: Facts = {
  account: { found: '123456789012' },
  bootstrap: { found: 29 },
  stacks: { found: {} },
  taken: { found: {} },
  tables: { found: {} },
  lambda: { found: { concurrent: 1000, unreserved: 1000 } },
  kinesis: { found: { shards: 0, shardLimit: 500, onDemand: 0, onDemandLimit: 50 } },
  silent: [],
  issuer: { found: issuer },
};
const failed = { failed: 'AccessDenied: no' };
const stack = (status: string, createdAt = 1_000) => ({
  stacks: { found: { [STATE]: { status, isProtected: true, createdAt } } },
});
const lookedAt = (facts: Partial<Facts>, more: Partial<Plan> = {}) =>
  diagnose({ ...plan, ...more }, { ...healthy, ...facts });
const inWords = (facts: Partial<Facts>, more: Partial<Plan> = {}) =>
  lookedAt(facts, more)
    .filter(({ level }) => level !== 'ok')
    .map(({ level, check, seen, todo }) => `${level} ${check}: ${seen} -> ${todo}`)
    .join('\n');

test('an account that is ready has nothing to say but that', () => {
  expect(inWords({})).toBe('');
  expect(inWords(stack('UPDATE_COMPLETE'))).toBe('');
});

describe('what stops a deploy', () => {
  test.each<[what: string, facts: Partial<Facts>, more: Partial<Plan>, words: RegExp]>([
    ['no credentials', { account: failed }, {}, /^stop credentials: there are none .*aws sso login/],
    [
      'those of another account',
      { account: { found: '999999999999' } },
      {},
      /^stop credentials: of account 9{12}, and the stage is of 123456789012/,
    ],
    ['no bootstrap', { bootstrap: { found: 0 } }, {}, /npx cdk bootstrap aws:\/\/123456789012\/eu-central-1$/],
    ['one that is too old', { bootstrap: { found: 5 } }, {}, /version 5, and 6 is needed/],
    [
      'a stack whose first deploy failed',
      stack('ROLLBACK_COMPLETE'),
      {},
      /the first deploy of .*-State failed.*--no-enable-termination-protection --stack-name sluice-demo-prod-State/,
    ],
    ['a stack that is being changed', stack('UPDATE_IN_PROGRESS'), {}, /is being changed.* -> wait/],
    ['a stack that is stuck', stack('UPDATE_ROLLBACK_FAILED'), {}, /describe-stack-events/],
    [
      'a role of that name',
      { taken: { found: { role: ['sluice-demo-prod-control'] } } },
      {},
      /the role sluice-demo-prod-control is there/,
    ],
    ['an issuer that does not answer', { issuer: failed }, {}, /idp\.example\.com\/\.well-known\/openid-configuration/],
    [
      'one that names itself otherwise',
      { issuer: { found: { ...issuer, issuer: 'https://idp.example.com/' } } },
      {},
      /letter by letter/,
    ],
    ['one without RSA', { issuer: { found: { ...issuer, keys: ['EC'] } } }, {}, /RS256/],
    ['a service that is not there', { silent: ['Kinesis'] }, {}, /not to be reached in eu-central-1: Kinesis/],
    [
      'more reserved than there is',
      { lambda: { found: { concurrent: 10, unreserved: 10 } } },
      { reserved: 5 },
      /Lambda keeps 100/,
    ],
    [
      'more shards than there are',
      { kinesis: { found: { shards: 499, shardLimit: 500, onDemand: 0, onDemandLimit: 50 } } },
      {},
      /Shards per Region/,
    ],
    [
      'no on-demand stream left',
      { kinesis: { found: { shards: 0, shardLimit: 500, onDemand: 50, onDemandLimit: 50 } } },
      {},
      /50 of 50 on-demand/,
    ],
  ])('%s', (_, facts, more, words) => {
    expect(inWords(facts, more)).toMatch(words);
    expect(stops(lookedAt(facts, more))).toBe(true);
  });

  test('nothing is said of a stage that the credentials are not of', () => {
    expect(lookedAt({ account: { found: '999999999999' } })).toHaveLength(1);
  });

  test('a table is called unused only where the failed deploy made it itself', () => {
    const taken = { taken: { found: { table: ['sluice-demo-prod-Gate'] } } };
    const made = (at: number) => ({ tables: { found: { 'sluice-demo-prod-Gate': at } } });

    expect(inWords({ ...stack('ROLLBACK_COMPLETE'), ...taken, ...made(2_000) })).toMatch(
      /nothing was ever in it -> .*delete-table/,
    );
    for (const facts of [
      { ...stack('ROLLBACK_COMPLETE'), ...taken, ...made(500) },
      { ...stack('ROLLBACK_COMPLETE'), ...taken, tables: failed },
      { ...taken, ...made(2_000) },
    ]) {
      expect(inWords(facts)).toMatch(/delete nothing/);
      expect(inWords(facts)).not.toMatch(/delete-table/);
    }
    expect(inWords({ ...stack('UPDATE_COMPLETE'), ...taken, ...made(500) })).toBe('');
  });
});

describe('what works, and not well', () => {
  test.each<[what: string, facts: Partial<Facts>, more: Partial<Plan>, words: RegExp]>([
    [
      'a new account’s quota',
      { lambda: { found: { concurrent: 10, unreserved: 10 } } },
      {},
      /a burst takes 24.*L-B99A9384/,
    ],
    ['alarms that nobody hears', {}, { isHeard: false }, /nobody is told/],
    ['an issuer without device code', { issuer: { found: { ...issuer, hasDevice: false } } }, {}, /no device code/],
    ['an issuer without PKCE', { issuer: { found: { ...issuer, hasPkce: false } } }, {}, /PKCE/],
    [
      'what may not be looked at',
      { bootstrap: failed, stacks: failed, taken: failed, lambda: failed, kinesis: failed },
      {},
      /^(warn .*could not be looked at.*\n?){5}$/,
    ],
  ])('%s', (_, facts, more, words) => {
    expect(inWords(facts, more)).toMatch(words);
    expect(stops(lookedAt(facts, more))).toBe(false);
  });
});
