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

/** Promise 11, observed: what the roles did in all that was run before, against what they were granted. */
export const leastPrivilege = () =>
  describe('least privilege', () => {
    let observed: Observed[];
    let grants: Map<string, Statement[]>;

    beforeAll(async () => {
      const prefix = `sluice-${stage().deployment.disclosure.program}-local-`;
      grants = await grantsOf(prefix);
      observed = (await stage().deployment.cloud.trail()).flatMap(({ userIdentity, additionalEventData }) => {
        const role = userIdentity.sessionContext?.sessionIssuer.userName ?? '';
        return role.startsWith(prefix) ? additionalEventData.iam.map((check) => ({ role, ...check })) : [];
      });
    });

    test('no call of a role was denied', () => {
      const denied = observed.filter(({ decision }) => decision !== 'allowed');
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

    test('grants that were never used are reported', () => {
      const unused = [...grants].flatMap(([role, statements]) =>
        statements.flatMap(({ Effect, Action, Resource }) =>
          Effect === 'Allow'
            ? list(Action).flatMap((action) =>
                list(Resource)
                  .filter((resource) => !observed.some((one) => uses(one, role, action, resource)))
                  .map((resource) => ({ role, action, resource })),
              )
            : [],
        ),
      );
      const out = join(repository, 'out');
      mkdirSync(out, { recursive: true });
      writeFileSync(join(out, 'unused-grants.json'), `${JSON.stringify(unused, null, 2)}\n`);
      // Who was never seen at work: the way to pause when everything is down is tried in test/promises.
      const idle = [...grants.keys()].filter((role) => !observed.some((one) => one.role === role));
      expect(idle.map((role) => role.replace(/^.*-local-/, ''))).toEqual(['break-glass']);
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
