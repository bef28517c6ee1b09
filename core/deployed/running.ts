import * as z from 'zod';
import { SYSTEM } from '../ledger/actor.ts';
import type { Entry, EntryFacts } from '../ledger/ledger.ts';
import { canonicalJson, sha256 } from '../shared/canonical-json.ts';
import type { Clock } from '../shared/clock.ts';

/** What runs, as AWS tells it. */
export interface Running {
  /** Of each stack that is there: hash of its template (`toldHash`), which names the bundles by their own hashes. */
  templates: Readonly<Record<string, string>>;
  /** Of each function of the templates: base64 SHA-256 of the archive that it runs, as Lambda says. */
  code: Readonly<Record<string, string>>;
}

/** Port. */
export interface RunningLook {
  look(): Promise<Running>;
}

const stackStatus = z.looseObject({
  source: z.literal('aws.cloudformation'),
  'detail-type': z.literal('CloudFormation Stack Status Change'),
});

/** What EventBridge hands on when a stack has another status. */
export const isDeployed = (event: unknown): boolean => stackStatus.safeParse(event).success;

export interface RunningParts {
  running: RunningLook;
  /** Notes what something is now with its entry, where it was something else before. */
  movements: { noteChange(what: string, value: string, facts: EntryFacts): Promise<boolean> };
  clock: Clock;
}

/** Of the entry's detail, as `sluice deployed verify` reads it. */
export const RUNNING = 'running';
const TEMPLATE = 'template:';
const CODE = 'code';

/** Of all functions at once. Hex SHA-256. */
export const codeHash = (code: Running['code']): string => sha256(canonicalJson(code));

/**
 * Writes down what runs, whenever it is not what was written down last: after each deploy that changed something, and after any other
 * change. Who deployed, and when it began, is an entry of its own, from CloudTrail.
 * @returns whether it was something new
 */
export async function noteRunning({ running, movements, clock }: RunningParts): Promise<boolean> {
  // Of before the look: what a slower one has seen is older than what was noted meanwhile, and is dropped.
  const at = clock.now();
  const found = await running.look();
  return movements.noteChange(RUNNING, sha256(canonicalJson(found)), runningFacts(found, at));
}

const runningFacts = ({ templates, code }: Running, at: number): EntryFacts => ({
  kind: 'door',
  at,
  actor: SYSTEM,
  detail: {
    door: 'deploy',
    outcome: RUNNING,
    ...Object.fromEntries(Object.entries(templates).map(([stack, hash]) => [`${TEMPLATE}${stack}`, hash])),
    [CODE]: codeHash(code),
  },
});

/** What an entry says was running. */
export interface Noted {
  /** ms; when it was looked at. */
  at: number;
  templates: Running['templates'];
  /** `codeHash` */
  code: string;
}

/** Nothing where an entry says something else, or nothing that can be read: verifying the ledger names that. */
export function notedIn({ kind, at, detail }: Pick<Entry, 'kind' | 'at' | 'detail'>): Noted | undefined {
  if (kind !== 'door' || !isObject(detail) || detail.outcome !== RUNNING || !isTime(at)) return undefined;
  const templates = Object.entries(detail).flatMap(([name, hash]) =>
    name.startsWith(TEMPLATE) ? [[name.slice(TEMPLATE.length), String(hash)]] : [],
  );
  return { at, templates: Object.fromEntries(templates), code: String(detail[CODE]) };
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;
const isTime = (at: number): boolean => Number.isSafeInteger(at) && Math.abs(at) <= 8.64e15;
