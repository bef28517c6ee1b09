import { evaluateTests, resolved } from './conditions.ts';
import { type Context, contextOf, type Facts } from './context.ts';
import { and, type Formula, NO, not, or, unknown, when, YES } from './formula.ts';
import { type ArnPattern, arnPattern, compiled, fitArn, fitOf } from './patterns.ts';
import type { Policy, Principals, Statement } from './policy.ts';
import { ACTIONS } from './vocabulary.ts';

/**
 * Whether a principal may do one thing to one resource, as AWS decides it: an explicit deny anywhere, then service and resource control
 * policies, then what the resource's policy gives by itself, boundary, session policy and identity policies.
 * Source: IAM user guide, "Policy evaluation logic", "Cross-account policy evaluation logic", "Permissions boundaries for IAM entities";
 * KMS developer guide, "Determining access to KMS keys".
 */

/** A policy where it is attached. */
export interface Attachment {
  /** What explanations call it. */
  name: string;
  policy: Policy;
}

export const PRINCIPAL_KINDS = [
  'user',
  'role',
  'session',
  'root',
  'provider',
  'service',
  'account',
  'anybody',
  'anonymous',
] as const;
export type PrincipalKind = (typeof PRINCIPAL_KINDS)[number];

export interface Principal {
  /** `account`: one outside of the inventory, which lets its own people do what they may; `anybody`: of any such account. */
  kind: PrincipalKind;
  /** ARN; of a service its name, of `anybody` and `anonymous` a word. */
  id: string;
  account?: string;
  /** Of a session. */
  role?: string;
  /** By which policies name it once it is gone: `AIDA...`, `AROA...`; and its account's canonical id. */
  uniqueId?: string;
  canonicalId?: string;
  /** Absent: its own account decides, and the inventory does not know how. */
  identity?: readonly Attachment[];
  boundary?: Attachment;
  session?: readonly Attachment[];
  /** By level. */
  serviceControl?: readonly (readonly Attachment[])[];
  facts: Facts;
  /** Names of what it has its rights from, as far as they can be changed apart from it. */
  own?: {
    groups?: readonly string[];
    policies?: readonly string[];
    boundary?: readonly string[];
  };
}

export interface Request {
  action: string;
  resource: ArnPattern;
  /** Account of the resource. */
  owner: string;
  policies?: readonly Attachment[];
  resourceControl?: readonly (readonly Attachment[])[];
  /** `handed-over`: policies of identities count only where the resource's own says so (keys, trust). @default ordinary */
  style?: 'ordinary' | 'handed-over';
  /** Of a key: what grants give to the principal. */
  grants?: { same: string; of: (principal: Principal, context: Context) => Formula };
  /** Whoever asks names the resource: what is allowed of some of it is allowed, what is denied of some of it can be avoided. */
  chosen?: boolean;
  /** Only principals of the owner's account and services come in, whatever the policy says; `perhaps`: nobody knows whether it is so. */
  restricted?: boolean | 'perhaps';
  /** Something else lets in whoever is of the owner's account: it is enough that nothing forbids it. */
  lent?: boolean;
  facts?: Facts;
}

export const WHERE = [
  'service control',
  'resource control',
  'resource',
  'boundary',
  'session',
  'identity',
  'grant',
] as const;
export type Where = (typeof WHERE)[number];

/** A statement that has a say. */
export interface Trace {
  where: Where;
  policy: string;
  /** `Sid`, or its place from 1. */
  statement: string;
  effect: 'Allow' | 'Deny' | 'unknown';
  formula: Formula;
}

/** Of what a resource's policy says to whom. */
type Named = 'direct' | 'role' | 'account' | 'all' | 'no';

export function decide(principal: Principal, request: Request, trace?: Trace[]): Formula {
  const context = contextOf(request.action, principal.facts, request.facts ?? NO_FACTS);
  const asked = new Asked(principal, request, context, trace);
  const { allow, deny } = asked.all();
  return request.lent && principal.account === request.owner ? not(deny) : and(allow, not(deny));
}

const NO_FACTS: Facts = new Map();

class Asked {
  readonly #principal: Principal;
  readonly #request: Request;
  readonly #context: Context;
  readonly #trace: Trace[] | undefined;

  constructor(principal: Principal, request: Request, context: Context, trace: Trace[] | undefined) {
    this.#principal = principal;
    this.#request = request;
    this.#context = context;
    this.#trace = trace;
  }

  all(): { allow: Formula; deny: Formula } {
    const { identity, boundary, session, serviceControl = [] } = this.#principal;
    const { policies = [], resourceControl = [], owner } = this.#request;
    const resource = this.#resource(policies);
    const own = identity ? this.#said('identity', identity) : EVERYTHING;
    const limits = [
      ...(boundary ? [this.#said('boundary', [boundary])] : []),
      ...(session ? [this.#said('session', session)] : []),
    ];
    const levels = serviceControl.map((level) => this.#said('service control', level));
    const guards = resourceControl.map((level) => this.#said('resource control', level));
    const deny = or(resource.deny, ...[own, ...limits, ...levels, ...guards].map((said) => said.deny));
    if (deny.is === 'yes') return { allow: NO, deny };

    const granted = this.#request.grants?.of(this.#principal, this.#context) ?? NO;
    if (granted.is !== 'no')
      this.#note('grant', { name: 'grants of the key', policy: { statements: [] } }, '-', 'Allow', granted);
    const within = and(...limits.map(({ allow }) => allow));
    const allowed =
      this.#principal.account === owner
        ? this.#sameAccount(resource, own.allow, within, granted)
        : this.#otherAccount(resource, own.allow, within, granted);
    return { allow: and(allowed, ...levels.map(({ allow }) => allow)), deny };
  }

  /**
   * What a policy gives to a user, a session or to all is theirs whatever their boundary leaves out; what it gives to a role is limited by
   * it, and what it gives to the account is for the account to pass on.
   */
  #sameAccount(resource: Spoken, own: Formula, within: Formula, granted: Formula): Formula {
    const free = or(resource.all, resource.direct, granted);
    const identity = this.#request.style === 'handed-over' ? and(resource.account, own) : own;
    // Root has no policies: what its account may, it may.
    if (this.#principal.kind === 'root') {
      return this.#request.style === 'handed-over' ? or(resource.all, resource.direct, resource.account, granted) : YES;
    }
    return or(free, and(or(resource.role, identity), within));
  }

  #otherAccount(resource: Spoken, own: Formula, within: Formula, granted: Formula): Formula {
    const { kind } = this.#principal;
    if (this.#request.restricted === 'perhaps' && kind !== 'service') {
      return and(
        this.#unrestricted(resource, own, within, granted),
        unknown('whether the block of public access takes its policy for public'),
      );
    }
    if (this.#request.restricted && kind !== 'service') return NO;
    return this.#unrestricted(resource, own, within, granted);
  }

  #unrestricted(resource: Spoken, own: Formula, within: Formula, granted: Formula): Formula {
    const { kind } = this.#principal;
    if (kind === 'anonymous') return resource.all;
    if (kind === 'service' || kind === 'provider') return or(resource.direct, kind === 'provider' ? resource.all : NO);
    return and(or(resource.all, resource.direct, resource.role, resource.account, granted), own, within);
  }

  /** Policies that name nobody: they are about whom they are attached to. */
  #said(where: Where, attachments: readonly Attachment[]): { allow: Formula; deny: Formula } {
    const allows: Formula[] = [];
    const denies: Formula[] = [];
    for (const attachment of attachments) {
      for (const { statement, sure } of this.#statements(where, attachment, allows, denies)) {
        const formula = this.#statement(statement, sure);
        if (formula.is === 'no') continue;
        (statement.effect === 'Allow' ? allows : denies).push(formula);
        this.#note(where, attachment, nameOf(statement), statement.effect, formula);
      }
    }
    return { allow: or(...allows), deny: or(...denies) };
  }

  #resource(attachments: readonly Attachment[]): Spoken {
    const spoken = {
      direct: [] as Formula[],
      role: [] as Formula[],
      account: [] as Formula[],
      all: [] as Formula[],
      deny: [] as Formula[],
    };
    for (const attachment of attachments) {
      for (const { statement, sure } of this.#statements('resource', attachment, spoken.all, spoken.deny)) {
        const { named, only } = namedIn(statement, this.#principal);
        if (named === 'no') continue;
        const formula = and(only, this.#statement(statement, sure));
        if (formula.is === 'no') continue;
        (statement.effect === 'Deny' ? spoken.deny : spoken[named]).push(formula);
        this.#note('resource', attachment, nameOf(statement), statement.effect, formula);
      }
    }
    return {
      direct: or(...spoken.direct),
      role: or(...spoken.role),
      account: or(...spoken.account),
      all: or(...spoken.all),
      deny: or(...spoken.deny),
    };
  }

  /** Statements about the action; of a document that cannot be read, everything is unknown. */
  #statements(where: Where, attachment: Attachment, allows: Formula[], denies: Formula[]): readonly About[] {
    const { policy, name } = attachment;
    if ('statements' in policy) return about(policy, this.#request.action);
    const formula = unknown(`${name}: ${policy.malformed}`);
    allows.push(formula);
    denies.push(formula);
    this.#note(where, attachment, '-', 'unknown', formula);
    return [];
  }

  #statement(statement: Statement, sure: boolean): Formula {
    const resource = this.#resources(statement);
    if (resource.is === 'no') return NO;
    const formula = and(resource, evaluateTests(statement.tests, statement.variables, this.#context));
    return sure || formula.is === 'no' ? formula : unknown(`an action of ${nameOf(statement)} that is not known`);
  }

  #resources({ resources, effect }: Statement): Formula {
    if (!resources) return YES;
    if (this.#request.chosen) return this.#chosen(resources, effect);
    const parts: Formula[] = [];
    for (const { text, pattern } of resources.patterns) {
      const formula = this.#fits(text, pattern, resources.not);
      if (formula.is === 'yes') return resources.not ? NO : YES;
      parts.push(formula);
    }
    return resources.not ? not(or(...parts)) : or(...parts);
  }

  #chosen({ not: inverse, patterns }: NonNullable<Statement['resources']>, effect: Statement['effect']): Formula {
    const fits = patterns.map(({ text, pattern }) => this.#fits(text, pattern, false));
    const wanted = effect === 'Allow' ? YES : NO;
    const some = (one: Formula): Formula => (one.is === 'atom' ? (inverse ? not(wanted) : wanted) : one);
    const formula = or(...fits.map(some));
    return inverse ? not(formula) : formula;
  }

  #fits(text: string, pattern: ArnPattern | undefined, negated: boolean): Formula {
    const part = (): Formula => when({ key: 'resource', operator: 'ArnLike', values: [text] });
    const { resource } = this.#request;
    if (pattern !== undefined) {
      const fits = fitArn(pattern, resource);
      return fits === 'all' ? YES : fits === 'none' ? NO : part();
    }
    const made = resolved(text, this.#context, 'pattern');
    if ('unknown' in made) return unknown(made.unknown);
    if ('absent' in made) return negated ? unknown(`${text}, which has no value here`) : NO;
    const arn = arnPattern('text' in made ? made.text : compiled(text.replaceAll(/\$\{[^}]*\}/g, '*')));
    if (!arn) return NO;
    const fits = fitArn(arn, resource);
    if (fits === 'none') return NO;
    return fits === 'all' && 'text' in made ? YES : part();
  }

  #note(where: Where, { name }: Attachment, statement: string, effect: Trace['effect'], formula: Formula): void {
    this.#trace?.push({ where, policy: name, statement, effect, formula });
  }
}

const EVERYTHING = { allow: YES, deny: NO };

interface Spoken {
  direct: Formula;
  role: Formula;
  account: Formula;
  all: Formula;
  deny: Formula;
}

const nameOf = ({ sid, at }: Statement): string => (sid ? sid : `statement ${at + 1}`);

/** Whom a statement of a resource's policy means. */
function namedIn({ principals, effect }: Statement, who: Principal): { named: Named; only: Formula } {
  if (!principals) return { named: 'all', only: YES };
  const named = nameOfPrincipal(principals.of, who);
  if (named === 'no' || (principals.not && named !== 'direct')) {
    const only = partNamed(principals.of, who);
    if (only && !principals.not) return { named: only.is === 'unknown' ? 'account' : 'direct', only };
    if (only && named === 'no') return { named: 'all', only: not(only) };
  }
  if (!principals.not) return { named, only: YES };
  // AWS compares sessions, and asks that a role's account and sessions be listed beside it; of an account that is listed alone it says
  // that its principals "might" be denied.
  if (effect === 'Deny' && (named === 'role' || named === 'account')) {
    return {
      named: 'all',
      only: unknown(
        `NotPrincipal that names ${named === 'role' ? 'the role, and not its sessions' : 'the account alone'}`,
      ),
    };
  }
  return { named: named === 'no' ? 'all' : 'no', only: YES };
}

/** Of a role, the session that a statement names; of an account whose canonical id is not known, whether it is the one that is named. */
function partNamed({ aws, canonical }: Principals, who: Principal): Formula | undefined {
  if (who.kind === 'role') {
    const begin = `arn:aws:sts::${who.account}:assumed-role/${who.id.slice(who.id.lastIndexOf('/') + 1)}/`;
    const sessions = aws.filter((one) => one.startsWith(begin)).map((one) => one.slice(begin.length));
    if (sessions.length > 0)
      return when({ key: 'name of the session', operator: 'StringEquals', values: sessions.sort() });
  }
  const inside = who.kind === 'user' || who.kind === 'role' || who.kind === 'session' || who.kind === 'root';
  if (canonical.length > 0 && inside && who.canonicalId === undefined)
    return unknown('whether the account has a canonical id that a policy names');
  return undefined;
}

function nameOfPrincipal({ aws, service, federated, canonical }: Principals, who: Principal): Named {
  switch (who.kind) {
    case 'service':
      return service.includes(who.id) || aws.includes(who.id) ? 'direct' : 'no';
    case 'provider':
      return federated.includes(who.id) || federated.includes('*') ? 'direct' : 'no';
    case 'anonymous':
    case 'anybody':
      return aws.includes('*') ? 'all' : 'no';
  }
  if (aws.includes(who.id)) return who.kind === 'account' ? 'account' : who.kind === 'role' ? 'role' : 'direct';
  if (who.uniqueId !== undefined && aws.includes(who.uniqueId)) return who.kind === 'user' ? 'direct' : 'role';
  if (who.role !== undefined && aws.includes(who.role)) return 'role';
  if (aws.includes('*')) return 'all';
  if (who.canonicalId !== undefined && canonical.includes(who.canonicalId)) return 'account';
  const root = `arn:aws:iam::${who.account}:root`;
  return aws.some((one) => one === who.account || one === root || isRootOf(one, who.account)) ? 'account' : 'no';
}

const isRootOf = (arn: string, account: string | undefined): boolean =>
  account !== undefined && arn.startsWith('arn:') && arn.endsWith(`:iam::${account}:root`);

interface About {
  statement: Statement;
  /** False: it allows an action that this release does not know, which may be another name for this one. */
  sure: boolean;
}

const kept = new WeakMap<Policy, Map<string, readonly About[]>>();

/** Statements of a policy that are about an action. */
export function about(policy: Policy & { statements: readonly Statement[] }, action: string): readonly About[] {
  let actions = kept.get(policy);
  if (!actions) {
    actions = new Map();
    kept.set(policy, actions);
  }
  let found = actions.get(action);
  if (!found) {
    found = policy.statements.flatMap((statement) => {
      const said = isAbout(statement, action);
      return said === 'no' ? [] : [{ statement, sure: said === 'yes' }];
    });
    actions.set(action, found);
  }
  return found;
}

function isAbout({ actions, effect }: Statement, action: string): 'yes' | 'maybe' | 'no' {
  const lower = action.toLowerCase();
  const named = actions.patterns.some((pattern) => fitOf(pattern, lower) === 'all');
  if (named !== actions.not) return 'yes';
  if (actions.not || effect === 'Deny') return 'no';
  const service = lower.slice(0, lower.indexOf(':') + 1);
  return actions.patterns.some((pattern) => pattern.startsWith(service) && !isKnown(pattern)) ? 'maybe' : 'no';
}

/** Names that people write and that are no actions: what they mean is allowed by others. */
const INERT = new Set([
  's3:headobject',
  's3:headbucket',
  's3:listobjects',
  's3:listobjectsv2',
  's3:copyobject',
  's3:getobjects',
]);

function isKnown(pattern: string): boolean {
  if (INERT.has(pattern)) return true;
  const [service, name] = [pattern.slice(0, pattern.indexOf(':')), pattern.slice(pattern.indexOf(':') + 1)];
  const actions = ACTIONS[service];
  if (!actions || actions.has(name)) return true;
  for (const one of actions) if (fitOf(name, one) === 'all') return true;
  return false;
}
