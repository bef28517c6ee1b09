import { CommandError, EXIT } from '../exit-codes.ts';
import { addressOf, type Client, isPool, type Tokens } from './provider.ts';

/*
 * A password at the terminal, for user pools alone: where there is no browser at all, and for the first password. Cognito's InitiateAuth is
 * one JSON call, for which no SDK is needed.
 */

/** What Cognito asks for beyond the password, and who answers. */
export interface Questions {
  /** The six digits of the app of `user`. */
  mfaCode(user: string): Promise<string>;
  newPassword(): Promise<string>;
  /** An app has to be set up first: its key, base32. */
  showKey(key: string, user: string): void;
}

interface AuthAnswer {
  AuthenticationResult?: { IdToken: string; RefreshToken?: string; ExpiresIn: number };
  ChallengeName?: string;
  /** `USER_ID_FOR_SRP`: the user as the pool names them, where they gave an alias. */
  ChallengeParameters?: Record<string, string>;
  Session?: string;
  SecretCode?: string;
  Status?: string;
  message?: string;
}

type Call = 'InitiateAuth' | 'RespondToAuthChallenge' | 'AssociateSoftwareToken' | 'VerifySoftwareToken';

async function cognito(endpoint: string, call: Call, body: object): Promise<AuthAnswer> {
  let response: Response;
  try {
    response = await fetch(endpoint, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-amz-json-1.1',
        'x-amz-target': `AWSCognitoIdentityProviderService.${call}`,
      },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(30_000),
    });
  } catch (cause) {
    throw new CommandError(EXIT.unreachable, 'unreachable', `The identity provider at ${endpoint} cannot be reached.`, {
      cause,
    });
  }
  // What a proxy answers may be no JSON.
  const answer = (await response.json().catch(() => ({}))) as AuthAnswer;
  if (!response.ok) throw refused(answer.message ?? `HTTP ${response.status}`);
  return answer;
}

const refused = (why: string) =>
  new CommandError(EXIT.unauthenticated, 'login-refused', `The identity provider refused: ${why}.`);

function tokensOf({ AuthenticationResult: result, ChallengeName }: AuthAnswer): Tokens {
  if (!result) {
    throw refused(
      ChallengeName ? `it asks for ${ChallengeName}: log in with the browser, without --user` : 'no tokens',
    );
  }
  return {
    token: result.IdToken,
    expires: Date.now() + result.ExpiresIn * 1000,
    ...(result.RefreshToken ? { refreshToken: result.RefreshToken } : {}),
  };
}

/** More than these in a row no pool asks: a new password, an app, its code. */
const MOST_CHALLENGES = 4;

/**
 * Logs in with a password, and with what the pool asks for beside it. The password goes to the pool and nowhere else: its address is made
 * from the issuer's name.
 * @param endpointUrl of AWS, as its command line takes it
 * @param questions @default nobody is there to answer: a challenge is refused
 * @throws CommandError `login-refused`, `unreachable`; `no-passwords` where the issuer is no pool
 */
export async function logInByPassword(
  { issuer, clientId }: Client,
  endpointUrl: string | undefined,
  user: string,
  password: string,
  questions?: Questions,
): Promise<Tokens> {
  const endpoint = poolOf(issuer, endpointUrl);
  let answer = await cognito(endpoint, 'InitiateAuth', {
    AuthFlow: 'USER_PASSWORD_AUTH',
    ClientId: clientId,
    AuthParameters: { USERNAME: user, PASSWORD: password },
  });
  for (let asked = 0; answer.ChallengeName && questions && asked < MOST_CHALLENGES; asked++) {
    const { ChallengeName, ChallengeParameters, Session } = answer;
    const answered = await answerTo(answer, { endpoint, user, questions });
    if (!answered) break;
    const { session = Session, responses } = answered;
    answer = await cognito(endpoint, 'RespondToAuthChallenge', {
      ...{ ChallengeName, ClientId: clientId, Session: session },
      ChallengeResponses: { USERNAME: ChallengeParameters?.USER_ID_FOR_SRP ?? user, ...responses },
    });
  }
  return tokensOf(answer);
}

/** @throws CommandError `no-passwords` */
export function poolOf(issuer: string, endpointUrl: string | undefined): string {
  if (isPool(issuer)) return addressOf(issuer, endpointUrl).href;
  throw new CommandError(
    EXIT.usage,
    'no-passwords',
    `${issuer} takes passwords on its own page alone: log in without --user.`,
  );
}

interface Answering {
  endpoint: string;
  user: string;
  questions: Questions;
}

/**
 * Source: Amazon Cognito user pools API reference, RespondToAuthChallenge, "ChallengeResponses"; developer guide, "TOTP software token MFA".
 * @returns undefined for a challenge that is not for a command line
 */
async function answerTo(
  { ChallengeName, Session }: AuthAnswer,
  { endpoint, user, questions }: Answering,
): Promise<{ session?: string | undefined; responses: Record<string, string> } | undefined> {
  switch (ChallengeName) {
    case 'NEW_PASSWORD_REQUIRED':
      return { responses: { NEW_PASSWORD: await questions.newPassword() } };
    case 'SOFTWARE_TOKEN_MFA':
      return { responses: { SOFTWARE_TOKEN_MFA_CODE: await questions.mfaCode(user) } };
    case 'MFA_SETUP': {
      const app = await cognito(endpoint, 'AssociateSoftwareToken', { Session });
      questions.showKey(app.SecretCode ?? '', user);
      const UserCode = await questions.mfaCode(user);
      const verified = await cognito(endpoint, 'VerifySoftwareToken', { Session: app.Session, UserCode });
      if (verified.Status !== 'SUCCESS') throw refused('the code is not of this key');
      return { session: verified.Session, responses: {} };
    }
    default:
      return undefined;
  }
}
