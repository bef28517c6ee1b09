import { createHash } from 'node:crypto';
import { SluiceError } from '../shared/errors.ts';
import type { ChainTip, Entry, EntryFacts, StoredEntry } from './ledger.ts';

/** Hash before the first entry of a chain. */
export const FIRST_PREVIOUS = '0'.repeat(64);

/**
 * JSON in the canonical form of RFC 8785: members sorted by UTF-16 code units, ECMAScript numbers, shortest escapes.
 * Members that are `undefined` are left out.
 * @throws SluiceError for what JSON cannot hold: non-finite numbers, lone surrogates, bigint, functions, class instances
 */
export function canonicalJson(value: unknown): string {
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new SluiceError('canonical JSON: number that is not finite');
    return JSON.stringify(value);
  }
  if (typeof value === 'string') return canonicalString(value);
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value !== 'object' || !isPlain(value)) throw new SluiceError(`canonical JSON: a ${typeof value} in it`);
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, member]) => `${canonicalString(name)}:${canonicalJson(member)}`);
  return `{${members.join(',')}}`;
}

function canonicalString(text: string): string {
  // JSON.stringify escapes lone surrogates, RFC 8785 (3.2.2.2) forbids them: two readers could see two texts.
  if (!text.isWellFormed()) throw new SluiceError('canonical JSON: lone surrogate');
  return JSON.stringify(text);
}

function isPlain(value: object): boolean {
  const prototype = Object.getPrototypeOf(value);
  // Objects of another realm (a worker, a structured clone in a test) have an Object.prototype of their own.
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

export const sha256 = (data: string | Uint8Array): string => createHash('sha256').update(data).digest('hex');

/** Hex SHA-256 of the canonical JSON. */
export const hashDocument = (document: unknown): string => sha256(canonicalJson(document));

/** The next link of a chain. */
export function link(tip: ChainTip, facts: EntryFacts): { entry: Entry; stored: StoredEntry; tip: ChainTip } {
  const unhashed = { ...facts, chain: tip.chain, seq: tip.length + 1, previous: tip.hash };
  const body = canonicalJson(unhashed);
  const hash = sha256(body);
  return {
    entry: { ...unhashed, hash },
    stored: { body, hash },
    tip: { chain: tip.chain, length: unhashed.seq, hash },
  };
}

/** The entry of a stored one; says nothing about its hash (see `verifyChain`). */
export const parseEntry = ({ body, hash }: StoredEntry): Entry => ({ ...JSON.parse(body), hash });
