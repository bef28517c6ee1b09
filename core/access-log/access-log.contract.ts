import { describe, expect, test } from '@jest/globals';
import type { AccessLog, AccessQuery } from './access-log.ts';
import { allOf, record, table } from './records.fixture.ts';

const MINUTE = 60_000;
export const CONTRACT_START = Date.UTC(2026, 8, 3, 22, 0, 0);
const at = (minute: number, id: string, more: Record<string, unknown> = {}) => ({
  eventTime: new Date(CONTRACT_START + minute * MINUTE).toISOString().replace('.000', ''),
  eventID: id,
  ...more,
});
const READER = 'arn:aws:iam::111122223333:role/reader';

/** What each adapter is given, as CloudTrail writes it; `twice` comes two times. */
export const CONTRACT_RECORDS = [
  record('s3', 'GetObject', { bucketName: 'vault', key: 'a/1' }, at(0, 'object')),
  record(
    'dynamodb',
    'GetItem',
    { tableName: 'Index', key: { subject: 's', segment: 'g' } },
    at(10, 'item', {
      userIdentity: {
        type: 'AssumedRole',
        arn: 'arn:aws:sts::111122223333:assumed-role/reader/x',
        accountId: '111122223333',
        sessionContext: { sessionIssuer: { arn: READER } },
      },
    }),
  ),
  record(
    'kms',
    'Decrypt',
    { keyId: 'k', encryptionContext: { key: 'one' } },
    at(20, 'twice', { errorCode: 'AccessDenied' }),
  ),
  record(
    'kms',
    'Decrypt',
    { keyId: 'k', encryptionContext: { key: 'one' } },
    at(20, 'twice', { errorCode: 'AccessDenied' }),
  ),
  record('iam', 'PutRolePolicy', { roleName: "o'brien<b>", policyName: 'x' }, at(30, 'policy')),
];

/** Whatever keeps the records. @param make a log of `CONTRACT_RECORDS`, of which it is known that it covers S3 */
export function accessLogContract(name: string, make: () => AccessLog | Promise<AccessLog>): void {
  const all = { from: CONTRACT_START, to: CONTRACT_START + 60 * MINUTE };
  const ids = async (query: Partial<AccessQuery>) =>
    (await allOf((await make()).query({ ...all, ...query }))).map(({ id }) => id).sort();

  describe(`an access log: ${name}`, () => {
    test('gives each record once', async () => {
      expect(await ids({})).toEqual(['item', 'object', 'policy', 'twice']);
    });

    test('of a window, with both its ends', async () => {
      expect(await ids({ from: CONTRACT_START + 10 * MINUTE, to: CONTRACT_START + 20 * MINUTE })).toEqual([
        'item',
        'twice',
      ]);
    });

    test.each([
      [['arn:aws:s3:::vault/*'], ['object']],
      [[table('Index')], ['item']],
      [
        [table('Index'), 'arn:aws:kms:*'],
        ['item', 'twice'],
      ],
      [["arn:aws:iam::111122223333:role/o'brien<b>"], ['policy']],
      [['arn:aws:s3:::other*'], []],
      [["x' or '1' = '1"], []],
      [['arn:aws:s3:::vault_%*'], []],
    ])('that touched %j', async (resources, found) => {
      expect(await ids({ resources })).toEqual(found);
    });

    test('of principals, by session and by role', async () => {
      expect(await ids({ principals: [READER] })).toEqual(['item']);
      expect(await ids({ principals: ['arn:aws:sts::111122223333:assumed-role/analyst/*'] })).toEqual([
        'object',
        'policy',
        'twice',
      ]);
    });

    test('each as the record tells it', async () => {
      const [found] = await allOf((await make()).query({ ...all, resources: ['arn:aws:kms:*'] }));

      expect(found).toMatchObject({
        ...{ id: 'twice', at: CONTRACT_START + 20 * MINUTE, source: 'kms', action: 'kms:Decrypt', outcome: 'denied' },
        ...{ error: 'AccessDenied', context: { key: 'one' }, account: '111122223333', region: 'us-west-2' },
        by: { kind: 'role', role: 'arn:aws:iam::111122223333:role/analyst' },
        touched: [{ arn: 'arn:aws:kms:us-west-2:111122223333:key/k' }],
      });
    });

    test('tells what it covers', async () => {
      const { covered } = await (await make()).coverage(all);

      expect(covered.map(({ source }) => source)).toContain('s3');
      expect(covered.map(({ source }) => source)).not.toContain('kinesis');
    });
  });
}
