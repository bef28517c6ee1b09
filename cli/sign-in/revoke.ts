import type { Session } from '../session.ts';
import { discover, oidc } from './provider.ts';

/**
 * Asks the provider to take the refresh token no more.
 * @returns whether it said so; undefined where there is nothing to end
 */
export async function revoke(session: Session, endpointUrl: string | undefined): Promise<boolean | undefined> {
  if (session.refreshToken === undefined) return undefined;
  try {
    const config = await discover(session, endpointUrl);
    const { tokenRevocation } = await oidc();
    await tokenRevocation(config, session.refreshToken, { token_type_hint: 'refresh_token' });
    return true;
  } catch {
    // A provider that is away, or has no such endpoint: logging out works without it.
    return false;
  }
}
