import { describe, expect, it } from '@jest/globals';
import { createLocalJWKSet, UnsecuredJWT } from 'jose';
import { AUDIENCE, signingKey, tokenOf } from '../../test/fixtures/issuer.ts';
import { recogniser } from './identity.ts';

const ISSUER = 'https://idp.example';
const ours = signingKey('ours');
const theirs = { ...signingKey('theirs'), kid: 'ours' };
const recognise = recogniser({
  ...{ issuer: ISSUER, audience: ['other-client', AUDIENCE], groupsClaim: 'roles' },
  keys: createLocalJWKSet({ keys: [ours.jwk] }),
});
const ANN = { iss: ISSUER, sub: 'ann', email: 'ann@example.com', roles: ['employees', 'lunch stewards'] };
const bearer = (claims: object, key = ours, header = {}) => `Bearer ${tokenOf(key, claims, header)}`;
const now = Math.floor(Date.now() / 1000);

describe('who calls', () => {
  it('is who the token names', async () => {
    expect(await recognise(bearer(ANN))).toEqual({
      issuer: ISSUER,
      sub: 'ann',
      email: 'ann@example.com',
      claimedEmail: 'ann@example.com',
      groups: ['employees', 'lunch stewards'],
    });
  });

  it.each([[false], ['false']])('is shown by no e-mail that nobody has verified (%j)', async (email_verified) => {
    const { email, claimedEmail } = await recognise(bearer({ ...ANN, email_verified }));
    expect([email, claimedEmail]).toEqual([undefined, 'ann@example.com']);
  });

  it.each([[true], ['true'], [undefined]])(
    'is shown by the e-mail of an issuer that says %j of it',
    async (email_verified) => {
      expect((await recognise(bearer({ ...ANN, email_verified }))).email).toBe('ann@example.com');
    },
  );

  it.each([
    [['employees', 1, null, '', ['stewards'], { stewards: true }], ['employees']],
    // Not two groups, and not `stewards`: nobody says that they are apart by spaces.
    ['lunch stewards', ['lunch stewards']],
    ['[employees stewards]', ['[employees stewards]']],
    [[], []],
    [undefined, []],
    [{ employees: true }, []],
    [7, []],
  ])('is in the groups of the claim itself: %j', async (roles, groups) => {
    expect((await recognise(bearer({ ...ANN, roles }))).groups).toEqual(groups);
  });

  it.each([
    ['for one of several audiences', { aud: ['x', AUDIENCE] }],
    ['an ID token of a user pool', { token_use: 'id' }],
    ['that ended a moment ago, by another clock', { exp: now - 10 }],
    ['that begins in a moment', { nbf: now + 10 }],
  ])('is known by a token %s', async (_, claims) => {
    expect(await recognise(bearer({ ...ANN, ...claims }))).toMatchObject({ sub: 'ann' });
  });

  it.each([
    ['another issuer', { iss: 'https://idp.example.org' }],
    ['no issuer', { iss: undefined }],
    ['another audience', { aud: 'somebody-else' }],
    ['no audience', { aud: undefined }],
    ['an audience in another claim', { aud: undefined, client_id: AUDIENCE }],
    ['a past end', { exp: now - 3600 }],
    ['no end', { exp: undefined }],
    ['a beginning in the future', { nbf: now + 3600 }],
    ['no subject', { sub: undefined }],
    ['an empty subject', { sub: '' }],
    ['a subject that is no text', { sub: 7 }],
    ['the use of an access token', { token_use: 'access' }],
  ])('is nobody with a token of %s', async (_, claims) => {
    await expect(recognise(bearer({ ...ANN, ...claims }))).rejects.toMatchObject({ reason: 'unauthenticated' });
  });

  const [head, payload, seal] = tokenOf(ours, ANN).split('.') as [string, string, string];
  const forged = Buffer.from(JSON.stringify({ ...ANN, aud: AUDIENCE, exp: now + 3600, sub: 'eve' })).toString(
    'base64url',
  );
  it.each([
    ['nothing', undefined],
    ['an empty header', ''],
    ['no scheme', tokenOf(ours, ANN)],
    ['another scheme', `Basic ${tokenOf(ours, ANN)}`],
    ['two tokens', `${bearer(ANN)} ${tokenOf(ours, ANN)}`],
    ['no token', 'Bearer x'],
    ['a signature of another key', bearer(ANN, theirs)],
    ['a key that the issuer does not publish', bearer(ANN, signingKey('unknown'))],
    ['another payload under the signature', `Bearer ${head}.${forged}.${seal}`],
    ['a signature cut short', `Bearer ${head}.${payload}.${seal.slice(0, -4)}`],
    ['no signature', `Bearer ${new UnsecuredJWT(ANN).setAudience(AUDIENCE).setExpirationTime('1h').encode()}`],
    ['an algorithm of shared secrets', bearer(ANN, ours, { alg: 'HS256' })],
    ['an extension that must be understood', bearer(ANN, ours, { crit: ['x'], x: 1 })],
  ])('is nobody with %s', async (_, authorization) => {
    await expect(recognise(authorization)).rejects.toMatchObject({ reason: 'unauthenticated' });
  });

  it('is told without a word of the token', async () => {
    const error = await recognise(bearer({ ...ANN, aud: 'needle-4711' })).catch((caught: Error) => caught);

    expect((error as Error).message).toBe('the token: ERR_JWT_CLAIM_VALIDATION_FAILED aud');
  });

  it('is not said to be nobody where the keys cannot be had', async () => {
    const away = recogniser({
      ...{ issuer: ISSUER, audience: [AUDIENCE], groupsClaim: 'roles' },
      keys: () => Promise.reject(new TypeError('fetch failed')),
    });

    await expect(away(bearer(ANN))).rejects.toThrow(TypeError);
  });
});
