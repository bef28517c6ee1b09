import {
  AdminAddUserToGroupCommand,
  AdminCreateUserCommand,
  AdminSetUserPasswordCommand,
  CognitoIdentityProviderClient,
  UsernameExistsException,
} from '@aws-sdk/client-cognito-identity-provider';
import { type Api, createApi } from '../../cli/api.ts';
import { logIn } from '../../cli/identity.ts';
import type { Deployment } from './deployment.ts';

/** Somebody with an account at the identity provider. */
export interface Person {
  name: string;
  email: string;
  groups: string[];
  token(): Promise<string>;
  api: Api;
}

/** Local accounts of a local user pool; they exist nowhere else. */
const PASSWORD = 'Demo-only-2026!';

/** Creates the account, if it is not there, puts it into its groups, and logs in as it. */
export async function person(deployment: Deployment, name: string, groups: string[]): Promise<Person> {
  const cognito = new CognitoIdentityProviderClient(deployment.clientConfig);
  const email = `${name}@example.com`;
  const UserPoolId = deployment.outputs.UserPoolId!;
  try {
    await cognito.send(
      new AdminCreateUserCommand({
        UserPoolId,
        Username: email,
        MessageAction: 'SUPPRESS',
        UserAttributes: [
          { Name: 'email', Value: email },
          { Name: 'email_verified', Value: 'true' },
        ],
      }),
    );
  } catch (error) {
    if (!(error instanceof UsernameExistsException)) throw error;
  }
  await cognito.send(
    new AdminSetUserPasswordCommand({ UserPoolId, Username: email, Password: PASSWORD, Permanent: true }),
  );
  for (const GroupName of groups) {
    await cognito.send(new AdminAddUserToGroupCommand({ UserPoolId, Username: email, GroupName }));
  }
  cognito.destroy();

  let cached: { token: string; expires: number } | undefined;
  const token = async (): Promise<string> => {
    if (!cached || cached.expires - Date.now() < 60_000) {
      cached = await logIn(deployment.endpoint, deployment.outputs.UserPoolClientId!, email, PASSWORD);
    }
    return cached.token;
  };
  return { name, email, groups, token, api: createApi(deployment.outputs.ApiUrl!, token) };
}
