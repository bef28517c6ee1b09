import { type Facts, known, OPEN, type Value } from './context.ts';
import type { Attachment } from './evaluate.ts';
import { type Attached, type Document, isUnread, type Kind, type Row, type Unread } from './inventory.ts';
import type { Inventory } from './load.ts';
import { mentionsOf } from './mentions.ts';
import { completed, notKnown, notListed } from './not-listed.ts';
import { type Policy, type PolicyKind, parsePolicy } from './policy.ts';

/**
 * An inventory as the evaluator asks it: things by their names, policies parsed once, and for what has no row whether it is not there or
 * not known.
 */
export class Model {
  readonly inventory: Inventory;
  readonly #byName = new Map<string, unknown>();
  readonly #parsed = new Map<unknown, Map<PolicyKind, Policy>>();
  readonly #lists = new Map<unknown, readonly Attachment[]>();
  readonly #aliases = new Map<string, Row<'key'>>();
  /** Whether any policy asks through which service a request comes. */
  readonly asksForCallers: boolean;

  constructor(inventory: Inventory) {
    this.inventory = completed(inventory);
    const { things } = this.inventory;
    for (const kind of ['policy', 'group', 'role', 'user', 'bucket', 'table', 'stream', 'key', 'function'] as const) {
      for (const row of things[kind]) this.#byName.set(`${kind} ${row.row === 'policy' ? row.id : row.arn}`, row);
    }
    this.asksForCallers = documentsIn(this.inventory).some((text) => /aws:(calledvia|viaawsservice)/i.test(text));
    for (const row of things.account) this.#byName.set(`account ${row.id}`, row);
    for (const key of things.key) {
      for (const alias of key.aliases ?? [])
        this.#aliases.set(`${key.account} ${key.region} ${alias.replace(/^.*:/, '')}`, key);
    }
  }

  row<K extends Kind>(kind: K, name: string): Row<K> | undefined {
    return this.#byName.get(`${kind} ${name}`) as Row<K> | undefined;
  }

  /** By ARN, or by that of an alias. */
  key(arn: string): Row<'key'> | undefined {
    const [, , , region, account, name] = arn.split(':');
    return this.row('key', arn) ?? this.#aliases.get(`${account} ${region} ${name}`);
  }

  /** Why it is not known whether there is such a thing; undefined: there is none. */
  missing(kind: Kind, name: string, account = name.split(':')[4], region = name.split(':')[3]): string | undefined {
    return notKnown(this.inventory, kind, name, account, region);
  }

  /** Why there may be more of a kind than are in the inventory; undefined: there are not. */
  notListed(kind: Kind, account: string, region?: string): string | undefined {
    const key = `${kind} ${account} ${region}`;
    if (!this.#listed.has(key)) this.#listed.set(key, notListed(this.inventory, kind, account, region));
    return this.#listed.get(key);
  }
  readonly #listed = new Map<string, string | undefined>();

  policy(document: Exclude<Document, Unread>, kind: PolicyKind): Policy {
    let kinds = this.#parsed.get(document);
    if (!kinds) {
      kinds = new Map();
      this.#parsed.set(document, kinds);
    }
    let policy = kinds.get(kind);
    if (!policy) {
      policy = parsePolicy(document, kind);
      kinds.set(kind, policy);
    }
    return policy;
  }

  attachment(name: string, document: Document, kind: PolicyKind): Attachment {
    return {
      name,
      policy: isUnread(document)
        ? { malformed: `it could not be read: ${document.unknown}` }
        : this.policy(document, kind),
    };
  }

  /** None where the thing has no policy. */
  own(name: string, document: Document | undefined, kind: PolicyKind): readonly Attachment[] {
    if (document === undefined) return [];
    const text = isUnread(document) ? { unknown: document.unknown } : document;
    return [this.attachment(name, text, kind)];
  }

  attached(one: Attached, owner: string): Attachment {
    if (!('ref' in one)) return this.attachment(one.name ?? `a policy of ${owner}`, one.document, 'identity');
    const row = this.row('policy', one.ref);
    if (row) return this.attachment(row.name ?? row.id, row.document, 'identity');
    return { name: one.ref, policy: { malformed: 'it is not in the inventory' } };
  }

  /** Equal lists are one list. */
  list(policies: readonly Attached[] | Unread, owner: string): readonly Attachment[] {
    let list = this.#lists.get(policies);
    if (!list) {
      list = isUnread(policies)
        ? [{ name: 'its policies', policy: { malformed: `they could not be read: ${policies.unknown}` } }]
        : (policies as readonly Attached[]).map((one) => this.attached(one, owner));
      this.#lists.set(policies, list);
    }
    return list;
  }

  levels(account: string | undefined, which: 'serviceControl' | 'resourceControl'): readonly (readonly Attachment[])[] {
    const row = account === undefined ? undefined : this.row('account', account);
    const levels = row?.[which];
    // Neither kind of policy of an organization binds its management account.
    if (levels === undefined || row?.organization?.management) return [];
    if (isUnread(levels)) return [this.list(levels, row!.id)];
    // Where the type is enabled nothing is without a policy: a level that has none says that it is not.
    return levels.filter(({ length }) => length > 0).map((level) => this.#level(level, row!.id, which));
  }

  #level(
    level: readonly Attached[],
    account: string,
    which: 'serviceControl' | 'resourceControl',
  ): readonly Attachment[] {
    const known = this.#lists.get(level);
    if (known) return known;
    const list = level.map((one) => {
      const kind = which === 'serviceControl' ? 'identity' : 'resource';
      if (!('ref' in one)) return this.attachment(one.name ?? `a policy of ${account}`, one.document, kind);
      const row = this.row('policy', one.ref);
      return row ? this.attachment(row.name ?? row.id, row.document, kind) : this.attached(one, account);
    });
    this.#lists.set(level, list);
    return list;
  }

  /** The same, of those that any policy looks at. */
  factsOf(account: string, region: string | undefined, tags: Row<'table'>['tags']): Facts {
    return this.kept(this.entriesOf(account, region, tags));
  }

  /**
   * Facts that any policy looks at: the others tell nobody apart, and 45,000 tables have a dozen each. Equal ones are one object.
   */
  kept(entries: Iterable<readonly [string, Value]>): Facts {
    const facts = new Map([...entries].filter(([key]) => this.looksAt(key)));
    const text = JSON.stringify([...facts]);
    const known = this.#facts.get(text);
    if (known) return known;
    this.#facts.set(text, facts);
    return facts;
  }
  readonly #facts = new Map<string, Facts>();

  /** What is made of the same is made once: 45,000 tables under one key ask the same of it. */
  once<T>(facts: Facts, name: string, make: () => T): T {
    let names = this.#made.get(facts);
    if (!names) {
      names = new Map();
      this.#made.set(facts, names);
    }
    if (!names.has(name)) names.set(name, make());
    return names.get(name) as T;
  }
  readonly #made = new Map<Facts, Map<string, unknown>>();

  /** Whether any policy looks at what stands under a key, or under one that begins so. */
  looksAt(key: string): boolean {
    this.#looked ??= lookedAt(this);
    return this.#looked(key);
  }
  #looked: ((key: string) => boolean) | undefined;

  /** What a request about something of an account has under keys that the thing decides. */
  entriesOf(account: string, region: string | undefined, tags: Row<'table'>['tags']): [string, Value][] {
    const { begun } = this.inventory.head;
    const organization = this.row('account', account)?.organization;
    return [
      ['aws:resourceaccount', known(account)],
      ['aws:resourceorgid', organization ? known(organization.id) : OPEN],
      ['aws:resourceorgpaths', organization?.path === undefined ? OPEN : known(organization.path)],
      // Whoever wants to read calls as one must.
      ['aws:securetransport', known('true')],
      ['aws:viaawsservice', known('false')],
      ['aws:currenttime', known(new Date(begun).toISOString())],
      ['aws:epochtime', known(String(Math.floor(begun / 1000)))],
      ...(region === undefined ? [] : [['aws:requestedregion', known(region)] as [string, Value]]),
      ...tagFacts('aws:resourcetag/', tags),
    ];
  }
}

/** Keys of all policies: of everybody, of every resource, and of those above them. */
function lookedAt(model: Model): (key: string) => boolean {
  const { things } = model.inventory;
  const policies = new Set<Policy>(resourcePolicies(model));
  const add = (list: readonly Attachment[]): void => {
    for (const { policy } of list) policies.add(policy);
  };
  for (const row of [...things.user, ...things.role, ...things.group, ...things.session]) {
    if (row.policies !== undefined) add(model.list(row.policies, ''));
    if ('boundary' in row && row.boundary) add([model.attached(row.boundary, '')]);
  }
  for (const { id } of things.account) {
    for (const level of [...model.levels(id, 'serviceControl'), ...model.levels(id, 'resourceControl')]) add(level);
  }
  const keys = new Set<string>();
  for (const policy of policies) {
    const { tests, keys: variables } = mentionsOf(policy);
    for (const { test } of tests.values()) keys.add(test.key);
    for (const key of variables) keys.add(key);
  }
  for (const { grants } of things.key) {
    // Constraints of grants look at the encryption context.
    if (grants === undefined || isUnread(grants)) continue;
    for (const { equals, subset } of grants) {
      for (const name of Object.keys({ ...equals, ...subset })) keys.add(`kms:encryptioncontext:${name.toLowerCase()}`);
      if (equals) keys.add('kms:encryptioncontextkeys');
    }
  }
  const beginnings = new Set(
    [...keys].filter((key) => key.includes('/')).map((key) => key.slice(0, key.indexOf('/') + 1)),
  );
  return (key) => keys.has(key) || beginnings.has(key);
}

/** Policies that name principals. */
export function resourcePolicies(model: Model): Policy[] {
  const { things } = model.inventory;
  const found = new Set<Policy>();
  const add = (document: unknown, kind: 'resource' | 'trust'): void => {
    if (document !== undefined && !isUnread(document)) found.add(model.policy(document as string, kind));
  };
  for (const kind of [
    'bucket',
    'access-point',
    'table',
    'stream',
    'key',
    'function',
    'glue-catalog',
    'access-grants',
  ] as const) {
    for (const row of things[kind]) add(row.policy, 'resource');
  }
  for (const { stream } of things.table) add(stream?.policy, 'resource');
  for (const { trust } of things.role) add(trust, 'trust');
  return [...found];
}

function documentsIn({ things }: Inventory): string[] {
  const lists = new Set<unknown>(
    [...things.user, ...things.role, ...things.group].flatMap((row) => [
      row.policies,
      'boundary' in row ? row.boundary : undefined,
    ]),
  );
  for (const { serviceControl, resourceControl } of things.account) lists.add(serviceControl).add(resourceControl);
  for (const { document } of things.policy) lists.add(document);
  for (const row of [...things.bucket, ...things.key]) lists.add(row.policy);
  return [...lists].map((one) => JSON.stringify(one) ?? '');
}

/** Tags as facts; those that could not be read are not known, one by one or all. */
export function tagFacts(prefix: string, tags: Record<string, string> | Unread | undefined): [string, Value][] {
  if (tags === undefined) return [];
  if (isUnread(tags)) return [[prefix, { is: 'unknown', why: `tags could not be read: ${tags.unknown}` }]];
  return Object.entries(tags).map(([name, value]) => [`${prefix}${name.toLowerCase()}`, known(value)]);
}
