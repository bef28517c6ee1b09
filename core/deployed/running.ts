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

/**
 * Writes down what runs, whenever it is not what was written down last: after each deploy that changed something, and after any other
 * change. Who deployed, and when it began, is an entry of its own, from CloudTrail.
 * @returns whether it was something new
 */
export async function noteRunning({ running, movements, clock }: RunningParts): Promise<boolean> {
  const found = await running.look();
  return movements.noteChange(RUNNING, sha256(canonicalJson(found)), runningFacts(found, clock.now()));
}

const runningFacts = ({ templates, code }: Running, at: number): EntryFacts => ({
  kind: 'door',
  at,
  actor: SYSTEM,
  detail: {
    door: 'deploy',
    outcome: RUNNING,
    ...Object.fromEntries(Object.entries(templates).map(([stack, hash]) => [`${TEMPLATE}${stack}`, hash])),
    code: sha256(canonicalJson(code)),
  },
});

/** Templates by stack that an entry says were in force; nothing where it says something else. */
export function templatesIn({ kind, detail = {} }: Pick<Entry, 'kind' | 'detail'>): Running['templates'] | undefined {
  if (kind !== 'door' || detail.outcome !== RUNNING) return undefined;
  return Object.fromEntries(
    Object.entries(detail).flatMap(([name, hash]) =>
      name.startsWith(TEMPLATE) ? [[name.slice(TEMPLATE.length), String(hash)]] : [],
    ),
  );
}
