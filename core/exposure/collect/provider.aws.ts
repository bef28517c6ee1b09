import { IAMClient, ListOpenIDConnectProvidersCommand, ListSAMLProvidersCommand } from '@aws-sdk/client-iam';
import type { Row } from '../inventory.ts';
import type { Reader } from './collector.ts';

/** Whose tokens and assertions the account believes. Neither list has pages. */
export const readProviders: Reader<'provider'> = (at) => async () => {
  const client = at.client(IAMClient);
  const oidc = await at.must('iam:ListOpenIDConnectProviders', () =>
    client.send(new ListOpenIDConnectProvidersCommand({})),
  );
  const saml = await at.must('iam:ListSAMLProviders', () => client.send(new ListSAMLProvidersCommand({})));
  const row = (arn: string, kind: 'oidc' | 'saml'): Row<'provider'> => ({
    row: 'provider',
    arn,
    account: at.account,
    kind,
    ...(kind === 'oidc' && { url: arn.slice(arn.indexOf('/') + 1) }),
  });
  return {
    rows: [
      ...(oidc.OpenIDConnectProviderList ?? []).map(({ Arn }) => row(Arn!, 'oidc')),
      ...(saml.SAMLProviderList ?? []).map(({ Arn }) => row(Arn!, 'saml')),
    ],
  };
};
