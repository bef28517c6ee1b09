import type { CloudFormationClient, GetTemplateCommand } from '@aws-sdk/client-cloudformation';
import type { LambdaClient } from '@aws-sdk/client-lambda';
import { describe, expect, test } from '@jest/globals';
import { sampleRelease } from '../../test/fixtures/release.ts';
import { awsRunning } from './running.aws.ts';
import { type Template, toldHash } from './template.ts';

describe('at AWS', () => {
  const { templates } = sampleRelease();
  const stacks = Object.keys(templates);
  const clients = (deployed: Readonly<Record<string, Template | undefined>>, code: (name: string) => object) => ({
    cloudFormation: {
      send: async ({ input }: GetTemplateCommand) => {
        const template = deployed[input.StackName!];
        if (template) return { TemplateBody: JSON.stringify(template) };
        throw Object.assign(new Error(`Stack with id ${input.StackName} does not exist`), { name: 'ValidationError' });
      },
    } as unknown as CloudFormationClient,
    lambda: {
      send: async ({ input }: { input: { FunctionName: string } }) => code(input.FunctionName),
    } as unknown as LambdaClient,
  });

  test('templates are hashed as the release hashes them, and each function says what it runs', async () => {
    const running = awsRunning({ ...clients(templates, () => ({ CodeSha256: 'hash' })), stacks });

    const found = await running.look();

    expect(found.templates).toEqual(Object.fromEntries(stacks.map((name) => [name, toldHash(templates[name]!)])));
    expect(Object.values(found.code)).toEqual(['hash']);
  });

  test('a stack or function that is gone is not there; one that cannot be asked is an error', async () => {
    const gone = () => {
      throw Object.assign(new Error('no such function'), { name: 'ResourceNotFoundException' });
    };
    const [first, ...others] = stacks;
    const some = Object.fromEntries(others.map((name) => [name, templates[name]]));
    expect(Object.keys((await awsRunning({ ...clients(some, gone), stacks }).look()).templates)).not.toContain(first);
    const denied = () => {
      throw Object.assign(new Error('denied'), { name: 'AccessDeniedException' });
    };
    await expect(awsRunning({ ...clients(templates, denied), stacks }).look()).rejects.toThrow('denied');
    const shut = { send: async () => denied() } as unknown as CloudFormationClient;
    await expect(awsRunning({ ...clients(templates, gone), cloudFormation: shut, stacks }).look()).rejects.toThrow(
      'denied',
    );
  });
});
