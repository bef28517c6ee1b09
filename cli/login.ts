import { Command } from 'commander';
import { inOneLine } from '../wire/printable.ts';
import { ask, askSilently } from './ask.ts';
import { contextOf, type GlobalOptions } from './context.ts';
import { CommandError, EXIT } from './exit-codes.ts';
import { claimsOf, logIn, type Questions, type Tokens } from './identity.ts';
import { facts, time } from './output.ts';
import { forgetSession, saveSession } from './session.ts';
import { readOutputs, type StageNames } from './stack-outputs.ts';

interface LoginOptions extends GlobalOptions, StageNames {
  outputs?: string;
  issuer?: string;
  clientId?: string;
  user?: string;
  token?: boolean;
  mfaCode?: string;
}

interface Target {
  /** As people name it. */
  name: string;
  api: string;
  issuer: string;
  clientId: string;
  endpoint: string;
}

function targetFromOutputs(file: string, options: LoginOptions): Target {
  const { name, outputs } = readOutputs(file, ['ApiUrl', 'UserPoolId', 'UserPoolClientId'], options);
  const { ApiUrl: api, UserPoolId: pool, UserPoolClientId: clientId } = outputs;
  const region = options.region ?? pool.split('_')[0] ?? 'us-east-1';
  const provider = `https://cognito-idp.${region}.amazonaws.com`;
  const issuer = `${provider}/${pool}`;
  for (const [option, given, deployed] of [
    ['--api', options.api, api],
    ['--issuer', options.issuer, issuer],
    ['--client-id', options.clientId, clientId],
  ] as const) {
    if (given !== undefined && given !== deployed) {
      throw new CommandError(EXIT.usage, 'usage', `${option} ${given} contradicts ${file}, which says ${deployed}.`);
    }
  }
  return {
    ...{ name, api, issuer, clientId },
    endpoint: options.endpointUrl ?? process.env.AWS_ENDPOINT_URL ?? `${provider}/`,
  };
}

function targetFromOptions(options: LoginOptions): Target {
  const api = options.api ?? process.env.SLUICE_API;
  if (!api) throw new CommandError(EXIT.usage, 'no-api', 'Say where to log in: --outputs FILE, or --api URL.');
  const issuer = options.issuer ?? '';
  return {
    name: api,
    api,
    issuer,
    clientId: options.clientId ?? '',
    endpoint: options.endpointUrl ?? process.env.AWS_ENDPOINT_URL ?? (issuer ? new URL('/', issuer).href : api),
  };
}

const askPassword = async (user: string): Promise<string> =>
  process.env.SLUICE_PASSWORD ||
  askSilently(`Password of ${user}: `, ['no-password', 'No terminal to ask for the password: set SLUICE_PASSWORD.']);

/** Of a terminal, or of options and environment: a code is good for half a minute and stands in no file. */
const questionsOf = ({ mfaCode }: LoginOptions): Questions => ({
  mfaCode: async (user) =>
    mfaCode ??
    ask(`Code of the app of ${user}: `, ['no-mfa-code', 'The pool asks for a code: give it with --mfa-code.']),
  newPassword: async () =>
    process.env.SLUICE_NEW_PASSWORD ||
    askSilently('A new password, in place of the first one: ', [
      'no-new-password',
      'The pool asks for a new password: set SLUICE_NEW_PASSWORD.',
    ]),
  showKey: (key, user) =>
    process.stderr.write(
      `The pool asks for a second factor. Add this key to an authenticator app, as "Sluice: ${inOneLine(user)}":\n  ${inOneLine(key)}\n  otpauth://totp/Sluice:${encodeURIComponent(user)}?secret=${encodeURIComponent(key)}&issuer=Sluice\n`,
    ),
});

async function readStdin(): Promise<string> {
  let text = '';
  for await (const chunk of process.stdin) text += String(chunk);
  return text.trim();
}

export const loginCommand = (): Command =>
  new Command('login')
    .description('log in to a program and remember the session')
    .option('--outputs <file>', 'file that "cdk deploy --outputs-file" or "npm run local" wrote')
    .option('--program <name>', 'which program, where the file holds several')
    .option('--stage <name>', 'which stage of it')
    .option('--issuer <url>', 'OIDC issuer, if not the Cognito user pool of the outputs')
    .option('--client-id <id>', 'client id at the issuer')
    .option('--user <name>', 'user name; the password is asked for, or taken from SLUICE_PASSWORD')
    .option('--mfa-code <code>', 'the code of your authenticator app (default: asked for, if the pool wants one)')
    .option('--token', 'read a ready ID token of the issuer from stdin instead')
    .addHelpText('after', '\nExample:\n  sluice login --outputs .local/outputs.json --user ada@example.com')
    .action(async (_: unknown, command: Command) => {
      const options = command.optsWithGlobals<LoginOptions>();
      const { output } = contextOf(command);
      const named = [options.program, options.stage].some((name) => name !== undefined);
      if (named && !options.outputs) {
        throw new CommandError(EXIT.usage, 'usage', '--program and --stage select from a file: give --outputs FILE.');
      }
      const { name, ...target } = options.outputs
        ? targetFromOutputs(options.outputs, options)
        : targetFromOptions(options);
      output.progress(`Logging in to ${name} ...`);
      let tokens: Tokens;
      if (options.token) {
        const token = await readStdin();
        tokens = { token, expires: (claimsOf(token).exp ?? 0) * 1000 };
      } else {
        if (!options.user) throw new CommandError(EXIT.usage, 'no-user', 'Say who: --user NAME, or --token.');
        const { user } = options;
        const password = await askPassword(user);
        tokens = await logIn(target.endpoint, target.clientId, user, password, questionsOf(options));
      }
      const file = saveSession(options.session, { ...target, ...tokens });
      const { sub: id, email, groups } = claimsOf(tokens.token);
      const result = { session: options.session, api: target.api, user: email, id, groups, expires: tokens.expires };
      output.result(result, () =>
        facts({
          session: file,
          api: target.api,
          user: email,
          id,
          groups: groups.join(', ') || '-',
          expires: time(tokens.expires),
        }),
      );
    });

export const logoutCommand = (): Command =>
  new Command('logout')
    .description('forget the session')
    .addHelpText('after', '\nExample:\n  sluice logout')
    .action((_: unknown, command: Command) => {
      const { options, output } = contextOf(command);
      forgetSession(options.session);
      output.result({ session: options.session, loggedIn: false }, () => `Session "${options.session}" is forgotten.`);
    });
