import { type CloudFormationClient, GetTemplateCommand } from '@aws-sdk/client-cloudformation';
import { GetFunctionConfigurationCommand, type LambdaClient } from '@aws-sdk/client-lambda';
import type { RunningLook } from './running.ts';
import { ofType, templateSchema, toldHash } from './template.ts';

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
      return [[StackName, templateSchema.parse(JSON.parse(TemplateBody!))] as const];
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
      if ((error as Error).name === 'ResourceNotFoundException') return [];
      throw error;
    }
  };
  return {
    async look() {
      const templates = (await Promise.all(stacks.map(templateOf))).flat();
      const names = templates
        .flatMap(([, template]) => ofType(template, 'AWS::Lambda::Function'))
        .flatMap(([, { Properties }]) =>
          typeof Properties?.FunctionName === 'string' ? [Properties.FunctionName] : [],
        );
      return {
        templates: Object.fromEntries(templates.map(([name, template]) => [name, toldHash(template)])),
        code: Object.fromEntries((await Promise.all(names.map(codeOf))).flat()),
      };
    },
  };
}

/** CloudFormation knows no error of its own for a stack that is not there. */
const isAbsent = (error: unknown): boolean =>
  (error as Error).name === 'ValidationError' && /does not exist/.test((error as Error).message);
