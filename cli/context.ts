import type { Command } from 'commander';
import { type ApiClient, createClient } from '../api/client.ts';
import { CommandError, EXIT } from './exit-codes.ts';
import { renew } from './identity.ts';
import { createOutput, type Output } from './output.ts';
import { loadSession, saveSession } from './session.ts';

/** Global options, as `sluice --help` lists them. */
export interface GlobalOptions {
  json?: boolean;
  session: string;
  api?: string;
  region?: string;
  profile?: string;
  endpointUrl?: string;
}

export interface Context {
  options: GlobalOptions;
  output: Output;
  api: ApiClient;
  /** Address of the control API. */
  apiUrl(): string;
  /** A token that is valid for another minute at least. */
  token(): Promise<string>;
}

const RENEW_BEFORE_MS = 60_000;

/** What a command's action needs; the session is read when the API is first called, so that offline commands need none. */
export function contextOf(command: Command): Context {
  const options = command.optsWithGlobals<GlobalOptions>();
  const apiUrl = (): string => checkedUrl(options.api ?? process.env.SLUICE_API) ?? loadSession(options.session).api;

  async function token(): Promise<string> {
    if (process.env.SLUICE_TOKEN) return process.env.SLUICE_TOKEN;
    const session = loadSession(options.session);
    if (session.expires - Date.now() > RENEW_BEFORE_MS || !session.refreshToken) return session.token;
    const tokens = await renew(session.endpoint, session.clientId, session.refreshToken);
    saveSession(options.session, { ...session, ...tokens });
    return tokens.token;
  }

  let api: ApiClient | undefined;
  const output = createOutput(options.json === true);
  return {
    options,
    output,
    get api() {
      api ??= createClient({
        url: apiUrl(),
        token,
        onRetry: (error, ms) => output.progress(`${error.message}; trying again in ${(ms / 1000).toFixed(1)} s`),
      });
      return api;
    },
    apiUrl,
    token,
  };
}

function checkedUrl(url: string | undefined): string | undefined {
  if (url === undefined || (URL.canParse(url) && /^https?:/i.test(url))) return url;
  throw new CommandError(EXIT.usage, 'usage', `${url} is not an address of the control API (https://...).`);
}
