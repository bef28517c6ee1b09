import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { describe, expect, test } from '@jest/globals';
import { dynamoDouble } from '../../test/fixtures/dynamodb.ts';
import { compileDisclosure } from './compiled.ts';
import { awsDisclosureNotes } from './in-force.aws.ts';
import { inForceOf } from './in-force.ts';
import { sampleDisclosure } from './sample.ts';

describe('a note that somebody else wrote', () => {
  test.each([
    ['no versions', { revision: { N: '1' } }],
    ['none of them', { versions: { M: {} }, revision: { N: '1' } }],
    ['one that is no text', { versions: { M: { '1.0': { N: '1' } } }, revision: { N: '1' } }],
    ['no revision', { versions: { M: { '1.0': { S: '{}' } } } }],
    ['a text that is no disclosure', { versions: { M: { '1.0': { S: '{}' } } }, revision: { N: '1' } }],
    [
      'another version',
      { versions: { M: { '1.1': { S: compileDisclosure(sampleDisclosure()) } } }, revision: { N: '1' } },
    ],
  ])('a row with %s is damaged, and nothing is done under it', async (_what, attributes) => {
    const tables = dynamoDouble({ Gate: ['pk'] });
    const Item = { pk: { S: 'disclosure#1' }, ...attributes };
    await tables.client().send(new PutItemCommand({ TableName: 'Gate', Item: Item as never }));
    const notes = awsDisclosureNotes({ ddb: tables.client(), gateTable: 'Gate' });
    const { check, problem } = inForceOf({ disclosure: sampleDisclosure(), notes, writes: true });
    await expect(check()).rejects.toMatchObject({ reason: 'damaged' });
    expect(await problem()).toMatchObject({ reason: 'damaged' });
    expect(tables.items('Gate')).toEqual([Item]);
  });
});
