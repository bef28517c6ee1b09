import { describe, expect, it } from '@jest/globals';
import { identityOf, parseGroups } from './identity.ts';

const event = (claims?: Record<string, unknown>) => ({
  requestContext: { authorizer: { jwt: claims ? { claims } : {} } },
});

describe('groups', () => {
  it.each([
    // As HTTP APIs write an array claim.
    ['[employees stewards]', ['employees', 'stewards']],
    ['[employees]', ['employees']],
    ['[]', []],
    [
      ['employees', 'stewards'],
      ['employees', 'stewards'],
    ],
    ['["employees","stewards"]', ['employees', 'stewards']],
    ['["employees"', []],
    ['employees, stewards', ['employees', 'stewards']],
    ['employees', ['employees']],
    [['employees', 1, null, ''], ['employees']],
    [undefined, []],
    [{ employees: true }, []],
    [7, []],
  ])('of %j are %j', (claim, groups) => {
    expect(parseGroups(claim)).toEqual(groups);
  });
});

describe('identity', () => {
  it("is the verified token's", () => {
    const claims = { iss: 'https://idp', sub: 'ann', email: 'ann@example.com', roles: '[employees]' };
    expect(identityOf(event(claims), 'roles')).toEqual({
      issuer: 'https://idp',
      sub: 'ann',
      email: 'ann@example.com',
      groups: ['employees'],
    });
  });

  it.each([
    [undefined],
    [{}],
    [{ iss: 'https://idp' }],
    [{ sub: 'ann' }],
    [{ iss: '', sub: 'ann' }],
    [{ iss: 1, sub: 2 }],
  ])('is nobody for %j', (claims) => {
    expect(() => identityOf(event(claims), 'roles')).toThrow(expect.objectContaining({ reason: 'unauthenticated' }));
  });
});
