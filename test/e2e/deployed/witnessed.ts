import { readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { GetPublicKeyCommand, KMSClient, ScheduleKeyDeletionCommand, SignCommand } from '@aws-sdk/client-kms';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectVersionsCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { signCheckpoint } from '../../../core/ledger/checkpoint.ts';
import { publicKeyPem } from '../../../core/ledger/note.ts';
import { memorySigner } from '../../../core/ledger/signer.memory.ts';
import { DETAIL_TYPES, SOURCE } from '../../../core/witness/bus.ts';
import { stageContext } from '../../../tools/demo/deployment.ts';
import { bring } from '../../../tools/local/bring.ts';
import { bootstrap, deploy, fingerprint, synthesize } from '../../../tools/local/deploy.ts';
import { account, commandEnvironment } from '../../../tools/local/environment.ts';
import { until } from '../../../tools/local/index.ts';
import { layoutOf, prepare, repository } from '../../../tools/local/layout.ts';
import { logLines } from '../../../tools/local/log-lines.ts';
import { LOCAL_PASSWORD } from '../../../tools/local/people.ts';
import { Stacks } from '../../../tools/local/stacks.ts';
import { stopwatch } from '../../../tools/local/stopwatch.ts';
import { run } from '../../fixtures/run.ts';
import { ONE_SHARD, WITNESS_ACCOUNT as OTHER, stage, WITNESS_BUS } from './stage.ts';

/** A second account keeps what the program signs, and the program's own account cannot touch it. */
export const witnessed = () =>
  describe('a witness in another account', () => {
    let outputs: Record<string, string>;
    let theirs: S3Client;
    const clients: { destroy(): void }[] = [];
    const clientOf = <T extends { destroy(): void }>(made: T): T => {
      clients.push(made);
      return made;
    };
    const as = (accessKeyId: string) => ({
      ...stage().deployment.clientConfig,
      credentials: { accessKeyId, secretAccessKey: 'test' },
    });
    const folder = () => join(stage().folder, 'witness');
    const prefix = () => `sluice-${stage().deployment.disclosure.program}-local`;

    beforeAll(async () => {
      outputs = await deployWitness();
      expect(outputs.BusArn).toBe(WITNESS_BUS);
      await redeployStage(WITNESS_BUS);
      theirs = clientOf(new S3Client({ ...as(OTHER), forcePathStyle: true }));
    });
    afterAll(() => {
      for (const client of clients) client.destroy();
    });

    async function invoke(name: string, accessKeyId = 'test'): Promise<unknown> {
      const lambda = clientOf(
        new LambdaClient(accessKeyId === 'test' ? stage().deployment.clientConfig : as(accessKeyId)),
      );
      const { FunctionError, Payload } = await lambda.send(
        new InvokeCommand({
          FunctionName: `${prefix()}-${name}`,
          Payload: Buffer.from(JSON.stringify({ source: 'aws.events', 'detail-type': 'Scheduled Event' })),
        }),
      );
      const answer = JSON.parse(Buffer.from(Payload ?? []).toString() || 'null');
      expect({ name, FunctionError, answer }).toMatchObject({ name, FunctionError: undefined });
      return answer;
    }
    async function kept(below: string): Promise<string[]> {
      const { Versions = [] } = await theirs.send(
        new ListObjectVersionsCommand({ Bucket: outputs.KeptBucket, Prefix: below }),
      );
      return Versions.map(({ Key }) => Key!).sort();
    }

    test('gets each checkpoint that is signed, those of before too, and locks them', async () => {
      const { number } = (await invoke('checkpoint')) as { number: number };
      const all = Array.from({ length: number }, (_, at) => noteKey(at + 1));
      expect(await until(async () => (await kept('checkpoints/')).length >= number, 60_000)).toBe(true);
      expect((await kept('checkpoints/')).slice(0, number)).toEqual(all);
      const head = await theirs.send(new HeadObjectCommand({ Bucket: outputs.KeptBucket, Key: noteKey(number) }));
      expect(head.ObjectLockRetainUntilDate!.getTime()).toBeGreaterThan(Date.now());
    });

    test('hears that the guard watches', async () => {
      expect(await invoke('guard')).toEqual({ blind: [] });
      const { wrong } = (await until(async () => {
        const said = (await invoke('witness', OTHER)) as { wrong: string[] };
        return !said.wrong.includes('guard-silent') && said;
      }, 60_000)) as { wrong: string[] };
      expect(wrong).toEqual([]);
    });

    test('refuses what the program did not sign, whoever puts it', async () => {
      const before = await kept('');
      const forged = await signCheckpoint(
        memorySigner(`sluice/${stage().deployment.disclosure.program}`),
        [{ chain: 'c0', length: 1, hash: 'a'.repeat(64) }],
        Date.now(),
        { number: 1, previous: '0'.repeat(64) },
      );
      const entry = {
        EventBusName: outputs.BusArn,
        Source: SOURCE,
        DetailType: DETAIL_TYPES.checkpoints,
        Detail: JSON.stringify({ program: stage().deployment.disclosure.program, notes: [forged] }),
      };
      const put = async (config: object, more: object = {}) => {
        const events = clientOf(new EventBridgeClient({ ...stage().deployment.clientConfig, ...config }));
        return (await events.send(new PutEventsCommand({ Entries: [{ ...entry, ...more }] }))).FailedEntryCount;
      };
      const root = {};
      const role = { credentials: await credentialsOf('checkpoint') };
      expect(await put(root)).toBe(1);
      expect(await put(role)).toBe(0);
      expect(await put(role, { DetailType: 'Anything else' })).toBe(1);
      const { endpoint, region } = stage().deployment.cloud;
      const lines = () => logLines({ endpoint, region, credentials: as(OTHER).credentials }, `${prefix()}-witness`);
      expect(await until(async () => JSON.stringify(await lines()).includes('unknown-key'), 30_000)).toBe(true);
      expect((await kept('')).filter((key) => key !== 'statement.json')).toEqual(
        before.filter((key) => key !== 'statement.json'),
      );
    });

    test('the root of the program’s account neither writes nor deletes there, nor signs', async () => {
      const ours = clientOf(new S3Client({ ...stage().deployment.clientConfig, forcePathStyle: true }));
      const object = { Bucket: outputs.KeptBucket, Key: noteKey(1) };
      await expect(ours.send(new PutObjectCommand({ ...object, Body: 'other' }))).rejects.toThrow();
      await expect(ours.send(new DeleteObjectCommand(object))).rejects.toThrow();
      const kms = clientOf(new KMSClient(stage().deployment.clientConfig));
      const KeyId = `arn:aws:kms:${stage().deployment.cloud.region}:${OTHER}:key/${outputs.StatementKeyId}`;
      const Message = Buffer.from('a statement');
      await expect(
        kms.send(new SignCommand({ KeyId, Message, MessageType: 'RAW', SigningAlgorithm: 'ED25519_SHA_512' })),
      ).rejects.toThrow();
      await expect(kms.send(new ScheduleKeyDeletionCommand({ KeyId }))).rejects.toThrow();
      expect(await kept('checkpoints/')).toContain(noteKey(1));
    });

    test('its statement is verified offline with an export, and an export that was changed is not confirmed', async () => {
      const sluice = (...args: string[]) =>
        run(process.execPath, ['--disable-warning=ExperimentalWarning', 'bin/sluice.ts', ...args], {
          env: { XDG_CONFIG_HOME: join(folder(), 'config'), SLUICE_PASSWORD: LOCAL_PASSWORD },
        });
      const file = (name: string) => join(folder(), name);
      await sluice('login', '--outputs', stage().deployment.cloud.outputsFile, '--user', 'rosa@example.com');
      await invoke('checkpoint');
      expect(await sluice('ledger', 'export', file('ledger.json'), '--key', file('public.pem'))).toMatchObject({
        code: 0,
      });
      const confirmed = await until(async () => {
        await invoke('witness', OTHER);
        await fetchStatement(file('statement.json'), file('witness.pem'));
        const options = [
          '--key',
          file('public.pem'),
          '--witness',
          file('statement.json'),
          '--witness-key',
          file('witness.pem'),
        ];
        const { code, stdout } = await sluice('ledger', 'verify', file('ledger.json'), ...options);
        return code !== 7 && { code, stdout, options };
      }, 60_000);
      const { code, stdout, options } = confirmed as { code: number; stdout: string; options: string[] };
      expect([0, 6]).toContain(code);
      expect(stdout).toMatch(/checkpoint \d+: the witness has the same/);
      writeFileSync(
        file('statement.json'),
        readFileSync(file('statement.json'), 'utf8').replace('"missing":[', '"missing":[{"from":1,"to":1,"since":1},'),
      );
      expect((await sluice('ledger', 'verify', file('ledger.json'), ...options)).code).toBe(1);
    });

    async function fetchStatement(statement: string, pem: string): Promise<void> {
      const { Body } = await theirs.send(new GetObjectCommand({ Bucket: outputs.KeptBucket, Key: 'statement.json' }));
      writeFileSync(statement, await Body!.transformToString());
      const kms = clientOf(new KMSClient(as(OTHER)));
      const { PublicKey } = await kms.send(new GetPublicKeyCommand({ KeyId: outputs.StatementKeyId }));
      writeFileSync(pem, publicKeyPem(PublicKey!));
    }

    async function credentialsOf(name: string) {
      const { endpoint, region } = stage().deployment.cloud;
      const arn = `arn:aws:lambda:${region}:${account}:function:${prefix()}-${name}`;
      const answer = await fetch(`${endpoint}/_sluice/credentials?function=${encodeURIComponent(arn)}`);
      const role = (await answer.json()) as Record<string, string>;
      return {
        accessKeyId: role.AWS_ACCESS_KEY_ID!,
        secretAccessKey: role.AWS_SECRET_ACCESS_KEY!,
        sessionToken: role.AWS_SESSION_TOKEN!,
      };
    }

    /** With the ordinary commands, as somebody who has nothing of the program but its name, account and public key. */
    async function deployWitness(): Promise<Record<string, string>> {
      const { deployment } = stage();
      const { endpoint, region } = deployment.cloud;
      const layout = layoutOf(folder());
      prepare(layout);
      const kms = clientOf(new KMSClient(deployment.clientConfig));
      const { PublicKey } = await kms.send(new GetPublicKeyCommand({ KeyId: deployment.outputs.SigningKeyId }));
      const key = join(folder(), 'program.pem');
      writeFileSync(key, publicKeyPem(PublicKey!));
      const program = deployment.disclosure.program;
      const witness = { program, stage: 'local', account, key: relative(repository, key), destroyable: true };
      const env = {
        ...commandEnvironment(endpoint, region, layout),
        AWS_ACCESS_KEY_ID: OTHER,
        CDK_DEFAULT_ACCOUNT: OTHER,
      };
      await synthesize({ project: repository, context: { witness: JSON.stringify(witness) } }, layout, env);
      await bootstrap(layout, env, `aws://${OTHER}/${region}`);
      await deploy(layout, env);
      const stacks = new Stacks(endpoint, region, OTHER);
      try {
        return (await stacks.outputs())[`${prefix()}-Witness`]!;
      } finally {
        stacks.close();
      }
    }
  });

const noteKey = (number: number): string => `checkpoints/numbered/${String(number).padStart(12, '0')}.note`;

/** With the bus of the witness, as `cdk deploy` does it. */
async function redeployStage(witness: string): Promise<void> {
  const { endpoint, region } = stage().deployment.cloud;
  const layout = layoutOf(join(repository, '.local', 'e2e'));
  const context = stageContext(relative('.', join(layout.dir, 'disclosure.yaml')), { ...ONE_SHARD, witness });
  const app = { project: repository, context };
  const stacks = new Stacks(endpoint, region);
  try {
    const progress = stopwatch(() => {});
    await bring(stacks, { layout, app, print: fingerprint(app), endpoint, region, progress, synthesis: undefined });
  } finally {
    stacks.close();
  }
}
