import {
  OPEN_STORAGE,
  QUERY,
  READ_CHANGES,
  READ_ITEMS,
  READ_OBJECTS,
  READ_RECORDS,
  RECORDS_NEED,
  SUBSCRIBE,
  WRITES_THAT_READ,
} from './actions.ts';
import { ABSENT, type Facts, known, OPEN } from './context.ts';
import { decide, denied, type Request } from './evaluate.ts';
import { NO, not, unknown, when } from './formula.ts';
import { isUnread, type Row } from './inventory.ts';
import { calledVia, keyNeeds } from './keys.ts';
import type { Model } from './model.ts';
import { always, type Need, requests, thing, type Way } from './needs.ts';
import { compiled } from './patterns.ts';
import { isPublic } from './public.ts';

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
    restricted: block.restrictBuckets && policies.some(({ policy }) => isPublic(policy)),
    facts: more.size === 0 ? facts : new Map([...facts, ...more]),
  });
  const none: Facts = new Map();
  const keyOf = (via: readonly string[] = []): Need[] =>
    keyNeeds(model, key ?? bucket.key, {
      service: 's3',
      region,
      context: [['aws:s3:arn', `${bucketArn}*`]],
      ...(via.length > 0 && { calledVia: via }),
    });
  const opened = requests(OPEN_STORAGE.bucket, { ...asked(none), resource: thing(bucketArn) });
  const direct: Need[] = [{ what: `objects ${objects}`, any: requests(READ_OBJECTS, asked(none)), opened }, ...keyOf()];
  const ways: Way[] = [{ by: 'objects', needs: direct }, ...aclWays(bucket, block.ignoreAcls, keyOf())];
  for (const point of model.inventory.things['access-point']) {
    if (point.bucket === bucketArn)
      ways.push({
        by: `access point ${point.arn}`,
        needs: [...throughPoint(model, point, objects, asked), ...keyOf()],
      });
  }
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

function blockOf(
  model: Model,
  account: string,
  own: Row<'bucket'>['publicAccessBlock'],
): { ignoreAcls: boolean; restrictBuckets: boolean } {
  const blocks = [own, model.row('account', account)?.publicAccessBlock].filter(
    (one) => one !== undefined && !isUnread(one),
  ) as { ignoreAcls: boolean; restrictBuckets: boolean }[];
  return {
    ignoreAcls: blocks.some(({ ignoreAcls }) => ignoreAcls),
    restrictBuckets: blocks.some(({ restrictBuckets }) => restrictBuckets),
  };
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

function throughPoint(
  model: Model,
  point: Row<'access-point'>,
  objects: string,
  asked: (more: Facts) => Omit<Request, 'action'>,
): Need[] {
  const facts = model.kept([
    ['s3:dataaccesspointarn', known(point.arn)],
    ['s3:dataaccesspointaccount', known(point.account)],
    ['s3:accesspointnetworkorigin', known(point.vpc === undefined ? 'Internet' : 'VPC')],
  ]);
  const bucket = asked(facts);
  const policies = model.own('policy of the access point', point.policy, 'resource');
  const { restrictBuckets } = blockOf(model, point.account, point.publicAccessBlock);
  const path = objects.slice(objects.indexOf('/') + 1);
  return [
    {
      what: `access point ${point.arn}`,
      any: requests(READ_OBJECTS, {
        ...bucket,
        resource: thing(compiled(`${point.arn}/object/${path}`)),
        owner: point.account,
        policies,
        restricted: restrictBuckets && policies.some(({ policy }) => isPublic(policy)),
      }),
    },
    {
      what: `the bucket behind it`,
      any: [],
      // Whom the access point lets in from the bucket's account, the bucket need not name; others it must.
      rule: {
        same: `behind ${point.arn}`,
        of: (principal) =>
          principal.account === bucket.owner && point.account === bucket.owner
            ? not(denied(principal, { action: READ_OBJECTS[0], ...bucket }))
            : decide(principal, { action: READ_OBJECTS[0], ...bucket }),
      },
    },
    ...(point.vpc === undefined
      ? []
      : [always('its network', when({ key: 'aws:sourcevpc', operator: 'StringEquals', values: [point.vpc] }))]),
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
  const items = (resource: string, actions: readonly string[]): Request[] =>
    requests(actions, {
      resource: thing(compiled(resource)),
      owner: account,
      policies,
      resourceControl: levels,
      facts,
    });
  const ways: Way[] = [
    {
      by: 'items',
      needs: [
        { what: `items of ${arn}`, any: items(arn, READ_ITEMS), opened: items(arn, OPEN_STORAGE.table) },
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
  }
  return ways;
}

export function streamWays(model: Model, row: Row<'stream'>, key = row.key): Way[] {
  const { arn, account, region } = row;
  const facts = model.factsOf(account, region, row.tags);
  const policies = model.own('policy of the stream', row.policy, 'resource');
  const keys = keyNeeds(model, key, { service: 'kinesis', region, context: [['aws:kinesis:arn', arn]] });
  const ask = (actions: readonly string[], resource = arn): Request[] =>
    requests(actions, {
      resource: thing(compiled(resource)),
      owner: account,
      policies,
      resourceControl: model.levels(account, 'resourceControl'),
      facts,
    });
  return [
    {
      by: 'records',
      needs: [
        { what: `records of ${arn}`, any: ask(READ_RECORDS), opened: ask(OPEN_STORAGE.stream) },
        { what: `places in ${arn}`, any: ask(RECORDS_NEED) },
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
