import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  AddUserToGroupCommand,
  AttachGroupPolicyCommand,
  CreateAccessKeyCommand,
  CreateGroupCommand,
  CreatePolicyCommand,
  CreateUserCommand,
  IAMClient,
} from '@aws-sdk/client-iam';
import {
  CreateBucketCommand,
  GetObjectCommand,
  PutBucketTaggingCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import type { BlastRadius } from '../../../core/blast-radius/blast-radius.ts';
import { run } from '../../local/command.ts';
import { layoutOf } from '../../local/layout.ts';
import type { Figures } from '../report.ts';
import type { Scene } from '../scene.ts';

const COPY = 'analytics-copy';
const POLICY = 'analytics-read';
const OBJECT = 'october/part-0.json';
const PEOPLE = ['casey', 'robin', 'sasha'];

/**
 * Somebody has made a copy of an export beside the program, and a policy of a whole group reads every bucket of the account. Who could, by an
 * inventory; who did, by the trail; each by its evidence. What the program stores itself is not reached by it.
 */
export async function reach(scene: Scene, figures: Figures): Promise<void> {
  const { deployment, folder, report } = scene;
  const { disclosure, cloud } = deployment;
  const file = (name: string) => join(folder, `reach-${name}`);
  const sluice = async (...args: string[]) => {
    const env = { ...process.env, ...cloud.env };
    const command = ['--disable-warning=ExperimentalWarning', 'bin/sluice.ts', '--json', ...args];
    const { code, stdout, stderr } = await run(process.execPath, command, { env });
    if (code !== 0) throw new Error(`sluice ${args.slice(0, 2).join(' ')}: ${stderr}`);
    return JSON.parse(stdout || 'null') as unknown;
  };
  const from = new Date(Date.now() - 1_000).toISOString();
  const policy = await broadPolicy(scene);
  const prefix = `sluice-${disclosure.program}-local`;

  await sluice('exposure', 'collect', '--out', file('account.ndjson'), '--sample', '0');
  const inventory = ['--inventory', file('account.ndjson')];
  const scope = (await sluice('investigate', 'scope', ...inventory, '--prefix', prefix)) as object;
  const copy = `arn:aws:s3:::${COPY}`;
  writeFileSync(file('scope.json'), JSON.stringify({ ...scope, others: [copy, `${copy}/*`] }));
  const { could, did } = (await sluice(
    ...['investigate', 'blast-radius', layoutOf(folder).trail, '--scope', file('scope.json')],
    ...['--from', from, '--cause', `policy=${policy}`, ...inventory, '--html', file('radius.html')],
  )) as BlastRadius;

  const byIt = could.filter(({ ways }) => ways.some((way) => way.some(({ name }) => name === POLICY)));
  const reached = new Set(byIt.map(({ dataset }) => dataset));
  const names = byIt.map(({ principal }) => principal.replace(/^.*\//, '')).sort();
  const [who, ...others] = did;
  figures.reach = { could: names, reached: [...reached], did: did.map(({ principal }) => principal.name) };
  report.holds(
    JSON.stringify(names) === JSON.stringify(PEOPLE) && reached.size === 1 && reached.has(copy),
    `one policy of a group is too broad: ${names.join(', ')} could read a copy beside the program by it, and nothing that the program stores`,
  );
  report.holds(
    who?.principal.name.endsWith('user/casey') === true && who.opened === 'proven' && others.length === 0,
    `of them one did, ${who?.opened} by the trail: ${who?.principal.name}, ${who?.calls} call; the picture of it is ${file('radius.html')}`,
  );
}

/** Makes the copy and the group, and lets one of its people look. @returns the policy's ARN */
async function broadPolicy({ deployment }: Scene): Promise<string> {
  const { clientConfig, disclosure } = deployment;
  const [iam, s3] = [new IAMClient(clientConfig), new S3Client({ ...clientConfig, forcePathStyle: true })];
  const group = { GroupName: 'analytics' };
  await s3.send(new CreateBucketCommand({ Bucket: COPY }));
  const TagSet = [{ Key: 'program', Value: disclosure.program }];
  await s3.send(new PutBucketTaggingCommand({ Bucket: COPY, Tagging: { TagSet } }));
  await s3.send(new PutObjectCommand({ Bucket: COPY, Key: OBJECT, Body: '{"kind":"text"}\n' }));
  await iam.send(new CreateGroupCommand(group));
  for (const UserName of PEOPLE) {
    await iam.send(new CreateUserCommand({ UserName }));
    await iam.send(new AddUserToGroupCommand({ ...group, UserName }));
  }
  const PolicyDocument = JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: 's3:GetObject', Resource: '*' }],
  });
  const { Policy } = await iam.send(new CreatePolicyCommand({ PolicyName: POLICY, PolicyDocument }));
  await iam.send(new AttachGroupPolicyCommand({ ...group, PolicyArn: Policy!.Arn! }));

  const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName: PEOPLE[0]! }));
  const credentials = { accessKeyId: AccessKey!.AccessKeyId!, secretAccessKey: AccessKey!.SecretAccessKey! };
  const own = new S3Client({ ...clientConfig, credentials, forcePathStyle: true });
  const { Body } = await own.send(new GetObjectCommand({ Bucket: COPY, Key: OBJECT }));
  await Body!.transformToByteArray();
  for (const client of [iam, s3, own]) client.destroy();
  return Policy!.Arn!;
}
