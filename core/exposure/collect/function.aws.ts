import {
  type FunctionConfiguration,
  GetCodeSigningConfigCommand,
  GetFunctionCodeSigningConfigCommand,
  GetPolicyCommand,
  LambdaClient,
  ListFunctionsCommand,
  ListTagsCommand,
} from '@aws-sdk/client-lambda';
import { isUnread, type Row } from '../inventory.ts';
import { documentOf, field, type Place, type Reader } from './collector.ts';

/** Of functions neither code nor environment: who may change them is what counts. */
export const readFunctions: Reader<'function'> = (at) => async (after) => {
  const client = at.client(LambdaClient);
  const found = await at.must('lambda:ListFunctions', () =>
    client.send(new ListFunctionsCommand({ MaxItems: 50, ...field('Marker', after) })),
  );
  const rows = await at.each(
    found.Functions ?? [],
    ({ FunctionArn }) => FunctionArn!,
    async (one) => [await functionRow(at, client, one)],
  );
  return { rows, ...field('next', found.NextMarker) };
};

async function functionRow(
  at: Place<'function'>,
  client: LambdaClient,
  { FunctionArn, FunctionName, Role }: FunctionConfiguration,
): Promise<Row<'function'>> {
  const policy = await at.ask(
    'lambda:GetPolicy',
    () => client.send(new GetPolicyCommand({ FunctionName })),
    'ResourceNotFoundException',
  );
  const tags = await at.ask('lambda:ListTags', () => client.send(new ListTagsCommand({ Resource: FunctionArn })));
  const told = isUnread(tags) ? tags : tags?.Tags;
  return {
    row: 'function',
    arn: FunctionArn!,
    account: at.account,
    region: at.region,
    role: Role!,
    ...field('policy', isUnread(policy) ? policy : documentOf(policy?.Policy)),
    ...field('signing', await signingOf(at, client, FunctionName!)),
    ...(told && Object.keys(told).length > 0 && { tags: told }),
  };
}

async function signingOf(
  at: Place<'function'>,
  client: LambdaClient,
  FunctionName: string,
): Promise<Row<'function'>['signing']> {
  const found = await at.ask('lambda:GetFunctionCodeSigningConfig', () =>
    client.send(new GetFunctionCodeSigningConfigCommand({ FunctionName })),
  );
  if (isUnread(found)) return found;
  const CodeSigningConfigArn = found?.CodeSigningConfigArn;
  if (!CodeSigningConfigArn) return undefined;
  const config = await at.ask('lambda:GetCodeSigningConfig', () =>
    client.send(new GetCodeSigningConfigCommand({ CodeSigningConfigArn })),
  );
  if (isUnread(config)) return config;
  const policies = config?.CodeSigningConfig?.CodeSigningPolicies;
  return policies?.UntrustedArtifactOnDeployment === 'Enforce' ? 'enforce' : 'warn';
}
