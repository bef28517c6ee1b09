import type { AnonymousParts } from '../../core/incident/anonymous.ts';
import { awsIncidents } from '../../core/incident/incident.aws.ts';
import { awsMailbox } from '../../core/incident/mailbox.aws.ts';
import { awsTextSeal } from '../../core/incident/text-seal.aws.ts';
import { awsLedger } from '../../core/ledger/ledger.aws.ts';
import { systemClock as clock } from '../../core/shared/clock.ts';
import { awsCounts } from '../../core/shared/counts.aws.ts';
import { S } from '../../core/shared/dynamodb.aws.ts';
import { documents, dynamoDb, kms } from '../shared/clients.aws.ts';
import { bundledDisclosure } from '../shared/disclosure.ts';
import { config } from './config.ts';

const ddb = dynamoDb();
const program = config.SLUICE_PROGRAM;
const table = config.SLUICE_INCIDENTS_TABLE;
const seal = awsTextSeal({ kms: kms(), keyId: config.SLUICE_EVIDENCE_KEY, program });

export const parts: AnonymousParts = {
  ...{ program, clock },
  disclosure: bundledDisclosure(config.SLUICE_DISCLOSURE),
  store: awsIncidents({
    ...{ ddb, documents: documents(), table, seal },
    ledger: awsLedger({ ddb, table: config.SLUICE_LEDGER_TABLE }),
  }),
  mailbox: awsMailbox({ documents: documents(), table, seal }),
  counts: awsCounts({
    ddb,
    rowOf: (span) => ({
      table,
      key: { incident: S('reports#anonymous'), item: S(span) },
      span: span === 'hour' ? 'hour' : 'day',
    }),
  }),
};
