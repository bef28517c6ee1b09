import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { DeleteRolePolicyCommand, IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import {
  GetFunctionConfigurationCommand,
  LambdaClient,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda';
import { describe, expect, test } from '@jest/globals';
import { commandEnvironment } from '../../../tools/local/environment.ts';
import { layoutOf, repository } from '../../../tools/local/layout.ts';
import { run, runSluice } from '../../fixtures/run.ts';
import { stage } from './stage.ts';

interface Verified {
  differences: { place: string; reason: string }[];
  notCompared: { place: string; reason: string }[];
}

/** What the command line reads of the deployed stage, against the assembly that it was deployed from. */
export const released = () =>
  describe('what runs', () => {
    const prefix = () => stage().deployment.outputs.GateTable!.replace(/-Gate$/, '');
    const sluice = (...args: string[]) =>
      runSluice(['--json', ...args], {
        env: stage().deployment.cloud.env,
      });
    async function verified(): Promise<Verified> {
      const file = join(stage().folder, 'deployed.json');
      const outputs = stage().deployment.cloud.outputsFile;
      const read = await sluice('deployed', 'read', '--outputs', outputs);
      expect([read.code, read.stderr]).toEqual([0, '']);
      writeFileSync(file, read.stdout);
      const { assembly } = layoutOf(dirname(outputs));
      const { stdout } = await sluice('deployed', 'verify', file, '--assembly', assembly, '--ledger', await ledger());
      return JSON.parse(stdout);
    }
    async function ledger(): Promise<string> {
      const file = join(stage().folder, 'ledger.json');
      const { token } = stage().staff.rosa;
      const env = { SLUICE_API: stage().deployment.outputs.ApiUrl!, SLUICE_TOKEN: await token() };
      const { code, stderr } = await runSluice(['ledger', 'export', file], { env });
      expect({ code, stderr }).toMatchObject({ code: 0 });
      return file;
    }
    test('is the release that was deployed, and the ledger says so', async () => {
      expect(await verified()).toMatchObject({ differences: [], notCompared: [] });
    });

    test('the CDK lists the stacks, and sees nothing that a deploy would change', async () => {
      const { cloud } = stage().deployment;
      const layout = layoutOf(dirname(cloud.outputsFile));
      const env = commandEnvironment(cloud.endpoint, cloud.region, layout);
      const cdk = (...args: string[]) =>
        run(
          'node',
          [join(repository, 'node_modules/aws-cdk/bin/cdk'), ...args, '--app', layout.assembly, '--no-notices'],
          {
            cwd: layout.dir,
            env,
          },
        );
      const [listed, diff] = await Promise.all([cdk('ls'), cdk('diff', '--fail', '--no-color')]);

      expect(listed.stdout.trim().split('\n')).toEqual([
        expect.stringMatching(/State/),
        expect.stringMatching(/Service/),
      ]);
      expect([diff.code, diff.stdout + diff.stderr]).toEqual([0, expect.stringMatching(/with differences: 0/)]);
    });

    test('the doctor finds nothing that would stop the next deploy, and looks at all of it', async () => {
      const { assembly } = layoutOf(dirname(stage().deployment.cloud.outputsFile));
      const { code, stdout } = await sluice('doctor', '--assembly', assembly);
      const [{ checks }] = JSON.parse(stdout).stages as [{ checks: { check: string; level: string; seen: string }[] }];

      expect(checks.filter(({ level }) => level === 'stop')).toEqual([]);
      // The local cloud knows no limits of Kinesis.
      const unseen = checks.filter(({ seen }) => seen.includes('could not be looked at'));
      expect(unseen.map(({ check }) => check)).toEqual(['Kinesis shards']);
      expect(checks.map(({ check }) => check)).toEqual(
        expect.arrayContaining([
          'credentials',
          'bootstrap',
          'stacks',
          'names',
          'Lambda concurrency',
          'Kinesis shards',
          'alarms',
        ]),
      );
      expect(code).toBe(0);
    });

    test('a function’s configuration and a role’s policy that an administrator changed are found, each at its place', async () => {
      const lambda = new LambdaClient(stage().deployment.clientConfig);
      const iam = new IAMClient(stage().deployment.clientConfig);
      const name = `${prefix()}-sweep`;
      const { Timeout } = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName: name }));
      const policy = { RoleName: name, PolicyName: 'More' };
      const PolicyDocument = JSON.stringify({
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Action: 's3:GetObject', Resource: '*' }],
      });

      await lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName: name, Timeout: Timeout! + 1 }));
      await iam.send(new PutRolePolicyCommand({ ...policy, PolicyDocument }));
      const { differences } = await verified();
      await lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName: name, Timeout: Timeout! }));
      await iam.send(new DeleteRolePolicyCommand(policy));

      expect(differences).toEqual([
        { place: `function ${name}`, reason: 'Timeout differs' },
        { place: `role ${name}`, reason: 'inline policy More is not of the release' },
      ]);
      expect((await verified()).differences).toEqual([]);
      for (const client of [lambda, iam]) client.destroy();
    });
  });
