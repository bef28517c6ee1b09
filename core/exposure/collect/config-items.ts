import type { Attached, Kind, Row, Thing } from '../inventory.ts';
import { documentOf, field } from './collector.ts';

/** A configuration item, as far as all of them are alike. */
export interface Item {
  type: string;
  /** ARN, or whatever names it. */
  id: string;
  account: string;
  region: string;
  status: string;
  /** ms */
  changed: number;
  configuration: unknown;
  supplementary: unknown;
  tags: unknown;
}

/** What AWS Config does not record, in the words of whoever reads an answer. */
export const NOT_RECORDED = {
  policy: 'AWS Config records no policies of AWS',
  grants: 'AWS Config records no grants of keys',
  resource: 'AWS Config records no resource policies of these',
  ownership: 'AWS Config did not record whether ACLs have a meaning here',
  life: 'AWS Config does not record how long items stay',
} as const;

// biome-ignore lint/suspicious/noExplicitAny: JSON of many shapes; what does not fit becomes a gap
type Loose = any;

/** Parts of an item are JSON, or a text of JSON, or a text of a text. */
function opened(value: unknown): Loose {
  let one = value;
  for (let depth = 0; depth < 3 && typeof one === 'string' && /^\s*["{[]/.test(one); depth++) one = JSON.parse(one);
  return one;
}

interface ItemRow {
  kind: Kind;
  /** @throws when it is not as documented */
  row(item: Item): Thing;
}

const inlineOf = (list: Loose): Attached[] =>
  (list ?? []).map(({ policyName, policyDocument }: Loose) => ({
    ...field('name', policyName),
    document: documentOf(policyDocument, true) ?? { unknown: 'its document is not in the snapshot' },
  }));
const attachedOf = (list: Loose): Attached[] => (list ?? []).map(({ policyArn }: Loose) => ({ ref: policyArn }));
const boundaryOf = ({ permissionsBoundary }: Loose) =>
  permissionsBoundary?.permissionsBoundaryArn ? { boundary: { ref: permissionsBoundary.permissionsBoundaryArn } } : {};

/** A map, or a list of keys and values. */
function tagsOf({ tags }: Item): { tags?: Record<string, string> } {
  const told = opened(tags);
  const pairs: [string, string][] = Array.isArray(told)
    ? told.map(({ key, value, tag }: Loose) => [key, value ?? tag])
    : Object.entries<string>(told ?? {});
  return pairs.length > 0 ? { tags: Object.fromEntries(pairs) } : {};
}

const nameInPath = (arn: string): string => arn.slice(arn.lastIndexOf('/') + 1);
const groupArn = (item: Item, name: string): string => `${item.id.split(':').slice(0, 5).join(':')}:group/${name}`;

export const ITEM_ROWS: Readonly<Record<string, ItemRow>> = {
  'AWS::IAM::User': {
    kind: 'user',
    row: (item) => {
      const one = opened(item.configuration);
      return {
        row: 'user',
        arn: one.arn,
        account: item.account,
        ...field('id', one.userId),
        policies: [...inlineOf(one.userPolicyList), ...attachedOf(one.attachedManagedPolicies)],
        groups: (one.groupList ?? []).map((name: string) => groupArn(item, name)),
        ...boundaryOf(one),
        ...tagsOf(item),
      };
    },
  },
  'AWS::IAM::Group': {
    kind: 'group',
    row: (item) => {
      const one = opened(item.configuration);
      return {
        row: 'group',
        // Users name groups without their paths, and so are they named here.
        arn: groupArn(item, one.groupName ?? nameInPath(one.arn)),
        account: item.account,
        policies: [...inlineOf(one.groupPolicyList), ...attachedOf(one.attachedManagedPolicies)],
      };
    },
  },
  'AWS::IAM::Role': {
    kind: 'role',
    row: (item) => {
      const one = opened(item.configuration);
      return {
        row: 'role',
        arn: one.arn,
        account: item.account,
        ...field('id', one.roleId),
        trust: documentOf(one.assumeRolePolicyDocument, true) ?? { unknown: 'its trust policy is not in the snapshot' },
        policies: [...inlineOf(one.rolePolicyList), ...attachedOf(one.attachedManagedPolicies)],
        ...boundaryOf(one),
        ...tagsOf(item),
      };
    },
  },
  'AWS::IAM::Policy': {
    kind: 'policy',
    row: ({ configuration }) => {
      const one = opened(configuration);
      const version = (one.policyVersionList ?? []).find(({ isDefaultVersion }: Loose) => isDefaultVersion === true);
      return {
        row: 'policy',
        id: one.arn,
        ...field('name', one.policyName),
        document: documentOf(version?.document, true) ?? { unknown: 'its document is not in the snapshot' },
      };
    },
  },
  'AWS::IAM::OIDCProvider': {
    kind: 'provider',
    row: ({ id, account }) => ({ row: 'provider', arn: id, account, kind: 'oidc', url: id.slice(id.indexOf('/') + 1) }),
  },
  'AWS::IAM::SAMLProvider': {
    kind: 'provider',
    row: ({ id, account }) => ({ row: 'provider', arn: id, account, kind: 'saml' }),
  },
  'AWS::S3::Bucket': { kind: 'bucket', row: bucketRow },
  'AWS::S3::AccountPublicAccessBlock': {
    kind: 'account',
    row: ({ account, configuration }) => ({
      row: 'account',
      id: account,
      ...field('publicAccessBlock', blockOf(opened(configuration))),
    }),
  },
  'AWS::S3::AccessPoint': {
    kind: 'access-point',
    row: (item) => {
      const one = opened(item.configuration);
      return {
        row: 'access-point',
        arn: one.Arn ?? item.id,
        account: item.account,
        bucket: `arn:${(one.Arn ?? item.id).split(':')[1]}:s3:::${one.Bucket}`,
        ...field('policy', policyOf(one.Policy)),
        ...field('publicAccessBlock', blockOf(one.PublicAccessBlockConfiguration)),
        ...field('vpc', one.VpcConfiguration?.VpcId),
      };
    },
  },
  'AWS::KMS::Key': { kind: 'key', row: keyRow },
  'AWS::DynamoDB::Table': { kind: 'table', row: tableRow },
  'AWS::Kinesis::Stream': {
    kind: 'stream',
    row: (item) => {
      const one = opened(item.configuration);
      const hours = one.RetentionPeriodHours;
      return {
        row: 'stream',
        arn: one.Arn ?? item.id,
        account: item.account,
        region: item.region,
        policy: { unknown: NOT_RECORDED.resource },
        ...field('key', keyOf(one.StreamEncryption?.KeyId, 'of the stream')),
        ...(hours !== undefined && { retention: { days: hours / 24 } }),
        ...tagsOf(item),
      };
    },
  },
  'AWS::Lambda::Function': {
    kind: 'function',
    row: (item) => {
      const one = opened(item.configuration);
      const more = opened(item.supplementary) ?? {};
      return {
        row: 'function',
        arn: one.functionArn,
        account: item.account,
        region: item.region,
        role: one.role,
        ...('Policy' in more ? field('policy', policyOf(more.Policy)) : { policy: { unknown: NOT_RECORDED.resource } }),
        signing: { unknown: 'AWS Config does not record what is done about a signature' },
        ...tagsOf(item),
      };
    },
  },
  'AWS::Athena::WorkGroup': {
    kind: 'workgroup',
    row: (item) => {
      const one = opened(item.configuration);
      const results = one.WorkGroupConfiguration?.ResultConfiguration;
      return {
        row: 'workgroup',
        arn: item.id,
        account: item.account,
        region: item.region,
        ...field('results', results?.OutputLocation),
        ...field('key', keyOf(results?.EncryptionConfiguration?.KmsKey, 'of the results')),
        ...tagsOf(item),
      };
    },
  },
};

const blockOf = (block: Loose) => {
  if (!block) return undefined;
  const said = (name: string): boolean => block[name] ?? block[name[0]!.toUpperCase() + name.slice(1)] ?? false;
  return { ignoreAcls: said('ignorePublicAcls'), restrictBuckets: said('restrictPublicBuckets') };
};

/** @returns undefined: there is none */
function policyOf(value: unknown): ReturnType<typeof documentOf> {
  if (value === null || value === undefined || value === '') return undefined;
  if (typeof value === 'object') return value as Record<string, unknown>;
  // One text more than needed stands around some.
  const text = /^\s*"/.test(String(value)) ? opened(value) : value;
  return typeof text === 'object' ? (text as Record<string, unknown>) : documentOf(String(text));
}

/** A key by its ARN; who is named otherwise is not known from here. */
const keyOf = (id: string | undefined | null, what: string) =>
  id
    ? /^arn:[a-z-]+:kms:[^:]+:\d{12}:key\//.test(id)
      ? id
      : { unknown: `the key ${what} is named by an alias or its id` }
    : undefined;

function keyRow(item: Item): Row<'key'> {
  const one = opened(item.configuration);
  const more = opened(item.supplementary) ?? {};
  const rotates = opened(more.KeyRotationStatus);
  const policy = policyOf(more.Policy ?? more.KeyPolicy);
  return {
    row: 'key',
    arn: one.arn ?? item.id,
    account: item.account,
    region: item.region,
    ...field('enabled', one.enabled),
    policy: policy ?? { unknown: 'its policy is not in the snapshot' },
    ...field('rotates', typeof rotates === 'object' ? rotates?.keyRotationEnabled : rotates),
    grants: { unknown: NOT_RECORDED.grants },
    ...tagsOf(item),
  };
}

function tableRow(item: Item): Row<'table'> {
  const one = opened(item.configuration);
  const names = [
    ...(one.keySchema ?? []).map(({ attributeName }: Loose) => attributeName),
    ...[...(one.globalSecondaryIndexes ?? []), ...(one.localSecondaryIndexes ?? [])].map(
      ({ indexName }: Loose) => indexName,
    ),
  ];
  const streams = one.streamSpecification?.streamEnabled === true && one.latestStreamArn;
  return {
    row: 'table',
    arn: one.tableArn ?? item.id,
    account: item.account,
    region: item.region,
    policy: { unknown: NOT_RECORDED.resource },
    ...field('key', one.ssedescription?.kmsmasterKeyArn ?? undefined),
    ...(streams && { stream: { arn: one.latestStreamArn, policy: { unknown: NOT_RECORDED.resource } } }),
    retention: { unknown: NOT_RECORDED.life },
    ...(names.length > 0 && { sample: names }),
    ...tagsOf(item),
  };
}

const PERMISSIONS: Readonly<Record<string, 'READ' | 'WRITE' | 'READ_ACP' | 'WRITE_ACP' | 'FULL_CONTROL'>> = {
  Read: 'READ',
  Write: 'WRITE',
  ReadAcp: 'READ_ACP',
  WriteAcp: 'WRITE_ACP',
  FullControl: 'FULL_CONTROL',
};

function aclOf(value: unknown): Row<'bucket'>['acl'] {
  if (value === undefined) return { unknown: 'its ACL is not in the snapshot' };
  const list = opened(value)?.grantList ?? [];
  const grants = list.map(({ grantee, permission }: Loose) => ({
    // An owner by its id, a group by its name.
    grantee: typeof grantee === 'string' ? grantee : grantee.id,
    permission: PERMISSIONS[permission] ?? permission,
  }));
  return grants.length > 0 ? grants : undefined;
}

function bucketRow(item: Item): Row<'bucket'> {
  const one = opened(item.configuration);
  const more = opened(item.supplementary) ?? {};
  const part = (name: string): Loose => opened(more[name]);
  const ownership = part('OwnershipControls')?.rules?.[0]?.objectOwnership;
  const encryption = part('ServerSideEncryptionConfiguration')?.rules?.[0]?.applyServerSideEncryptionByDefault;
  const isKms = String(encryption?.sseAlgorithm ?? '').startsWith('aws:kms');
  const policy = part('BucketPolicy');
  return {
    row: 'bucket',
    arn: item.id.startsWith('arn:') ? item.id : `arn:aws:s3:::${one.name}`,
    account: item.account,
    region: item.region,
    ...(policy === undefined
      ? { policy: { unknown: 'its policy is not in the snapshot' } }
      : field('policy', policyOf(policy.policyText))),
    ...field('acl', aclOf(more.AccessControlList)),
    aclsDisabled: ownership === undefined ? { unknown: NOT_RECORDED.ownership } : ownership === 'BucketOwnerEnforced',
    ...field('publicAccessBlock', blockOf(part('PublicAccessBlockConfiguration'))),
    ...(isKms && { key: keyOf(encryption.kmsMasterKeyID ?? 'alias/aws/s3', 'of the bucket') }),
    ...field('retention', retentionOf(part('BucketLifecycleConfiguration'), part('ObjectLockConfiguration'))),
    ...tagsOf(item),
  } as Row<'bucket'>;
}

/** As of a live bucket: the lifecycle of the whole of it, and never shorter than the lock. */
function retentionOf(life: Loose, lock: Loose): Row<'bucket'>['retention'] {
  const rules = (life?.rules ?? []).filter(
    ({ status, prefix, filter }: Loose) => status === 'Enabled' && !prefix && !filter?.predicate,
  );
  const days = rules.map(({ expirationInDays }: Loose) => expirationInDays).filter((one: unknown) => Number(one) > 0);
  if (days.length === 0) return undefined;
  const { days: locked = 0, years = 0 } = lock?.rule?.defaultRetention ?? {};
  return { days: Math.max(Math.min(...days), (locked ?? 0) + (years ?? 0) * 365) };
}
