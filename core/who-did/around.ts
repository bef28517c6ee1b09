import type { AccessRecord, Source } from '../access-log/access-log.ts';
import { DOOR_NAMES, type DoorName, eventsOf } from '../disclosure/doors.ts';
import type { DidFinding, DidKind } from './finding.ts';
import { Gathered } from './gathered.ts';
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
  /** Nothing is said where these records are there: `principal source`. */
  unless?: string;
}

/** Findings beyond these are told by who, what and whose, no more by which segment and object: an answer is as long as somebody can read. */
const MOST_FINDINGS = 10_000;

/** Sees records of the window one by one, in any order; all of them are as much to hold as what is found. */
export class AroundReader {
  readonly #scope: Scope;
  readonly #known: Known;
  readonly #own: Record<string, number> = {};
  #deploys = 0;
  readonly #groups = new Map<string, Group>();
  /** Who has records of which source. */
  readonly #services = new Set<string>();

  constructor(scope: Scope, known: Known) {
    this.#scope = scope;
    this.#known = known;
  }

  see(record: AccessRecord): void {
    const { by, source } = record;
    const role = ownRole(this.#scope, by);
    // Who is one of the program is not asked for that.
    if (role === undefined) this.#services.add(`${by.name} ${source}`);
    const judged = judge(record, role, this.#scope, this.#known);
    if (judged === 'own') this.#own[role!] = (this.#own[role!] ?? 0) + 1;
    else if (judged === 'deploy') this.#deploys++;
    else for (const one of judged) this.#gather(one);
  }

  found(): Around {
    const findings = [...this.#groups.values()]
      .filter(({ unless }) => unless === undefined || !this.#services.has(unless))
      .map(({ seen: { finding, role, why }, gathered, isOfMany }) => {
        const certainty = why.startsWith('a key was used through') ? ('likely' as const) : ('proven' as const);
        const told = gathered.finding({ finding, certainty, why: isOfMany ? `${why}; ${OF_MANY}` : why, role });
        // Those that fit are not all: of a person, anything may be meant.
        return isOfMany ? { ...told, segments: [], objects: [] } : told;
      });
    return { findings, own: this.#own, deploys: this.#deploys };
  }

  /** Who did the same with the same, however often, is one finding, with the first and the last time. */
  #gather(seen: Seen): void {
    const { finding, record, sight, unless } = seen;
    const who = [finding, record.outcome, record.by.name, record.action, unless];
    const name = JSON.stringify([...who, sight.arn, sight.subject, sight.segment, sight.object]);
    const isOfMany = !this.#groups.has(name) && this.#groups.size >= MOST_FINDINGS;
    const key = isOfMany ? JSON.stringify([...who, sight.thing ?? null, sight.subject, 'and more']) : name;
    const group = this.#groups.get(key) ?? { seen, gathered: new Gathered(record.by), isOfMany, unless };
    this.#groups.set(key, group);
    group.gathered.add({ record, ...sight });
  }
}
const OF_MANY = 'so many were touched that they are not told one by one';

interface Group {
  seen: Seen;
  gathered: Gathered;
  isOfMany: boolean;
  unless: string | undefined;
}

function judge(record: AccessRecord, role: string | undefined, scope: Scope, known: Known): 'own' | 'deploy' | Seen[] {
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
    return usedFor(record, role, sights);
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
function usedFor(record: AccessRecord, role: string | undefined, sights: readonly Sight[]): 'own' | Seen[] {
  if (role !== undefined) return 'own';
  const keeper = record.by.through!.split('.')[0] as Source;
  const why = `a key was used through ${keeper}, whose own calls no log has`;
  // S3 and DynamoDB say by the context what they used it for.
  const object = record.context?.['aws:s3:arn'];
  return sights.map((sight) => ({
    ...{ finding: 'around', record, role, why, unless: `${record.by.name} ${keeper}` },
    sight: { ...sight, ...(object !== undefined && { object }) },
  }));
}
