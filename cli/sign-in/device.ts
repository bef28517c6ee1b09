import type * as Oidc from 'openid-client';
import { CommandError, EXIT } from '../exit-codes.ts';
import { asked } from './code.ts';
import { type Client, oidc, providerError, type Tokens, tokensOf } from './provider.ts';

/** What a person types where, on any machine that has a browser. */
export interface DevicePrompt {
  address: string;
  code: string;
  /** The same with the code in it, where the provider has one. */
  whole?: string;
}

export const hasDeviceFlow = (config: Oidc.Configuration): boolean =>
  config.serverMetadata().device_authorization_endpoint !== undefined;

/** Device code (RFC 8628). @throws CommandError; `no-device-flow` where the provider has none */
export async function logInByDevice(
  config: Oidc.Configuration,
  { issuer }: Client,
  scopes: readonly string[],
  show: (prompt: DevicePrompt) => void,
): Promise<Tokens> {
  if (!hasDeviceFlow(config)) {
    throw new CommandError(
      EXIT.usage,
      'no-device-flow',
      `The identity provider ${issuer} has no log-in by device code: use --no-browser.`,
    );
  }
  const client = await oidc();
  try {
    const started = await client.initiateDeviceAuthorization(config, asked(scopes));
    const { verification_uri: address, user_code: code, verification_uri_complete: whole } = started;
    show({ address, code, ...(whole !== undefined && { whole }) });
    return tokensOf(await client.pollDeviceAuthorizationGrant(config, started), issuer);
  } catch (error) {
    throw await providerError(error, issuer);
  }
}
