import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { type Row, THING_KINDS, type Thing } from '../core/exposure/inventory.ts';
import { inventoryLines } from '../core/exposure/load.ts';
import {
  allow,
  BEGUN,
  bucket,
  bucketArn,
  policy,
  role,
  roleArn,
  table,
  to,
  user,
  userArn,
} from '../test/fixtures/policies/account.ts';
import { OWN } from '../test/fixtures/policies/generate.ts';
import { sluice } from '../test/fixtures/sluice.ts';

const folder = mkdtempSync(join(tmpdir(), 'sluice-exposure-'));
const EVIL = '<img src=x>\u001b[2J';

async function written(name: string, rows: Thing[], cut = false): Promise<string> {
  const lines: string[] = [];
  const head = {
    begun: BEGUN,
    source: { tool: 'test' },
    covered: [{ account: OWN, kinds: [...THING_KINDS] }],
  };
  for await (const line of inventoryLines(head, rows, () => BEGUN)) lines.push(line);
  const file = join(folder, name);
  writeFileSync(file, (cut ? lines.slice(0, -1) : lines).join(''));
  return file;
}

const read = allow('s3:GetObject', `${bucketArn('data')}/*`);
let monday: string;
let tuesday: string;
beforeAll(async () => {
  const common = [
    bucket('data'),
    user('u', [{ ...read, Condition: { IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } } }]),
    table('t', { sample: [EVIL], tags: { [EVIL]: EVIL } }),
  ];
  monday = await written('monday.ndjson', common);
  const evil = `arn:aws:iam::${OWN}:role/${EVIL}`;
  tuesday = await written('tuesday.ndjson', [
    ...common.slice(1),
    bucket('data', { policy: policy(allow('s3:GetObject', `${bucketArn('data')}/*`, to('*'))) }),
    { ...role('x', [read]), arn: evil },
  ]);
});

describe('sluice exposure', () => {
  test('scan: worst first, in words, and 1 when it is open to everybody', async () => {
    const { code, out } = await sluice('exposure', 'scan', tuesday);

    expect(code).toBe(1);
    expect(out).toContain('EVERYBODY');
    expect(out.indexOf('arn:aws:s3:::data')).toBeLessThan(out.indexOf(':table/t'));
  });

  test('scan judges by the reader budget of a disclosure', async () => {
    const own: Row<'data-set'> = {
      ...{ row: 'data-set', id: 'own', storage: [`${bucketArn('data')}/*`] },
      disclosure: { program: 'model-capability' },
    };
    const file = await written('own.ndjson', [bucket('data'), role('reader', [read]), own]);
    const disclosure = join(folder, 'disclosure.yaml');
    const text = readFileSync('programs/model-capability/disclosure.yaml', 'utf8');
    writeFileSync(disclosure, `${text}\nexposure:\n  readers: 1\n`);

    const scan = async (...more: string[]) => sluice('exposure', 'scan', file, '--json', ...more);
    const [free, bound] = [await scan(), await scan('--disclosure', disclosure)];

    expect([free.code, bound.code]).toEqual([0, 1]);
    expect(JSON.parse(bound.out).rows[0]).toMatchObject({ id: 'own', budget: 1, over: true });
  });

  test.each([
    ['a file and a moment', ['who', 'x.ndjson', 'y', '--at', '2d']],
    ['neither', ['scan']],
    ['no data set', ['explain', 'x.ndjson', 'y']],
  ])('%s is told as usage', async (_, args) => {
    const { code, err } = await sluice('exposure', ...args);

    expect(code).toBe(2);
    expect(err).toMatch(/Name /);
  });

  test('what names say reaches no terminal as it is', async () => {
    const { out } = await sluice('exposure', 'who', tuesday, bucketArn('data'));

    expect(out).toContain('\\u001b[2J');
    expect(out).not.toContain('\u001b');
  });

  test('who and what, with the condition', async () => {
    const who = await sluice('exposure', 'who', monday, bucketArn('data'));
    const what = await sluice('exposure', 'what', monday, userArn('u'));

    for (const { out } of [who, what]) expect(out.replace(/\s+/g, ' ')).toContain('if aws:sourceip is in 10.0.0.0/8');
  });

  test('explain names the statement', async () => {
    const { code, out } = await sluice('--json', 'exposure', 'explain', monday, userArn('u'), bucketArn('data'));

    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({
      verdict: 'if',
      steps: [{ statements: [{ where: 'identity', policy: 'own', statement: 'statement 1' }] }],
    });
  });

  test('diff tells who can read now', async () => {
    const { code, out } = await sluice('--json', 'exposure', 'diff', monday, tuesday);
    const { changes } = JSON.parse(out) as { changes: { principal: string; before: string; after: string }[] };

    expect(code).toBe(1);
    expect(changes).toContainEqual(
      expect.objectContaining({ principal: 'everybody on the internet', before: 'no', after: 'yes' }),
    );
    expect(changes).toContainEqual(expect.objectContaining({ principal: userArn('u'), before: 'if', after: 'yes' }));
    expect((await sluice('exposure', 'diff', monday, monday)).code).toBe(0);
  });

  test('an inventory that was cut short says so before the answer', async () => {
    const file = await written('cut.ndjson', [bucket('data')], true);

    const { err } = await sluice('exposure', 'who', file, bucketArn('data'));

    expect(err.replace(/\s+/g, ' ')).toContain('it has no end');
  });

  test.each([
    ['a file that is not there', () => ['exposure', 'scan', join(folder, 'none')], 'cannot be read'],
    ['a file that is something else', () => ['exposure', 'scan', 'package.json'], 'not the head of an inventory'],
    ['a data set that is not in it', () => ['exposure', 'who', monday, 'nothing'], 'That is not a no'],
    [
      'a principal that is not in it',
      () => ['exposure', 'explain', monday, roleArn('gone'), bucketArn('data')],
      'That is not a no',
    ],
  ])('%s is refused with a sentence', async (_, args, words) => {
    const { code, err } = await sluice(...args());

    expect([code, err.replace(/\s+/g, ' ')]).toEqual([2, expect.stringContaining(words)]);
  });
});
