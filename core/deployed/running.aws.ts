import { type CloudFormationClient, GetTemplateCommand } from '@aws-sdk/client-cloudformation';
import { GetFunctionConfigurationCommand, type LambdaClient } from '@aws-sdk/client-lambda';
import { sha256 } from '../shared/canonical-json.ts';
import type { RunningLook } from './running.ts';
import { ofType, type Template, templateSchema, toldHash } from './template.ts';

export interface AwsRunningOptions {
  cloudFormation: CloudFormationClient;
  lambda: LambdaClient;
  /** Names. */
  stacks: readonly string[];
}

/** Needs `cloudformation:GetTemplate` on the stacks, `lambda:GetFunctionConfiguration` on the functions of their templates. */
export function awsRunning({ cloudFormation, lambda, stacks }: AwsRunningOptions): RunningLook {
  const templateOf = async (StackName: string) => {
    try {
      const command = new GetTemplateCommand({ StackName, TemplateStage: 'Processed' });
      const { TemplateBody } = await cloudFormation.send(command);
      return [[StackName, TemplateBody ?? ''] as const];
    } catch (error) {
      if (isAbsent(error)) return [];
      throw error;
    }
  };
  const codeOf = async (FunctionName: string) => {
    try {
      const { CodeSha256 } = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName }));
      return [[FunctionName, CodeSha256!] as const];
    } catch (error) {
      const { name } = error as Error;
      if (name === 'ResourceNotFoundException') return [];
      // A function that no release of ours knows: that it is there is told, and keeps nothing else from being told.
      if (name.startsWith('AccessDenied')) return [[FunctionName, 'denied'] as const];
      throw error;
    }
  };
  return {
    async look() {
      const stacksThere = (await Promise.all(stacks.map(templateOf))).flat();
      const templates = stacksThere.map(([name, body]) => ({ name, body, template: readTemplate(body) }));
      const names = templates
        .flatMap(({ template }) => (template ? ofType(template, 'AWS::Lambda::Function') : []))
        .flatMap(([, { Properties }]) =>
          typeof Properties?.FunctionName === 'string' ? [Properties.FunctionName] : [],
        );
      return {
        templates: Object.fromEntries(
          templates.map(({ name, body, template }) => [
            name,
            template ? toldHash(template) : `unreadable:${sha256(body)}`,
          ]),
        ),
        code: Object.fromEntries((await Promise.all(names.map(codeOf))).flat()),
      };
    },
  };
}

/** Nothing where it is none of ours: in YAML, or of no resources. It is told by its bytes. */
function readTemplate(body: string): Template | undefined {
  try {
    return templateSchema.parse(JSON.parse(body));
  } catch {
    return undefined;
  }
}

/** CloudFormation knows no error of its own for a stack that is not there. */
const isAbsent = (error: unknown): boolean =>
  (error as Error).name === 'ValidationError' && /does not exist/.test((error as Error).message);
