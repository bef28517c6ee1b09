/**
 * Promise 8. "The ledger cannot be rewritten unnoticed ... proof that is missing is not proof."
 *
 * Mechanism: checkpoints number themselves, and number and hash of each stand in a chain of the ledger (core/ledger/issue-checkpoint.ts);
 * the newest is found by its number among all versions, never by a name, so that a delete marker hides nothing
 * (core/ledger/checkpoint-store.aws.ts); what is kept and what the chain names have to agree (core/ledger/last-checkpoint.ts).
 *
 * Here: the adapters of production, over a table and a versioned bucket, under an administrator who took one signed entry out of the
 * table, mended everything behind it, and hides or takes away what was signed before.
 *
 * Missing in this form: who rolls back the table and destroys the versions of the notes as well is found only by whoever keeps a copy.
 *
 * Fails when a checkpoint is looked for by name, when none is taken for the first, and when the chain is not asked which one there is.
 */

import { DeleteItemCommand, type DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import {
  DeleteObjectCommand,
  DeleteObjectsCommand,
  ListObjectVersionsCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { describe, expect, test } from '@jest/globals';
import { signCheckpoint } from '../../core/ledger/checkpoint.ts';
import { awsCheckpoints } from '../../core/ledger/checkpoint-store.aws.ts';
import { canonicalJson, sha256 } from '../../core/ledger/entry.ts';
import { entryBy } from '../../core/ledger/entry-by.memory.ts';
import { CheckpointMissing, issueCheckpoint, LedgerRewritten } from '../../core/ledger/issue-checkpoint.ts';
import { awsLedger } from '../../core/ledger/ledger.aws.ts';
import { CHECKPOINT_CHAIN, tipsOf } from '../../core/ledger/ledger.ts';
import { memorySigner } from '../../core/ledger/signer.memory.ts';
import { wholeChain } from '../../core/ledger/walk.ts';
import { N, S } from '../../core/shared/dynamodb.aws.ts';
import { dynamoDouble } from '../fixtures/dynamodb.ts';
import { s3Double } from '../fixtures/s3.ts';

const Bucket = 'evidence';
const NOW = Date.UTC(2026, 10, 25, 12);
const DAYS = 86_400_000;

/** A program in its third week, with a checkpoint after each entry of the last. @param release 0.1.0 kept them under one name */
async function setup(release?: '0.1.0') {
  const ddb = dynamoDouble({ Ledger: ['chain', 'seq'] }).client();
  const cloud = s3Double();
  cloud.makeBucket(Bucket, 365 * DAYS);
  const s3 = cloud.client;
  const ledger = awsLedger({ ddb, table: 'Ledger' });
  const clock = { time: NOW - 20 * DAYS, now: () => clock.time };
  const parts = {
    ledger,
    checkpoints: awsCheckpoints({ s3, bucket: Bucket }),
    signer: memorySigner('sluice/p'),
    clock,
  };
  for (let day = 0; day < 20; day++) {
    for (const name of ['ivan', 'rosa']) await ledger.append(entryBy('read', name, { at: clock.time }));
    if (release) {
      const note = await signCheckpoint(parts.signer, await tipsOf(ledger), clock.time);
      await s3.send(new PutObjectCommand({ Bucket, Key: 'checkpoints/latest.note', Body: note }));
    } else await issueCheckpoint(parts);
    clock.time += DAYS;
  }
  const versions = async () => {
    const found: { Key: string; VersionId: string }[] = [];
    for (let page = await s3.send(new ListObjectVersionsCommand({ Bucket })); ; ) {
      for (const { Key, VersionId } of [...page.Versions!, ...page.DeleteMarkers!]) {
        found.push({ Key: Key!, VersionId: VersionId! });
      }
      if (!page.IsTruncated) return found;
      const { NextKeyMarker: KeyMarker, NextVersionIdMarker: VersionIdMarker } = page;
      page = await s3.send(new ListObjectVersionsCommand({ Bucket, KeyMarker, VersionIdMarker }));
    }
  };
  const names = async () => [...new Set((await versions()).map(({ Key }) => Key))].sort();
  const hide = (Key: string) => s3.send(new DeleteObjectCommand({ Bucket, Key }));
  /** What the lock prevents: for a bucket whose lock or policy somebody got rid of. */
  const destroy = async (name: string) => {
    const Objects = (await versions()).filter(({ Key }) => Key === name);
    await s3.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects } }));
  };
  return { ...parts, parts, ddb, names, hide, destroy };
}

const notes = (names: string[]) => names.filter((name) => name.startsWith('checkpoints/'));

/** The first entry of the longest chain goes; all hashes behind it, and the head, are made anew. */
async function rewrite({ ledger, ddb }: { ledger: Awaited<ReturnType<typeof setup>>['ledger']; ddb: DynamoDBClient }) {
  const tips = (await tipsOf(ledger)).filter(({ chain }) => chain !== CHECKPOINT_CHAIN);
  const { chain, length } = tips.reduce((a, b) => (a.length >= b.length ? a : b));
  const bodies = (await wholeChain(ledger, chain)).slice(1).map(({ body }) => JSON.parse(body));
  let previous = '0'.repeat(64);
  for (const [at, body] of bodies.entries()) {
    const text = canonicalJson({ ...body, seq: at + 1, previous });
    previous = sha256(text);
    const Item = { chain: S(chain), seq: N(at + 1), body: S(text), hash: S(previous) };
    await ddb.send(new PutItemCommand({ TableName: 'Ledger', Item }));
  }
  await ddb.send(new DeleteItemCommand({ TableName: 'Ledger', Key: { chain: S(chain), seq: N(length) } }));
  const head = { chain: S(chain), seq: N(0), length: N(length - 1), hash: S(previous), state: S('open') };
  await ddb.send(new PutItemCommand({ TableName: 'Ledger', Item: head }));
}

/** The chain of checkpoints is cut behind one of them. */
async function forget(
  { ledger, ddb }: { ledger: Awaited<ReturnType<typeof setup>>['ledger']; ddb: DynamoDBClient },
  to: number,
) {
  const all = await wholeChain(ledger, CHECKPOINT_CHAIN);
  for (let seq = to + 1; seq <= all.length; seq++) {
    await ddb.send(new DeleteItemCommand({ TableName: 'Ledger', Key: { chain: S(CHECKPOINT_CHAIN), seq: N(seq) } }));
  }
  const hash = all[to - 1]?.hash;
  const head = { chain: S(CHECKPOINT_CHAIN), seq: N(0), length: N(to), ...(hash && { hash: S(hash) }) };
  await ddb.send(new PutItemCommand({ TableName: 'Ledger', Item: head }));
}

type Setup = Awaited<ReturnType<typeof setup>>;
const all = async (one: Setup, what: 'hide' | 'destroy', last = Number.POSITIVE_INFINITY) => {
  for (const name of notes(await one.names()).slice(-last)) await one[what](name);
};

describe('over a ledger that was rewritten nothing is signed, and the error says so', () => {
  test.each<[string, (one: Setup) => Promise<unknown>, typeof LedgerRewritten]>([
    ['and nothing hidden', async () => {}, LedgerRewritten],
    ['and all notes hidden by delete markers', (one) => all(one, 'hide'), LedgerRewritten],
    ['and the newest two hidden', (one) => all(one, 'hide', 2), LedgerRewritten],
    [
      'and all notes hidden, none named any more',
      (one) => all(one, 'hide').then(() => forget(one, 0)),
      LedgerRewritten,
    ],
    ['and the newest two destroyed', (one) => all(one, 'destroy', 2), CheckpointMissing],
    ['and all notes destroyed', (one) => all(one, 'destroy'), CheckpointMissing],
    ['and the newest two no longer named', (one) => forget(one, 18), LedgerRewritten],
    [
      'and all notes destroyed, none named any more',
      (one) => all(one, 'destroy').then(() => forget(one, 0)),
      CheckpointMissing,
    ],
  ])('%s', async (_what, change, Named) => {
    const one = await setup();
    await rewrite(one);
    await change(one);
    const before = await one.names();

    await expect(issueCheckpoint(one.parts)).rejects.toBeInstanceOf(Named);

    expect(await one.names()).toEqual(before);
  });

  test('of release 0.1.0, whose one name a delete marker hides', async () => {
    const one = await setup('0.1.0');
    await rewrite(one);
    await one.hide('checkpoints/latest.note');
    await expect(issueCheckpoint(one.parts)).rejects.toBeInstanceOf(LedgerRewritten);
    await one.destroy('checkpoints/latest.note');
    await expect(issueCheckpoint(one.parts)).rejects.toBeInstanceOf(CheckpointMissing);
  });
});

describe('over a ledger that holds', () => {
  test.each<[string, (one: Setup) => Promise<unknown>]>([
    ['nothing hidden', async () => {}],
    ['all notes hidden by delete markers: they are read all the same', (one) => all(one, 'hide')],
  ])('the next is signed: %s', async (_what, change) => {
    const one = await setup();
    await change(one);
    expect(await issueCheckpoint(one.parts)).toMatchObject({ number: 21 });
    expect(await issueCheckpoint(one.parts)).toMatchObject({ number: 22 });
  });

  test('of release 0.1.0 the first number is signed, and from there on numbers count', async () => {
    const one = await setup('0.1.0');
    expect(await issueCheckpoint(one.parts)).toMatchObject({ number: 1 });
    expect(await issueCheckpoint(one.parts)).toMatchObject({ number: 2 });
  });

  test('a checkpoint that is gone is missed all the same', async () => {
    const one = await setup();
    await all(one, 'destroy', 1);
    await expect(issueCheckpoint(one.parts)).rejects.toBeInstanceOf(CheckpointMissing);
  });
});
