import {
  DescribeKeyCommand,
  GetKeyPolicyCommand,
  GetKeyRotationStatusCommand,
  KMSClient,
  ListKeysCommand,
  ListResourceTagsCommand,
  paginateListAliases,
  paginateListGrants,
} from '@aws-sdk/client-kms';
import { isUnread, type Row, type Unread } from '../inventory.ts';
import { documentOf, field, type Place, type Reader } from './collector.ts';

type Here = Place<'key'>;
type KeyRow = Row<'key'>;

/** AWS's own among them: who may use one is said in its policy as well. */
export const readKeys: Reader<'key'> = (at) => {
  let aliases: Promise<ReadonlyMap<string, string[]>> | undefined;
  return async (after) => {
    const client = at.client(KMSClient);
    const found = await at.must('kms:ListKeys', () =>
      client.send(new ListKeysCommand({ Limit: 100, ...field('Marker', after) })),
    );
    aliases ??= aliasesOf(at, client);
    const named = await aliases;
    const rows = await at.each(
      found.Keys ?? [],
      ({ KeyArn }) => KeyArn!,
      async ({ KeyId, KeyArn }) => [await keyRow(at, client, KeyId!, KeyArn!, named.get(KeyId!))],
    );
    return { rows, ...(found.Truncated && field('next', found.NextMarker)) };
  };
};

async function aliasesOf(at: Here, client: KMSClient): Promise<ReadonlyMap<string, string[]>> {
  const names = new Map<string, string[]>();
  await at.must('kms:ListAliases', async () => {
    for await (const { Aliases = [] } of paginateListAliases({ client }, {})) {
      for (const { AliasName, TargetKeyId } of Aliases) {
        if (TargetKeyId) names.set(TargetKeyId, [...(names.get(TargetKeyId) ?? []), AliasName!]);
      }
    }
  });
  return names;
}

async function keyRow(
  at: Here,
  client: KMSClient,
  KeyId: string,
  arn: string,
  aliases: string[] | undefined,
): Promise<KeyRow> {
  const described = await at.ask('kms:DescribeKey', () => client.send(new DescribeKeyCommand({ KeyId })));
  const policy = await at.ask('kms:GetKeyPolicy', () =>
    client.send(new GetKeyPolicyCommand({ KeyId, PolicyName: 'default' })),
  );
  const { KeyManager, KeySpec } = isUnread(described) ? {} : (described?.KeyMetadata ?? {});
  const turns = KeyManager === 'CUSTOMER' && KeySpec === 'SYMMETRIC_DEFAULT';
  const rotates = turns
    ? await at.ask(
        'kms:GetKeyRotationStatus',
        () => client.send(new GetKeyRotationStatusCommand({ KeyId })),
        'UnsupportedOperationException',
      )
    : undefined;
  const tags = await at.ask('kms:ListResourceTags', () => client.send(new ListResourceTagsCommand({ KeyId })));
  const list = isUnread(tags) ? [] : (tags?.Tags ?? []);
  return {
    row: 'key',
    arn,
    account: at.account,
    region: at.region,
    ...field('enabled', isUnread(described) ? described : described?.KeyMetadata?.Enabled),
    policy: isUnread(policy) ? policy : (documentOf(policy?.Policy) ?? { unknown: 'KMS gave no policy' }),
    ...field('rotates', isUnread(rotates) ? rotates : rotates?.KeyRotationEnabled),
    ...field('grants', await grantsOf(at, client, KeyId)),
    ...field('aliases', aliases),
    ...field(
      'tags',
      isUnread(tags)
        ? tags
        : list.length > 0
          ? Object.fromEntries(list.map(({ TagKey = '', TagValue = '' }) => [TagKey, TagValue]))
          : undefined,
    ),
  };
}

async function grantsOf(at: Here, client: KMSClient, KeyId: string): Promise<KeyRow['grants']> {
  const grants = await at.ask('kms:ListGrants', async (): Promise<KeyRow['grants']> => {
    const found: Exclude<NonNullable<KeyRow['grants']>, Unread> = [];
    for await (const { Grants = [] } of paginateListGrants({ client }, { KeyId })) {
      for (const { GrantId, GranteePrincipal, GranteeServicePrincipal, Operations = [], Constraints } of Grants) {
        const grantee = GranteePrincipal ?? GranteeServicePrincipal;
        if (grantee === undefined) return { unknown: `KMS does not say to whom the grant ${GrantId} is` };
        found.push({
          id: GrantId!,
          grantee,
          operations: Operations,
          ...field('equals', Constraints?.EncryptionContextEquals),
          ...field('subset', Constraints?.EncryptionContextSubset),
        });
      }
    }
    return found;
  });
  return Array.isArray(grants) && grants.length === 0 ? undefined : grants;
}
