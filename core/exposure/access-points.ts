import { MAKE_POINT, OPEN_POINT, READ_OBJECTS } from './actions.ts';
import { type Facts, known, OPEN, type Value } from './context.ts';
import type { Request } from './evaluate.ts';
import { type Formula, unknown, when } from './formula.ts';
import { isUnread, type Row } from './inventory.ts';
import type { Model } from './model.ts';
import { always, type Need, opening, requests, thing, type Way } from './needs.ts';
import { compiled } from './patterns.ts';
import { restrictedBy } from './public.ts';

type Asked = (more: Facts) => Omit<Request, 'action'>;

/** Through the access points of a bucket: those of the inventory, those that it cannot have, and one that somebody makes. */
export function pointWays(model: Model, bucket: Row<'bucket'>, objects: string, asked: Asked): Way[] {
  const listed = model.inventory.things['access-point'].filter((point) => point.bucket === bucket.arn);
  return [
    ...listed.map((point) => ({
      by: `access point ${point.arn}`,
      needs: throughPoint(model, point, objects, asked),
    })),
    ...unseen(model, bucket).map((one) => ({
      by: `an access point of ${one.account ?? 'another account'}`,
      needs: throughUnseen(model, one, bucket, asked),
    })),
    { by: 'an access point of its own', made: true, needs: throughMade(model, bucket, asked) },
  ];
}

const pointFacts = (model: Model, arn: Value, account: Value, origin: Value): Facts =>
  model.kept([
    ['s3:dataaccesspointarn', arn],
    ['s3:dataaccesspointaccount', account],
    ['s3:accesspointnetworkorigin', origin],
  ]);

function throughPoint(model: Model, point: Row<'access-point'>, objects: string, asked: Asked): Need[] {
  const facts = pointFacts(
    model,
    known(point.arn),
    known(point.account),
    known(point.vpc === undefined ? 'Internet' : 'VPC'),
  );
  const bucket = asked(facts);
  const policies = model.own('policy of the access point', point.policy, 'resource');
  const { restrictBuckets } = blockOf(model, point.account, point.publicAccessBlock);
  const path = objects.slice(objects.indexOf('/') + 1);
  const { restricted: _, ...rest } = bucket;
  return [
    {
      what: `access point ${point.arn}`,
      any: requests(READ_OBJECTS, {
        ...rest,
        resource: thing(compiled(`${point.arn}/object/${path}`)),
        owner: point.account,
        policies,
        ...restrictedBy(restrictBuckets, policies),
      }),
      opened: requests(OPEN_POINT, { ...rest, resource: thing(point.arn), owner: point.account, policies }),
    },
    behind(point.account, bucket),
    ...(point.vpc === undefined
      ? []
      : [always('its network', when({ key: 'aws:sourcevpc', operator: 'StringEquals', values: [point.vpc] }))]),
  ];
}

/** Whom an access point of the bucket's account lets in from there, the bucket need not name; others it must. */
const behind = (account: string | undefined, bucket: Omit<Request, 'action'>): Need => ({
  what: 'the bucket behind it',
  any: requests(READ_OBJECTS, { ...bucket, ...(account === bucket.owner && { lent: true }) }),
});

/** An access point that may be there. Absent: of any account. */
interface Unseen {
  account?: string;
  /** Absent: its account is not of this inventory, and lets in whom it likes. */
  why?: string;
}

/** Those of the bucket's account that could not be listed; those of others that the bucket's policy lets in. */
function unseen(model: Model, { account, region, policy }: Row<'bucket'>): Unseen[] {
  const own = model.notListed('access-point', account, region);
  const found = new Map<string, Unseen>();
  if (own !== undefined) found.set(account, { account, why: own });
  for (const named of accountsOfPoints(model, policy)) {
    if (named === undefined) found.set('', {});
    else if (!isInside(model, named)) found.set(named, { account: named });
    else {
      const why = model.notListed('access-point', named, region);
      if (why !== undefined) found.set(named, { account: named, why });
    }
  }
  return [...found.values()];
}

const isInside = (model: Model, account: string): boolean =>
  model.row('account', account) !== undefined || model.inventory.head.covered.some((one) => one.account === account);

/** Accounts whose access points a policy lets in; undefined: any, or who knows which. */
function accountsOfPoints(model: Model, document: Row<'bucket'>['policy']): (string | undefined)[] {
  return model.own('', document, 'resource').flatMap(({ policy }) => {
    if (!('statements' in policy)) return [];
    return policy.statements.flatMap(({ effect, tests }) =>
      tests
        .filter(({ key }) => key === 's3:dataaccesspointaccount' || key === 's3:dataaccesspointarn')
        .flatMap(({ key, operator, values }) => {
          if (effect === 'Deny') return [];
          if (/Not|Null/.test(operator)) return [undefined];
          return values.map((value) => {
            const account = key.endsWith('arn') ? value.split(':')[4] : value;
            return /^\d{12}$/.test(account ?? '') ? account : undefined;
          });
        }),
    );
  });
}

function throughUnseen(model: Model, { account, why }: Unseen, bucket: Row<'bucket'>, asked: Asked): Need[] {
  const arn = compiled(`arn:aws:s3:${bucket.region}:${account ?? '*'}:accesspoint/*`);
  const facts = pointFacts(model, known(arn), account === undefined ? OPEN : known(account), OPEN);
  const lets: Formula =
    why === undefined
      ? when({ key: 'policy of the access point', operator: 'lets in', values: ['the caller'] })
      : unknown(why);
  const name = account ?? 'any account';
  return [always(`an access point of ${name}`, lets), behind(account, asked(facts))];
}

/** Whoever makes one in the bucket's account writes its policy, too. */
function throughMade(model: Model, { account, region }: Row<'bucket'>, asked: Asked): Need[] {
  const arn = compiled(`arn:aws:s3:${region}:${account}:accesspoint/*`);
  const facts = model.factsOf(account, region, undefined);
  const points = (actions: readonly string[]): Need => ({
    what: 'access points',
    any: requests(actions, { resource: thing(arn), owner: account, chosen: true, facts }),
  });
  const bucket = asked(pointFacts(model, known(arn), known(account), OPEN));
  return [opening('an access point', [points(MAKE_POINT), points(OPEN_POINT.slice(0, 1)), behind(account, bucket)])];
}

export function blockOf(
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
