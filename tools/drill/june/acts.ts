import type { AccessRecord, Covered, Outcome, Principal, Touched } from '../../../core/access-log/access-log.ts';
import { SOURCES } from '../../../core/access-log/access-log.ts';
import { sourceOfAction } from '../../../core/access-log/cloudtrail.ts';
import { FINANCE, objectOf, type Plan } from './plan.ts';
import { derivedKey } from './rows.ts';

/** Who looked, in the order in which they did. */
export interface Act {
  who: { user: string } | { role: string; session: string };
  /** An object that was asked for; or a person's row, and the key that opens it, past the reader. */
  on: { bucket: string; object: string } | { subject: string; segment: string; keyId: string };
  outcome: Outcome;
}

/** Whose segment was read past the reader. */
export interface Victim {
  subject: string;
  segment: string;
  keyId: string;
}

export function actsOf(plan: Plan, victim: Victim): Act[] {
  const { staff, analysts, contractors, ops, buckets, tables } = plan;
  const object = (at: number) => ({ bucket: tables[at]!.bucket, object: objectOf(tables[at]!.name) });
  const copied = tables.findIndex(({ bucket }) => bucket === buckets.copy);
  return [
    { who: { user: staff[0]! }, on: object(2), outcome: 'done' },
    { who: { user: staff[0]! }, on: object(2), outcome: 'done' },
    { who: { role: analysts[0]!, session: 'laptop' }, on: object(0), outcome: 'done' },
    { who: { user: staff[1]! }, on: object(copied), outcome: 'done' },
    { who: { user: contractors[0]! }, on: object(1), outcome: 'denied' },
    { who: { role: ops, session: 'night' }, on: victim, outcome: 'done' },
    { who: { user: staff[2]! }, on: { bucket: buckets.finance, object: objectOf(FINANCE) }, outcome: 'done' },
  ];
}

export const nameOf = ({ account, arn }: Plan, who: Act['who']): string =>
  'user' in who ? arn.user(who.user) : `arn:aws:sts::${account}:assumed-role/${who.role}/${who.session}`;

/** What a report has to name of them. @param movers who moved the doors, where the log tells that too */
export function didTruth(plan: Plan, acts: readonly Act[], movers: readonly string[] = []) {
  const ours = acts.filter(({ on }) => !('bucket' in on) || on.bucket !== plan.buckets.finance);
  const names = (outcome: Outcome) => ours.filter((act) => act.outcome === outcome).map(({ who }) => nameOf(plan, who));
  return {
    readers: [...names('done'), ...movers],
    refused: names('denied'),
    subjects: ours.flatMap(({ on }) => ('subject' in on ? [on.subject] : [])),
  };
}

/** As a log would have them. @param from ms; a minute apart */
export function recordsOf(plan: Plan, acts: readonly Act[], from: number): AccessRecord[] {
  const { account, region, prefix, arn } = plan;
  const table = (name: string) => `arn:aws:dynamodb:${region}:${account}:table/${prefix}-${name}`;
  let ids = 0;
  return acts.flatMap(({ who, on, outcome }, index) => {
    const by: Principal = {
      ...{ kind: 'user' in who ? 'user' : 'role', name: nameOf(plan, who), account },
      ...('role' in who && { role: arn.role(who.role) }),
    };
    const call = (action: string, touched: Touched, more: Partial<AccessRecord> = {}): AccessRecord => ({
      ...{ id: `june-${++ids}`, at: from + index * 60_000, source: sourceOfAction(action), action, by },
      ...{ account, region, outcome, touched: [touched], ...more },
    });
    if ('bucket' in on) return [call('s3:GetObject', { arn: `${arn.bucket(on.bucket)}/${on.object}` })];
    const { subject, segment, keyId } = on;
    return [
      call('dynamodb:GetItem', { arn: table('Index'), item: { subject, segment } }),
      call('dynamodb:GetItem', { arn: table('Keys'), item: { keyId } }),
      call('kms:Decrypt', { arn: `arn:aws:kms:${region}:${account}:key/subject-keys` }, { context: { key: keyId } }),
      // What S3 uses a key for, for who reads.
      call('kms:Decrypt', { arn: derivedKey(plan) }, { by: { ...by, through: 's3.amazonaws.com' } }),
    ];
  });
}

/** A log of all of it. */
export const wholeCover = (from: number, to: number): Covered[] =>
  SOURCES.map((source) => ({ source, from, to, certain: true }));
