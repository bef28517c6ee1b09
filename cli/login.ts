import { Command, Option } from 'commander';
import type { WellKnown } from '../api/well-known.ts';
import { STORES, type Store } from '../host/sealed.ts';
import { inOneLine } from '../wire/printable.ts';
import { ask, askSilently, askWherever } from './ask.ts';
import { contextOf, endpointOf, type GlobalOptions } from './context.ts';
import { CommandError, EXIT } from './exit-codes.ts';
import { withLock } from './lock.ts';
import { facts, type Output, time } from './output.ts';
import {
  addressOfSession,
  forgetSession,
  loadSession,
  type Saved,
  type Session,
  saveSession,
  sessionFile,
} from './session.ts';
import { browserOf, openBrowser } from './sign-in/browser.ts';
import { type Claims, claimsOf } from './sign-in/claims.ts';
import { logInByCode, type Redirect } from './sign-in/code.ts';
import { hasDeviceFlow, logInByDevice } from './sign-in/device.ts';
import { listen, onLoopback } from './sign-in/loopback.ts';
import { logInByPassword, poolOf, type Questions } from './sign-in/password.ts';
import { discover, type Tokens } from './sign-in/provider.ts';
import { revoke } from './sign-in/revoke.ts';
import { programAddress, readWellKnown } from './sign-in/well-known.ts';
import { readOutputs, type StageNames } from './stack-outputs.ts';

interface LoginOptions extends GlobalOptions, StageNames {
  outputs?: string;
  user?: string;
  token?: boolean;
  mfaCode?: string;
  device?: boolean;
  /** False with --no-browser. */
  browser: boolean;
  store?: Store;
}

type Program = Pick<WellKnown, 'program' | 'stage' | 'api' | 'signIn'>;

/** Which program: what was typed, or the deploy's file says, or that of the session. */
async function programOf(typed: string | undefined, options: LoginOptions): Promise<Program> {
  if (options.outputs !== undefined) {
    if (typed !== undefined) {
      throw new CommandError(EXIT.usage, 'usage', 'Say where to log in once: an address, or --outputs FILE.');
    }
    return readWellKnown(programAddress(readOutputs(options.outputs, ['ApiUrl'], options).outputs.ApiUrl));
  }
  if (options.program !== undefined || options.stage !== undefined) {
    throw new CommandError(EXIT.usage, 'usage', '--program and --stage select from a file: give --outputs FILE.');
  }
  const address =
    typed ?? options.api ?? (process.env.SLUICE_API || undefined) ?? addressOfSession(options.session) ?? options.home;
  if (address === undefined) {
    throw new CommandError(
      EXIT.usage,
      'no-address',
      'Say where to log in: sluice login https://ADDRESS-OF-YOUR-PROGRAM',
    );
  }
  return readWellKnown(programAddress(address));
}

const askPassword = async (user: string): Promise<string> =>
  process.env.SLUICE_PASSWORD ||
  askSilently(`Password of ${inOneLine(user)}: `, [
    'no-password',
    'No terminal to ask for the password: set SLUICE_PASSWORD.',
  ]);

/** Of a terminal, or of options and environment: a code is good for half a minute and stands in no file. */
const questionsOf = ({ mfaCode }: LoginOptions): Questions => ({
  mfaCode: async (user) =>
    mfaCode ??
    ask(`Code of the app of ${inOneLine(user)}: `, [
      'no-mfa-code',
      'The pool asks for a code: give it with --mfa-code.',
    ]),
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

/** Why the service would not take a token, as far as the token itself says. */
function notForThis({ iss, use, audience }: Claims, client: Program['signIn']): string | undefined {
  if (iss !== client.issuer) {
    return `That token is of ${iss ?? 'no issuer'}; the program takes those of ${client.issuer}.`;
  }
  if (use !== undefined && use !== 'id') return `That is a token for ${use}; the program takes ID tokens.`;
  const taken = client.audience ?? [client.clientId];
  if (audience === undefined || audience.some((one) => taken.includes(one))) return undefined;
  return `That token is for ${audience.join(', ')}; the program takes those for ${taken.join(' or ')}.`;
}

async function signIn({ signIn: client, program }: Program, options: LoginOptions, output: Output): Promise<Tokens> {
  const { user, token, device } = options;
  if (token) {
    const given = await readStdin();
    const claims = claimsOf(given);
    const why = notForThis(claims, client);
    if (why !== undefined) throw new CommandError(EXIT.usage, 'bad-token', inOneLine(why));
    return { token: given, expires: (claims.exp ?? 0) * 1000 };
  }
  if (user !== undefined) {
    poolOf(client.issuer, endpointOf(options));
    return logInByPassword(client, endpointOf(options), user, await askPassword(user), questionsOf(options));
  }
  const config = await discover(client, endpointOf(options));
  const browser = options.browser ? browserOf(process.platform, process.env) : undefined;
  if (device || (options.browser && browser === undefined && hasDeviceFlow(config))) {
    return logInByDevice(config, client, client.scopes, ({ address, code, whole }) =>
      output.note(
        { open: whole ?? address, code },
        `To log in to ${program}, open this address on any device, and check that it shows the code ${code}:\n  ${whole ?? address}`,
      ),
    );
  }
  const { redirect, close } = await redirectOf(client.redirectUris, browser, output);
  try {
    return await logInByCode(config, client, client.scopes, redirect);
  } finally {
    close();
  }
}

/** By a browser on this machine that comes back by itself, or by one elsewhere, whose last address is pasted. */
async function redirectOf(
  uris: readonly string[],
  browser: readonly string[] | undefined,
  output: Output,
): Promise<{ redirect: Redirect; close(): void }> {
  if (browser === undefined) {
    const [uri = ''] = onLoopback(uris);
    const visit = async (address: URL): Promise<URL> => {
      output.note(
        { open: address.href, answer: 'the address that the browser ends at, on stdin' },
        `Open this address in a browser, and log in there:\n\n  ${address.href}\n\nIt ends at a page that cannot be shown (${uri}...): copy that address from the browser's address bar.`,
      );
      const pasted = await askWherever('The address it ended at: ');
      if (URL.canParse(pasted) && pasted.startsWith(uri)) return new URL(pasted);
      throw new CommandError(
        EXIT.usage,
        'usage',
        `That is not the address that the browser ended at: it begins with ${uri}`,
      );
    };
    return { redirect: { uri, visit }, close: () => undefined };
  }
  const listening = await listen(uris);
  const visit = async (address: URL, state: string): Promise<URL> => {
    const back = listening.back(state);
    output.note(
      { open: address.href },
      `Your browser opens to log in. If it does not, open this address:\n  ${address.href}`,
    );
    if (!(await openBrowser(browser, address.href))) output.progress('No browser could be started.');
    return back;
  };
  return { redirect: { uri: listening.uri, visit }, close: listening.close };
}

export const loginCommand = (): Command =>
  new Command('login')
    .description('log in to a program, by the address that your company gave you, and remember the session')
    .argument(
      '[address]',
      'of the program (default: --api, SLUICE_API, where you were logged in before, or `api` of the settings)',
    )
    .option('--device', 'show a code to type into a browser on any device')
    .option('--no-browser', 'open none: show the address, and ask for the one that the browser ends at')
    .option('--user <name>', 'ask for a password here (user pools alone), or take it from SLUICE_PASSWORD')
    .option(
      '--mfa-code <code>',
      'with --user: the code of your authenticator app (default: asked for, if one is wanted)',
    )
    .option('--token', 'read a ready ID token of the identity provider from stdin instead')
    .option(
      '--outputs <file>',
      'take the address from the file that "cdk deploy --outputs-file" or "npm run local" wrote',
    )
    .addOption(
      new Option(
        '--store <where>',
        "where its tokens are kept: the system's keychain, or a file that only you can read (default: auto, SLUICE_STORE)",
      ).choices(STORES),
    )
    .option('--program <name>', 'with --outputs: which program, where the file holds several')
    .option('--stage <name>', 'with --outputs: which stage of it')
    .addHelpText(
      'after',
      `
Examples:
  sluice login https://sluice.example.com
  sluice login https://sluice.example.com --device`,
    )
    .action(async (typed: string | undefined, _: unknown, command: Command) => {
      const options = command.optsWithGlobals<LoginOptions>();
      const { output } = contextOf(command);
      sessionFile(options.session);
      const known = await programOf(typed, options);
      const { api, program, stage, signIn: client } = known;
      const { issuer, clientId, groupsClaim } = client;
      output.progress(`Logging in to ${program} (${stage}) at ${api}, with ${issuer} ...`);
      const tokens = await signIn(known, options, output);
      const { sub: id, email, groups } = claimsOf(tokens.token, groupsClaim);
      const session: Session = {
        ...{ version: 2, api, program, stage, issuer, clientId, groupsClaim },
        ...tokens,
        ...(groups !== undefined && { groups }),
      };
      const saved = await withLock(`${sessionFile(options.session)}.lock`, async () =>
        saveSession(options.session, session, options.store),
      );
      if (saved.problem !== undefined) output.note({ warning: 'keychain', problem: saved.problem }, keptInFile(saved));
      if (groups === undefined) {
        output.note(
          { warning: 'no-groups', groupsClaim },
          `Your identity provider puts no groups into the ID token (claim "${groupsClaim}"), so nobody can know what you may do: tell your platform team.`,
        );
      }
      const result = {
        ...{ session: options.session, program, stage, api, user: email, id, groups: groups ?? null },
        expires: tokens.expires,
        renews: tokens.refreshToken !== undefined,
        keychain: saved.keychain ?? null,
      };
      output.result(result, () =>
        facts({
          session: saved.file,
          tokens:
            saved.keychain === undefined
              ? 'in that file, which only you can read'
              : `sealed by a key in ${saved.keychain}`,
          program: `${program} (${stage})`,
          api,
          user: email,
          id,
          groups: groups?.join(', ') || '-',
          expires: tokens.refreshToken === undefined ? time(tokens.expires) : 'renews by itself',
        }),
      );
    });

const keptInFile = ({ problem, file }: Saved): string =>
  inOneLine(`Your tokens are kept in ${file}, which only you can read: ${problem}.`);

export const logoutCommand = (): Command =>
  new Command('logout')
    .description('forget the session, and have the identity provider end it')
    .addHelpText('after', '\nExample:\n  sluice logout')
    .action(async (_: unknown, command: Command) => {
      const { options, output } = contextOf(command);
      const revoked = await withLock(`${sessionFile(options.session)}.lock`, async () => {
        const before = readBefore(options.session);
        forgetSession(options.session);
        return before && revoke(before, endpointOf(options));
      });
      output.result({ session: options.session, loggedIn: false, revoked: revoked === true }, () =>
        [
          `Session "${options.session}" is forgotten.`,
          revoked === false ? 'The identity provider could not be asked to end it: it ends there by itself.' : '',
        ]
          .filter(Boolean)
          .join(' '),
      );
    });

function readBefore(name: string): Session | undefined {
  try {
    return loadSession(name);
  } catch {
    return undefined;
  }
}
