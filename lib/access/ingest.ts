import type { Disclosure } from '../../core/disclosure/disclosure.ts';
import {
  CHECK_ITEMS,
  type Grant,
  MAY_LIST,
  ofKeys,
  type PlaneAccess,
  PUT_ITEMS,
  READ_BATCHES,
  READ_ITEMS,
  SCAN_ITEMS,
  UPDATE_ITEMS,
} from './access.ts';
import { subjectKeys } from './opening.ts';
import { type Resources, under } from './resources.ts';

/**
 * INGEST: from the device into the vault. Agents may put sealed frames and nothing else. The redactor alone may read the
 * stream, and may write to the vault but not read it. Only a program whose disclosure names a deep pass may ask it. Nobody here can read the ledger, grants, incidents or evidence.
 */
export function ingestAccess(
  resources: Resources,
  { deepPass }: Pick<Disclosure['redaction'], 'deepPass'> = {},
): PlaneAccess<'agent' | 'redactor' | 'sweep'> {
  const { table, key, program } = resources;
  const ofProgram = { StringEquals: { 'kms:EncryptionContext:program': program } };

  const readStream: Grant = {
    why: 'reads frames in order, and knows the shards and their ranges',
    actions: [
      'kinesis:DescribeStream',
      'kinesis:DescribeStreamSummary',
      'kinesis:GetRecords',
      'kinesis:GetShardIterator',
      'kinesis:ListShards',
    ],
    on: resources.stream,
  };

  const why = 'what is left of texts is read once more, as the disclosure says';
  const readDeeply: Grant[] =
    deepPass === undefined
      ? []
      : deepPass.by === 'model'
        ? [
            { why, actions: ['s3:GetObject'], on: under(resources.models!, `models/${deepPass.name}/`) },
            { ...MAY_LIST, on: resources.modelListing! },
          ]
        : [{ why, actions: ['comprehend:DetectPiiEntities'], on: resources.anything }];

  return {
    plane: 'ingest',
    roles: {
      agent: {
        trusts: { role: 'control' },
        does: 'what a device gets for 15 minutes with its lease: it can put frames, hear how the gate stands, and read nothing',
        grants: [
          { why: 'sends sealed frames', actions: ['kinesis:PutRecord', 'kinesis:PutRecords'], on: resources.stream },
          ...listens(resources),
        ],
      },
      redactor: {
        trusts: { service: 'lambda.amazonaws.com' },
        does: 'opens frames in memory, admits, redacts, encrypts per subject, commits',
        grants: [
          readStream,
          {
            why: 'is the gate open, which lanes are there, what did the disclosure say',
            actions: [...READ_ITEMS, ...CHECK_ITEMS],
            on: table.Gate,
          },
          {
            why: 'adds the lane of a new shard to the registry, and can change no gate',
            actions: UPDATE_ITEMS,
            on: table.Gate,
            when: ofKeys(['collection#lanes']),
          },
          {
            why: 'moves the checkpoint of a lane, on condition that the lane is open',
            actions: [...READ_ITEMS, ...PUT_ITEMS, ...UPDATE_ITEMS],
            on: table.Lanes,
          },
          {
            why: 'checks consent in the transaction that stores, and moves replay windows',
            actions: [...READ_BATCHES, ...UPDATE_ITEMS],
            on: table.Subjects,
          },
          ...subjectKeys(resources),
          { why: 'fetches wrapped lease keys', actions: READ_ITEMS, on: table.LeaseKeys },
          { why: 'stores segments, and cannot read them', actions: PUT_ITEMS, on: table.Index },
          { why: 'stores the bodies of large segments', actions: ['s3:PutObject'], on: resources.vault },
          { why: 'opens lease keys', actions: ['kms:Decrypt'], on: key.control, when: ofProgram },
          {
            why: 'the key of the code words that replace names and ids',
            actions: ['kms:GenerateMac'],
            on: key.pseudonym,
          },
          { why: 'reports batches that failed for good', actions: ['sqs:SendMessage'], on: resources.failures },
          ...readDeeply,
        ],
      },
      sweep: {
        trusts: { service: 'lambda.amazonaws.com' },
        does: 'removes objects that no index row points at, and lanes of shards that ended',
        grants: [
          {
            why: 'finds objects and all their versions',
            actions: ['s3:ListBucketVersions'],
            on: resources.vaultListing,
          },
          {
            why: 'removes objects that nobody can open',
            actions: ['s3:DeleteObject', 's3:DeleteObjectVersion'],
            on: resources.vault,
          },
          {
            why: 'which objects the index points at: the index by day holds no messages',
            actions: SCAN_ITEMS,
            on: resources.byDay,
          },
          {
            why: 'which shards there still are',
            actions: ['kinesis:DescribeStreamSummary', 'kinesis:ListShards'],
            on: resources.stream,
          },
          { why: 'which lanes there are', actions: READ_ITEMS, on: table.Gate },
          {
            why: 'takes ended lanes out of the registry',
            actions: UPDATE_ITEMS,
            on: table.Gate,
            when: ofKeys(['collection#lanes']),
          },
          { why: 'closes their rows in the same transaction', actions: UPDATE_ITEMS, on: table.Lanes },
        ],
      },
    },
  };
}

/** Connects, and hears one topic; says nothing. */
const listens = ({ push }: Resources): Grant[] =>
  push
    ? [
        { why: 'connects, to be told at once that the gate has closed', actions: ['iot:Connect'], on: push.clients },
        { why: 'listens to that', actions: ['iot:Subscribe'], on: push.filter },
        { why: 'and hears it', actions: ['iot:Receive'], on: push.topic },
      ]
    : [];
