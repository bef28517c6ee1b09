import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { KMSClient, ScheduleKeyDeletionCommand, SignCommand } from '@aws-sdk/client-kms';
import {
  DeleteObjectCommand,
  HeadObjectCommand,
  ListObjectVersionsCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { signCheckpoint } from '../../../core/ledger/checkpoint.ts';
import { memorySigner } from '../../../core/ledger/signer.memory.ts';
import { DETAIL_TYPES, SOURCE } from '../../../core/witness/bus.ts';
import { deployWitness, WITNESS_ACCOUNT, WITNESS_BUS, type Witness } from '../../../tools/demo/witness.ts';
import { until } from '../../../tools/local/index.ts';
import { logLines } from '../../../tools/local/log-lines.ts';
import { callScheduled } from '../../../tools/local/schedules.ts';
import { runSluice } from '../../fixtures/run.ts';
import { browserAs } from '../../fixtures/typed.ts';
import { credentialsOf, stage } from './stage.ts';

/** A second account keeps what the program signs, and the program's own account cannot touch it. */
export const witnessed = () =>
  describe('a witness in another account', () => {
    let witness: Witness;
    let theirs: S3Client;
    const clients: { destroy(): void }[] = [];
    const clientOf = <T extends { destroy(): void }>(made: T): T => {
      clients.push(made);
      return made;
    };
    const folder = () => join(stage().folder, 'witness');
    const prefix = () => `sluice-${stage().deployment.disclosure.program}-local`;

    beforeAll(async () => {
      witness = await deployWitness(stage().deployment, folder());
      expect(witness.outputs.BusArn).toBe(WITNESS_BUS);
      theirs = clientOf(new S3Client({ ...witness.clientConfig, forcePathStyle: true }));
    });
    afterAll(() => {
      for (const client of clients) client.destroy();
    });

    const invoke = async (name: string) =>
      (await callScheduled(stage().deployment.clientConfig, [`${prefix()}-${name}`]))[0];
    async function kept(below: string): Promise<string[]> {
      const { Versions = [] } = await theirs.send(
        new ListObjectVersionsCommand({ Bucket: witness.outputs.KeptBucket, Prefix: below }),
      );
      return Versions.map(({ Key }) => Key!).sort();
    }

    test('gets each checkpoint that is signed, those of before too, and locks them', async () => {
      const { number } = (await invoke('checkpoint')) as { number: number };
      const all = Array.from({ length: number }, (_, at) => noteKey(at + 1));
      expect(await until(async () => (await kept('checkpoints/')).length >= number, 60_000)).toBe(true);
      expect((await kept('checkpoints/')).slice(0, number)).toEqual(all);
      const head = await theirs.send(
        new HeadObjectCommand({ Bucket: witness.outputs.KeptBucket, Key: noteKey(number) }),
      );
      expect(head.ObjectLockRetainUntilDate!.getTime()).toBeGreaterThan(Date.now());
    });

    test('hears that the guard watches', async () => {
      expect(await invoke('guard')).toEqual({ blind: [] });
      const { wrong } = (await until(async () => {
        const said = await witness.run();
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
        EventBusName: witness.outputs.BusArn,
        Source: SOURCE,
        DetailType: DETAIL_TYPES.checkpoints,
        Detail: JSON.stringify({ program: stage().deployment.disclosure.program, notes: [forged] }),
      };
      const put = async (config: object, more: object = {}) => {
        const events = clientOf(new EventBridgeClient({ ...stage().deployment.clientConfig, ...config }));
        return (await events.send(new PutEventsCommand({ Entries: [{ ...entry, ...more }] }))).FailedEntryCount;
      };
      const root = {};
      const role = { credentials: await credentialsOf(stage(), 'checkpoint') };
      expect(await put(root)).toBe(1);
      expect(await put(role)).toBe(0);
      expect(await put(role, { DetailType: 'Anything else' })).toBe(1);
      const { endpoint, region } = stage().deployment.cloud;
      const lines = () =>
        logLines({ endpoint, region, credentials: witness.clientConfig.credentials }, `${prefix()}-witness`);
      expect(await until(async () => JSON.stringify(await lines()).includes('unknown-key'), 30_000)).toBe(true);
      expect((await kept('')).filter((key) => key !== 'statement.json')).toEqual(
        before.filter((key) => key !== 'statement.json'),
      );
    });

    test('the root of the program’s account neither writes nor deletes there, nor signs', async () => {
      const ours = clientOf(new S3Client({ ...stage().deployment.clientConfig, forcePathStyle: true }));
      const object = { Bucket: witness.outputs.KeptBucket, Key: noteKey(1) };
      await expect(ours.send(new PutObjectCommand({ ...object, Body: 'other' }))).rejects.toThrow();
      await expect(ours.send(new DeleteObjectCommand(object))).rejects.toThrow();
      const kms = clientOf(new KMSClient(stage().deployment.clientConfig));
      const KeyId = `arn:aws:kms:${stage().deployment.cloud.region}:${WITNESS_ACCOUNT}:key/${witness.outputs.StatementKeyId}`;
      const Message = Buffer.from('a statement');
      await expect(
        kms.send(new SignCommand({ KeyId, Message, MessageType: 'RAW', SigningAlgorithm: 'ED25519_SHA_512' })),
      ).rejects.toThrow();
      await expect(kms.send(new ScheduleKeyDeletionCommand({ KeyId }))).rejects.toThrow();
      expect(await kept('checkpoints/')).toContain(noteKey(1));
    });

    test('its statement is verified offline with an export, and an export that was changed is not confirmed', async () => {
      const sluice = (...args: string[]) =>
        runSluice(args, {
          env: { XDG_CONFIG_HOME: join(folder(), 'config'), ...browserAs('rosa@example.com') },
        });
      const file = (name: string) => join(folder(), name);
      await sluice('login', stage().deployment.outputs.ApiUrl!);
      await invoke('checkpoint');
      expect(await sluice('ledger', 'export', file('ledger.json'), '--key', file('public.pem'))).toMatchObject({
        code: 0,
      });
      const confirmed = await until(async () => {
        await witness.run();
        const said = await witness.fetchStatement(folder());
        const options = ['--key', file('public.pem'), ...said.options];
        const { code, stdout } = await sluice('ledger', 'verify', file('ledger.json'), ...options);
        return code !== 7 && { ...said, code, stdout, options };
      }, 60_000);
      if (!confirmed) throw new Error('the witness has not got the checkpoint');
      const { code, stdout, options, statement } = confirmed;
      expect([0, 6]).toContain(code);
      expect(stdout).toMatch(/checkpoint \d+: the witness has the same/);
      writeFileSync(
        statement,
        readFileSync(statement, 'utf8').replace('"missing":[', '"missing":[{"from":1,"to":1,"since":1},'),
      );
      expect((await sluice('ledger', 'verify', file('ledger.json'), ...options)).code).toBe(1);
    });
  });

const noteKey = (number: number): string => `checkpoints/numbered/${String(number).padStart(12, '0')}.note`;
