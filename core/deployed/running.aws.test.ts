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
    const failing = () => {
      throw Object.assign(new Error('slow down'), { name: 'ThrottlingException' });
    };
    await expect(awsRunning({ ...clients(templates, failing), stacks }).look()).rejects.toThrow('slow down');
    const shut = { send: async () => failing() } as unknown as CloudFormationClient;
    await expect(awsRunning({ ...clients(templates, gone), cloudFormation: shut, stacks }).look()).rejects.toThrow();
  });

  test.each([
    ['in YAML', 'Resources: {}'],
    ['of nothing', ''],
    ['of no resources', '{"Outputs":{}}'],
  ])('a template %s is told by its bytes, another one by others', async (_what, body) => {
    const looked = async (TemplateBody: string) => {
      const cloudFormation = { send: async () => ({ TemplateBody }) } as unknown as CloudFormationClient;
      const { lambda } = clients({}, () => ({}));
      return (await awsRunning({ cloudFormation, lambda, stacks: ['State'] }).look()).templates.State;
    };
    expect(await looked(body)).toMatch(/^unreadable:[0-9a-f]{64}$/);
    expect(await looked(`${body} `)).not.toBe(await looked(body));
  });

  test('a function of which it may know nothing is told as that, and keeps no other from being told', async () => {
    const denied = () => {
      throw Object.assign(new Error('denied'), { name: 'AccessDeniedException' });
    };
    const { code } = await awsRunning({ ...clients(templates, denied), stacks }).look();
    expect(Object.values(code)).toEqual(['denied']);
  });
});
