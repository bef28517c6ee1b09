import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { BOOTSTRAP_DEPLOY_ROLE } from '../core/disclosure/doors.ts';
import {
  type GuardrailOptions,
  type PolicyDocument,
  resourceControlPolicies,
  serviceControlPolicies,
} from '../core/guard/guardrails.ts';
import { outputOf } from './context.ts';
import { CommandError, EXIT } from './exit-codes.ts';
import { repeated } from './repeated.ts';
import { prefixOf, readOutputs, type StageNames } from './stack-outputs.ts';

interface PrintOptions extends StageNames {
  outputs?: string;
  account?: string;
  deployRole: string[];
  iamPath?: string;
  directory?: string;
}

const BOOTSTRAP_ROLE = `${BOOTSTRAP_DEPLOY_ROLE}-*`;

export function guardrailsCommand(): Command {
  const command = new Command('guardrails').description(
    'policies for the organization, under which the deploy path alone moves a door',
  );
  command
    .command('print')
    .description('service and resource control policies for one stage; attaches nothing, works offline')
    .option('--outputs <file>', 'what cdk deploy --outputs-file wrote: bucket, pool and API are named too')
    .option('--program <name>', 'the program')
    .option('--stage <name>', 'the stage')
    .option('--iam-path <path>', 'of the roles, as the stage says, where there is no outputs file (default: /)')
    .option('--account <id>', 'the account of the stage (default: any that the policies are attached to)')
    .option(
      '--deploy-role <name>',
      `a role that may move doors, * for any characters; again for another (default: ${BOOTSTRAP_ROLE})`,
      repeated,
      [],
    )
    .option('--directory <folder>', 'a file a policy, ready to be attached, in place of printing')
    .addHelpText(
      'after',
      `
Attach them in the organization's management account, to the account of the stage. They do not hold there itself.

Examples:
  sluice guardrails print --outputs outputs.json
  sluice guardrails print --program model-capability --stage prod --directory guardrails`,
    )
    .action((options: PrintOptions, self: Command) => {
      const made = guardrailOptionsOf(options);
      const policies = { service: serviceControlPolicies(made), resource: resourceControlPolicies(made) };
      const output = outputOf(self);
      if (options.directory === undefined) return output.result(policies, () => JSON.stringify(policies, undefined, 2));
      const files = write(options.directory, policies);
      output.result({ files }, () => files.join('\n'));
    });
  return command;
}

function guardrailOptionsOf({ outputs, program, stage, account, deployRole, iamPath }: PrintOptions): GuardrailOptions {
  if (account !== undefined && !/^\d{12}$/.test(account)) {
    throw new CommandError(EXIT.usage, 'account', 'An account has 12 digits.');
  }
  const common = {
    deployRoles: deployRole.length > 0 ? deployRole : [BOOTSTRAP_ROLE],
    ...(account !== undefined && { account }),
  };
  if (outputs === undefined) {
    if (program === undefined || stage === undefined) {
      throw new CommandError(EXIT.usage, 'no-target', 'Say for which stage: --outputs FILE, or --program and --stage.');
    }
    return { ...common, ...(iamPath !== undefined && { iamPath }), prefix: prefixOf(`${program}-${stage}`) };
  }
  const names = { ...(program !== undefined && { program }), ...(stage !== undefined && { stage }) };
  const { name, outputs: all } = readOutputs(outputs, ['VaultBucket', 'EvidenceBucket'] as const, names);
  const given = (...ids: (string | undefined)[]) => ids.filter((id) => id !== undefined);
  return {
    ...common,
    prefix: prefixOf(name),
    ...pathOf(all.BreakGlassRoleArn),
    ids: {
      s3: given(all.VaultBucket, all.EvidenceBucket, all.ModelBucket),
      'cognito-idp': given(all.UserPoolId),
      apigateway: given(all.ApiId),
    },
    domains: domainOf(all.ApiUrl),
  };
}

/** A role of the stage says where all of them stand. */
function pathOf(arn: string | undefined): { iamPath?: string } {
  const path = /:role(\/(?:.*\/)?)[^/]+$/.exec(arn ?? '')?.[1];
  return path === undefined ? {} : { iamPath: path };
}

/** The address of the API, where it is a name of the customer's own and not one that AWS made up. */
function domainOf(address: string | undefined): string[] {
  const { hostname = '' } = URL.parse(address ?? '') ?? {};
  return hostname === '' || /\.amazonaws\.com(\.cn)?$|^127\.0\.0\.1$/.test(hostname) ? [] : [hostname];
}

function write(directory: string, policies: Readonly<Record<'service' | 'resource', PolicyDocument[]>>): string[] {
  mkdirSync(directory, { recursive: true });
  return Object.entries(policies).flatMap(([kind, documents]) =>
    documents.map((document, at) => {
      const file = join(directory, `${kind}-control-policy-${at + 1}.json`);
      // On one line: its length counts.
      writeFileSync(file, `${JSON.stringify(document)}\n`);
      return file;
    }),
  );
}
