import { NOTICE_SOURCE } from '../../core/export/notices.ts';
import { chainsOf } from '../../core/ledger/ledger.ts';
import {
  appends,
  CHECK_ITEMS,
  type Grant,
  LIST_ITEMS,
  MAY_LIST,
  ofKeys,
  type PlaneAccess,
  PUT_ITEMS,
  READ_BATCHES,
  READ_ITEMS,
  UPDATE_ITEMS,
} from './access.ts';
import { LOG_DELIVERY } from './log-delivery.ts';
import { readingGate, subjectKeys } from './opening.ts';
import { type Resources, under } from './resources.ts';

/** Where people are held: spread over four partitions, and before that in one. */
const PEOPLE = ['people', 'people#0', 'people#1', 'people#2', 'people#3'];

/**
 * TRAINING: the way out as data sets. The job reads as the reader does, through the same gate, on the grant of who asked, and may show nothing
 * to anybody; what it makes opens by `exports` alone, which cannot see a segment. Nobody here can touch the stream, write to the vault, or
 * change consent.
 */
export function trainingAccess(
  resources: Resources,
): PlaneAccess<'exports' | 'export-job' | 'export-workflow' | 'departures'> {
  const { table, key } = resources;

  /** What reading for an export asks before anything is opened. */
  const throughTheGate: Grant[] = [
    ...readingGate(resources),
    { why: 'is there a live grant', actions: [...READ_ITEMS, ...CHECK_ITEMS], on: table.Grants },
    { why: 'is each person live', actions: [...READ_BATCHES, ...CHECK_ITEMS], on: table.Subjects },
    ...subjectKeys(resources),
  ];
  const missing: Grant = { ...MAY_LIST, on: resources.exportsListing };

  return {
    plane: 'training',
    roles: {
      'export-job': {
        trusts: { service: 'lambda.amazonaws.com' },
        does: 'reads segments for an export through the reading gate, and seals what becomes of them; shows nobody anything',
        grants: [
          ...appends(table.Ledger, ['export']),
          ...throughTheGate,
          {
            why: 'counts what each reader opens in a day, beside the chains',
            actions: UPDATE_ITEMS,
            on: table.Ledger,
            when: ofKeys(['volume#*']),
          },
          { why: 'finds index rows by day', actions: LIST_ITEMS, on: resources.byDay },
          { why: 'reads and checks index rows', actions: [...READ_BATCHES, ...CHECK_ITEMS], on: table.Index },
          { why: 'fetches the bodies of large segments', actions: ['s3:GetObject'], on: resources.vault },
          { ...MAY_LIST, on: resources.vaultListing },
          {
            why: 'keeps plan and parts, and ends what cannot be made',
            actions: [...READ_ITEMS, ...LIST_ITEMS, ...PUT_ITEMS, ...UPDATE_ITEMS, ...CHECK_ITEMS],
            on: table.Exports,
          },
          { why: 'puts sealed parts and documents', actions: ['s3:PutObject', 's3:GetObject'], on: resources.exports },
          missing,
          { why: 'signs manifests', actions: ['kms:Sign', 'kms:GetPublicKey'], on: key.signing },
          { why: 'names that hold in one export alone', actions: ['kms:GenerateMac'], on: key.pseudonym },
        ],
      },
      exports: {
        trusts: { service: 'lambda.amazonaws.com' },
        does: 'begins exports, says how far they are, opens sealed parts for who made them; can see no segment',
        grants: [
          ...appends(table.Ledger, ['export', 'read-refused']),
          ...throughTheGate,
          {
            why: 'counts what each person was refused, beside the chains',
            actions: UPDATE_ITEMS,
            on: table.Ledger,
            when: ofKeys(['refused#*']),
          },
          {
            why: 'keeps what is asked for, shows it, takes it back with its keys',
            actions: [...READ_ITEMS, ...LIST_ITEMS, ...PUT_ITEMS, ...UPDATE_ITEMS],
            on: table.Exports,
          },
          { why: 'gives links to sealed parts, and documents', actions: ['s3:GetObject'], on: resources.exports },
          missing,
          {
            why: 'the pseudonym of who calls: which data sets and runs hold them',
            actions: ['kms:GenerateMac'],
            on: key.pseudonym,
          },
          { why: 'starts the job', actions: ['states:StartExecution'], on: resources.exportJob },
          {
            why: 'was it stopped from outside: then it goes on when it is asked for again',
            actions: ['states:DescribeExecution'],
            on: resources.exportExecutions,
          },
        ],
      },
      departures: {
        trusts: { service: 'lambda.amazonaws.com' },
        does: 'tells those responsible, by event, from which data sets and runs people have gone; opens nothing, and sees no part',
        grants: [
          {
            why: 'whether somebody has decided something since: how long the chains of people are',
            actions: READ_ITEMS,
            on: table.Ledger,
            when: ofKeys(chainsOf(['choice', 'erasure'])),
          },
          { why: 'who is still there', actions: READ_BATCHES, on: table.Subjects },
          {
            why: 'which data sets and runs there are, and where people are held; of their parts it sees none',
            actions: LIST_ITEMS,
            on: table.Exports,
            when: ofKeys(['exports', 'runs', ...PEOPLE, 'told']),
          },
          { why: 'what the last look has seen', actions: READ_ITEMS, on: table.Exports, when: ofKeys(['told']) },
          { why: 'notes what was told', actions: UPDATE_ITEMS, on: table.Exports, when: ofKeys([...PEOPLE, 'told']) },
          { why: 'notes what it tells first', actions: PUT_ITEMS, on: table.Exports, when: ofKeys(['told']) },
          {
            why: 'tells those responsible, as nobody but us',
            actions: ['events:PutEvents'],
            on: resources.notices,
            // Of a list of events, each.
            when: { 'ForAllValues:StringEquals': { 'events:source': NOTICE_SOURCE } },
          },
        ],
      },
      'export-workflow': {
        trusts: { service: 'states.amazonaws.com' },
        does: 'walks the parts of an export; decides nothing',
        traces: true,
        grants: [
          { why: 'runs the tasks', actions: ['lambda:InvokeFunction'], on: resources.function('export-job') },
          { why: 'reads the names of the parts', actions: ['s3:GetObject'], on: under(resources.exports, 'plans/') },
          {
            why: 'runs each part as an execution of its own',
            actions: ['states:StartExecution'],
            on: resources.exportJob,
          },
          {
            why: 'follows and ends them',
            actions: ['states:DescribeExecution', 'states:StopExecution'],
            on: resources.exportExecutions,
          },
          { why: 'delivers its log, which knows no resources', actions: LOG_DELIVERY, on: resources.anything },
        ],
      },
    },
  };
}
