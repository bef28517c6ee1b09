import type { AccessRecord, Source } from '../access-log/access-log.ts';
import { DOOR_NAMES, type DoorName, eventsOf } from '../disclosure/doors.ts';
import { type DidFinding, type DidKind, findingOf } from './finding.ts';
import { isOwnWork, operationOf } from './own-work.ts';
import { isDeployer, isOfScope, type Known, ownRole, type Scope, type Sight, sightsOf } from './scope.ts';

/*
 * What others did with what is watched, and what the program's roles did beside their work: each named once, by who, what and whose.
 */

const DOOR: ReadonlyMap<string, DoorName> = new Map(
  DOOR_NAMES.flatMap((door) => eventsOf(door).map((event) => [event, door] as const)),
);
/** Doors through which what is stored goes somewhere else. */
const COPIES: ReadonlySet<DoorName> = new Set(['table-copy', 'bucket-copy', 'stream-consumer']);
/** Of doors that say nothing of who read or could: a deploy begins, an alarm is put. */
const NOT_ASKED: ReadonlySet<DoorName> = new Set([
  'deploy',
  'alarms',
  'logs',
  'pool',
  'people',
  'api',
  'workflow',
  'watch',
  'stack',
]);
/** Trails are the account's, and named by names of their own. */
const ANYWHERE: ReadonlySet<DoorName> = new Set(['trail']);

/** Doors are no data events. */
const OF_DOORS: ReadonlySet<Source> = new Set(['management', 'kms']);

/** What hands out content, sealed or not, of each kind of thing. */
const READS: Readonly<Record<string, RegExp>> = {
  s3: /^(Get|Head|Select)Object|^CopyObject$|^UploadPartCopy$|^ListObject|^ListBucket|^RestoreObject$|^GetBucketVersions$/,
  dynamodb: /^(Get|BatchGet|TransactGet)Items?$|^Query$|^Scan$|^GetRecords$|^Get$/,
  kinesis: /^GetRecords$|^GetShardIterator$|^SubscribeToShard$/,
  kms: /^Decrypt$|^ReEncrypt/,
};
const WRITES: Readonly<Record<string, RegExp>> = {
  s3: /^(Put|Delete)Object|^(Create|Complete)MultipartUpload$/,
  dynamodb: /^(Put|Update|Delete)(Item)?$|^BatchWriteItem$|^TransactWriteItems$/,
  kinesis: /^PutRecords?$/,
};
/** Services of AWS that use a key for who reads or writes what they keep: it follows from the call that they served. */
const KEEPERS: ReadonlySet<string> = new Set(['s3', 'dynamodb', 'kinesis'].map((one) => `${one}.amazonaws.com`));

export interface Around {
  findings: DidFinding[];
  /** Calls that are the ordinary work of the program, by role. */
  own: Record<string, number>;
  /** Changes by the deploy path. */
  deploys: number;
}

interface Seen {
  finding: DidKind;
  record: AccessRecord;
  sight: Partial<Omit<Sight, 'arn'>> & { arn?: string | undefined };
  role?: string | undefined;
  why: string;
}

export function aroundReader(records: readonly AccessRecord[], scope: Scope, known: Known): Around {
  const own: Record<string, number> = {};
  let deploys = 0;
  const seen: Seen[] = [];
  const services = new Set(records.map(({ by, source }) => `${by.name} ${source}`));
  for (const record of records) {
    const role = ownRole(scope, record.by);
    const judged = judge(record, role, scope, known, services);
    if (judged === 'own') own[role!] = (own[role!] ?? 0) + 1;
    else if (judged === 'deploy') deploys++;
    else seen.push(...judged);
  }
  return { findings: grouped(seen), own, deploys };
}

function judge(
  record: AccessRecord,
  role: string | undefined,
  scope: Scope,
  known: Known,
  services: ReadonlySet<string>,
): 'own' | 'deploy' | Seen[] {
  const door = DOOR.get(record.action);
  const ours = record.touched.filter(({ arn }) => isOfScope(scope, arn));
  if (door !== undefined && !NOT_ASKED.has(door) && OF_DOORS.has(record.source)) {
    if (ours.length === 0 && !ANYWHERE.has(door)) return [];
    if (record.by.through === 'cloudformation.amazonaws.com' || isDeployer(scope, record.by)) return 'deploy';
    if (role === 'second-line' && door === 'role-rights') return 'own';
    const finding = COPIES.has(door) ? 'copied' : 'changed';
    return about(record, ours).map((arn) => ({ finding, record, sight: { arn }, role, why: `the door "${door}"` }));
  }
  if (record.action === 'sts:AssumeRole' || record.action.startsWith('sts:AssumeRoleWith')) return taken(record, scope);
  if (record.source === 'lambda') return called(record, role, scope);
  const sights = sightsOf(record, scope, known);
  if (sights.length === 0) return [];
  if (record.action.startsWith('kms:') && KEEPERS.has(record.by.through ?? '')) {
    return usedFor(record, role, sights, services);
  }
  const strange = sights.filter(
    (sight) => role === undefined || record.outcome === 'denied' || !isOwnWork(role, record, sight),
  );
  if (strange.length === 0) return 'own';
  return strange.flatMap((sight): Seen[] => {
    const finding = kindOf(record, sight);
    if (finding === undefined) return [];
    const why =
      role === undefined
        ? 'by somebody who is no role of the program'
        : record.outcome === 'denied'
          ? `the role ${role} was denied it`
          : `it is no work of the role ${role}`;
    return [{ finding, record, sight, role, why }];
  });
}

const about = ({ touched }: AccessRecord, ours: readonly { arn: string }[]): (string | undefined)[] => {
  const arns = [...new Set(ours.map(({ arn }) => arn))];
  return arns.length > 0 ? arns : [touched[0]?.arn];
};

const serviceOf = ({ action }: AccessRecord): string => action.slice(0, action.indexOf(':'));

function kindOf(record: AccessRecord, sight: Sight): 'around' | 'written' | undefined {
  const service = serviceOf(record);
  const operation = operationOf(record, sight);
  if (READS[service]?.test(operation)) return 'around';
  if (WRITES[service]?.test(operation)) return 'written';
  // A statement whose table was found and whose kind was not.
  return /Execute/.test(record.action) ? 'around' : undefined;
}

/** Lambda takes the roles of functions for them; everybody else who takes one has it. */
function taken(record: AccessRecord, scope: Scope): Seen[] {
  if (record.by.kind === 'service') return [];
  const role = ownRole(scope, record.by);
  return record.touched.flatMap(({ arn }): Seen[] => {
    const name = Object.entries(scope.roles).find(([, of]) => of === arn)?.[0];
    // Devices get theirs from the control plane.
    if (name === undefined || (name === 'agent' && role === 'control')) return [];
    return [{ finding: 'taken', record, sight: { arn }, role: name, why: `the role ${name} was asked for` }];
  });
}

/** The API calls functions as a service, the program's own as its roles. */
function called(record: AccessRecord, role: string | undefined, scope: Scope): 'own' | Seen[] {
  const functions = record.touched.filter(({ arn }) => Object.values(scope.functions).includes(arn));
  if (functions.length === 0) return [];
  if (role !== undefined) return 'own';
  if (record.by.kind === 'service' || record.by.through !== undefined) return [];
  return functions.map(({ arn }) => ({
    finding: 'called',
    record,
    sight: { arn },
    role,
    why: 'it verifies tokens itself, and tells content to nobody without one',
  }));
}

/**
 * A key that S3 or DynamoDB used for somebody: where the data events of that service are in the log, the call itself is judged. Where they are
 * not, this is all there is of it.
 */
function usedFor(
  record: AccessRecord,
  role: string | undefined,
  sights: readonly Sight[],
  services: ReadonlySet<string>,
): 'own' | Seen[] {
  if (role !== undefined) return 'own';
  const keeper = record.by.through!.split('.')[0] as Source;
  if (services.has(`${record.by.name} ${keeper}`)) return [];
  const why = `a key was used through ${keeper}, whose own calls no log has`;
  // S3 and DynamoDB say by the context what they used it for.
  const object = record.context?.['aws:s3:arn'];
  return sights.map((sight) => ({
    ...{ finding: 'around', record, role, why },
    sight: { ...sight, ...(object !== undefined && { object }) },
  }));
}

/** Who did the same with the same, however often, is one finding, with the first and the last time. */
function grouped(seen: readonly Seen[]): DidFinding[] {
  const groups = new Map<string, Seen[]>();
  for (const one of seen) {
    const { finding, record, sight } = one;
    const name = JSON.stringify([
      ...[finding, record.outcome, record.by.name, record.action, sight.arn],
      ...[sight.subject, sight.segment, sight.object],
    ]);
    const group = groups.get(name);
    if (group) group.push(one);
    else groups.set(name, [one]);
  }
  return [...groups.values()].map((group) => {
    const [{ finding, role, why }] = group as [Seen];
    const certainty = why.startsWith('a key was used through') ? 'likely' : 'proven';
    return findingOf(
      { finding, certainty, why, role },
      group.map(({ record, sight }) => ({
        record,
        arn: sight.arn,
        subject: sight.subject,
        segment: sight.segment,
        object: sight.object,
      })),
    );
  });
}
