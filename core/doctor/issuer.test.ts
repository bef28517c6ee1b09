import { describe, expect, test } from '@jest/globals';
import { lookAtIssuer } from './issuer.ts';

const ISSUER = 'https://idp.example.com/realms/x';
const DISCOVERY = {
  issuer: ISSUER,
  jwks_uri: 'https://idp.example.com/jwks',
  authorization_endpoint: 'https://idp.example.com/auth',
  code_challenge_methods_supported: ['plain', 'S256'],
};
const answering =
  (documents: Record<string, unknown>) =>
  async (address: unknown): Promise<Response> => {
    const found = documents[String(address)];
    return new Response(JSON.stringify(found ?? {}), { status: found ? 200 : 404 });
  };
const asked = (discovery: unknown, jwks: unknown = { keys: [{ kty: 'RSA' }, { kty: 'RSA' }, { kty: 'EC' }] }) =>
  lookAtIssuer(
    ISSUER,
    answering({ [`${ISSUER}/.well-known/openid-configuration`]: discovery, [DISCOVERY.jwks_uri]: jwks }),
  );

describe('what an issuer says of itself', () => {
  test('is taken from its discovery document and its keys', async () => {
    expect(await asked(DISCOVERY)).toEqual({
      found: { issuer: ISSUER, hasAuthorization: true, hasDevice: false, hasPkce: true, keys: ['RSA', 'EC'] },
    });
  });

  test.each([
    ['no document', undefined, undefined, /HTTP 404/],
    ['a page', { title: 'Log in' }, undefined, /no discovery document/],
    ['no keys', DISCOVERY, { keys: 'none' }, /no discovery document/],
  ])('%s is said', async (_, discovery, jwks, words) => {
    expect(await asked(discovery, jwks)).toEqual({ failed: expect.stringMatching(words) });
  });
});
