import { DECRYPT, ENABLE_KEY, OPEN_KEY } from './actions.ts';
import { ABSENT, known, OPEN, type Value } from './context.ts';
import type { Request } from './evaluate.ts';
import { NO, unknown } from './formula.ts';
import { grantsOf } from './grants.ts';
import { isUnread, type Row } from './inventory.ts';
import type { Model } from './model.ts';
import { always, type Need, requests, thing } from './needs.ts';
import { compiled } from './patterns.ts';

/** Through which service a key is used, and in which encryption context. */
interface KeyUse {
  service: string;
  region: string;
  context: readonly (readonly [string, string])[];
  /** Services that call others in a principal's name tell so. */
  calledVia?: readonly string[];
}

/** What a key asks of who wants to open something under it. @returns nothing where there is no key that asks */
export function keyNeeds(
  model: Model,
  key: string | { unknown: string } | undefined,
  use: KeyUse | { direct: Readonly<Record<string, string>> | undefined },
): Need[] {
  if (key === undefined) return [];
  if (isUnread(key)) return [always('key', unknown(`which key it is under could not be read: ${key.unknown}`))];
  const row = model.key(key as string);
  if (!row) {
    const why = model.missing('key', key as string);
    return [always(`key ${key}`, why === undefined ? NO : unknown(why))];
  }
  const changed = (actions: readonly string[]) =>
    requests(actions, {
      resource: thing(row.arn),
      owner: row.account,
      policies: model.own('policy of the key', row.policy, 'resource'),
      resourceControl: model.levels(row.account, 'resourceControl'),
      style: 'handed-over',
      facts: model.factsOf(row.account, row.region, row.tags),
    });
  if (row.enabled === false) {
    return [{ ...always(`key ${row.arn}, which is disabled`, NO), opened: changed(ENABLE_KEY) }];
  }
  const context = 'direct' in use ? Object.entries(use.direct ?? {}) : use.context;
  const facts = model.kept([
    ...model.entriesOf(row.account, row.region, row.tags),
    ['aws:viaawsservice', known('direct' in use ? 'false' : 'true')],
    ['kms:viaservice', 'direct' in use ? ABSENT : known(`${use.service}.${use.region}.amazonaws.com`)],
    ...('calledVia' in use && use.calledVia ? calledVia(use.calledVia) : []),
    ...context.map(([name, value]) => [`kms:encryptioncontext:${name.toLowerCase()}`, known(compiled(value))] as const),
    ['kms:encryptioncontextkeys', 'direct' in use && !use.direct ? OPEN : known(...context.map(([name]) => name))],
    ['kms:encryptionalgorithm', known('SYMMETRIC_DEFAULT')],
    ['kms:resourcealiases', row.aliases ? known(...row.aliases.map((alias) => alias.replace(/^.*:/, ''))) : OPEN],
  ]);
  return [
    {
      what: `key ${row.arn}`,
      any: requests([DECRYPT], {
        resource: thing(row.arn),
        owner: row.account,
        policies: model.own('policy of the key', row.policy, 'resource'),
        resourceControl: model.levels(row.account, 'resourceControl'),
        style: 'handed-over',
        ...granted(row.grants),
        facts,
      }),
      opened: changed(OPEN_KEY),
    },
  ];
}

const granted = (grants: Row<'key'>['grants']): Pick<Request, 'grants'> => {
  const given = grantsOf(grants);
  return given ? { grants: given } : {};
};

export const calledVia = (services: readonly string[]): [string, Value][] => [
  ['aws:calledvia', known(...services)],
  ['aws:calledviafirst', known(services[0]!)],
  ['aws:calledvialast', known(services.at(-1)!)],
];
