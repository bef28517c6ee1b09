import {
  AdminAddUserToGroupCommand,
  AdminCreateUserCommand,
  AdminSetUserPasswordCommand,
  CognitoIdentityProviderClient,
  type CognitoIdentityProviderClientConfig,
  UsernameExistsException,
} from '@aws-sdk/client-cognito-identity-provider';

/** Of all local accounts. They exist in a local user pool and nowhere else. */
export const LOCAL_PASSWORD = 'Local-only-2026!';

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
    await cognito
      .send(new AdminCreateUserCommand({ UserPoolId, Username, MessageAction: 'SUPPRESS', UserAttributes }))
      .catch((error: unknown) => {
        if (!(error instanceof UsernameExistsException)) throw error;
      });
    const password = { UserPoolId, Username, Password: LOCAL_PASSWORD, Permanent: true };
    await cognito.send(new AdminSetUserPasswordCommand(password));
    for (const GroupName of groups) {
      await cognito.send(new AdminAddUserToGroupCommand({ UserPoolId, Username, GroupName }));
    }
    return Username;
  } finally {
    cognito.destroy();
  }
}
