import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from '@jest/globals';
import { logInByPassword, poolOf, type Questions } from './password.ts';
import { addressOf } from './provider.ts';

type Call = [target: string, body: Record<string, unknown>];

let server: Server | undefined;
afterEach(async () => {
  await new Promise<unknown>((resolve) => server?.close(resolve) ?? resolve(undefined));
  server = undefined;
});

/** A pool that answers in turn, and keeps what it was asked. */
async function pool(...answers: (object | [status: number, answer: object])[]) {
  const asked: Call[] = [];
  server = createServer(async (request, response) => {
    let text = '';
    for await (const chunk of request) text += String(chunk);
    asked.push([String(request.headers['x-amz-target']).split('.')[1]!, JSON.parse(text)]);
    const answer = answers.shift() ?? {};
    const [status, body] = Array.isArray(answer) ? (answer as [number, object]) : [200, answer];
    response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' }).end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server!.listen(0, '127.0.0.1', resolve));
  return { asked, endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}/` };
}

const TOKENS = { AuthenticationResult: { IdToken: 'id', RefreshToken: 'refresh', ExpiresIn: 3600 } };
const challenge = (ChallengeName: string, Session: string) => ({ ChallengeName, Session });
const POOL = { issuer: 'https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_Ab1', clientId: 'client' };
const told: string[] = [];
const questions: Questions = {
  mfaCode: async () => '123456',
  newPassword: async () => 'a new one',
  showKey: (key) => told.push(key),
};
const answersTo = (asked: Call[]) =>
  asked.map(([call, { Session, ChallengeResponses }]) => [call, Session, ChallengeResponses]);

describe('logging in to the pool', () => {
  test('with a password alone, where it asks for nothing else', async () => {
    const { endpoint, asked } = await pool(TOKENS);

    const tokens = await logInByPassword(POOL, endpoint, 'ada', 'secret', questions);

    expect(tokens).toMatchObject({ token: 'id', refreshToken: 'refresh' });
    const AuthParameters = { USERNAME: 'ada', PASSWORD: 'secret' };
    expect(asked).toEqual([['InitiateAuth', { AuthFlow: 'USER_PASSWORD_AUTH', ClientId: 'client', AuthParameters }]]);
  });

  test('with the code of an app', async () => {
    const asks = { ...challenge('SOFTWARE_TOKEN_MFA', 's1'), ChallengeParameters: { USER_ID_FOR_SRP: 'id-of-ada' } };
    const { endpoint, asked } = await pool(asks, TOKENS);

    expect(await logInByPassword(POOL, endpoint, 'ada', 'secret', questions)).toMatchObject({ token: 'id' });

    expect(answersTo(asked).slice(1)).toEqual([
      ['RespondToAuthChallenge', 's1', { USERNAME: 'id-of-ada', SOFTWARE_TOKEN_MFA_CODE: '123456' }],
    ]);
  });

  test('for the first time: a new password, then an app that is set up by its key', async () => {
    const { endpoint, asked } = await pool(
      challenge('NEW_PASSWORD_REQUIRED', 's1'),
      challenge('MFA_SETUP', 's2'),
      { SecretCode: 'KEY', Session: 's3' },
      { Status: 'SUCCESS', Session: 's4' },
      TOKENS,
    );

    expect(await logInByPassword(POOL, endpoint, 'ada', 'first', questions)).toMatchObject({ token: 'id' });

    expect(answersTo(asked).slice(1)).toEqual([
      ['RespondToAuthChallenge', 's1', { USERNAME: 'ada', NEW_PASSWORD: 'a new one' }],
      ['AssociateSoftwareToken', 's2', undefined],
      ['VerifySoftwareToken', 's3', undefined],
      ['RespondToAuthChallenge', 's4', { USERNAME: 'ada' }],
    ]);
    expect(told.at(-1)).toBe('KEY');
  });

  test.each<[string, object[], RegExp]>([
    [
      'a challenge for a browser',
      [challenge('SELECT_MFA_TYPE', 's')],
      /asks for SELECT_MFA_TYPE: log in with the browser/,
    ],
    [
      'a code of another key',
      [challenge('MFA_SETUP', 's'), { SecretCode: 'K' }, { Status: 'ERROR' }],
      /the code is not of this key/,
    ],
    [
      'challenges without end',
      Array.from({ length: 9 }, () => challenge('SOFTWARE_TOKEN_MFA', 's')),
      /asks for SOFTWARE_TOKEN_MFA/,
    ],
    ['neither tokens nor a question', [{}], /no tokens/],
  ])('is refused with %s', async (_what, answers, message) => {
    const { endpoint } = await pool(...answers);

    const tried = logInByPassword(POOL, endpoint, 'ada', 'secret', questions);

    await expect(tried).rejects.toMatchObject({ reason: 'login-refused', message: expect.stringMatching(message) });
  });

  test('is refused in the words of the pool, and of its status where it has none', async () => {
    const wrong = await pool([400, { message: 'Incorrect username or password' }], [500, {}]);

    const tries = [1, 2].map(() => logInByPassword(POOL, wrong.endpoint, 'ada', 'x', questions));
    const told = (await Promise.allSettled(tries)).map((one) => (one.status === 'rejected' ? one.reason.message : ''));

    expect(told.sort()).toEqual([
      'The identity provider refused: HTTP 500.',
      'The identity provider refused: Incorrect username or password.',
    ]);
  });

  test('nobody there to answer: the challenge is named', async () => {
    const { endpoint } = await pool(challenge('SOFTWARE_TOKEN_MFA', 's'));

    await expect(logInByPassword(POOL, endpoint, 'ada', 'secret')).rejects.toThrow('it asks for SOFTWARE_TOKEN_MFA');
  });

  test.each([
    'https://login.example.com',
    'https://cognito-idp.eu-central-1.amazonaws.com.evil.example/eu-central-1_Ab1',
    'https://evil.example/cognito-idp.eu-central-1.amazonaws.com/eu-central-1_Ab1',
    'https://cognito-idp.eu-central-1.amazonaws.com@evil.example/eu-central-1_Ab1',
    'http://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_Ab1',
    '',
  ])('no password is sent for an issuer that is no pool: %s', async (issuer) => {
    const { endpoint, asked } = await pool(TOKENS);

    const tried = logInByPassword({ issuer, clientId: 'client' }, endpoint, 'ada', 'secret', questions);

    await expect(tried).rejects.toMatchObject({ reason: 'no-passwords' });
    expect(asked).toEqual([]);
  });

  test('where the pool is, its name says; an emulator stands in for it, and for nobody else', () => {
    expect(poolOf(POOL.issuer, undefined)).toBe('https://cognito-idp.eu-central-1.amazonaws.com/');
    expect(poolOf(POOL.issuer, 'http://127.0.0.1:4566')).toBe('http://127.0.0.1:4566/');
    expect(() => poolOf(POOL.issuer, 'http://evil.example')).toThrow('not at an https address');
    expect(addressOf('https://login.example.com/x', 'http://127.0.0.1:4566').href).toBe('https://login.example.com/');
  });
});
