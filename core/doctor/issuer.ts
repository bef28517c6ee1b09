import { z } from 'zod';
import type { IssuerFacts, Looked } from './diagnose.ts';

const discovery = z.looseObject({
  issuer: z.string(),
  jwks_uri: z.url(),
  authorization_endpoint: z.string().optional(),
  device_authorization_endpoint: z.string().optional(),
  code_challenge_methods_supported: z.array(z.string()).optional(),
});
const keySet = z.looseObject({ keys: z.array(z.looseObject({ kty: z.string() })) });

const TIMEOUT = 5_000;

/** Asks an issuer for what it says of itself, as API Gateway and the functions will. */
export async function lookAtIssuer(issuer: string, fetch = globalThis.fetch): Promise<Looked<IssuerFacts>> {
  const json = async (address: string): Promise<unknown> => {
    const answer = await fetch(address, { signal: AbortSignal.timeout(TIMEOUT) });
    if (!answer.ok) throw new Error(`HTTP ${answer.status}`);
    return answer.json();
  };
  try {
    const found = discovery.parse(await json(`${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`));
    const { keys } = keySet.parse(await json(found.jwks_uri));
    return {
      found: {
        issuer: found.issuer,
        hasAuthorization: found.authorization_endpoint !== undefined,
        hasDevice: found.device_authorization_endpoint !== undefined,
        // One that says nothing of it may take it all the same.
        hasPkce: found.code_challenge_methods_supported?.includes('S256') ?? true,
        keys: [...new Set(keys.map(({ kty }) => kty))],
      },
    };
  } catch (error) {
    return {
      failed: error instanceof z.ZodError ? 'what it answers is no discovery document' : (error as Error).message,
    };
  }
}
