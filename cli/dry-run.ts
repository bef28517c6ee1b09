import { type Command, Option } from 'commander';
import type { ApiClient } from '../api/client.ts';
import { problemsOf } from '../api/problems.ts';
import { keyOf, type Route } from '../api/route.ts';
import { printableJson } from '../wire/printable.ts';
import { CommandError, EXIT } from './exit-codes.ts';

/** Of every command whose contract changes something (a test looks): all is done but the request that would. */
export const dryRunOption = (): Option =>
  new Option('--dry-run', 'do everything up to what would change something, and say what would be asked');

export const isDryRun = (command: Command): boolean => command.optsWithGlobals<{ dryRun?: boolean }>().dryRun === true;

/** A request that was not sent: thrown in its place, so that nothing after it runs as if it had been. */
export class WouldAsk extends Error {
  readonly asked: { request: string; summary: string; params?: unknown; query?: unknown; body?: unknown };

  constructor(route: Route, input: { params?: unknown; query?: unknown; body?: unknown } = {}) {
    super(`would ask ${keyOf(route)}`);
    this.asked = { request: keyOf(route), summary: route.summary, ...input };
  }
}

/** Looks as the other does, and changes nothing. */
export const withoutChanges = (api: ApiClient): ApiClient => ({
  call: async (route, ...input) => {
    if (route.changes) {
      check(route, input[0]);
      throw new WouldAsk(route, input[0]);
    }
    return api.call(route, ...input);
  },
});

/** By the contract, as the service looks at it. @throws CommandError what it would not take */
function check(route: Route, input: { params?: unknown; query?: unknown; body?: unknown } = {}): void {
  const problems = (['params', 'query', 'body'] as const).flatMap((part) => {
    const given = input[part];
    const parsed = given === undefined ? undefined : route[part].safeParse(given);
    return parsed?.success === false ? problemsOf(parsed.error) : [];
  });
  if (problems.length > 0) throw new CommandError(EXIT.usage, 'malformed', `${problems.join('; ')}.`);
}

const LONGEST = 200;

export function wouldText({ asked: { request, summary, ...input } }: WouldAsk): string {
  const values = Object.values(input).flatMap((part) => Object.entries((part ?? {}) as Record<string, unknown>));
  const lines = values.map(([name, value]) => {
    const text = typeof value === 'string' ? value : printableJson(value);
    return `  ${name}: ${text.length > LONGEST ? `${text.slice(0, LONGEST)}... (${text.length} characters)` : text}`;
  });
  return [
    `Would ask: ${request}`,
    `  ${summary}`,
    ...(lines.length > 0 ? ['With:', ...lines] : []),
    'Nothing was sent.',
  ].join('\n');
}
