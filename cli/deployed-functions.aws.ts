import { createHash } from 'node:crypto';
import {
  type FunctionConfiguration,
  GetFunctionCommand,
  GetPolicyCommand,
  paginateListAliases,
  paginateListEventSourceMappings,
  paginateListFunctions,
  paginateListFunctionUrlConfigs,
  paginateListVersionsByFunction,
} from '@aws-sdk/client-lambda';
import { unzipSync } from 'fflate';
import type { DeployedFunction } from '../core/deployed/deployed.ts';
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
  const { Configuration: found = {}, Code } = await client.send(new GetFunctionCommand({ FunctionName }));
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
    files: await filesOf(name, found, Code?.Location, download),
    aliases: [],
    versions: [],
    urls: [],
    mappings: [],
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
    for (const { EventSourceArn = 'unknown', State } of EventSourceMappings) {
      made.mappings.push({ source: EventSourceArn, enabled: !/^Disabl/.test(State ?? '') });
    }
  }
  return made;
}

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
