import { createPublicKey, verify } from 'node:crypto';
import * as z from 'zod';

/**
 * What all agents of a program are told at once: how the gate stands. Compact JWS (RFC 7515), EdDSA, as the one retained message of one topic. It may stop an agent and
 * never starts one: of an opening it only says that a lease may be asked for (docs/wire-format.md, section 5).
 */

/** Ready to be signed: the header never differs, so that there is nothing in it to choose. */
const HEADER = Buffer.from('{"alg":"EdDSA","typ":"sluice-gate"}').toString('base64url');
/** Characters of the longest. */
const LONGEST_NEWS = 2048;

export interface GateNews {
  v: 1;
  program: string;
  stage: string;
  gate: 'collection';
  state: 'open' | 'closed';
  /** Of the gate; only grows, and there is one state an epoch. */
  epoch: number;
  /** Since when it stands so, ms. */
  at: number;
  /** Seconds over which agents that were stopped ask for a lease, each at a moment of its own. */
  spread: number;
}

const word = z.string().min(1).max(128);
const news = z.strictObject({
  v: z.literal(1),
  program: word,
  stage: word,
  gate: z.literal('collection'),
  state: z.enum(['open', 'closed']),
  epoch: z
    .int()
    .min(1)
    .max(2 ** 40),
  at: z.int().min(0).max(8.64e15),
  spread: z.int().min(0).max(3600),
}) satisfies z.ZodType<GateNews>;

/** Members in their one order, nothing between them. */
const canonical = ({ v, program, stage, gate, state, epoch, at, spread }: GateNews): string =>
  JSON.stringify({ v, program, stage, gate, state, epoch, at, spread });

/** What is signed. @throws when it is no news that a reader would take */
export const newsToSign = (told: GateNews): string =>
  `${HEADER}.${Buffer.from(canonical(news.parse(told))).toString('base64url')}`;

/** @param text of `newsToSign` */
export const signedNews = (text: string, signature: Uint8Array): string =>
  `${text}.${Buffer.from(signature).toString('base64url')}`;

/** Why a message is nobody's news. */
export const NEWS_FAULTS = ['malformed', 'forged', 'unknown-version', 'another-program'] as const;
export type NewsFault = (typeof NEWS_FAULTS)[number];

export interface NewsReader {
  /** Ed25519 public key, SubjectPublicKeyInfo in DER. */
  key: Uint8Array;
  program: string;
  stage: string;
}

/** What a message says, if it is this program's and stage's own. Never throws: whatever came, came from outside. */
export function readNews(
  message: string | Uint8Array,
  { key, program, stage }: NewsReader,
): { news: GateNews } | { fault: NewsFault } {
  if (message.length > LONGEST_NEWS) return { fault: 'malformed' };
  const text = typeof message === 'string' ? message : Buffer.from(message).toString('latin1');
  const [header, payload = '', signature = '', ...more] = text.split('.');
  if (header !== HEADER || more.length > 0 || !isBase64url(payload) || !/^[A-Za-z0-9_-]{86}$/.test(signature))
    return { fault: 'malformed' };
  // Before anything of it is looked at.
  if (!isSigned(`${header}.${payload}`, signature, key)) return { fault: 'forged' };
  const said = parsed(Buffer.from(payload, 'base64url').toString());
  const told = news.safeParse(said);
  if (!told.success) return { fault: versionOf(said) === 1 ? 'malformed' : 'unknown-version' };
  if (Buffer.from(canonical(told.data)).toString('base64url') !== payload) return { fault: 'malformed' };
  if (told.data.program !== program || told.data.stage !== stage) return { fault: 'another-program' };
  return { news: told.data };
}

const isBase64url = (text: string): boolean => /^[A-Za-z0-9_-]+$/.test(text);

function isSigned(text: string, signature: string, key: Uint8Array): boolean {
  try {
    const publicKey = createPublicKey({ key: Buffer.from(key), format: 'der', type: 'spki' });
    if (publicKey.asymmetricKeyType !== 'ed25519') return false;
    return verify(null, Buffer.from(text), publicKey, Buffer.from(signature, 'base64url'));
  } catch {
    return false;
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const versionOf = (said: unknown): unknown =>
  typeof said === 'object' && said !== null && 'v' in said ? said.v : undefined;
