import { type ApiClient, createClient } from '../../api/client.ts';
import { logInByCode } from '../../cli/sign-in/code.ts';
import { discover, type Tokens } from '../../cli/sign-in/provider.ts';
import { readWellKnown } from '../../cli/sign-in/well-known.ts';
import { browse } from '../../test/fixtures/browser.ts';
import { typedBy } from '../../test/fixtures/typed.ts';
import { ensurePerson } from '../local/people.ts';
import type { Deployment } from './deployment.ts';

/** Somebody with an account at the identity provider. */
export interface Person {
  name: string;
  email: string;
  groups: string[];
  token(): Promise<string>;
  api: ApiClient;
}

/** Creates the account, if it is not there, and logs in as it: on the pool's page, as people do, with a browser that is none. */
export async function person(deployment: Deployment, name: string, groups: string[]): Promise<Person> {
  const { outputs, clientConfig, endpoint } = deployment;
  const email = await ensurePerson(clientConfig, outputs.UserPoolId!, name, groups);
  let tokens: Tokens | undefined;
  const token = async (): Promise<string> => {
    if (!tokens || tokens.expires - Date.now() < 60_000) {
      const { signIn } = await readWellKnown(outputs.ApiUrl!);
      const uri = signIn.redirectUris[0]!;
      const visit = (page: URL) => browse(page, typedBy(email), (url) => url.href.startsWith(uri));
      tokens = await logInByCode(await discover(signIn, endpoint), signIn, signIn.scopes, { uri, visit });
    }
    return tokens.token;
  };
  return { name, email, groups, token, api: createClient({ url: outputs.ApiUrl!, token }) };
}
