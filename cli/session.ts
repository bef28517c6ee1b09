import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import * as z from 'zod';
import { CommandError, EXIT } from './exit-codes.ts';

/** What `sluice login` remembers: one file per session name, readable by its owner alone. */
const sessionSchema = z.strictObject({
  api: z.url(),
  issuer: z.string(),
  clientId: z.string(),
  /** Token endpoint of the identity provider; for Cognito the service endpoint. */
  endpoint: z.url(),
  token: z.string(),
  refreshToken: z.string().optional(),
  /** ms. */
  expires: z.number(),
});
export type Session = z.infer<typeof sessionSchema>;

const file = (name: string): string =>
  join(process.env.XDG_CONFIG_HOME ?? join(homedir(), '.config'), 'sluice', `${name}.session.json`);

export function saveSession(name: string, session: Session): string {
  const path = file(name);
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  writeFileSync(path, `${JSON.stringify(session, null, 2)}\n`, { mode: 0o600 });
  return path;
}

export function forgetSession(name: string): void {
  rmSync(file(name), { force: true });
}

/** @throws CommandError `not-logged-in` */
export function loadSession(name: string): Session {
  let text: string;
  try {
    text = readFileSync(file(name), 'utf8');
  } catch {
    throw new CommandError(
      EXIT.unauthenticated,
      'not-logged-in',
      `No session "${name}". Log in first: sluice login --session ${name} --outputs FILE --user NAME`,
    );
  }
  const parsed = sessionSchema.safeParse(JSON.parse(text));
  if (!parsed.success) {
    throw new CommandError(EXIT.unauthenticated, 'bad-session', `${file(name)} is not a session file: log in again.`);
  }
  return parsed.data;
}
