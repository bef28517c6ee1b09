import { createHash } from 'node:crypto';
import {
  type FunctionConfiguration,
  GetFunctionCommand,
  GetPolicyCommand,
  paginateListAliases,
  paginateListEventSourceMappings,
  paginateListFunctionEventInvokeConfigs,
  paginateListFunctions,
  paginateListFunctionUrlConfigs,
  paginateListVersionsByFunction,
} from '@aws-sdk/client-lambda';
import { unzipSync } from 'fflate';
import type { DeployedFunction } from '../core/deployed/deployed.ts';
import { mappingSettings } from '../core/deployed/mapping.ts';
import { sha256 } from '../core/shared/canonical-json.ts';
import { SluiceError } from '../core/shared/errors.ts';
import { absent, type Reading } from './deployed-reading.aws.ts';

/** Lambda's own limit for a deployment package, unzipped, bytes. */
const MOST = 250 * 1024 * 1024;

/** All functions whose name begins with the prefix, and all that run under a role whose name does. */
export async function readFunctions(reading: Reading): Promise<Record<string, DeployedFunction>> {
  const client = reading.clients.lambda;
  const functions: Record<string, DeployedFunction> = {};
  for await (const { Functions = [] } of paginateListFunctions({ client }, {})) {
    for (const { FunctionName: name = '', Role = '' } of Functions) {
      const role = Role.split('/').at(-1)!;
      if (![name, role].some((one) => one.startsWith(`${reading.prefix}-`))) continue;
      reading.progress(`function ${name}`);
      functions[name] = await readFunction(reading, name);
    }
  }
  return functions;
}

async function readFunction({ clients, download }: Reading, name: string): Promise<DeployedFunction> {
  const client = clients.lambda;
  const FunctionName = name;
  const { Configuration: found = {}, Code, Concurrency } = await client.send(new GetFunctionCommand({ FunctionName }));
  const reserved = Concurrency?.ReservedConcurrentExecutions;
  const policy = await client.send(new GetPolicyCommand({ FunctionName })).catch(absent);
  const variables = Object.entries(found.Environment?.Variables ?? {});
  const made: DeployedFunction = {
    ...(found.Runtime !== undefined && { runtime: found.Runtime }),
    ...(found.Handler !== undefined && { handler: found.Handler }),
    memory: found.MemorySize!,
    timeout: found.Timeout!,
    architectures: found.Architectures ?? [],
    role: found.Role!,
    layers: (found.Layers ?? []).map(({ Arn }) => Arn!),
    environment: Object.fromEntries(variables.map(([key, value]) => [key, sha256(value)])),
    ...(found.CodeSha256 !== undefined && { archive: found.CodeSha256 }),
    files: await filesOf(name, found, Code?.Location, download),
    aliases: [],
    versions: [],
    urls: [],
    mappings: [],
    ...(reserved !== undefined && { reserved }),
    additions: ADDITIONS.flatMap(([name, isThere]) => (isThere(found) ? [name] : [])),
    policy: policy?.Policy === undefined ? null : JSON.parse(policy.Policy),
  };
  for await (const { Aliases = [] } of paginateListAliases({ client }, { FunctionName })) {
    made.aliases.push(...Aliases.map(({ Name }) => Name!));
  }
  for await (const { Versions = [] } of paginateListVersionsByFunction({ client }, { FunctionName })) {
    made.versions.push(...Versions.map(({ Version }) => Version!).filter((version) => version !== '$LATEST'));
  }
  for await (const { FunctionUrlConfigs = [] } of paginateListFunctionUrlConfigs({ client }, { FunctionName })) {
    made.urls.push(...FunctionUrlConfigs.map(({ AuthType }) => AuthType!));
  }
  for await (const { EventSourceMappings = [] } of paginateListEventSourceMappings({ client }, { FunctionName })) {
    for (const mapping of EventSourceMappings) {
      const { EventSourceArn = 'unknown', State } = mapping;
      const enabled = !/^Disabl/.test(State ?? '');
      made.mappings.push({ source: EventSourceArn, enabled, settings: mappingSettings(mapping) });
    }
  }
  for await (const { FunctionEventInvokeConfigs = [] } of paginateListFunctionEventInvokeConfigs(
    { client },
    { FunctionName },
  )) {
    if (FunctionEventInvokeConfigs.length > 0) made.additions.push('a destination or limit of asynchronous calls');
  }
  return made;
}

/** No release has any of these: each would send events, answers or files elsewhere, or lets others decide about the code. */
const ADDITIONS: readonly [string, (found: FunctionConfiguration) => unknown][] = [
  ['a VPC', ({ VpcConfig }) => VpcConfig?.VpcId],
  ['a file system', ({ FileSystemConfigs }) => FileSystemConfigs?.length],
  ['a dead letter target', ({ DeadLetterConfig }) => DeadLetterConfig?.TargetArn],
  ['a key of its own', ({ KMSKeyArn }) => KMSKeyArn],
  ['an image’s command', ({ ImageConfigResponse }) => ImageConfigResponse?.ImageConfig],
];

/** Hash of each file of what runs. @throws SluiceError when what was downloaded is not what Lambda says it runs */
async function filesOf(
  name: string,
  { CodeSha256, PackageType }: FunctionConfiguration,
  location: string | undefined,
  download: Reading['download'],
): Promise<Record<string, string>> {
  // An image is not a zip: it is no file of a release, and its absence is a difference.
  if (PackageType === 'Image') return {};
  if (location === undefined) throw new SluiceError(`Lambda does not say where the code of ${name} is`);
  const zip = await download(location);
  if (createHash('sha256').update(zip).digest('base64') !== CodeSha256) {
    throw new SluiceError(`what was downloaded as the code of ${name} is not what runs`);
  }
  let size = 0;
  const files = unzipSync(zip, {
    filter: ({ originalSize }) => {
      size += originalSize;
      if (size > MOST) throw new SluiceError(`the code of ${name} is larger than Lambda takes`);
      return true;
    },
  });
  const hashed = Object.entries(files).filter(([path]) => !path.endsWith('/'));
  return Object.fromEntries(hashed.map(([path, bytes]) => [path, sha256(bytes)]));
}
