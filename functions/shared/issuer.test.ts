import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { AUDIENCE, type Issuer, signingKey, startIssuer, tokenOf } from '../../test/fixtures/issuer.ts';
import { recogniserOf } from './issuer.ts';

let issuer: Issuer;
beforeEach(async () => {
  issuer = await startIssuer();
});
afterEach(async () => {
  jest.restoreAllMocks();
  await issuer.close();
});

const recogniserFor = (url: string) =>
  recogniserOf({
    ...{
      SLUICE_PROGRAM: 'sample',
      SLUICE_DISCLOSURE: '1.0',
      SLUICE_PREFIX: 'sluice-sample-dev',
      SLUICE_GROUPS_CLAIM: 'groups',
    },
    ...{ SLUICE_ISSUER: url, SLUICE_AUDIENCE: `another ${AUDIENCE}` },
  });
const ann = () => issuer.bearer({ sub: 'ann', groups: ['employees'] });
const away = { reason: 'issuer-away' };

describe("the issuer's keys", () => {
  it('are found by discovery, once', async () => {
    const recognise = recogniserFor(issuer.url);

    await Promise.all([recognise(ann()), recognise(ann())]);

    expect(await recognise(ann())).toEqual({ issuer: issuer.url, sub: 'ann', groups: ['employees'] });
    expect(issuer.asked.filter((path) => path === '/jwks')).toHaveLength(1);
  });

  it('are looked up again for a new key, after a while', async () => {
    const recognise = recogniserFor(issuer.url);
    await recognise(ann());
    issuer.keys.unshift(signingKey('second'));

    // Not at once: whoever invents keys would have the issuer asked for each.
    await expect(recognise(ann())).rejects.toMatchObject({ reason: 'unauthenticated' });
    const later = Date.now() + 10_000;
    jest.spyOn(Date, 'now').mockImplementation(() => later);

    expect(await recognise(ann())).toMatchObject({ sub: 'ann' });
  });

  it('outlive an outage, whatever tokens come meanwhile', async () => {
    const recognise = recogniserFor(issuer.url);
    const good = ann();
    await recognise(good);
    await issuer.close();
    const later = Date.now() + 60_000;
    jest.spyOn(Date, 'now').mockImplementation(() => later);

    const unknown = `Bearer ${tokenOf(signingKey('unknown'), { iss: issuer.url, sub: 'eve' })}`;
    await expect(recognise(unknown)).rejects.toMatchObject(away);

    expect(await recognise(good)).toMatchObject({ sub: 'ann' });
  });

  it('are asked for again after an issuer that was away when the function began', async () => {
    const start = globalThis.fetch;
    const recognise = recogniserFor(issuer.url);
    jest.spyOn(globalThis, 'fetch').mockRejectedValueOnce(new TypeError('fetch failed'));
    await expect(recognise(ann())).rejects.toMatchObject(away);
    globalThis.fetch = start;

    expect(await recognise(ann())).toMatchObject({ sub: 'ann' });
  });

  it('are not taken from metadata of another issuer', async () => {
    const other = `${issuer.url.replace('127.0.0.1', 'localhost')}`;
    const token = `Bearer ${tokenOf(issuer.keys[0]!, { iss: other, sub: 'ann' })}`;

    await expect(recogniserFor(other)(token)).rejects.toMatchObject(away);
  });
});
