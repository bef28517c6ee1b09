import {
  announces,
  appends,
  CHECK_ITEMS,
  type Grant,
  MAY_LIST,
  type PlaneAccess,
  PUT_ITEMS,
  READ_ITEMS,
  ROOTS,
  tells,
  UPDATE_ITEMS,
} from './access.ts';
import { type Resources, under } from './resources.ts';

const LOOK_AT_RULES = ['events:DescribeRule', 'events:ListTargetsByRule'];

/**
 * GUARD: what hears of changes at AWS and closes the gates when a door was moved outside a deploy. Nobody here can read the stream, the
 * vault, or any key of a subject or a lease.
 */
export function guardAccess(resources: Resources): PlaneAccess<'guard'> {
  const { table, key, program } = resources;
  const missing: Grant = { ...MAY_LIST, on: resources.evidenceListing };

  return {
    plane: 'guard',
    roles: {
      guard: {
        trusts: { service: 'lambda.amazonaws.com' },
        does: 'closes both gates when a door was moved, files it, signs the closure receipt, starts the workflow',
        grants: [
          {
            why: 'closes both gates, and looks whether they are held',
            actions: [...READ_ITEMS, ...UPDATE_ITEMS, ...CHECK_ITEMS],
            on: table.Gate,
          },
          {
            why: 'puts the roots of a new program, where there are none',
            actions: PUT_ITEMS,
            on: table.Gate,
            when: ROOTS,
          },
          { why: 'closes lanes', actions: [...READ_ITEMS, ...UPDATE_ITEMS], on: table.Lanes },
          ...appends(table.Ledger, ['door', 'report', 'pause'], { movesGate: true }),
          {
            why: 'files what it saw, each event once',
            actions: [...READ_ITEMS, ...PUT_ITEMS, ...UPDATE_ITEMS],
            on: table.Incidents,
          },
          {
            why: 'seals the sentence that tells people what was moved, and cannot open it again',
            actions: ['kms:GenerateDataKey'],
            on: key.evidence,
            when: { StringEquals: { 'kms:EncryptionContext:program': program } },
          },
          { why: 'signs the closure receipt', actions: ['kms:Sign', 'kms:GetPublicKey'], on: key.signing },
          {
            why: 'keeps the receipt under Object Lock',
            actions: ['s3:PutObject', 's3:GetObject'],
            on: under(resources.evidence, 'receipts/'),
          },
          missing,
          { why: 'starts the workflow', actions: ['states:StartExecution'], on: resources.workflow },
          { why: 'looks whether it hears of all doors', actions: LOOK_AT_RULES, on: resources.doorRules },
          {
            why: 'looks what CloudFormation was told last',
            actions: ['cloudformation:GetTemplate'],
            on: resources.stacks,
          },
          {
            why: 'looks which code runs',
            actions: ['lambda:GetFunctionConfiguration'],
            on: resources.functions,
          },
          announces(resources.function('broadcast')),
          ...tells(resources.witness),
        ],
      },
    },
  };
}
