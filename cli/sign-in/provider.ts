import type * as Oidc from 'openid-client';
import { CommandError, EXIT } from '../exit-codes.ts';
import { isLoopback } from './well-known.ts';

/** What a session needs of its identity provider. */
export interface Client {
  issuer: string;
  clientId: string;
}

export interface Tokens {
  /** The ID token: it is what the service asks for. */
  token: string;
  refreshToken?: string;
  /** ms. */
  expires: number;
}

/** Loaded by those commands alone that talk to a provider. */
export const oidc = (): Promise<typeof Oidc> => import('openid-client');

/** Where a user pool is, by its name as an issuer. */
const POOL = /^https:\/\/cognito-idp\.[a-z0-9-]+\.amazonaws\.com(\.cn)?\/[\w-]+$/;

export const isPool = (issuer: string): boolean => POOL.test(issuer);

/**
 * An issuer's origin, or where an emulator of AWS stands in for it: nothing that is secret is ever sent to another.
 * @param endpointUrl of AWS, as its command line takes it
 * @throws CommandError `issuer`
 */
export function addressOf(issuer: string, endpointUrl: string | undefined): URL {
  const named = endpointUrl !== undefined && isPool(issuer) ? endpointUrl : issuer;
  const url = URL.canParse(named) ? new URL('/', named) : undefined;
  if (url?.protocol === 'https:' || (url?.protocol === 'http:' && isLoopback(url))) return url;
  throw new CommandError(EXIT.usage, 'issuer', `The identity provider ${issuer} is not at an https address.`);
}

/**
 * The provider's own description of itself.
 * @param kept told each refresh token as soon as it comes, before anything of the answer is judged: the one before may be spent by then
 * @throws CommandError `unreachable`, `issuer`: it is another than was named, or says nothing of itself
 */
export async function discover(
  { issuer, clientId }: Client,
  endpointUrl: string | undefined,
  kept?: (refreshToken: string) => void,
): Promise<Oidc.Configuration> {
  const { allowInsecureRequests, customFetch, discovery, None } = await oidc();
  const there = addressOf(issuer, endpointUrl);
  const named = new URL(issuer).origin;
  try {
    return await discovery(new URL(issuer), clientId, undefined, None(), {
      timeout: 30,
      ...(isLoopback(there) && { execute: [allowInsecureRequests] }),
      [customFetch]: async (url: string, options: Oidc.CustomFetchOptions) => {
        const asked = new URL(url);
        const sent = asked.origin === named ? there.origin + asked.pathname + asked.search : url;
        // The types of a body differ in words alone.
        const answer = await fetch(sent, options as RequestInit);
        if (kept && options.method === 'POST' && answer.ok) {
          const { refresh_token: token } = (await answer
            .clone()
            .json()
            .catch(() => ({}))) as { refresh_token?: unknown };
          if (typeof token === 'string') kept(token);
        }
        return answer;
      },
    });
  } catch (error) {
    throw await providerError(error, issuer);
  }
}

/** Whether the provider says that a session has ended. */
export const isEnded = (error: unknown): boolean =>
  (error as { error?: unknown }).error === 'invalid_grant' && (error as Error).name === 'ResponseBodyError';

/** How a command ends when a provider did not do what was asked. */
export async function providerError(error: unknown, issuer: string): Promise<CommandError> {
  if (error instanceof CommandError) return error;
  const { AuthorizationResponseError, ClientError, ResponseBodyError } = await oidc();
  if (error instanceof AuthorizationResponseError || error instanceof ResponseBodyError) {
    const { error: word, error_description: said } = error;
    return new CommandError(
      EXIT.unauthenticated,
      'login-refused',
      `The identity provider ${issuer} refused: ${said ? `${said.replace(/\.+$/, '')} (${word})` : word}.`,
      { cause: error },
    );
  }
  const code = error instanceof ClientError ? (error.code ?? '') : '';
  const cause = { cause: error };
  if (code === 'OAUTH_TIMEOUT' || code === 'OAUTH_ABORT' || error instanceof TypeError) {
    return new CommandError(
      EXIT.unreachable,
      'unreachable',
      `The identity provider ${issuer} cannot be reached.`,
      cause,
    );
  }
  if (
    code === 'OAUTH_RESPONSE_IS_NOT_CONFORM' ||
    code === 'OAUTH_RESPONSE_IS_NOT_JSON' ||
    code === 'OAUTH_PARSE_ERROR'
  ) {
    const message = `The identity provider ${issuer} does not answer as one does. Is it away, or the address wrong?`;
    return new CommandError(EXIT.unreachable, 'unreachable', message, cause);
  }
  if (code === 'OAUTH_JSON_ATTRIBUTE_COMPARISON_FAILED') {
    const message = `What answers at ${issuer} says that it is another identity provider.`;
    return new CommandError(EXIT.failed, 'issuer', message, cause);
  }
  const why = error instanceof Error ? error.message : String(error);
  const message = `What the identity provider ${issuer} answered is not accepted: ${why}.`;
  return new CommandError(EXIT.failed, 'login-failed', message, cause);
}

/** @throws CommandError `no-id-token` */
export function tokensOf(
  answer: Oidc.TokenEndpointResponse & Oidc.TokenEndpointResponseHelpers,
  issuer: string,
  before?: string,
): Tokens {
  const { id_token: token, refresh_token: refreshToken = before } = answer;
  if (token === undefined) {
    throw new CommandError(
      EXIT.unauthenticated,
      'no-id-token',
      `The identity provider ${issuer} gave no ID token, which is what the service asks for.`,
    );
  }
  return { token, expires: (answer.claims()?.exp ?? 0) * 1000, ...(refreshToken !== undefined && { refreshToken }) };
}
