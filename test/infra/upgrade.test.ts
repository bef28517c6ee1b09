/** What each release deployed, and whether this one can be deployed over it, by the templates of both. `npm run drill:upgrade` does it. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { type Deployed, fitOf, NAMES } from '../releases/templates.ts';
import { template } from './templates.ts';

const folder = new URL('../releases/', import.meta.url);
const RELEASES = readdirSync(folder).filter((name) => /^\d/.test(name));
const today = { State: fitOf(template('prod', 'State')), Service: fitOf(template('prod', 'Service')) };
const STACKS = ['State', 'Service'] as const;

/** Types that lose what they hold when they are made anew. */
const HOLDS =
  /^AWS::(KMS::Key|DynamoDB::Table|S3::Bucket|Kinesis::Stream|Cognito::UserPool|Logs::LogGroup|SQS::Queue|SNS::Topic|IAM::Role)$/;

describe.each(RELEASES)('over %s', (release) => {
  const then = JSON.parse(readFileSync(new URL(`${release}/templates.json`, folder), 'utf8')) as typeof today;

  test('what its Service takes from State is still given, and is the same', () => {
    const { imports } = then.Service;

    expect(imports.length).toBeGreaterThan(20);
    for (const name of imports) expect([name, today.State.exports[name]]).toEqual([name, then.State.exports[name]]);
  });

  test('what holds something is there, under the id that it had, and is not made anew', () => {
    for (const [id, { type, identity }] of Object.entries(then.State.resources)) {
      if (HOLDS.test(type)) expect([id, today.State.resources[id]]).toMatchObject([id, { type, identity }]);
    }
  });

  test.each(STACKS)('%s: a name goes to nobody else, and nothing that has one is made anew under it', (stack) => {
    const taken = namesOf(then);
    const faults = Object.entries(today[stack].resources).flatMap(([id, { type, identity }]) => {
      const name = nameOf(type, identity);
      const before = name === undefined ? undefined : taken.get(name);
      if (before === undefined) return [];
      if (before.stack !== stack || before.id !== id) return [`${name} was ${before.id} of ${before.stack}, is ${id}`];
      const was = then[stack].resources[id]!.identity;
      return JSON.stringify(was) === JSON.stringify(identity) ? [] : [`${name} would be made anew beside itself`];
    });

    expect(faults).toEqual([]);
  });

  test('a table gets or loses one index at a time, as DynamoDB has it', () => {
    for (const [id, { indexes = [] }] of Object.entries(then.State.resources)) {
      const now = today.State.resources[id]?.indexes ?? [];
      const changed = [...now.filter((one) => !indexes.includes(one)), ...indexes.filter((one) => !now.includes(one))];
      expect([id, changed.length]).toEqual([id, Math.min(changed.length, 1)]);
    }
  });
});

function nameOf(type: string, identity: Record<string, unknown>): string | undefined {
  const name = identity[NAMES[type] ?? ''];
  return name === undefined ? undefined : `${type} ${JSON.stringify(name)}`;
}

function namesOf(of: Record<(typeof STACKS)[number], Deployed>): Map<string, { stack: string; id: string }> {
  const all = STACKS.flatMap((stack) =>
    Object.entries(of[stack].resources).flatMap(([id, { type, identity }]) => {
      const name = nameOf(type, identity);
      return name === undefined ? [] : [[name, { stack, id }] as const];
    }),
  );
  return new Map(all);
}
