import { createRemoteJWKSet, errors, type JWTVerifyGetKey } from 'jose';
import * as z from 'zod';
import { Refused } from '../../core/shared/errors.ts';
import type { Config } from './config.ts';
import { type Recognise, recogniser } from './identity.ts';
import type { PEOPLE_ENVIRONMENT } from './people-environment.ts';

/**
 * For how long keys are believed without asking again, ms: both how long an outage of the issuer is survived, and how long a key
 * that it withdrew still counts. The API's authorizer keeps them for up to two hours too.
 */
const KEYS_LIVE = 2 * 3_600_000;
/** Between two fetches because of a key that is not known, ms. */
const COOL_DOWN = 5_000;
const TIMEOUT = 5_000;

/** Made once per instance: keys are kept. */
export const recogniserOf = (config: Config<(typeof PEOPLE_ENVIRONMENT)[number]>): Recognise =>
  recogniser({
    issuer: config.SLUICE_ISSUER,
    audience: config.SLUICE_AUDIENCE.split(' '),
    groupsClaim: config.SLUICE_GROUPS_CLAIM,
    keys: issuerKeys(config.SLUICE_ISSUER),
  });

/** The public keys of an OIDC issuer, found by discovery when the first token comes. */
export function issuerKeys(issuer: string): JWTVerifyGetKey {
  let finding: Promise<JWTVerifyGetKey> | undefined;
  return async (header, token) => {
    try {
      finding ??= discover(issuer).catch((error) => {
        finding = undefined;
        throw error;
      });
      return await (await finding)(header, token);
    } catch (error) {
      // Of the token: no key of the issuer's fits it.
      if (error instanceof errors.JWKSNoMatchingKey || error instanceof errors.JWKSMultipleMatchingKeys) throw error;
      throw new Refused('issuer-away', 'the keys of the tokens’ issuer cannot be read', { cause: error });
    }
  };
}

const metadata = z.object({ issuer: z.string(), jwks_uri: z.url() });

async function discover(issuer: string): Promise<JWTVerifyGetKey> {
  const address = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
  const answer = await fetch(address, { signal: AbortSignal.timeout(TIMEOUT) });
  const { issuer: named, jwks_uri } = metadata.parse(await answer.json());
  if (named !== issuer) throw new TypeError('the metadata are of another issuer');
  const options = { cacheMaxAge: KEYS_LIVE, cooldownDuration: COOL_DOWN, timeoutDuration: TIMEOUT };
  return createRemoteJWKSet(new URL(jwks_uri), options);
}
