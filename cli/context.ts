import type { Command } from 'commander';
import { type ApiClient, createClient } from '../api/client.ts';
import { isDryRun, withoutChanges } from './dry-run.ts';
import { CommandError, EXIT } from './exit-codes.ts';
import { createOutput, type Format, type Output } from './output.ts';
import { pagerOf } from './pager.ts';
import { addressOfSession, loadSession } from './session.ts';
import { tokenOf } from './sign-in/renew.ts';
import { programAddress } from './sign-in/well-known.ts';

/** Global options, as `sluice --help` lists them. */
export interface GlobalOptions {
  json?: boolean;
  output?: Format;
  /** False with --no-pager. */
  pager?: boolean;
  session: string;
  api?: string;
  region?: string;
  profile?: string;
  endpointUrl?: string;
  /** Address, of the settings. */
  home?: string;
}

/** Where a command writes that asks no service. */
export function outputOf(command: Command): Output {
  const { json, output, pager } = command.optsWithGlobals<GlobalOptions>();
  return createOutput(output ?? json === true, process.stdout, process.stderr, pagerOf(pager !== false));
}

export interface Context {
  options: GlobalOptions;
  output: Output;
  api: ApiClient;
  /** Address of the control API. */
  apiUrl(): string;
  /** A token that is valid for another minute at least. @param refused one that the service did not take: another, if one can be had */
  token(refused?: string): Promise<string>;
}

/** Where an emulator of AWS is, as the AWS CLI is told. */
export const endpointOf = ({ endpointUrl }: GlobalOptions): string | undefined =>
  endpointUrl ?? process.env.AWS_ENDPOINT_URL;

/** What a command's action needs; the session is read when the API is first called, so that offline commands need none. */
export function contextOf(command: Command): Context {
  const options = command.optsWithGlobals<GlobalOptions>();
  // An empty variable is none.
  const given = options.api ?? (process.env.SLUICE_API || undefined);
  const apiUrl = (): string => {
    const known = given ?? addressOfSession(options.session) ?? options.home;
    return known === undefined ? loadSession(options.session).api : programAddress(known);
  };

  async function token(refused?: string): Promise<string> {
    if (process.env.SLUICE_TOKEN) return process.env.SLUICE_TOKEN;
    const { api: own } = loadSession(options.session);
    // A token of one program, sent to whoever stands at another address, is theirs to use.
    if (given !== undefined && programAddress(given) !== programAddress(own)) {
      throw new CommandError(
        EXIT.usage,
        'other-address',
        `Session "${options.session}" is of ${own}, not of ${given}: its token is not sent there. Log in there under a name: sluice --session NAME login ${given}`,
      );
    }
    return tokenOf(options.session, endpointOf(options), refused);
  }

  const clientOf = (): ApiClient => {
    const client = createClient({
      url: apiUrl(),
      token,
      onRetry: (error, ms) => output.progress(`${error.message}; trying again in ${(ms / 1000).toFixed(1)} s`),
    });
    return isDryRun(command) ? withoutChanges(client) : client;
  };

  let api: ApiClient | undefined;
  const output = outputOf(command);
  return {
    options,
    output,
    get api() {
      api ??= clientOf();
      return api;
    },
    apiUrl,
    token,
  };
}
