import { ACTION_KEYS, GLOBAL_KEYS, MANY_VALUED, SERVICE_KEYS } from './vocabulary.ts';

/** What a request has under a condition key. */
export type Value =
  /** Open places of a value (`AROA1:*`) are compiled as in a pattern. */
  | { is: 'known'; values: readonly string[] }
  | { is: 'absent' }
  /** The request decides, or the one who sends it. */
  | { is: 'open' }
  | { is: 'unknown'; why: string };

export const ABSENT: Value = { is: 'absent' };
export const OPEN: Value = { is: 'open' };
export const known = (...values: string[]): Value => ({ is: 'known', values });

/** Keys in lower case. */
export interface Context {
  value(key: string): Value;
}

export type Facts = ReadonlyMap<string, Value>;

/** Global keys that a request of a principal has only when a service makes it. */
const OF_SERVICES = new Set([
  'aws:principalservicename',
  'aws:principalservicenameslist',
  'aws:sourceaccount',
  'aws:sourcearn',
  'aws:sourceorgid',
  'aws:sourceorgpaths',
  'aws:sourceowner',
  'aws:chatbotsourcearn',
  'aws:assumedroot',
  'aws:calledvia',
  'aws:calledviafirst',
  'aws:calledvialast',
  'aws:calledviaawsmcp',
]);
/** What only requests that write have. */
const OF_WRITES = ['aws:requesttag/', 'aws:tagkeys'];

const beginning = (key: string): string => /^[^/]*\//.exec(key)?.[0] ?? key;

/** Tags are asked for one by one: what is not among them is not there. */
const CLOSED = ['aws:principaltag/', 'aws:resourcetag/'];

/**
 * The context of a request for an action: facts about principal and resource, and for the rest what AWS says that a request may have. A key
 * that AWS does not have is unknown.
 * @param facts the first that has a key is right; one of `aws:PrincipalTag/` stands for all tags that are not named
 */
export function contextOf(action: string, ...facts: readonly Facts[]): Context {
  const asked = new Map<string, Value>();
  return {
    value(key) {
      const before = asked.get(key);
      if (before) return before;
      const value = valueUnder(action, key, facts);
      asked.set(key, value);
      return value;
    },
  };
}

function valueUnder(action: string, key: string, facts: readonly Facts[]): Value {
  for (const some of facts) {
    const value = some.get(key) ?? (key.includes('/') ? some.get(beginning(key)) : undefined);
    if (value) return value;
  }
  const name = beginning(key);
  if (CLOSED.includes(name)) return ABSENT;
  if (GLOBAL_KEYS.has(name)) return OF_SERVICES.has(name) || OF_WRITES.includes(name) ? ABSENT : OPEN;
  const service = key.split(':')[0]!;
  const keys = SERVICE_KEYS[service];
  // Of an identity provider: `token.actions.githubusercontent.com:sub`, `idp.example.com/realm:aud`.
  if (!keys && (service.includes('.') || service === 'saml'))
    return action.startsWith('sts:AssumeRoleWith') ? OPEN : ABSENT;
  if (keys && among(keys, key)) return among(ACTION_KEYS[action] ?? keys, key) ? OPEN : ABSENT;
  // A service whose keys this release does not have, or a key that AWS did not have when it was made.
  return { is: 'unknown', why: `condition key ${key}` };
}

function among(keys: ReadonlySet<string>, key: string): boolean {
  if (keys.has(key)) return true;
  for (const end of ['/', ':']) {
    for (let at = key.indexOf(end); at >= 0; at = key.indexOf(end, at + 1)) {
      if (keys.has(key.slice(0, at + 1))) return true;
    }
  }
  return false;
}

export const mayBeMany = (key: string): boolean => MANY_VALUED.has(key);
