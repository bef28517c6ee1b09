import type { AthenaClient } from '@aws-sdk/client-athena';
import { expect, test } from '@jest/globals';
import { athenaAccessLog } from './access-log.aws.ts';
import { accessLogContract, CONTRACT_RECORDS, CONTRACT_START } from './access-log.contract.ts';
import { recordsAsked } from './athena-query.ts';
import { gapsOf } from './coverage.ts';
import { allOf } from './records.fixture.ts';

const NAMES = { table: 'trail', accounts: ['111122223333'], regions: ['us-west-2'] };
type Sent = { name: string; input: Record<string, unknown> };

/**
 * Answers as Athena does, in pages, after having said twice that it runs. Of a statement it looks at which of the three it is, and no more:
 * what the statements mean is tried on the local cloud.
 */
function double({ state = 'SUCCEEDED', page = 2 } = {}) {
  const sent: Sent[] = [];
  const queries: Record<string, string | undefined>[][] = [];
  let asked = 0;
  const send = async (command: { constructor: { name: string }; input: Record<string, unknown> }) => {
    const { input } = command;
    const name = command.constructor.name.replace(/Command$/, '');
    sent.push({ name, input });
    if (name === 'StartQueryExecution') {
      queries.push(rowsOf(String(input.QueryString)));
      return { QueryExecutionId: String(queries.length - 1) };
    }
    if (name === 'GetQueryExecution') {
      asked++;
      return { QueryExecution: { Status: { State: asked % 3 === 0 ? state : 'RUNNING' } } };
    }
    if (name === 'StopQueryExecution') return {};
    const rows = queries[Number(input.QueryExecutionId)]!;
    const columns = Object.keys(rows[0] ?? { none: '' });
    const from = Number(input.NextToken ?? 0);
    const cells = rows
      .slice(from, from + page)
      .map((row) => ({ Data: columns.map((one) => (row[one] === undefined ? {} : { VarCharValue: row[one] })) }));
    const head = { Data: columns.map((one) => ({ VarCharValue: one })) };
    return {
      ResultSet: {
        Rows: from === 0 ? [head, ...cells] : cells,
        ResultSetMetadata: { ColumnInfo: columns.map((Name) => ({ Name })) },
      },
      ...(from + page < rows.length && { NextToken: String(from + page) }),
    };
  };
  return { sent, athena: { send } as unknown as AthenaClient };
}

interface Raw {
  [name: string]: unknown;
  userIdentity: { type: string; arn: string; accountId: string; sessionContext?: { sessionIssuer?: { arn: string } } };
}

const rowsOf = (sql: string): Record<string, string | undefined>[] => {
  const records = CONTRACT_RECORDS as unknown as Raw[];
  if (sql.includes('as slot')) {
    return records.map(({ eventTime }) => ({
      slot: String(eventTime).slice(0, 15),
      records: '1',
      oldest: String(eventTime),
      newest: String(eventTime),
    }));
  }
  if (sql.startsWith('select distinct'))
    return records.map(({ eventSource, eventName }) => ({
      eventsource: String(eventSource),
      eventname: String(eventName),
    }));
  return records.map((one) => ({
    ...Object.fromEntries(
      ['eventID', 'eventTime', 'eventSource', 'eventName', 'awsRegion', 'recipientAccountId', 'requestID'].map(
        (name) => [name.toLowerCase(), String(one[name])],
      ),
    ),
    errorcode: one.errorCode === undefined ? undefined : String(one.errorCode),
    requestparameters: JSON.stringify(one.requestParameters),
    usertype: one.userIdentity.type,
    userarn: one.userIdentity.arn,
    useraccount: one.userIdentity.accountId,
    issuer: one.userIdentity.sessionContext?.sessionIssuer?.arn,
    resources: undefined,
  }));
};

const now = CONTRACT_START + 86_400_000;
const log = (of = double(), more: { longest?: number } = {}) => {
  let at = now;
  return athenaAccessLog({
    ...{ athena: of.athena, database: 'sluice', workgroup: 'sluice', names: NAMES, ...more },
    clock: { now: () => at },
    sleep: async (ms) => {
      at += ms;
    },
  });
};

accessLogContract('Athena, on a double', () => log());

const ask = (resources: string[], principals?: string[]) =>
  recordsAsked(
    {
      from: Date.UTC(2026, 8, 3, 23, 30),
      to: Date.UTC(2026, 8, 4, 0, 30),
      resources,
      ...(principals && { principals }),
    },
    NAMES,
  );

test('nothing of what is asked for is in the statement', () => {
  const evil = `arn:aws:s3:::x'; drop table trail; --`;
  const { sql, parameters } = ask([evil], [`arn:aws:iam::1:role/' or '1'='1`]);

  expect(sql).not.toMatch(/drop|'1'/);
  expect(parameters.length).toBe(sql.split('?').length - 1);
  expect(parameters.every((one) => /^'([^']|'')*'$/.test(one))).toBe(true);
});

test('a query names account, Region and days, a day more where files are late', () => {
  const { sql, parameters } = ask([]);

  expect(sql).toContain('account in (?) and region in (?) and day between ? and ? and eventtime between ? and ?');
  expect(parameters.slice(0, 4)).toEqual(["'111122223333'", "'us-west-2'", "'2026/09/03'", "'2026/09/04'"]);
});

test('the same name is looked for once, and what no word narrows is not narrowed', () => {
  expect(
    ask(['arn:aws:s3:::vault', 'arn:aws:s3:::vault/*']).parameters.filter((one) => one === "'vault'"),
  ).toHaveLength(1);
  expect(ask(['*', 'arn:aws:s3:::vault']).sql).not.toContain('strpos');
});

test.each([
  ['FAILED', /without an answer/],
  ['CANCELLED', /shorter window/],
])('a query that ends as %s is told', async (state, message) => {
  await expect(allOf(log(double({ state })).query({ from: 0, to: now }))).rejects.toThrow(message);
});

test('a query that does not end is stopped', async () => {
  const of = double({ state: 'RUNNING' });

  await expect(allOf(log(of, { longest: 10_000 }).query({ from: 0, to: now }))).rejects.toThrow(/in time/);
  expect(of.sent.at(-1)!.name).toBe('StopQueryExecution');
});

test('what may not have been delivered yet is a gap', async () => {
  const coverage = await log().coverage({ from: CONTRACT_START, to: now });

  const gaps = gapsOf(coverage, 's3', { from: now - 60_000, to: now });
  expect(gaps.map(({ why }) => why)).toEqual(['CloudTrail may not have delivered it yet']);
});
