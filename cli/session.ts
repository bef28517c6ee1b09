import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import * as z from 'zod';
import { CommandError, EXIT } from './exit-codes.ts';

/** What `sluice login` remembers: one file per session name, readable by its owner alone. */
const sessionSchema = z.strictObject({
  version: z.literal(2),
  /** Address of the program: the only one that the token is sent to. */
  api: z.url(),
  program: z.string(),
  stage: z.string(),
  issuer: z.url(),
  clientId: z.string(),
  groupsClaim: z.string(),
  /** ID token. */
  token: z.string(),
  refreshToken: z.string().optional(),
  /** Of the token, ms. */
  expires: z.number(),
  /** As the token says; absent: it says nothing of groups. */
  groups: z.array(z.string()).optional(),
});
export type Session = z.infer<typeof sessionSchema>;

/** Folder of everything that the command line keeps for a person. */
export const configFolder = (): string => join(process.env.XDG_CONFIG_HOME || join(homedir(), '.config'), 'sluice');

const NAME = /^[A-Za-z0-9][\w.-]{0,63}$/;

/** @throws CommandError `usage` for a name that would be a path */
export function sessionFile(name: string): string {
  if (NAME.test(name)) return join(configFolder(), `${name}.session.json`);
  throw new CommandError(
    EXIT.usage,
    'usage',
    `"${name}" is no name of a session: letters, digits, dots, - and _, beginning with a letter or a digit, at most 64.`,
  );
}

/** The file is there whole, or as it was: a command that ends half-way loses no session. */
export function saveSession(name: string, session: Session): string {
  const path = sessionFile(name);
  mkdirSync(configFolder(), { recursive: true, mode: 0o700 });
  const fresh = `${path}.${process.pid}`;
  writeFileSync(fresh, `${JSON.stringify(session, null, 2)}\n`, { mode: 0o600 });
  renameSync(fresh, path);
  return path;
}

/** @returns whether there was one */
export function forgetSession(name: string): boolean {
  const path = sessionFile(name);
  try {
    rmSync(path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw error;
  }
}

/** Of which program a session is; none where there is no session, or none that can be read. */
export function addressOfSession(name: string): string | undefined {
  try {
    return loadSession(name).api;
  } catch (error) {
    if (error instanceof CommandError && error.exitCode === EXIT.unauthenticated) return undefined;
    throw error;
  }
}

/** @throws CommandError `not-logged-in`, `bad-session` */
export function loadSession(name: string): Session {
  const path = sessionFile(name);
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (cause) {
    throw new CommandError(
      EXIT.unauthenticated,
      'not-logged-in',
      `Not logged in${name === 'default' ? '' : ` (session "${name}")`}. Log in first: ${loginLine(name, 'ADDRESS')}`,
      { cause },
    );
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // Said below.
  }
  const parsed = sessionSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  const api = (value as { api?: unknown } | undefined)?.api;
  const line = loginLine(name, typeof api === 'string' ? api : 'ADDRESS');
  throw new CommandError(
    EXIT.unauthenticated,
    'bad-session',
    `${path} is no session of this version of the command line. Log in again: ${line}`,
  );
}

/** What to type to log in (again). */
export const loginLine = (name: string, api: string): string =>
  `sluice${name === 'default' ? '' : ` --session ${name}`} login ${api}`;
