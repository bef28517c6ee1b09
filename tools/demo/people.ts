import { type ApiClient, createClient } from '../../api/client.ts';
import { logIn } from '../../cli/identity.ts';
import { ensurePerson, LOCAL_PASSWORD } from '../local/people.ts';
import type { Deployment } from './deployment.ts';

/** Somebody with an account at the identity provider. */
export interface Person {
  name: string;
  email: string;
  groups: string[];
  token(): Promise<string>;
  api: ApiClient;
}

/** Creates the account, if it is not there, and logs in as it. */
export async function person(deployment: Deployment, name: string, groups: string[]): Promise<Person> {
  const { outputs, clientConfig, endpoint } = deployment;
  const email = await ensurePerson(clientConfig, outputs.UserPoolId!, name, groups);
  let cached: { token: string; expires: number } | undefined;
  const token = async (): Promise<string> => {
    if (!cached || cached.expires - Date.now() < 60_000) {
      cached = await logIn(endpoint, outputs.UserPoolClientId!, email, LOCAL_PASSWORD);
    }
    return cached.token;
  };
  return { name, email, groups, token, api: createClient({ url: outputs.ApiUrl!, token }) };
}
