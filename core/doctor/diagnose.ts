import type { Kind, Plan } from './plan.ts';

/** `stop`: a deploy would fail, or be of the wrong place. `warn`: it would work, and something will not. */
export type Level = 'ok' | 'warn' | 'stop';

export interface Diagnosis {
  /** What was looked at. */
  check: string;
  level: Level;
  /** What was seen. */
  seen: string;
  /** What to do. Absent where all is well. */
  todo?: string;
}

/** What could be learnt, or why not. */
export type Looked<T> = { found: T } | { failed: string };

export interface Stack {
  status: string;
  isProtected: boolean;
  /** ms. */
  createdAt: number;
}

/** What is there now, as AWS and the issuer say it. */
export interface Facts {
  /** Account of the credentials. */
  account: Looked<string>;
  /** Version of the bootstrap stack; 0: there is none. */
  bootstrap: Looked<number>;
  /** By name: those of the stage that are there. */
  stacks: Looked<Readonly<Record<string, Stack>>>;
  /** Names of the plan that are taken, by kind. */
  taken: Looked<Readonly<Partial<Record<Kind, readonly string[]>>>>;
  /** When the tables that are taken were made, ms. Their own policies deny a look at what is in them. */
  tables: Looked<Readonly<Record<string, number>>>;
  lambda: Looked<{ concurrent: number; unreserved: number }>;
  kinesis: Looked<{ shards: number; shardLimit: number; onDemand: number; onDemandLimit: number }>;
  /** Services of AWS that do not answer in this Region. */
  silent: readonly string[];
  /** What the issuer's discovery says. Absent where the stage has a user pool. */
  issuer?: Looked<IssuerFacts>;
}

export interface IssuerFacts {
  /** As the document names itself. */
  issuer: string;
  hasAuthorization: boolean;
  hasDevice: boolean;
  hasPkce: boolean;
  /** Types of the keys that it publishes (`kty`). */
  keys: readonly string[];
}

/** Functions beside the redactor that may run at once when people need them: report, approve, reader, control, front ... */
const OTHERS = 20;
/** Lambda keeps so many for functions that reserve none. */
const UNRESERVED = 100;

/** All that would keep a deploy from working, or what it deploys from being of use. */
export function diagnose(plan: Plan, facts: Facts): Diagnosis[] {
  const account = accountOf(plan, facts);
  // Of another account nothing that was seen is about this stage.
  if (account.level === 'stop') return [account];
  return [
    account,
    bootstrapOf(plan, facts),
    ...stacksOf(facts),
    ...namesOf(plan, facts),
    concurrencyOf(plan, facts),
    shardsOf(plan, facts),
    servicesOf(plan, facts),
    ...(facts.issuer ? issuerOf(plan, facts.issuer) : []),
    alarmsOf(plan),
  ];
}

export const stops = (diagnoses: readonly Diagnosis[]): boolean => diagnoses.some(({ level }) => level === 'stop');

const ok = (check: string, seen: string): Diagnosis => ({ check, level: 'ok', seen });
const warn = (check: string, seen: string, todo: string): Diagnosis => ({ check, level: 'warn', seen, todo });
const stop = (check: string, seen: string, todo: string): Diagnosis => ({ check, level: 'stop', seen, todo });
const unseen = (check: string, why: string): Diagnosis =>
  warn(check, `could not be looked at: ${why}`, 'ask with credentials that may read it (SecurityAudit will do)');

function accountOf({ account }: Plan, facts: Facts): Diagnosis {
  const check = 'credentials';
  if ('failed' in facts.account) {
    return stop(
      check,
      `there are none that AWS takes: ${facts.account.failed}`,
      'log in to AWS (aws sso login), or say --profile',
    );
  }
  const { found } = facts.account;
  return found === account
    ? ok(check, `of account ${found}`)
    : stop(
        check,
        `of account ${found}, and the stage is of ${account}`,
        'say the --profile of its account; or its "account" in cdk.json, and synthesize again',
      );
}

function bootstrapOf({ account, region, bootstrap }: Plan, facts: Facts): Diagnosis {
  const check = 'bootstrap';
  if ('failed' in facts.bootstrap) return unseen(check, facts.bootstrap.failed);
  const { found } = facts.bootstrap;
  if (found >= bootstrap) return ok(check, `version ${found}`);
  const seen = found === 0 ? 'there is no stack CDKToolkit' : `version ${found}, and ${bootstrap} is needed`;
  return stop(check, seen, `npx cdk bootstrap aws://${account}/${region}`);
}

function stacksOf({ stacks }: Facts): Diagnosis[] {
  const check = 'stacks';
  if ('failed' in stacks) return [unseen(check, stacks.failed)];
  const all = Object.entries(stacks.found);
  if (all.length === 0) return [ok(check, 'none yet: this is the first deploy')];
  return all.map(([name, stack]) => {
    const { status, isProtected } = stack;
    if (/^(CREATE|UPDATE|IMPORT|UPDATE_ROLLBACK)_COMPLETE$/.test(status)) return ok(check, `${name} is there`);
    if (/_IN_PROGRESS$/.test(status))
      return stop(check, `${name} is being changed (${status})`, 'wait until it has ended');
    if (hasFailed(stack)) {
      return stop(
        check,
        `the first deploy of ${name} failed (${status})`,
        isProtected
          ? `mend the cause; aws cloudformation update-termination-protection --no-enable-termination-protection --stack-name ${name}; then deploy again`
          : 'mend the cause, and deploy again',
      );
    }
    return stop(
      check,
      `${name} is ${status}`,
      `see its events: aws cloudformation describe-stack-events --stack-name ${name}`,
    );
  });
}

/** Taken names matter where there is no stack that they could be of. */
function namesOf({ prefix, names }: Plan, { stacks, taken, tables }: Facts): Diagnosis[] {
  const check = 'names';
  if ('failed' in taken) return [unseen(check, taken.failed)];
  const state = 'found' in stacks ? stacks.found[`${prefix}-State`] : undefined;
  if (state && !hasFailed(state)) return [ok(check, 'are those of the stacks that are there')];
  const found = Object.entries(taken.found).flatMap(([kind, all]) =>
    (all ?? []).map((name) => [kind as Kind, name] as const),
  );
  if (found.length === 0) return [ok(check, `${Object.values(names).flat().length} are free`)];
  const madeAt = 'found' in tables ? tables.found : {};
  return found.map(([kind, name]) =>
    kind === 'table'
      ? tableOf(name, madeAt[name], state)
      : stop(
          check,
          `the ${kind} ${name} is there, without a stack that it is of`,
          'find out whose it is; then remove it, or import it (docs/operations.md), or name the stage otherwise',
        ),
  );
}

/** What the failed first deploy made itself nothing has ever run against. */
function tableOf(name: string, madeAt: number | undefined, state: Stack | undefined): Diagnosis {
  const remove = `aws dynamodb update-table --no-deletion-protection-enabled --table-name ${name} && aws dynamodb delete-table --table-name ${name}`;
  if (state && madeAt !== undefined && madeAt >= state.createdAt) {
    return stop(
      'names',
      `the table ${name} was left by the first deploy that failed, and nothing was ever in it`,
      remove,
    );
  }
  const since = madeAt === undefined ? '' : ` since ${new Date(madeAt).toISOString()}`;
  return stop(
    'names',
    `the table ${name} is there${since}, without a stack that it is of: it may hold what was kept when a stack was destroyed`,
    'come back to it by importing it ("Destroy, and come back" in docs/operations.md), and delete nothing',
  );
}

/** Its first deploy: it never was. */
const hasFailed = ({ status }: Stack): boolean => /^ROLLBACK_(COMPLETE|FAILED)$|^CREATE_FAILED$/.test(status);

function concurrencyOf({ shards, reserved }: Plan, { lambda }: Facts): Diagnosis {
  const check = 'Lambda concurrency';
  if ('failed' in lambda) return unseen(check, lambda.failed);
  const { concurrent, unreserved } = lambda.found;
  const raise = 'ask for more: Service Quotas, AWS Lambda, "Concurrent executions" (L-B99A9384)';
  if (reserved > 0 && unreserved - reserved < UNRESERVED) {
    return stop(
      check,
      `${reserved} are to be reserved, ${unreserved} of ${concurrent} are free, and Lambda keeps ${UNRESERVED}`,
      `${raise}; or reserve less`,
    );
  }
  const needed = shards + OTHERS;
  return unreserved >= needed
    ? ok(check, `${unreserved} of ${concurrent} are free`)
    : warn(
        check,
        `${unreserved} are free, and a burst takes ${needed}: one a shard, and ${OTHERS} for people; a pause may have to wait for others`,
        raise,
      );
}

function shardsOf({ shards, isOnDemand, prefix }: Plan, { kinesis, stacks }: Facts): Diagnosis {
  const check = 'Kinesis shards';
  if ('failed' in kinesis) return unseen(check, kinesis.failed);
  if ('found' in stacks && stacks.found[`${prefix}-State`]) return ok(check, 'the stream is there');
  const { shards: open, shardLimit, onDemand, onDemandLimit } = kinesis.found;
  if (isOnDemand && onDemand >= onDemandLimit) {
    return stop(
      check,
      `${onDemand} of ${onDemandLimit} on-demand streams are there`,
      'ask for more: Service Quotas, Amazon Kinesis Data Streams; or "stream": {"mode": "provisioned"}',
    );
  }
  return open + shards <= shardLimit
    ? ok(check, `${open} of ${shardLimit} are open, ${shards} are needed`)
    : stop(
        check,
        `${open} of ${shardLimit} are open, and ${shards} are needed`,
        'ask for more: Service Quotas, Amazon Kinesis Data Streams, "Shards per Region"',
      );
}

function servicesOf({ region }: Plan, { silent }: Facts): Diagnosis {
  const check = 'services';
  return silent.length === 0
    ? ok(check, `all that were asked answer in ${region}`)
    : stop(
        check,
        `not to be reached in ${region}: ${silent.join(', ')}`,
        'look whether the Region has them, and whether a proxy is in between (HTTPS_PROXY)',
      );
}

function issuerOf({ issuer }: Plan, looked: Looked<IssuerFacts>): Diagnosis[] {
  const check = 'issuer';
  if ('failed' in looked) {
    return [
      stop(
        check,
        `${issuer} does not answer as one: ${looked.failed}`,
        `it has to answer ${issuer?.replace(/\/$/, '')}/.well-known/openid-configuration, to API Gateway and to the functions`,
      ),
    ];
  }
  const { found } = looked;
  if (found.issuer !== issuer) {
    return [
      stop(
        check,
        `its document is of ${found.issuer}, and the stage says ${issuer}`,
        'say in "oidc.issuer" what the document says, letter by letter',
      ),
    ];
  }
  if (!found.keys.includes('RSA')) {
    return [stop(check, 'it publishes no RSA key, and API Gateway takes no other', 'have it sign with RS256')];
  }
  return [
    ok(check, `${issuer} answers, and signs with RSA`),
    ...(found.hasAuthorization && found.hasPkce
      ? []
      : [
          warn(
            check,
            'it does not say that it takes a code with PKCE (S256)',
            'look whether it does: "sluice login" needs it, or the device code',
          ),
        ]),
    ...(found.hasDevice
      ? []
      : [warn(check, 'it has no device code', 'who has no browser cannot log in: switch it on, if it knows it')]),
  ];
}

function alarmsOf({ isHeard }: Plan): Diagnosis {
  const check = 'alarms';
  return isHeard
    ? ok(check, 'somebody is told')
    : warn(check, 'nobody is told of them', '"alarms" of the stage in cdk.json: a mail, a pager, a topic');
}
