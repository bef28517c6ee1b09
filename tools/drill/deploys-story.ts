import { join, resolve } from 'node:path';
import { CloudFormationClient, UpdateTerminationProtectionCommand } from '@aws-sdk/client-cloudformation';
import { CognitoIdentityProviderClient, ListUsersCommand } from '@aws-sdk/client-cognito-identity-provider';
import {
  DeleteTableCommand,
  DynamoDBClient,
  ListTablesCommand,
  UpdateTableCommand,
  waitUntilTableNotExists,
} from '@aws-sdk/client-dynamodb';
import { CreatePolicyCommand, DeletePolicyCommand, GetRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import { status as ownStatus } from '../../api/consent.ts';
import { boundaryName } from '../../lib/access/arns.ts';
import { CLIENT_ID, type OidcProvider, startOidcProvider } from '../../test/fixtures/oidc-provider.ts';
import { runSluice } from '../../test/fixtures/run.ts';
import { BROWSER } from '../../test/fixtures/typed.ts';
import { type Deployment, deploymentOf, shortDisclosure } from '../demo/deployment.ts';
import { device } from '../demo/device.ts';
import { person } from '../demo/people.ts';
import type { Report } from '../demo/report.ts';
import { consent, status } from '../demo/scene.ts';
import { createStorage } from '../demo/storage.ts';
import { startLocalCloud, until } from '../local/index.ts';
import { Stacks } from '../local/stacks.ts';
import { redeploy } from './redeploy.ts';
import { prefixOf } from './restore.ts';

const PATH = '/apps/sluice/';
const PREFIX = 'sluice-model-capability-local';
/** As in production: protected, so that what a failed deploy leaves is there to be taken away. */
const AS_IN_PRODUCTION = { destroyable: false, iamPath: PATH };

/** A first deploy fails and is made again; roles stand under a path; the identity provider changes, and changes again. */
export async function deploysStory(dir: string, report: Report): Promise<void> {
  const folder = resolve(dir);
  const { disclosure } = shortDisclosure(folder, []);
  const cloud = await startLocalCloud({ dir: folder, port: 0, deploy: false, quiet: true });
  Object.assign(process.env, cloud.env);
  const provider = await startOidcProvider();
  try {
    await tell(folder, deploymentOf(cloud, disclosure), provider, report);
  } finally {
    await provider.close();
    await cloud.stop();
  }
}

async function tell(folder: string, deployment: Deployment, provider: OidcProvider, report: Report): Promise<void> {
  const deploy = async (options: Record<string, unknown>) => {
    deployment.outputs = await redeploy(folder, deployment, { ...AS_IN_PRODUCTION, ...options });
  };
  const iam = new IAMClient(deployment.clientConfig);

  await report.step('A first deploy fails: a name is taken', async () => {
    const PolicyName = boundaryName({ prefix: PREFIX, path: PATH }, 'control');
    const PolicyDocument = JSON.stringify({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Deny', Action: '*', Resource: '*' }],
    });
    const { Policy } = await iam.send(new CreatePolicyCommand({ PolicyName, PolicyDocument, Path: PATH }));
    const why = await deploy({}).then(
      () => 'it was deployed',
      (error: Error) => error.message,
    );
    report.holds(/already exists/.test(why), `it says why: ${/A policy called [^.]*\./.exec(why)?.[0] ?? why}`);
    const stacks = new Stacks(deployment.endpoint, deployment.cloud.region);
    report.say((await stacks.incomplete()).join(', '));
    stacks.close();
    await iam.send(new DeletePolicyCommand({ PolicyArn: Policy!.Arn! }));
    const left = await tablesOf(deployment);
    report.say(`left: ${left.join(', ') || 'no table'}`);
    const doctor = await runSluice(['doctor', '--assembly', join(folder, 'cdk.out')], { env: deployment.cloud.env });
    for (const table of left) report.holds(doctor.stdout.includes(table), `the doctor names ${table}`);
  });

  await report.step('By the runbook it is deployed again, its roles under a path', async () => {
    await takenAway(deployment);
    await deploy({});
    for (const role of ['control', 'redactor', 'reader', 'agent']) {
      const { Role } = await iam.send(new GetRoleCommand({ RoleName: `${prefixOf(deployment)}-${role}` }));
      const { Arn = '', PermissionsBoundary: limit } = Role!;
      const under = Arn.includes(`:role${PATH}`) && limit?.PermissionsBoundaryArn?.includes(`:policy${PATH}`) === true;
      report.holds(under, `${Arn}, and its boundary ${limit?.PermissionsBoundaryArn ?? '(it has none)'}`);
    }
  });

  const ada = await person(deployment, 'ada', ['employees']);
  await report.step('Somebody agrees, and what they do is stored: by roles under that path', async () => {
    const laptop = await device(deployment.outputs.ApiUrl!, ada, join(folder, 'devices'));
    const storage = createStorage(deployment);
    try {
      await consent(ada);
      await laptop.agent.start();
      await laptop.play([{ kind: 'click', time: Date.now(), app: 'mousepad', x: 1, y: 1, button: 0 }]);
      await laptop.settle();
      report.holds((await until(async () => (await storage.index()).length > 0, 60_000, 250)) === true, 'one segment');
    } finally {
      await laptop.agent.stop();
      storage.close();
    }
  });

  const address = deployment.outputs.ApiUrl!;
  const poolId = deployment.outputs.UserPoolId!;
  const pool = await ada.token();
  const asPool = async () => {
    const response = await fetch(`${address}/status`, { headers: { authorization: `Bearer ${pool}` } });
    return response.status;
  };
  await report.step('The company goes over to an identity provider of its own', async () => {
    report.holds((await asPool()) === 200, 'a token of the pool is taken');
    const scopes = ['openid', 'email', 'groups', 'offline_access'];
    // A provider on this machine is one for stages that may be taken down.
    await deploy({ destroyable: true, oidc: { issuer: provider.issuer, audience: [CLIENT_ID], scopes } });
    report.holds(deployment.outputs.ApiUrl === address, 'at the same address');
    report.holds((await asPool()) === 401, 'a token of the pool is taken no more');
    const env = {
      ...{ XDG_CONFIG_HOME: join(folder, 'people'), BROWSER, SLUICE_STORE: 'file' },
      SLUICE_TEST_BROWSER: JSON.stringify({ login: ['ada+employees'], password: ['any'] }),
    };
    const login = await runSluice(['login', address], { env });
    report.holds(/groups +employees/.test(login.stdout), 'their people log in by the same command');
    const own = await runSluice(['status', '--json'], { env });
    report.holds(
      own.code === 0,
      `and are ${JSON.parse(own.stdout).consent ? 'known' : 'asked anew: they are others to it'}`,
    );
  });

  await report.step('And to a pool again: another one, beside the one that was kept', async () => {
    const before = poolId;
    await deploy({ destroyable: true });
    report.holds(deployment.outputs.ApiUrl === address, 'at the same address');
    report.holds(deployment.outputs.UserPoolId !== before, 'its people are made anew');
    const cognito = new CognitoIdentityProviderClient(deployment.clientConfig);
    const kept = await cognito.send(new ListUsersCommand({ UserPoolId: before }));
    cognito.destroy();
    report.holds(kept.Users?.length === 1, 'those of the first pool are still in it');
    const again = await person(deployment, 'ada', ['employees']);
    const { consent: live } = await again.api.call(ownStatus);
    report.holds(live === undefined, 'who logs in is somebody else to the program, and is asked');
    report.holds((await status(again)).gates.collection.state === 'open', 'and the gates are as they were');
  });
  iam.destroy();
}

/** As `docs/operations.md` says, under "A first deploy that failed". */
async function takenAway({ clientConfig, ...deployment }: Deployment): Promise<void> {
  const cloudFormation = new CloudFormationClient(clientConfig);
  const named = { StackName: `${PREFIX}-State` };
  await cloudFormation.send(new UpdateTerminationProtectionCommand({ ...named, EnableTerminationProtection: false }));
  cloudFormation.destroy();
  const client = new DynamoDBClient(clientConfig);
  for (const TableName of await tablesOf({ clientConfig, ...deployment })) {
    await client.send(new UpdateTableCommand({ TableName, DeletionProtectionEnabled: false }));
    await client.send(new DeleteTableCommand({ TableName }));
    await waitUntilTableNotExists({ client, maxWaitTime: 60, minDelay: 1, maxDelay: 1 }, { TableName });
  }
  client.destroy();
}

async function tablesOf({ clientConfig }: Deployment): Promise<string[]> {
  const ddb = new DynamoDBClient(clientConfig);
  const { TableNames = [] } = await ddb.send(new ListTablesCommand({}));
  ddb.destroy();
  return TableNames.filter((name) => name.startsWith(`${PREFIX}-`));
}
