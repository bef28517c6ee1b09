import { CommandError, EXIT } from './exit-codes.ts';

/** Tokens from the identity provider. Cognito's InitiateAuth is one JSON call: no SDK is needed for it. */
export interface Tokens {
  token: string;
  refreshToken?: string;
  /** ms. */
  expires: number;
}

interface InitiateAuthAnswer {
  AuthenticationResult?: { IdToken: string; RefreshToken?: string; ExpiresIn: number };
  ChallengeName?: string;
  message?: string;
  __type?: string;
}

async function initiateAuth(
  endpoint: string,
  clientId: string,
  flow: 'USER_PASSWORD_AUTH' | 'REFRESH_TOKEN_AUTH',
  parameters: Record<string, string>,
): Promise<Tokens> {
  let response: Response;
  try {
    response = await fetch(endpoint, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-amz-json-1.1',
        'x-amz-target': 'AWSCognitoIdentityProviderService.InitiateAuth',
      },
      body: JSON.stringify({ AuthFlow: flow, ClientId: clientId, AuthParameters: parameters }),
      signal: AbortSignal.timeout(30_000),
    });
  } catch (cause) {
    throw new CommandError(EXIT.unreachable, 'unreachable', `The identity provider at ${endpoint} cannot be reached.`, {
      cause,
    });
  }
  const answer = (await response.json()) as InitiateAuthAnswer;
  const result = answer.AuthenticationResult;
  if (!result) {
    const why = answer.ChallengeName
      ? `it asks for ${answer.ChallengeName}: complete it in the hosted login, then use --token`
      : (answer.message ?? `HTTP ${response.status}`);
    throw new CommandError(EXIT.unauthenticated, 'login-refused', `The identity provider refused: ${why}.`);
  }
  return {
    token: result.IdToken,
    expires: Date.now() + result.ExpiresIn * 1000,
    ...(result.RefreshToken ? { refreshToken: result.RefreshToken } : {}),
  };
}

export const logIn = (endpoint: string, clientId: string, user: string, password: string): Promise<Tokens> =>
  initiateAuth(endpoint, clientId, 'USER_PASSWORD_AUTH', { USERNAME: user, PASSWORD: password });

export const renew = (endpoint: string, clientId: string, refreshToken: string): Promise<Tokens> =>
  initiateAuth(endpoint, clientId, 'REFRESH_TOKEN_AUTH', { REFRESH_TOKEN: refreshToken });

/** Claims of a JWT, for display and expiry only: the API verifies it. */
export function claimsOf(token: string): { sub?: string; email?: string; exp?: number; groups: string[] } {
  const payload = token.split('.')[1];
  if (!payload) throw new CommandError(EXIT.usage, 'bad-token', 'That is not a JWT (three parts with dots).');
  const claims = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')) as Record<string, unknown>;
  const groups = claims['cognito:groups'] ?? claims.groups;
  return {
    ...(typeof claims.sub === 'string' ? { sub: claims.sub } : {}),
    ...(typeof claims.email === 'string' ? { email: claims.email } : {}),
    ...(typeof claims.exp === 'number' ? { exp: claims.exp } : {}),
    groups: Array.isArray(groups) ? groups.map(String) : [],
  };
}
