import { WELL_KNOWN_PATH, WELL_KNOWN_VERSION, type WellKnown, wellKnownDocument } from '../../api/well-known.ts';
import { CommandError, EXIT } from '../exit-codes.ts';

/** Whether nothing leaves this machine. */
export const isLoopback = ({ hostname }: URL): boolean =>
  hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname);

/** An address without what makes two of the same one. */
const plain = (address: string): string => new URL(address).href.replace(/\/+$/, '');

/**
 * What somebody typed as the address of a program: `https://` may be left out.
 * @throws CommandError `usage` for what is no address, and for one that anybody on the way could answer for
 */
export function programAddress(typed: string): string {
  const text = /^[a-z][a-z0-9+.-]*:\/\//i.test(typed) ? typed : `https://${typed}`;
  const fault = (why: string) => new CommandError(EXIT.usage, 'usage', `${typed} ${why}`);
  if (!URL.canParse(text)) throw fault('is no address of a program (https://...).');
  const url = new URL(text);
  if (url.username || url.password) throw fault('has a name or a password in it: an address is without.');
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isLoopback(url))) {
    throw fault('is not an https address: whoever is on the way could answer for it.');
  }
  url.search = '';
  url.hash = '';
  return plain(url.href);
}

/**
 * What a program says to anybody about itself.
 * @param address of `programAddress`
 * @throws CommandError `unreachable`; `not-a-program` for what answers something else, or for another address; `version`
 */
export async function readWellKnown(address: string, ask: typeof fetch = fetch): Promise<WellKnown> {
  const where = address + WELL_KNOWN_PATH;
  const fault = (reason: string, message: string, cause?: unknown) =>
    new CommandError(EXIT.unreachable, reason, message, { cause });
  let response: Response;
  let text: string;
  try {
    // An answer from elsewhere would be elsewhere's: where people are sent to log in is this address's to say.
    response = await ask(where, { redirect: 'manual', signal: AbortSignal.timeout(30_000) });
    text = await response.text();
  } catch (cause) {
    throw fault('unreachable', `${address} cannot be reached. Is the address right?`, cause);
  }
  if (response.status >= 300 && response.status < 400) {
    throw fault('not-a-program', `${address} sends on to somewhere else. Ask for the program's own address.`);
  }
  const answer = response.ok ? json(text) : undefined;
  if (answer === undefined) {
    throw fault(
      'not-a-program',
      `${address} is not the address of a program (HTTP ${response.status} at ${WELL_KNOWN_PATH}). Ask your platform team for it.`,
    );
  }
  const { version } = answer as { version?: unknown };
  if (typeof version === 'number' && version !== WELL_KNOWN_VERSION) {
    throw fault(
      'version',
      `${address} speaks version ${version}, this command line version ${WELL_KNOWN_VERSION}: get the command line of its release.`,
    );
  }
  const parsed = wellKnownDocument.safeParse(answer);
  if (!parsed.success) {
    const keys = [...new Set(parsed.error.issues.map(({ path }) => path.join('.') || 'the whole'))];
    throw fault('not-a-program', `What ${address} says of itself is not readable: ${keys.slice(0, 3).join(', ')}.`);
  }
  if (plain(parsed.data.api) !== address) {
    throw fault(
      'not-a-program',
      `${address} says that it is ${parsed.data.api}. Log in there, if that is the program you mean.`,
    );
  }
  return parsed.data;
}

function json(text: string): object | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}
