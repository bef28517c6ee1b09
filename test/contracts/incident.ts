import {
  type DynamoDBClient,
  PutItemCommand,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { describe, expect, test } from '@jest/globals';
import { trimsText } from '../../core/consent/trims.ts';
import { sampleDisclosure } from '../../core/disclosure/sample.ts';
import { awsReadingGate } from '../../core/gate/gate.aws.ts';
import { establishLane } from '../../core/gate/lane.ts';
import { pause } from '../../core/gate/pause.ts';
import { awsIncidents } from '../../core/incident/incident.aws.ts';
import { incidentContract } from '../../core/incident/incident.contract.ts';
import { awsProbes } from '../../core/incident/probes.aws.ts';
import { probesContract } from '../../core/incident/probes.contract.ts';
import { awsTextSeal } from '../../core/incident/text-seal.aws.ts';
import { awsCheckpoints } from '../../core/ledger/checkpoint-store.aws.ts';
import { entryBy } from '../../core/ledger/entry-by.memory.ts';
import { awsEvidence } from '../../core/ledger/evidence.aws.ts';
import { evidenceContract } from '../../core/ledger/evidence.contract.ts';
import { issueCheckpoint } from '../../core/ledger/issue-checkpoint.ts';
import { lastCheckpoint, tipsWithNote } from '../../core/ledger/last-checkpoint.ts';
import { awsLedger } from '../../core/ledger/ledger.aws.ts';
import { ledgerContract } from '../../core/ledger/ledger.contract.ts';
import { READ_CHAINS } from '../../core/ledger/ledger.ts';
import { readPublicKey, signDocument, verifyDocument } from '../../core/ledger/note.ts';
import { awsSigner } from '../../core/ledger/signer.aws.ts';
import { awsTexts } from '../../core/ledger/texts.aws.ts';
import { wholeLedger } from '../../core/ledger/walk.ts';
import { awsRefusals } from '../../core/reading/counts.aws.ts';
import { awsGrants } from '../../core/reading/grant.aws.ts';
import { grantKey } from '../../core/reading/grant.ts';
import type { SeenSubject } from '../../core/reading/judge.ts';
import { awsLiveKeys } from '../../core/reading/live-keys.aws.ts';
import { type AwsReadingOptions, awsReading } from '../../core/reading/reading.aws.ts';
import { KEY_ID, NOW, readingContract, sampleRow } from '../../core/reading/reading.contract.ts';
import { OWN_DATA } from '../../core/reading/reading.ts';
import { awsRecords } from '../../core/reading/records.aws.ts';
import { awsSlices } from '../../core/reading/slice.aws.ts';
import { sliceContract } from '../../core/reading/slice.contract.ts';
import { N, S } from '../../core/shared/dynamodb.aws.ts';
import { awsKeptRows } from '../../core/termination/kept.aws.ts';
import { keptContract } from '../../core/termination/kept.contract.ts';
import { type IndexRow, toItem } from '../../core/vault/index-row.ts';
import type { ContractCloud } from './cloud.ts';

/** The AWS adapters of ledger, reading and incident keep the contracts that the memory adapters keep. */
export function incidentContracts(cloud: ContractCloud): void {
  const { ddb, documents, kms, s3 } = cloud;
  const ledgerTable = () => cloud.table('chain:S', 'seq:N');

  describe('recurrence probes, DynamoDB', () => {
    probesContract(async () => awsProbes({ documents, table: await cloud.table('incident:S', 'item:S') }));
  });

  describe('what a program keeps, DynamoDB', () => {
    keptContract(async () => {
      const [subjects, keys, index] = await Promise.all([
        cloud.table('subject:S', 'item:S'),
        cloud.table('keyId:S'),
        cloud.indexTable(),
      ]);
      const put = (TableName: string, Item: Record<string, string>) =>
        documents.send(new PutCommand({ TableName, Item }));
      return {
        kept: awsKeptRows({ documents, subjects, keys, index }),
        async putSubject(subject: string, state: string | undefined) {
          await put(subjects, { subject, item: 'device#laptop', state: 'live' });
          return put(subjects, { subject, item: 'state', ...(state !== undefined && { state }) });
        },
        putKey: (keyId: string) => put(keys, { keyId, subject: 'ann' }),
        putSegment: (subject: string, segment: string, object?: string) =>
          put(index, { subject, segment, day: '2026-11-25#0', keyId: 'k', ...(object !== undefined && { object }) }),
      };
    });
  });

  describe('ledger, DynamoDB', () => {
    ledgerContract(async () => {
      const table = await ledgerTable();
      return { ...awsLedger({ ddb, table }), texts: awsTexts({ ddb, table }) };
    });

    test('appends where the gate has made the heads', async () => {
      const table = await ledgerTable();
      const gate = awsReadingGate({ ddb, gateTable: await cloud.table('pk:S'), ledgerTable: table, clock: Date });
      await gate.read();
      await establishLane(gate, 'c0', 1);
      const ledger = awsLedger({ ddb, table, chains: ['c0'] });
      for (const seq of [1, 2]) {
        expect(await ledger.append({ kind: 'choice', at: 1, actor: 'subject:a' })).toMatchObject({ chain: 'c0', seq });
      }
    });
  });

  /** Tables of reading, and what works on them; transactions go through `send`. */
  async function makeReading(send: DynamoDBClient = ddb) {
    const [index, subjects, grants, table, gateTable, exports] = await Promise.all([
      cloud.indexTable(),
      cloud.table('subject:S', 'item:S'),
      cloud.table('grant:S'),
      ledgerTable(),
      cloud.table('pk:S'),
      cloud.table('export:S', 'item:S'),
    ]);
    const clock = { time: NOW, now: () => clock.time };
    const gate = awsReadingGate({ ddb, gateTable, ledgerTable: table, clock });
    await gate.read();
    const ledger = awsLedger({ ddb, table });
    const openChain = async (chain: string) => {
      const { state, epoch } = await gate.read();
      return state === 'open' && establishLane(gate, chain, epoch);
    };
    const tables = { index, subjects, grants, ledger: table, exports };
    const keys = new Set([KEY_ID]);
    const reads: AwsReadingOptions = {
      ...{ ddb: send, documents, tables, ledger, openChain, clock },
      keys: { has: async (key) => keys.has(key) },
      rules: sampleDisclosure(),
    };
    return {
      clock,
      gate,
      ledger,
      texts: awsTexts({ ddb, table }),
      reading: awsReading(reads),
      slices: awsSlices(reads),
      refusals: awsRefusals({ ddb, table }),
      putKey: async (key: string, there = true) => {
        if (there) keys.add(key);
        else keys.delete(key);
      },
      grants: awsGrants({ ddb, documents, table: grants, ledger }),
      // Rows of its tests have no enrolment before them.
      records: awsRecords({
        ...{ documents, table: index, clock },
        retention: sampleDisclosure().retention,
        began: async () => 0,
      }),
      shown: awsRecords({
        ...{ documents, table: index, clock },
        retention: sampleDisclosure().retention,
        began: async () => 0,
        liveKeys: awsLiveKeys({ ddb, table: subjects }),
      }),
      putRow: async (row: IndexRow) => {
        await documents.send(new PutCommand({ TableName: index, Item: toItem(row) }));
      },
      putSubject: async (subject: string, { state, keyId, trims }: SeenSubject) => {
        // A window's bits may be beyond 2^53: the reader must not stumble over them.
        const windows = { M: { d1: { M: { high: N(70), seen: N(2n ** 64n - 1n) } } } };
        const Item = {
          subject: S(subject),
          item: S('state'),
          state: S(state),
          keyId: S(keyId),
          windows,
          ...(trims && { trims: S(trimsText(trims)) }),
        };
        await ddb.send(new PutItemCommand({ TableName: subjects, Item }));
      },
    };
  }

  describe('reading, DynamoDB', () => {
    readingContract(makeReading);
    sliceContract(() => makeReading());

    type Setup = Awaited<ReturnType<typeof makeReading>>;
    const give = ({ grants }: Setup, expires: number) => {
      const grant = { reader: 'ivan', purpose: 'quality-review', givenBy: 'stella', givenAt: NOW };
      return grants.give({ grant: grantKey('ivan', 'quality-review'), ...grant, expires });
    };

    test.each<[string, (setup: Setup, row: IndexRow) => Promise<unknown>, 'ivan' | 'anna']>([
      ['erased', ({ putSubject }) => putSubject('anna', { state: 'erased', keyId: KEY_ID }), 'ivan'],
      ['consent', ({ putSubject }) => putSubject('anna', { state: 'withdrawn', keyId: KEY_ID }), 'ivan'],
      [
        'not-found',
        ({ putSubject }, { arrivedFrom: at }) =>
          putSubject('anna', { state: 'live', keyId: KEY_ID, trims: [{ from: at, to: at }] }),
        'anna',
      ],
      ['foreign-object', ({ putSubject }) => putSubject('anna', { state: 'live', keyId: 'a-new-key' }), 'ivan'],
      ['no-grant', (setup) => give(setup, NOW), 'ivan'],
      ['altered', ({ putRow }, row) => putRow({ ...row, readableFrom: NOW + 1 }), 'ivan'],
      ['altered', ({ putRow }, row) => putRow({ ...row, expiresSeconds: NOW / 1000 }), 'ivan'],
      ['foreign-object', async ({ putRow }, row) => putRow({ ...row, body: (await sampleRow()).body }), 'ivan'],
      ['gate-closed', ({ gate, clock }) => pause({ reading: gate }, 'i1', clock), 'ivan'],
      ['erased', ({ putSubject }) => putSubject('anna', { state: 'erased', keyId: KEY_ID }), 'anna'],
      ['altered', ({ putRow }, row) => putRow({ ...row, expiresSeconds: NOW / 1000 }), 'anna'],
    ])('refused although it looked well, changed before the transaction: %s', async (reason, change, reader) => {
      let [setup, row, changes] = [undefined as Setup | undefined, await sampleRow(), 0];
      const late = new Proxy(ddb, {
        get(target, name) {
          if (name !== 'send') return Reflect.get(target, name);
          return async (command: unknown) => {
            if (command instanceof TransactWriteItemsCommand && changes++ === 0) await change(setup!, row);
            return target.send(command as TransactWriteItemsCommand);
          };
        },
      });
      setup = await makeReading(late);
      const { gate, putSubject, putRow, reading, ledger } = setup;
      for (const chain of READ_CHAINS) await establishLane(gate, chain, 1);
      await putSubject('anna', { state: 'live', keyId: KEY_ID });
      await putRow(row);
      await give(setup, NOW + 1000);
      const purpose = reader === 'anna' ? OWN_DATA : 'quality-review';
      const request = { reader, purpose, subject: 'anna', segment: row.segment, reason: 'r' };
      await expect(reading.begin(request)).rejects.toMatchObject({ reason });
      expect(changes).toBeGreaterThan(0);
      expect((await wholeLedger(ledger)).filter(({ kind }) => kind === 'read')).toEqual([]);
    });
  });

  describe('incidents, DynamoDB and KMS', () => {
    const make = async () => {
      const [table, chains] = await Promise.all([cloud.table('incident:S', 'item:S'), ledgerTable()]);
      const ledger = awsLedger({ ddb, table: chains });
      const keyId = await cloud.kmsKey();
      const seal = awsTextSeal({ kms, keyId, program: 'sample' });
      return { table, seal, ledger, store: awsIncidents({ ddb, documents, table, ledger, seal }) };
    };
    incidentContract(make);

    test('the text is sealed at rest, and one report’s text is not shown in the place of another’s', async () => {
      const { seal } = await make();
      const sealed = await seal.seal('i1', 'what rita saw');
      expect(Buffer.from(sealed.message).toString('latin1')).not.toContain('rita');
      expect(await seal.open('i1', sealed)).toBe('what rita saw');
      await expect(seal.open('i2', sealed)).rejects.toThrow();
      const flipped = Buffer.from(sealed.message);
      flipped[flipped.length - 20]! ^= 1;
      await expect(seal.open('i1', { ...sealed, message: flipped })).rejects.toMatchObject({ reason: 'damaged' });
    });
  });

  describe('evidence and signatures, S3 and KMS', () => {
    const makeBucket = () => cloud.bucket(2);
    const makeSigner = async () => {
      return awsSigner({ kms, keyId: await cloud.kmsKey('signing'), name: 'sluice/sample' });
    };

    evidenceContract(async () => {
      const bucket = await makeBucket();
      const replace = (Key: string, Body: Uint8Array) => s3.send(new PutObjectCommand({ Bucket: bucket, Key, Body }));
      return { evidence: awsEvidence({ s3, bucket }), replace };
    });

    test('KMS signs documents that verify with the public key alone', async () => {
      const signer = await makeSigner();
      const signed = await signDocument(signer, 'closure-receipt', { epoch: 2 });
      const key = readPublicKey(await signer.publicKey());
      expect(verifyDocument(signed, key)).toMatchObject({ origin: 'sluice/sample', kind: 'closure-receipt' });
      expect(() => verifyDocument({ ...signed, document: { epoch: 3 } }, key)).toThrow();
    });

    test('checkpoints continue each other, and stop at a ledger that was rewritten', async () => {
      const table = await ledgerTable();
      const ledger = awsLedger({ ddb, table, chains: ['c0'] });
      const checkpoints = awsCheckpoints({ s3, bucket: await makeBucket() });
      const parts = { ledger, checkpoints, signer: await makeSigner(), clock: { now: () => NOW } };
      expect(await lastCheckpoint(parts)).toBeUndefined();
      for (const name of ['a', 'b']) await ledger.append(entryBy('read', name, { at: NOW }));
      const first = await issueCheckpoint(parts);
      expect(await tipsWithNote(ledger, checkpoints)).toMatchObject({ checkpoint: first.note });
      await ledger.append({ kind: 'read', at: NOW, actor: 'reader:c' });
      expect(await issueCheckpoint(parts)).toMatchObject({ number: 2, tips: [{ chain: 'c0', length: 3 }] });
      expect(await lastCheckpoint(parts)).toMatchObject({ numbered: { number: 2 } });
      await ddb.send(
        new UpdateItemCommand({
          TableName: table,
          Key: { chain: S('c0'), seq: N(3) },
          UpdateExpression: 'SET #hash = :other',
          ExpressionAttributeNames: { '#hash': 'hash' },
          ExpressionAttributeValues: { ':other': S('0'.repeat(64)) },
        }),
      );
      await expect(issueCheckpoint(parts)).rejects.toThrow('chain c0 is broken at entry 3');
    });
  });
}
