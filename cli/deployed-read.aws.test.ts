import { createHash } from 'node:crypto';
import { expect, test } from '@jest/globals';
import { zipSync } from 'fflate';
import { compare } from '../core/deployed/compare.ts';
import { type Deployed, deployedSchema } from '../core/deployed/deployed.ts';
import type { Release } from '../core/deployed/manifest.ts';
import { asDeployed as made } from '../test/fixtures/deployed.ts';
import { sampleRelease } from '../test/fixtures/release.ts';
import { readDeployed } from './deployed-read.aws.ts';
import { type Clients, clientsOf } from './deployed-reading.aws.ts';

const FILES = { 'index.mjs': Buffer.from('code'), 'below/more.json': Buffer.from('{}') };
const release = sampleRelease(FILES);
const READER = 'sluice-demo-prod-reader';
const zip = zipSync({ ...FILES, 'empty/': new Uint8Array() });
const archive = createHash('sha256').update(zip).digest('base64');

/** All functions in the one archive. */
function asDeployed(of: Release): Deployed {
  const deployed = made(of);
  for (const one of Object.values(deployed.functions)) one.archive = archive;
  return deployed;
}

type Answers = Record<string, (input: Record<string, string>) => unknown>;
const named = (name: string) => Object.assign(new Error('content-free'), { name });
const encoded = (document: unknown) => encodeURIComponent(JSON.stringify(document));
/** The entry behind the one that a page ended with. */
const page = <T>(all: T[], marker: string | undefined) => {
  const at = Number(marker ?? 0);
  return { items: all.slice(at, at + 1), next: at + 1 < all.length ? String(at + 1) : undefined };
};

/** AWS where that runs, a page an entry, beside what is not of the program. */
function answersOf(deployed: Deployed): Answers {
  const kinds = Object.values(deployed.stacks).flatMap(({ template }) => Object.entries(template.Resources));
  const policyOf = (type: string, physical: string): unknown => {
    const [id] = kinds.find(
      ([id, { Type }]) =>
        Type === type && Object.values(deployed.stacks).some(({ resources }) => resources[id] === physical),
    )!;
    return deployed.policies[id];
  };
  const orAbsent = (key: string, policy: unknown, error: string) => {
    if (policy === null) throw named(error);
    return { [key]: JSON.stringify(policy) };
  };
  const role = (of: Record<string, string>) => deployed.roles[of.RoleName!]!;
  const fn = (of: Record<string, string>) => deployed.functions[of.FunctionName!]!;
  return {
    GetCallerIdentityCommand: () => ({ Account: deployed.account, Arn: `arn:aws:iam::${deployed.account}:user/pat` }),
    DescribeStacksCommand: ({ StackName }) => {
      const outputs = Object.entries(deployed.stacks[StackName!]!.outputs ?? {});
      return { Stacks: [{ Outputs: outputs.map(([OutputKey, OutputValue]) => ({ OutputKey, OutputValue })) }] };
    },
    GetTemplateCommand: ({ StackName }) => ({ TemplateBody: JSON.stringify(deployed.stacks[StackName!]!.template) }),
    ListStackResourcesCommand: ({ StackName, NextToken }) => {
      const { resources, template } = deployed.stacks[StackName!]!;
      const { items, next } = page(Object.entries(resources), NextToken);
      const summary = items.map(([id, physical]) => ({
        ...{ LogicalResourceId: id, PhysicalResourceId: physical, ResourceType: template.Resources[id]!.Type },
      }));
      return { StackResourceSummaries: summary, NextToken: next };
    },
    ListFunctionsCommand: ({ Marker }) => {
      const known = Object.entries(deployed.functions).map(([FunctionName, { role: Role }]) => ({
        FunctionName,
        Role,
      }));
      const { items, next } = page(
        [{ FunctionName: 'unrelated', Role: 'arn:aws:iam::1:role/other' }, ...known],
        Marker,
      );
      return { Functions: items, NextMarker: next };
    },
    GetFunctionCommand: (input) => {
      const { runtime, handler, memory, timeout, architectures, role: Role, layers } = fn(input);
      return {
        Configuration: {
          ...{ Runtime: runtime, Handler: handler, MemorySize: memory, Timeout: timeout, Architectures: architectures },
          ...{
            Role,
            Layers: layers.map((Arn) => ({ Arn })),
            CodeSha256: archive,
          },
          Environment: {
            Variables: { SLUICE_GATE_TABLE: 'sluice-demo-prod-Gate', SLUICE_OTHER_STAGES: 'sluice-demo-prod-eu' },
          },
        },
        Code: { Location: 'https://code.example' },
      };
    },
    GetPolicyCommand: (input) =>
      input.PolicyArn !== undefined
        ? { Policy: { DefaultVersionId: 'v3' } }
        : orAbsent('Policy', fn(input).policy, 'ResourceNotFoundException'),
    ListAliasesCommand: (input) => ({ Aliases: fn(input).aliases.map((Name) => ({ Name })) }),
    ListVersionsByFunctionCommand: (input) => ({
      Versions: ['$LATEST', ...fn(input).versions].map((Version) => ({ Version })),
    }),
    ListFunctionUrlConfigsCommand: (input) => ({
      FunctionUrlConfigs: fn(input).urls.map((AuthType) => ({ AuthType })),
    }),
    ListEventSourceMappingsCommand: (input) => ({
      EventSourceMappings: fn(input).mappings.map(({ source, enabled, settings }) => ({
        ...{ EventSourceArn: source, State: enabled ? 'Enabled' : 'Disabled' },
        ...Object.fromEntries(Object.entries(settings).map(([name, value]) => [name, JSON.parse(value)])),
        // As AWS answers where there is none.
        DestinationConfig: { OnSuccess: {}, OnFailure: {} },
      })),
    }),
    ListFunctionEventInvokeConfigsCommand: () => ({ FunctionEventInvokeConfigs: [] }),
    ListRolesCommand: ({ Marker }) => {
      const { items, next } = page(['unrelated', ...Object.keys(deployed.roles)], Marker);
      return { Roles: items.map((RoleName) => ({ RoleName })), IsTruncated: next !== undefined, Marker: next };
    },
    GetRoleCommand: (input) => {
      const { trust, boundary } = role(input);
      const PermissionsBoundary = boundary && { PermissionsBoundaryArn: boundary };
      return { Role: { AssumeRolePolicyDocument: encoded(trust), PermissionsBoundary } };
    },
    ListRolePoliciesCommand: (input) => ({ PolicyNames: Object.keys(role(input).inline) }),
    GetRolePolicyCommand: (input) => ({ PolicyDocument: encoded(role(input).inline[input.PolicyName!]) }),
    ListAttachedRolePoliciesCommand: (input) => ({
      AttachedPolicies: role(input).attached.map((PolicyArn) => ({ PolicyArn })),
    }),
    GetPolicyVersionCommand: ({ PolicyArn, VersionId }) => {
      if (VersionId !== 'v3') throw named('NoSuchEntity');
      return { PolicyVersion: { Document: encoded(deployed.managed[PolicyArn!]) } };
    },
    GetKeyPolicyCommand: ({ KeyId }) => orAbsent('Policy', policyOf('AWS::KMS::Key', KeyId!), 'NotFoundException'),
    GetResourcePolicyCommand: ({ ResourceArn, ResourceARN }) =>
      ResourceArn !== undefined
        ? orAbsent('Policy', policyOf('AWS::DynamoDB::Table', ResourceArn.split('/')[1]!), 'PolicyNotFoundException')
        : { Policy: JSON.stringify(policyOf('AWS::Kinesis::Stream', ResourceARN!.split('/')[1]!) ?? {}) },
    GetBucketPolicyCommand: ({ Bucket }) =>
      orAbsent('Policy', policyOf('AWS::S3::Bucket', Bucket!), 'NoSuchBucketPolicy'),
  };
}

/** What is read where that runs. */
function readWhere(deployed: Deployed, more: Answers = {}, archive: Uint8Array = zip): Promise<Deployed> {
  const answers = { ...answersOf(deployed), ...more };
  const clients: Clients = clientsOf({ region: deployed.region });
  for (const client of Object.values(clients)) {
    client.send = (async (command: { constructor: { name: string }; input: Record<string, string> }) => {
      const answer = answers[command.constructor.name];
      if (!answer) throw new Error(`nobody expected ${command.constructor.name}`);
      return answer(command.input);
    }) as never;
  }
  return readDeployed({ clients, prefix: deployed.prefix, progress: () => {}, download: async () => archive });
}

test('all of it is read, page after page, and is what runs; no value of a variable is in it', async () => {
  const deployed = asDeployed(release);

  const read = await readWhere(deployed);

  expect(deployedSchema.parse(JSON.parse(JSON.stringify(read)))).toEqual({ ...deployed, readAt: expect.any(Number) });
  expect(compare(release, read, release.manifest).differences).toEqual([]);
  expect(JSON.stringify(read.functions)).not.toContain('sluice-demo-prod-Gate');
});

test('what stands beside a function, and functions of other names under its role, are read too', async () => {
  const deployed = asDeployed(release);
  const reader = deployed.functions[READER]!;
  deployed.functions.other = structuredClone(reader);
  Object.assign(reader, { aliases: ['live'], versions: ['1'], urls: ['NONE'], policy: null });
  deployed.roles[READER]!.attached.push('arn:aws:iam::aws:policy/ReadOnlyAccess');
  delete deployed.roles[READER]!.boundary;

  expect(await readWhere(deployed)).toEqual({ ...deployed, readAt: expect.any(Number) });
});

test('what may not be read is no absence', async () => {
  const refuse = () => {
    throw named('AccessDeniedException');
  };
  for (const command of [
    'GetBucketPolicyCommand',
    'GetPolicyCommand',
    'GetResourcePolicyCommand',
    'ListRolesCommand',
  ]) {
    await expect(readWhere(asDeployed(release), { [command]: refuse })).rejects.toMatchObject({
      name: 'AccessDeniedException',
    });
  }
});

test('an archive that is not what Lambda says it runs is refused', async () => {
  await expect(readWhere(asDeployed(release), {}, zipSync({ 'index.mjs': Buffer.from('other') }))).rejects.toThrow(
    /is not what runs/,
  );
});
