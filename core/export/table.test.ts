import { describe, expect, test } from '@jest/globals';
import { COLUMNS } from './columns.ts';
import { BadPlace, bucketProblems, copyOf, ddlOf, placeOfTable, tableColumns, tableProperties } from './table.ts';

const PLACE = placeOfTable('s3://team-data/clicks/', 'research', 'clicks');
const MADE = { export: '01KB', program: 'sample', purpose: 'research', expires: Date.UTC(2026, 11, 24, 12) };

describe('a table over what was fetched', () => {
  test('has each column of the catalogue once, in small letters, each of a type that Athena has', () => {
    const columns = tableColumns();

    expect(columns).toHaveLength(COLUMNS.length);
    expect(new Set(columns.map(({ name }) => name)).size).toBe(COLUMNS.length);
    for (const { name } of columns) expect(name).toBe(name.toLowerCase());
    const types = Object.fromEntries(columns.map(({ name, type }) => [name, type]));
    expect(types).toMatchObject({ person: 'string', seq: 'int', time: 'timestamp', participants: 'array<string>' });
  });

  test('says of which data set it is, and until when it may be there', () => {
    const ddl = ddlOf(PLACE, tableProperties(MADE, 48));

    expect(ddl).toContain('CREATE EXTERNAL TABLE `research`.`clicks` (\n  `person` string COMMENT ');
    expect(ddl).toContain("LOCATION 's3://team-data/clicks/events/'");
    expect(ddl).toContain("'sluice_export' = '01KB'");
    expect(ddl).toContain("'sluice_expires' = '2026-12-24T12:00:00.000Z'");
    expect(ddl).toContain("'sluice_rows' = '48'");
    // Nothing ends a text early, and nothing else is a statement.
    expect(ddl.replaceAll(/'(?:[^']|'')*'/g, '').match(/['";]/g)).toEqual([';']);
  });

  test('has a place in the register, whether a slash ends it or not', () => {
    expect(copyOf(PLACE)).toBe('athena:research.clicks@s3://team-data/clicks/');
    expect(placeOfTable('s3://team-data/clicks', 'research', 'clicks')).toEqual(PLACE);
  });

  test.each([
    ['a whole bucket', 's3://team-data/', 'd', 't'],
    ['no bucket', 'clicks/', 'd', 't'],
    ['another store', 'https://team-data/clicks/', 'd', 't'],
    ['a way up', 's3://team-data/a/../b/', 'd', 't'],
    ['a quote', "s3://team-data/a'b/", 'd', 't'],
    ['a database of two names', 's3://team-data/a/', 'a.b', 't'],
    ['a table with a quote', 's3://team-data/a/', 'd', 't`'],
    ['large letters', 's3://team-data/a/', 'd', 'Clicks'],
  ])('has no place that is %s', (_what, location, database, table) => {
    expect(() => placeOfTable(location, database, table)).toThrow(BadPlace);
  });
});

describe('a bucket', () => {
  const good = { encryption: 'aws:kms', blocked: true, versioned: false };

  test('takes a copy when a key, and nobody else, stands before it', () => {
    expect(bucketProblems(good)).toEqual([]);
    expect(bucketProblems({ ...good, encryption: 'aws:kms:dsse' })).toEqual([]);
  });

  test.each([
    ['without encryption of its own', { encryption: undefined }, /no KMS key/],
    ['under a key of S3’s', { encryption: 'AES256' }, /no KMS key/],
    ['that may be public', { blocked: false }, /public access/],
    ['that keeps what is deleted', { versioned: true }, /versions/],
  ])('%s takes none', (_what, change, words) => {
    const [said, ...others] = bucketProblems({ ...good, ...change } as typeof good);
    expect([said, others]).toEqual([expect.stringMatching(words), []]);
  });
});
