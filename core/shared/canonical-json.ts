import { hash } from 'node:crypto';
import { SluiceError } from './errors.ts';

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

/**
 * What a text says that is its own canonical form; undefined for any other text, JSON or not.
 *
 * A ledger is verified at the speed of this: the engine's own printer is several times as fast as ours, and prints the canonical form
 * whenever it is given members in order and whole characters. Where it does not give the text back, ours decides.
 */
export function parseCanonical(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    const whole = text.isWellFormed() && !text.includes(HALF);
    const isOwnForm = whole && JSON.stringify(value) === text && isSorted(value);
    return isOwnForm || canonicalJson(value) === text ? value : undefined;
  } catch {
    return undefined;
  }
}

/** How JSON begins the escape by which it prints half a character. */
const HALF = '\\ud';

function isSorted(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return true;
  if (Array.isArray(value)) return value.every(isSorted);
  const names = Object.keys(value);
  return names.every(
    (name, at) => (at === 0 || names[at - 1]! < name) && isSorted((value as Record<string, unknown>)[name]),
  );
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

export const sha256 = (data: string | Uint8Array): string => hash('sha256', data, 'hex');
