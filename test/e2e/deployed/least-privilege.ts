import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  GetPolicyCommand,
  GetPolicyVersionCommand,
  GetRolePolicyCommand,
  IAMClient,
  ListAttachedRolePoliciesCommand,
  ListRolePoliciesCommand,
  ListRolesCommand,
} from '@aws-sdk/client-iam';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { account } from '../../../tools/local/environment.ts';
import { repository } from '../../../tools/local/layout.ts';
import { stage } from './stage.ts';

interface Statement {
  Effect: 'Allow' | 'Deny';
  Action: string | string[];
  Resource: string | string[];
}
interface Observed {
  role: string;
  action: string;
  resource: string;
  decision: string;
}

/** Of role, action and resource: what has to be denied at one time of these tests, and is. */
const EXPECTED: readonly [role: RegExp, action: RegExp, resource: RegExp, why: string][] = [
  [/-agent$/, /^kinesis:Put/, /./, 'with a session of before a pause'],
  [/-reader$/, /^kms:Decrypt$/, /:key\//, 'under a pause, by the second line'],
  [/-(checkpoint|guard)$/, /^events:PutEvents$/, /-witness$/, 'before the witness, and so its bus, was there'],
];

type Unused = Record<'role' | 'action' | 'resource', string>;

/** Of role, action and resource: why a grant stands that nothing here uses. */
const ARGUED: readonly [role: RegExp, action: RegExp, resource: RegExp, why: string][] = [
  [/./, /^xray:/, /./, 'Lambda and Step Functions send traces themselves; the local cloud has no X-Ray'],
  [
    /./,
    /^logs:(CreateLogStream|\w*LogDeliver\w*|\w*ResourcePolic\w*|DescribeLogGroups)$/,
    /./,
    'Lambda and Step Functions make streams and deliveries of logs themselves',
  ],
  [
    /./,
    /^kms:(Decrypt|GenerateDataKey)$/,
    /:key\//,
    'services use a key in the name of who calls; the local cloud asks nobody for that',
  ],
  [/-workflow$/, /^sns:Publish$/, /./, 'the local cloud publishes for a state machine without asking'],
  [/./, /^s3:ListBucket$/, /./, 'asked by S3 itself, when an object is not there'],
  [
    /-agent$/,
    /^iot:(Connect|Subscribe|Receive)$/,
    /./,
    'asked of every connection, which the trail does not record: five agents listen in "agents are told at once"',
  ],
  [
    /-broadcast$/,
    /^iot:RetainPublish$/,
    /./,
    'asked by AWS of a message that is retained; the local cloud asks for iot:Publish',
  ],
  [/-(approve|investigate)$/, /^s3:GetObjectRetention$/, /./, 'the local cloud answers it as part of GetObject'],
  [
    /-redactor$/,
    /^kinesis:DescribeStream$/,
    /./,
    'of the event source mapping, by Lambda’s guide; the local one asks for a summary',
  ],
  [/-redactor$/, /^sqs:SendMessage$/, /./, 'a batch that Lambda gave up on, which it never should'],
  [
    /-(break-glass|guard|report)$/,
    /^dynamodb:(PutItem|ConditionCheckItem)$/,
    /-Gate$/,
    'the roots of a program that is closed before its schedule has run',
  ],
  [
    /-control$/,
    /^(dynamodb:(GetItem|UpdateItem)|kms:GenerateDataKey)$/,
    /./,
    'the directory: the contract tests store one',
  ],
  [
    /-erasures$/,
    /^dynamodb:(DeleteItem|UpdateItem)$/,
    /-(Keys|Ledger)$/,
    'nobody is erased when it runs here, and no upload is left unfinished; the contract tests have somebody',
  ],
  [
    /-sweep$/,
    /^(s3:DeleteObject(Version)?|dynamodb:Scan)$/,
    /./,
    'no object is old enough to be swept; the contract tests have some',
  ],
  [
    /-investigate$/,
    /^states:(Start|Describe)Execution$/,
    /./,
    'a workflow that was lost, or that a death kept from starting; the contract tests have both',
  ],
  [
    /-investigate$/,
    /^(athena:StopQueryExecution|glue:Get\w+|s3:\w+)$/,
    /:workgroup\/|:catalog$|:(database|table)\/sluice_|calllog/,
    'what Athena reads and writes in the name of who asks, for which the local cloud asks nobody; and a query that takes too long is stopped',
  ],
  [
    /-exposure$/,
    /^s3:(GetAccountPublicAccessBlock|ListAccessPoints|ListAccessGrantsInstances)$/,
    /^\*$/,
    'S3 Control, whose calls the local cloud asks IAM for and writes into no trail',
  ],
  [
    /-exposure$/,
    /^(s3:(GetAccessPoint|GetAccessPointPolicy|ListAccessGrants|GetAccessGrantsInstanceResourcePolicy|GetBucketLocation)|lambda:GetCodeSigningConfig|lakeformation:GetResourceLFTags)$/,
    /^\*$/,
    'of access points, S3 Access Grants, code signing and tags of Lake Formation this account has none, and S3 says itself where a bucket is; core/exposure/collect/collect.aws.test.ts makes each call',
  ],
  [
    /-case$/,
    /^kms:GetPublicKey$/,
    /:key\//,
    'checks the signature of findings when a part of what they rest on is shown, where an incident here comes so far',
  ],
  [
    /-export-workflow$/,
    /^(s3:GetObject|states:\w+)$/,
    /./,
    'the local cloud reads the names of the parts, and runs and follows each, without asking',
  ],
  [
    /-workflow$/,
    /^states:\w+$/,
    /./,
    'windows here are too small for slices; npm run bench -- investigate has those of large ones, and the local cloud runs and follows each without asking',
  ],
  [
    /-(export-job|exports)$/,
    /^dynamodb:(GetItem|UpdateItem|ConditionCheckItem)$/,
    /-Gate$/,
    'a chain that no read has opened before',
  ],
  [
    /-termination$/,
    /./,
    /./,
    'the program ends after all else: its calls are those of core/termination, with its tables',
  ],
  [/-workflow$/, /^lambda:InvokeFunction$/, /-termination$/, 'as above'],
  [
    /-exports$/,
    /^states:DescribeExecution$/,
    /./,
    'no job is stopped from outside here; core/export/job.aws.test.ts has some',
  ],
  [/-export-job$/, /^s3:GetObject$/, /./, 'segments here lie in their rows, and documents are put once'],
];

/** What runs in a part after this look: `ended.ts`. */
const LATER = new Set(['termination']);

/** Anybody may ask who they are: no policy grants it, and none can deny it (IAM user guide). */
const OPEN_TO_ALL = new Set(['sts:GetCallerIdentity']);

/** Promise 11, observed: what the roles did in all that was run before, against what they were granted. */
export const leastPrivilege = () =>
  describe('least privilege', () => {
    let observed: Observed[];
    let grants: Map<string, Statement[]>;

    beforeAll(async () => {
      const prefix = `sluice-${stage().deployment.disclosure.program}-local-`;
      grants = await grantsOf(prefix);
      observed = (await stage().deployment.cloud.trail()).flatMap((record) => {
        const { userIdentity, additionalEventData, recipientAccountId, eventName } = record;
        const role = userIdentity.sessionContext?.sessionIssuer.userName ?? '';
        // The witness has roles of its own, in its own account.
        if (!role.startsWith(prefix) || recipientAccountId !== account) return [];
        return (
          additionalEventData.iam
            .filter(({ action }) => !OPEN_TO_ALL.has(action))
            // The local cloud asks it of each who hears, within the call of who tells.
            .filter(({ action }) => !(eventName === 'Publish' && action === 'iot:Receive'))
            .map((check) => ({ role, ...check }))
        );
      });
    });

    test('no call of a role was denied, but what has to be', () => {
      // One call is made for it: any other denial of the reader is a fault.
      expect(observed.filter((one) => one.decision !== 'allowed' && one.role.endsWith('-reader'))).toHaveLength(1);
      const isExpected = ({ role, action, resource }: Observed) =>
        EXPECTED.some(([who, what, on]) => who.test(role) && what.test(action) && on.test(resource));
      const denied = observed.filter((one) => one.decision !== 'allowed' && !isExpected(one));
      expect([...new Set(denied.map(({ role, action, resource }) => `${role} ${action} ${resource}`))]).toEqual([]);
    });

    test('each role, action and resource that was observed is in the grants of the deployed templates', () => {
      const roles = new Set(observed.map(({ role }) => role));
      expect(roles.size).toBeGreaterThanOrEqual(7);
      const beyond = observed.filter(
        ({ role, action, resource }) => !grants.get(role)?.some((statement) => allows(statement, action, resource)),
      );
      expect([...new Set(beyond.map(({ role, action, resource }) => `${role} ${action} ${resource}`))]).toEqual([]);
    });

    test('grants that were never used are those that these tests have no occasion for, each argued', () => {
      const unused = [...grants].flatMap(([role, statements]) =>
        statements.flatMap(({ Effect, Action, Resource }) =>
          Effect === 'Allow'
            ? list(Action).flatMap((action) =>
                list(Resource)
                  // Grants of several services stand in one statement (lib/access/statements.ts).
                  .filter((resource) => knows(action, resource))
                  .filter((resource) => !observed.some((one) => uses(one, role, action, resource)))
                  .map((resource) => ({ role, action, resource })),
              )
            : [],
        ),
      );
      const out = join(repository, 'out');
      mkdirSync(out, { recursive: true });
      writeFileSync(join(out, 'unused-grants.json'), `${JSON.stringify(unused, null, 2)}\n`);
      const idle = [...grants.keys()].filter((role) => !observed.some((one) => one.role === role));
      expect(idle.filter((role) => ![...LATER].some((name) => role.endsWith(`-${name}`)))).toEqual([]);
      const argument = ({ role, action, resource }: Unused) =>
        ARGUED.find(([who, what, on]) => who.test(role) && what.test(action) && on.test(resource));
      expect(
        unused.filter((one) => !argument(one)).map(({ role, action, resource }) => [role, action, resource]),
      ).toEqual([]);
    });
  });

const list = (value: string | string[]): string[] => (Array.isArray(value) ? value : [value]);

/** IAM's patterns: `*` and `?`; actions without regard to case. */
const matches = (pattern: string, value: string, flags = ''): boolean =>
  new RegExp(
    `^${pattern
      .replace(/[.+^${}()|[\]\\]/g, '\\$&')
      .replaceAll('*', '.*')
      .replaceAll('?', '.')}$`,
    flags,
  ).test(value);

const allows = ({ Effect, Action, Resource }: Statement, action: string, resource: string): boolean =>
  Effect === 'Allow' &&
  list(Action).some((pattern) => matches(pattern, action, 'i')) &&
  list(Resource).some((pattern) => matches(pattern, resource));

/** Whether the ARN is one of the action's service: a role, which STS takes, is IAM's. */
const knows = (action: string, resource: string): boolean =>
  resource === '*' || resource.split(':')[2] === action.replace(/:.*$/, '').replace(/^sts$/, 'iam');

const uses = (one: Observed, role: string, action: string, resource: string): boolean =>
  one.role === role && matches(action, one.action, 'i') && matches(resource, one.resource);

async function grantsOf(prefix: string): Promise<Map<string, Statement[]>> {
  const iam = new IAMClient(stage().deployment.clientConfig);
  const { Roles } = await iam.send(new ListRolesCommand({ MaxItems: 1000 }));
  const grants = new Map<string, Statement[]>();
  for (const { RoleName } of Roles ?? []) {
    if (!RoleName?.startsWith(prefix)) continue;
    const documents: string[] = [];
    const { PolicyNames } = await iam.send(new ListRolePoliciesCommand({ RoleName }));
    for (const PolicyName of PolicyNames ?? []) {
      documents.push((await iam.send(new GetRolePolicyCommand({ RoleName, PolicyName }))).PolicyDocument!);
    }
    const { AttachedPolicies } = await iam.send(new ListAttachedRolePoliciesCommand({ RoleName }));
    for (const { PolicyArn } of AttachedPolicies ?? []) {
      const { Policy } = await iam.send(new GetPolicyCommand({ PolicyArn }));
      const version = { PolicyArn, VersionId: Policy!.DefaultVersionId };
      documents.push((await iam.send(new GetPolicyVersionCommand(version))).PolicyVersion!.Document!);
    }
    const statements = documents.flatMap((document) => {
      const parsed = JSON.parse(decodeURIComponent(document)) as { Statement: Statement | Statement[] };
      return Array.isArray(parsed.Statement) ? parsed.Statement : [parsed.Statement];
    });
    grants.set(RoleName, statements);
  }
  iam.destroy();
  return grants;
}
