import type * as Oidc from 'openid-client';
import { type Client, oidc, providerError, type Tokens, tokensOf } from './provider.ts';

/** Takes a person to the provider and back. */
export interface Redirect {
  /** Where the provider sends them back to: one that it knows. */
  uri: string;
  /** @param address of the provider's page @returns the whole address that they came back with */
  visit(address: URL, state: string): Promise<URL>;
}

/** What the provider is asked for. A refresh token is given by many only when the person is asked. */
export const asked = (scopes: readonly string[]) => ({
  scope: scopes.join(' '),
  ...(scopes.includes('offline_access') && { prompt: 'consent' }),
});

/** Authorization code with PKCE (RFC 7636, RFC 8252). @throws CommandError */
export async function logInByCode(
  config: Oidc.Configuration,
  { issuer }: Client,
  scopes: readonly string[],
  redirect: Redirect,
): Promise<Tokens> {
  const client = await oidc();
  const verifier = client.randomPKCECodeVerifier();
  const [state, nonce] = [client.randomState(), client.randomNonce()];
  const address = client.buildAuthorizationUrl(config, {
    ...asked(scopes),
    redirect_uri: redirect.uri,
    code_challenge: await client.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    ...{ state, nonce },
  });
  const back = await redirect.visit(address, state);
  try {
    const checks = { pkceCodeVerifier: verifier, expectedState: state, expectedNonce: nonce, idTokenExpected: true };
    return tokensOf(await client.authorizationCodeGrant(config, back, checks), issuer);
  } catch (error) {
    throw await providerError(error, issuer);
  }
}
