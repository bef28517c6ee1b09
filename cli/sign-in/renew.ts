import { CommandError, EXIT } from '../exit-codes.ts';
import { withLock } from '../lock.ts';
import { loadSession, loginLine, renewSession, type Session, sessionFile } from '../session.ts';
import { claimsOf } from './claims.ts';
import { discover, isEnded, oidc, providerError, tokensOf } from './provider.ts';
import { uninterrupted } from './uninterrupted.ts';

/** A token that is sent now arrives in time. */
const RENEW_BEFORE_MS = 60_000;

/**
 * The token of a session, renewed where it is about to end. A provider may take each refresh token once: one command at a time asks, and
 * looks first what the one before it got.
 * @param refused a token that the service did not take, whatever this machine's clock says of it
 * @throws CommandError `ended` when a person has to log in again; `unreachable` when the provider is away, which ends nothing
 */
export async function tokenOf(name: string, endpointUrl: string | undefined, refused?: string): Promise<string> {
  const good = (session: Session): boolean => isFresh(session) && session.token !== refused;
  const session = loadSession(name);
  if (good(session)) return session.token;
  if (session.refreshToken === undefined) {
    if (session.expires > Date.now()) return session.token;
    throw ended(name, session, 'the provider gave nothing to renew it with');
  }
  return withLock(`${sessionFile(name)}.lock`, async () => {
    const now = loadSession(name);
    if (good(now) || now.refreshToken === undefined) return now.token;
    return uninterrupted(() => renew(name, now, endpointUrl));
  });
}

async function renew(name: string, session: Session, endpointUrl: string | undefined): Promise<string> {
  const { issuer, groupsClaim, refreshToken } = session;
  try {
    const keep = (fresh: string) => renewSession(name, { ...session, refreshToken: fresh });
    const config = await discover(session, endpointUrl, keep);
    const { refreshTokenGrant } = await oidc();
    const tokens = tokensOf(await refreshTokenGrant(config, refreshToken!), issuer, refreshToken);
    const { groups: _before, ...rest } = session;
    const { groups } = claimsOf(tokens.token, groupsClaim);
    renewSession(name, { ...rest, ...tokens, ...(groups !== undefined && { groups }) });
    return tokens.token;
  } catch (error) {
    if (isEnded(error)) throw ended(name, session, 'the provider takes its refresh token no more');
    // Good for some seconds more, which may be enough.
    if (session.expires > Date.now()) return session.token;
    throw await providerError(error, issuer);
  }
}

const isFresh = ({ expires }: Session): boolean => expires - Date.now() > RENEW_BEFORE_MS;

const ended = (name: string, { api }: Session, why: string): CommandError =>
  new CommandError(
    EXIT.unauthenticated,
    'ended',
    `Your session has ended: ${why}. Log in again: ${loginLine(name, api)}`,
  );
