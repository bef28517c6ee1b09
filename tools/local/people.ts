import {
  AdminAddUserToGroupCommand,
  AdminCreateUserCommand,
  CognitoIdentityProviderClient,
  type CognitoIdentityProviderClientConfig,
  UsernameExistsException,
} from '@aws-sdk/client-cognito-identity-provider';

/** With which a local account begins, as one at AWS does: whoever logs in for the first time sets their own. */
export const FIRST_PASSWORD = 'First-time-2026!';

/** Who a local cloud knows from the start: somebody for each door. */
export const LOCAL_PEOPLE: Readonly<Record<string, string>> = {
  ada: 'employees',
  grace: 'employees',
  ivy: 'investigators',
  rosa: 'representatives',
  sam: 'stewards',
  pat: 'platform',
};

/** Makes the account, unless it is there, and puts it into its groups. @returns the user name */
export async function ensurePerson(
  config: CognitoIdentityProviderClientConfig,
  UserPoolId: string,
  name: string,
  groups: readonly string[],
): Promise<string> {
  const cognito = new CognitoIdentityProviderClient(config);
  const Username = `${name}@example.com`;
  try {
    const UserAttributes = [
      { Name: 'email', Value: Username },
      { Name: 'email_verified', Value: 'true' },
    ];
    const account = { UserPoolId, Username, TemporaryPassword: FIRST_PASSWORD, UserAttributes };
    await cognito
      .send(new AdminCreateUserCommand({ ...account, MessageAction: 'SUPPRESS' }))
      .catch((error: unknown) => {
        if (!(error instanceof UsernameExistsException)) throw error;
      });
    for (const GroupName of groups) {
      await cognito.send(new AdminAddUserToGroupCommand({ UserPoolId, Username, GroupName }));
    }
    return Username;
  } finally {
    cognito.destroy();
  }
}
