import { blockOf, pointWays } from './access-points.ts';
import {
  GRANT_ACCESS,
  GRANTED_ACCESS,
  OPEN_OBJECTS,
  OPEN_STORAGE,
  QUERY,
  READ_CHANGES,
  READ_ITEMS,
  READ_OBJECTS,
  READ_RECORDS,
  RECORDS_NEED,
  REPLICATE_TABLE,
  RESTORE_TABLE,
  STREAM_TABLE,
  SUBSCRIBE,
  TAG_THING,
  WRITES_THAT_READ,
} from './actions.ts';
import { ABSENT, type Facts, known, OPEN } from './context.ts';
import type { Request } from './evaluate.ts';
import { NO, or, unknown, when, YES } from './formula.ts';
import { isUnread, type Row } from './inventory.ts';
import { calledVia, keyNeeds } from './keys.ts';
import type { Model } from './model.ts';
import { always, type Need, opening, requests, thing, type Way } from './needs.ts';
import { compiled, fitOf } from './patterns.ts';
import type { Policy } from './policy.ts';
import { restrictedBy } from './public.ts';

/** Objects of a bucket: through itself, through its access points, and in the name of a caller through Athena. */
export function objectWays(model: Model, bucketArn: string, objects: string, key?: string): Way[] {
  const bucket = model.row('bucket', bucketArn);
  if (!bucket) {
    const why = model.missing('bucket', bucketArn, '', '');
    return [{ by: 'objects', needs: [always(bucketArn, unknown(why ?? `${bucketArn} is not in the inventory`))] }];
  }
  const { account, region } = bucket;
  const policies = model.own('policy of the bucket', bucket.policy, 'resource');
  const block = blockOf(model, account, bucket.publicAccessBlock);
  const facts = model.kept([
    ...model.entriesOf(account, region, undefined),
    ['s3:resourceaccount', known(account)],
    ['aws:resourcetag/', OPEN],
    ['s3:dataaccesspointarn', ABSENT],
    ['s3:dataaccesspointaccount', ABSENT],
    ['s3:accesspointnetworkorigin', ABSENT],
  ]);
  const asked = (more: Facts): Omit<Request, 'action'> => ({
    resource: thing(compiled(objects)),
    owner: account,
    policies,
    resourceControl: model.levels(account, 'resourceControl'),
    ...restrictedBy(block.restrictBuckets, policies),
    facts: more.size === 0 ? facts : new Map([...facts, ...more]),
  });
  const none: Facts = new Map();
  const keyOf = (via: readonly string[] = []): Need[] =>
    keyNeeds(model, key ?? bucket.key, {
      service: 's3',
      region,
      context: [['aws:s3:arn', `${bucketArn}*`]],
      ...(via.length > 0 && { calledVia: via }),
    }).map((need) =>
      key === undefined && typeof bucket.key === 'string' ? orAnotherKey(need, bucket.key, policies) : need,
    );
  const opened = [
    ...requests(OPEN_STORAGE.bucket, { ...asked(none), resource: thing(bucketArn) }),
    ...(bucket.aclsDisabled === true ? [] : requests(OPEN_OBJECTS, asked(none))),
  ];
  const direct: Need[] = [{ what: `objects ${objects}`, any: requests(READ_OBJECTS, asked(none)), opened }, ...keyOf()];
  const ways: Way[] = [
    { by: 'objects', needs: direct },
    ...aclWays(bucket, block.ignoreAcls, keyOf()),
    ...pointWays(model, bucket, objects, asked).map((way) => ({ ...way, needs: [...way.needs, ...keyOf()] })),
    ...grantWays(model, bucket, objects),
  ];
  // Where no policy asks how a request comes, Athena opens nothing more.
  if (!model.asksForCallers) return ways;
  const query: Need = {
    what: 'a query of Athena',
    any: requests([QUERY], {
      resource: thing(compiled(`arn:aws:athena:${region}:${account}:workgroup/*`)),
      owner: account,
      chosen: true,
      facts,
    }),
  };
  const called = model.kept([['aws:viaawsservice', known('true')], ...calledVia(['athena.amazonaws.com'])]);
  ways.push({
    by: 'Athena',
    needs: [
      query,
      { what: `objects ${objects}, for Athena`, any: requests(READ_OBJECTS.slice(0, 1), asked(called)) },
      ...keyOf(['athena.amazonaws.com']),
    ],
  });
  return ways;
}

/**
 * The default key of a bucket is the one of what is put there now and names none: an object may be under another one, or under none that asks.
 * Unless whoever puts something is forbidden to name another, it is "if".
 */
function orAnotherKey(need: Need, key: string, policies: readonly { policy: Policy }[]): Need {
  if (policies.some(({ policy }) => forcesKey(policy, key))) return need;
  const other = when({ key: 'key of the object', operator: 'StringEquals', values: [key] }, true);
  return { ...need, orElse: [...(need.orElse ?? []), [always('another key', other)]] };
}

const KEY_HEADER = 's3:x-amz-server-side-encryption-aws-kms-key-id';
const KIND_HEADER = 's3:x-amz-server-side-encryption';

/** Everybody is forbidden to put an object with another key than this one, and with encryption of another kind. */
function forcesKey(policy: Policy, key: string): boolean {
  if (!('statements' in policy)) return false;
  const denies = policy.statements.filter(
    ({ effect, principals, actions, resources }) =>
      effect === 'Deny' &&
      principals !== undefined &&
      !principals.not &&
      principals.of.aws.includes('*') &&
      !actions.not &&
      actions.patterns.some((one) => fitOf(one, 's3:putobject') === 'all') &&
      resources !== undefined &&
      !resources.not &&
      resources.patterns.some(({ text }) => text === '*' || /^arn:[^:]+:s3:::[^/]+\/\*$/.test(text)),
  );
  const denied = (name: string, value: string): boolean =>
    denies.some(
      ({ tests }) =>
        tests.every(
          (test) =>
            (test.key === name && /^(String|Arn)NotEquals/.test(test.operator) && test.values.join() === value) ||
            (test.key === name && test.operator === 'Null' && test.values.join() === 'false'),
        ) && tests.some(({ operator }) => operator !== 'Null'),
    );
  return denied(KEY_HEADER, key) && denied(KIND_HEADER, 'aws:kms');
}

/** S3 Access Grants hand out credentials of a role that reaches both object and key. */
function grantWays(model: Model, { account, region }: Row<'bucket'>, objects: string): Way[] {
  const { things } = model.inventory;
  const grants = things['access-grants'].filter((one) => one.account === account && one.region === region);
  const missing = model.notListed('access-grants', account, region);
  if (grants.length === 0 && missing === undefined) return [];
  const asked = requests([GRANTED_ACCESS], {
    resource: thing(compiled(`arn:aws:s3:${region}:${account}:access-grants/*`)),
    owner: account,
    chosen: true,
    facts: model.factsOf(account, region, undefined),
    policies: grants.flatMap((one) => model.own('policy of the grants', one.policy, 'resource')),
  });
  const place = objects.replace('arn:aws:s3:::', 's3://').replace(/\*$/, '');
  const about = (scope: string): boolean => {
    const begin = scope.replace(/\*$/, '');
    return begin.startsWith(place) || place.startsWith(begin);
  };
  const given = grants
    .flatMap((one) => (Array.isArray(one.grants) ? one.grants : []))
    .filter(({ permission, scope }) => permission !== 'WRITE' && about(scope));
  const unread = grants.flatMap((one) => (isUnread(one.grants) ? [one.grants.unknown] : []));
  const why = missing ?? unread[0];
  const whole = (scope: string): boolean => place.startsWith(scope.replace(/\*$/, ''));
  return [
    {
      by: 'S3 Access Grants',
      needs: [
        { what: 'credentials of S3 Access Grants', any: asked },
        {
          what: 'a grant',
          any: [],
          rule: {
            same: `grants ${given.map(({ grantee, scope }) => `${grantee} ${whole(scope)}`).join()} ${why ?? ''}`,
            of: ({ id, role }) =>
              or(
                ...given
                  .filter(({ grantee }) => !grantee.startsWith('arn:') || grantee === id || grantee === role)
                  .map(({ grantee, scope }) => {
                    // Of a directory: who stands behind it, the inventory does not say.
                    if (!grantee.startsWith('arn:')) return unknown(`who is ${grantee} of a directory`);
                    return whole(scope) ? YES : when({ key: 'place', operator: 'StringLike', values: [scope] });
                  }),
                why === undefined ? NO : unknown(`grants of S3: ${why}`),
              ),
          },
          openedBy: [
            [
              {
                what: 'a grant that it gives itself',
                any: requests(GRANT_ACCESS, {
                  resource: thing(compiled(`arn:aws:s3:${region}:${account}:access-grants/*`)),
                  owner: account,
                  chosen: true,
                  facts: model.factsOf(account, region, undefined),
                }),
              },
            ],
          ],
        },
      ],
    },
  ];
}

/** Each object may have an ACL of its own, which no inventory lists. */
function aclWays(bucket: Row<'bucket'>, ignored: boolean, key: readonly Need[]): Way[] {
  if (bucket.aclsDisabled === true) return [];
  return [
    {
      by: 'ACLs of objects',
      needs: [
        {
          what: 'an ACL of an object',
          any: [],
          rule: {
            same: `acl ${bucket.account} ${ignored}`,
            of: ({ kind, account }) => {
              const open = kind === 'anonymous' || kind === 'anybody';
              if (kind === 'service' || kind === 'provider' || account === bucket.account || (open && ignored))
                return NO;
              return unknown('its objects may have ACLs of their own, which the inventory does not have');
            },
          },
        },
        ...key,
      ],
    },
  ];
}

export function tableWays(model: Model, row: Row<'table'>, key = row.key): Way[] {
  const { arn, account, region } = row;
  const facts = model.factsOf(account, region, row.tags);
  const levels = model.levels(account, 'resourceControl');
  const keys = keyNeeds(model, key, {
    service: 'dynamodb',
    region,
    context: [
      ['aws:dynamodb:tableName', arn.slice(arn.indexOf('/') + 1)],
      ['aws:dynamodb:subscriberId', account],
    ],
    calledVia: ['dynamodb.amazonaws.com'],
  });
  const policies = model.own('policy of the table', row.policy, 'resource');
  const items = (resource: string, actions: readonly string[], about = facts): Request[] =>
    requests(actions, {
      resource: thing(compiled(resource)),
      owner: account,
      policies,
      resourceControl: levels,
      facts: about,
    });
  // Whatever somebody makes of it is called, and tagged, as they like.
  const open = openTags(model, account, region);
  const made = (what: string, actions: readonly string[]): Need =>
    model.once(open, `${account} ${what}`, () => ({
      what,
      any: requests(actions, {
        resource: thing(compiled(`arn:aws:dynamodb:*:${account}:table/*`)),
        owner: account,
        chosen: true,
        facts: open,
      }),
    }));
  const past = items(arn, RESTORE_TABLE.slice(0, 1));
  const backups = items(`${arn}/backup/*`, RESTORE_TABLE.slice(1)).map((one) => ({ ...one, chosen: true }));
  const ways: Way[] = [
    {
      by: 'items',
      needs: [
        {
          what: `items of ${arn}`,
          any: items(arn, READ_ITEMS),
          opened: items(arn, OPEN_STORAGE.table),
          ...retagged(model, items(arn, TAG_THING.table), items(arn, READ_ITEMS, open)),
        },
        ...keys,
      ],
    },
    {
      by: 'another table with the same in it',
      made: true,
      needs: [
        opening(
          `items of ${arn}`,
          [{ what: 'a restore', any: [...past, ...backups] }, made('the table that comes of it', READ_ITEMS)],
          [{ what: 'a replica', any: items(arn, REPLICATE_TABLE) }, made('the replica', READ_ITEMS)],
        ),
        ...keys,
      ],
    },
    {
      by: 'a write that answers with the item',
      needs: [{ what: `items of ${arn}`, any: items(arn, WRITES_THAT_READ) }, ...keys],
    },
    {
      by: 'an index',
      needs: [
        {
          what: `indexes of ${arn}`,
          any: items(`${arn}/index/*`, ['dynamodb:Query', 'dynamodb:Scan', 'dynamodb:PartiQLSelect']),
        },
        ...keys,
      ],
    },
  ];
  if (row.stream) {
    const own = model.own('policy of the stream of changes', row.stream.policy, 'resource');
    ways.push({
      by: 'changes',
      needs: [
        {
          what: `changes of ${arn}`,
          any: requests(READ_CHANGES, {
            resource: thing(row.stream.arn),
            owner: account,
            policies: own,
            resourceControl: levels,
            facts,
          }),
        },
        ...keys,
      ],
    });
  } else {
    ways.push({
      by: 'changes',
      made: true,
      needs: [
        opening(`changes of ${arn}`, [
          { what: 'a stream of its changes', any: items(arn, STREAM_TABLE) },
          made('the stream', READ_CHANGES),
        ]),
        ...keys,
      ],
    });
  }
  return ways;
}

const openTags = (model: Model, account: string, region: string): Facts =>
  model.kept([...model.entriesOf(account, region, undefined), ['aws:resourcetag/', OPEN]]);

/** By a change of the tags that policies ask for. */
const retagged = (model: Model, tag: readonly Request[], any: readonly Request[]): Pick<Need, 'openedBy'> =>
  model.looksAt('aws:resourcetag/')
    ? {
        openedBy: [
          [
            { what: 'its tags', any: tag },
            { what: 'what its tags would open', any },
          ],
        ],
      }
    : {};

export function streamWays(model: Model, row: Row<'stream'>, key = row.key): Way[] {
  const { arn, account, region } = row;
  const facts = model.factsOf(account, region, row.tags);
  const policies = model.own('policy of the stream', row.policy, 'resource');
  const keys = keyNeeds(model, key, { service: 'kinesis', region, context: [['aws:kinesis:arn', arn]] });
  const ask = (actions: readonly string[], resource = arn, about = facts): Request[] =>
    requests(actions, {
      resource: thing(compiled(resource)),
      owner: account,
      policies,
      resourceControl: model.levels(account, 'resourceControl'),
      facts: about,
    });
  const byTags = (actions: readonly string[]) =>
    retagged(model, ask(TAG_THING.stream), ask(actions, arn, openTags(model, account, region)));
  return [
    {
      by: 'records',
      needs: [
        {
          what: `records of ${arn}`,
          any: ask(READ_RECORDS),
          opened: ask(OPEN_STORAGE.stream),
          ...byTags(READ_RECORDS),
        },
        { what: `places in ${arn}`, any: ask(RECORDS_NEED), ...byTags(RECORDS_NEED) },
        ...keys,
      ],
    },
    {
      by: 'a consumer',
      needs: [
        {
          what: `a consumer of ${arn}`,
          any: ask(SUBSCRIBE, `${arn}/consumer/*`).map((one) => ({ ...one, chosen: true })),
        },
        ...keys,
      ],
    },
  ];
}
