import { DECRYPT, ENABLE_KEY, OPEN_KEY, REENCRYPT, REENCRYPT_TO, REPLICATE_KEY, TAG_THING } from './actions.ts';
import { ABSENT, type Facts, known, OPEN, type Value } from './context.ts';
import type { Request } from './evaluate.ts';
import { NO, unknown, when, YES } from './formula.ts';
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

type Use = KeyUse | { direct: Readonly<Record<string, string>> | undefined };

/** What a key asks of who wants to open something under it. @returns nothing where there is no key that asks */
export function keyNeeds(model: Model, key: string | { unknown: string } | undefined, use: Use): Need[] {
  if (key === undefined) return [];
  if (isUnread(key)) return [always('key', unknown(`which key it is under could not be read: ${key.unknown}`))];
  const row = model.key(key as string);
  if (!row) {
    const why = model.missing('key', key as string);
    return [always(`key ${key}`, why === undefined ? NO : unknown(why))];
  }
  if (row.enabled === false) {
    return [{ ...always(`key ${row.arn}, which is disabled`, NO), opened: changing(model, row, ENABLE_KEY) }];
  }
  const facts = factsOf(model, row, use);
  const direct = 'direct' in use;
  return model.once(facts, `key ${row.arn} ${direct}`, () => openingKey(model, row, use, facts));
}

function openingKey(model: Model, row: Row<'key'>, use: Use, facts: Facts): Need[] {
  const what = `key ${row.arn}`;
  const direct = 'direct' in use;
  return [
    {
      what,
      any: using(model, row, DECRYPT, facts),
      opened: changing(model, row, [...OPEN_KEY, ...(direct && isOfRegions(row) ? REPLICATE_KEY : [])]),
      openedBy: byTags(model, row, facts),
      // A service opens under the very key; whoever has the ciphertext in hand has more ways.
      ...(direct && {
        orElse: [
          [{ what: `${what}, from under it`, any: using(model, row, REENCRYPT, facts) }, TO_OWN_KEY],
          ...replicasOf(model, row, use),
        ],
      }),
    },
  ];
}

const TO_OWN_KEY = always(
  'a key of its own',
  when({ key: REENCRYPT_TO, operator: 'allowed for', values: ['a key of the caller'] }),
);

const using = (model: Model, key: Row<'key'>, action: string, facts: Facts): Request[] =>
  requests([action], {
    resource: thing(key.arn),
    owner: key.account,
    policies: model.own('policy of the key', key.policy, 'resource'),
    resourceControl: model.levels(key.account, 'resourceControl'),
    style: 'handed-over',
    ...granted(key.grants, action),
    facts,
  });

const changing = (model: Model, key: Row<'key'>, actions: readonly string[]): Request[] =>
  requests(actions, {
    resource: thing(key.arn),
    owner: key.account,
    policies: model.own('policy of the key', key.policy, 'resource'),
    resourceControl: model.levels(key.account, 'resourceControl'),
    style: 'handed-over',
    facts: model.factsOf(key.account, key.region, key.tags),
  });

function factsOf(model: Model, key: Row<'key'>, use: Use, tags: 'as they are' | 'open' = 'as they are'): Facts {
  const context = 'direct' in use ? Object.entries(use.direct ?? {}) : use.context;
  const aliases = tags === 'open' || !key.aliases ? OPEN : known(...key.aliases.map((one) => one.replace(/^.*:/, '')));
  return model.kept([
    ...model.entriesOf(key.account, key.region, tags === 'open' ? undefined : key.tags),
    ...(tags === 'open' ? [['aws:resourcetag/', OPEN] as const] : []),
    ['aws:viaawsservice', known('direct' in use ? 'false' : 'true')],
    ['kms:viaservice', 'direct' in use ? ABSENT : known(`${use.service}.${use.region}.amazonaws.com`)],
    ...('calledVia' in use && use.calledVia ? calledVia(use.calledVia) : []),
    ...context.map(([name, value]) => [`kms:encryptioncontext:${name.toLowerCase()}`, known(compiled(value))] as const),
    ['kms:encryptioncontextkeys', 'direct' in use && !use.direct ? OPEN : known(...context.map(([name]) => name))],
    ['kms:encryptionalgorithm', known('SYMMETRIC_DEFAULT')],
    ['kms:resourcealiases', aliases],
  ]);
}

/** By a change of the tags and names that policies ask for. */
function byTags(model: Model, key: Row<'key'>, facts: Facts): (readonly Need[])[] {
  if (!model.looksAt('aws:resourcetag/') && !model.looksAt('kms:resourcealiases')) return [];
  const open = new Map([
    ...[...facts].filter(([name]) => !name.startsWith('aws:resourcetag/')),
    ['aws:resourcetag/', OPEN] as const,
    ['kms:resourcealiases', OPEN] as const,
  ]);
  return [
    [
      { what: 'tags and names of the key', any: changing(model, key, TAG_THING.key) },
      { what: 'what they would open', any: using(model, key, DECRYPT, open) },
    ],
  ];
}

const isOfRegions = ({ arn }: Row<'key'>): boolean => arn.includes(':key/mrk-');

/** Of a key of several Regions: what one of them encrypts, each of the others opens. */
function replicasOf(model: Model, key: Row<'key'>, use: Use): (readonly Need[])[] {
  if (!isOfRegions(key)) return [];
  const name = key.arn.slice(key.arn.indexOf(':key/'));
  const others = model.inventory.things.key.filter(
    ({ arn, account, region }) => account === key.account && region !== key.region && arn.endsWith(name),
  );
  const more = model.notListed('key', key.account);
  // One that nobody has seen may let in whom it likes: of its account, say.
  const unseen = more === undefined ? [] : [[always('a replica of the key', unknown(more)), ofAccount(key.account)]];
  return [
    ...others.map((one) => [{ what: `replica ${one.arn}`, any: using(model, one, DECRYPT, factsOf(model, one, use)) }]),
    ...unseen,
  ];
}

const ofAccount = (account: string): Need => ({
  what: `somebody of ${account}`,
  any: [],
  rule: { same: `of ${account}`, of: (principal) => (principal.account === account ? YES : NO) },
});

const granted = (grants: Row<'key'>['grants'], action: string): Pick<Request, 'grants'> => {
  const given = grantsOf(grants, action);
  return given ? { grants: given } : {};
};

export const calledVia = (services: readonly string[]): [string, Value][] => [
  ['aws:calledvia', known(...services)],
  ['aws:calledviafirst', known(services[0]!)],
  ['aws:calledvialast', known(services.at(-1)!)],
];
