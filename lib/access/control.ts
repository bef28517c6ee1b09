import {
  appends,
  CHECK_ITEMS,
  DELETE_ITEMS,
  type Grant,
  LIST_ITEMS,
  ofKeys,
  type PlaneAccess,
  PUT_ITEMS,
  READ_ITEMS,
  ROOTS,
  SCAN_ITEMS,
  TEXTS,
  UPDATE_ITEMS,
} from './access.ts';
import type { Resources } from './resources.ts';

/** `ForAnyValue`: unlike `ForAllValues` it does not hold where the key is not told. */
const OF_DIRECTORY = { 'ForAnyValue:StringEquals': { 'dynamodb:LeadingKeys': ['directory', 'directory#parts'] } };

/**
 * CONTROL: enrolment, consent, leases, erasure, and the pause that works when everything else is down. Nobody here can read
 * the stream, the vault or a subject's key in the clear, nor the directory once it is stored; the index is seen by what deletes from it.
 */
export function controlAccess(
  resources: Resources,
): PlaneAccess<'control' | 'front' | 'broadcast' | 'break-glass' | 'erasures'> {
  const { table, key, program, push } = resources;
  const ofProgram = { StringEquals: { 'kms:EncryptionContext:program': program } };

  const eraseTexts: Grant = {
    why: 'deletes what readers wrote about who is erased, beside the chains, and can see it until then',
    actions: [...LIST_ITEMS, ...DELETE_ITEMS],
    on: table.Ledger,
    when: TEXTS,
  };

  return {
    plane: 'control',
    roles: {
      control: {
        trusts: { service: 'lambda.amazonaws.com' },
        does: 'the consent plane: enrol, consent, withdraw, lease, status, books, erase',
        grants: [
          {
            why: 'is the gate open, what did the disclosure say',
            actions: [...READ_ITEMS, ...CHECK_ITEMS],
            on: table.Gate,
          },
          {
            why: 'notes what a disclosure said when it came into force, and can put no gate',
            actions: PUT_ITEMS,
            on: table.Gate,
            when: ofKeys(['disclosure#*']),
          },
          { why: 'the counters of the books', actions: SCAN_ITEMS, on: table.Lanes },
          {
            why: 'consent states and devices',
            actions: [...READ_ITEMS, ...LIST_ITEMS, ...SCAN_ITEMS, ...PUT_ITEMS, ...UPDATE_ITEMS],
            on: table.Subjects,
          },
          {
            why: 'makes subject keys, and deletes them: erasure',
            actions: [...PUT_ITEMS, ...DELETE_ITEMS],
            on: table.Keys,
          },
          {
            why: 'when the directory was stored, and which parts there are; of the other rows it sees none',
            actions: READ_ITEMS,
            on: table.Keys,
            when: OF_DIRECTORY,
          },
          {
            why: 'counts who replaced the directory how often on a day, and notes its parts',
            actions: UPDATE_ITEMS,
            on: table.Keys,
            when: ofKeys(['uploads#*', 'directory#parts']),
          },
          {
            why: 'seals the directory, and cannot open it again',
            actions: ['kms:GenerateDataKey'],
            on: key['subject-keys'],
            when: {
              StringEquals: { 'kms:EncryptionContext:program': program, 'kms:EncryptionContext:key': 'directory' },
            },
          },
          {
            why: 'makes and fetches lease keys, and notes how long the leases are that it gives',
            actions: [...READ_ITEMS, ...PUT_ITEMS, ...UPDATE_ITEMS],
            on: table.LeaseKeys,
          },
          ...appends(table.Ledger, ['choice', 'erasure']),
          eraseTexts,
          { why: 'the pseudonym of who calls', actions: ['kms:GenerateMac'], on: key.pseudonym },
          {
            why: 'which alarms ring, for representatives and the platform team',
            actions: ['cloudwatch:DescribeAlarms'],
            on: resources.alarms,
          },
          {
            why: 'makes subject keys and never sees one',
            actions: ['kms:GenerateDataKeyWithoutPlaintext'],
            on: key['subject-keys'],
            when: ofProgram,
          },
          {
            why: 'makes and opens lease keys',
            actions: ['kms:GenerateDataKey', 'kms:Decrypt'],
            on: key.control,
            when: ofProgram,
          },
          {
            why: 'credentials for devices, narrowed by a session policy',
            actions: ['sts:AssumeRole'],
            on: resources.role('agent'),
          },
        ],
      },
      front: {
        trusts: { service: 'lambda.amazonaws.com' },
        does: 'tells anybody what it takes to talk to the program, and what is known while Service is not there',
        grants: [
          {
            why: 'is the program paused, and since when; of the gate’s other rows it sees none',
            actions: READ_ITEMS,
            on: table.Gate,
            when: ofKeys(['collection']),
          },
          { why: 'the key that others verify with', actions: ['kms:GetPublicKey'], on: key.signing },
        ],
      },
      broadcast: {
        trusts: { service: 'lambda.amazonaws.com' },
        does: 'tells agents how the gate stands, on one topic: moves no gate, signs nothing else',
        grants: push
          ? [
              {
                why: 'how the gate stands, and what it told last',
                actions: READ_ITEMS,
                on: table.Gate,
                when: ofKeys(['collection', 'push']),
              },
              { why: 'notes that it was told', actions: PUT_ITEMS, on: table.Gate, when: ofKeys(['push']) },
              { why: 'signs what it tells', actions: ['kms:Sign', 'kms:GetPublicKey'], on: key.push },
              {
                why: 'tells it, to whoever listens and whoever comes to, and looks what is told',
                actions: ['iot:Publish', 'iot:RetainPublish', 'iot:GetRetainedMessage'],
                on: push.topic,
              },
              { why: 'where agents find it', actions: ['iot:DescribeEndpoint'], on: resources.anything },
            ]
          : [],
      },
      erasures: {
        trusts: { service: 'lambda.amazonaws.com' },
        does: 'deletes what lists the records of erased subjects, and again their keys and what was written about them, every day; counts how many take part',
        grants: [
          eraseTexts,
          {
            why: 'whose keys are erased, what is trimmed, and how many take part',
            actions: SCAN_ITEMS,
            on: table.Subjects,
          },
          {
            why: 'notes how many take part, and can put no gate',
            actions: PUT_ITEMS,
            on: table.Gate,
            when: ofKeys(['participation']),
          },
          { why: 'deletes them, and sees none', actions: DELETE_ITEMS, on: table.Keys },
          {
            why: 'which parts of a directory nobody put in force; of the other rows it sees none',
            actions: READ_ITEMS,
            on: table.Keys,
            when: OF_DIRECTORY,
          },
          {
            why: 'takes them out of the list',
            actions: UPDATE_ITEMS,
            on: table.Keys,
            when: ofKeys(['directory#parts']),
          },
          {
            why: 'finds what lists records under these keys or in these spans, and deletes it; what is sealed in it opens under none that it can fetch',
            actions: [...LIST_ITEMS, ...DELETE_ITEMS],
            on: table.Index,
          },
        ],
      },
      'break-glass': {
        trusts: { people: 'with MFA' },
        does: 'closes both gates from a terminal when API and functions are down; cannot open them',
        grants: [
          {
            why: 'closes the gates, of a program that has collected nothing yet as well',
            actions: [...READ_ITEMS, ...UPDATE_ITEMS, ...CHECK_ITEMS],
            on: table.Gate,
          },
          { why: 'puts the roots where there are none', actions: PUT_ITEMS, on: table.Gate, when: ROOTS },
          { why: 'closes the lanes', actions: [...READ_ITEMS, ...UPDATE_ITEMS], on: table.Lanes },
          ...appends(table.Ledger, ['pause'], { movesGate: true }),
          { why: 'signs the closure receipt', actions: ['kms:Sign', 'kms:GetPublicKey'], on: key.signing },
        ],
      },
    },
  };
}
