import { createHmac } from 'node:crypto';
import type { SensitiveType } from '../redactor.ts';

/** A value that nobody has, in a sentence, and whether it is typed as keys or written as text. */
export interface Canary {
  readonly type: SensitiveType;
  readonly text: string;
  readonly value: string;
  readonly as: 'keys' | 'message';
}

/** Random numbers of a seed: HMAC-SHA-256 in counter mode. */
class Stream {
  readonly #seed: Uint8Array;
  readonly #label: string;
  #bytes = Buffer.alloc(0);
  #block = 0;

  constructor(seed: Uint8Array, label: string) {
    this.#seed = seed;
    this.#label = label;
  }

  below(n: number): number {
    if (this.#bytes.length < 2) {
      this.#bytes = createHmac('sha256', this.#seed)
        .update(`${this.#label}\0${this.#block++}`)
        .digest();
    }
    const value = this.#bytes.readUInt16BE(0);
    this.#bytes = this.#bytes.subarray(2);
    return value % n;
  }

  pick<T>(list: readonly T[]): T {
    return list[this.below(list.length)]!;
  }

  text(alphabet: string, length: number): string {
    let out = '';
    for (let i = 0; i < length; i++) out += alphabet[this.below(alphabet.length)];
    return out;
  }
}

const DIGITS = '0123456789';
const LOWER = 'abcdefghijklmnopqrstuvwxyz';
const ALNUM = LOWER + LOWER.toUpperCase() + DIGITS;

function withLuhn(body: string): string {
  let sum = 0;
  for (let i = 0; i < body.length; i++) {
    const d = Number(body[body.length - 1 - i]) * (i % 2 === 0 ? 2 : 1);
    sum += d > 9 ? d - 9 : d;
  }
  return body + ((10 - (sum % 10)) % 10);
}

type Make = (s: Stream) => string;
/** Kinds of canary: a value that is valid and nobody's, and the words around it. */
const KINDS: readonly { type: SensitiveType; value: Make; carriers: readonly string[] }[] = [
  {
    type: 'EMAIL',
    value: (s) => `${s.text(LOWER, 8)}@${s.text(LOWER, 7)}.example`,
    carriers: ['please write to {v} about it', 'cc {v} next time'],
  },
  {
    type: 'CREDIT_CARD',
    value: (s) => withLuhn(`400000${s.text(DIGITS, 9)}`),
    carriers: ['the card is {v} as before', 'charge {v} again'],
  },
  {
    type: 'NATIONAL_ID',
    value: (s) => `${100 + s.below(500)}-${10 + s.below(89)}-${1000 + s.below(8999)}`,
    carriers: ['her ssn is {v} I think', 'ssn: {v}'],
  },
  {
    type: 'PHONE',
    value: (s) => `+1 (${200 + s.below(700)}) 555-01${s.text(DIGITS, 2)}`,
    carriers: ['call {v} after lunch', 'my number is {v} now'],
  },
  { type: 'SECRET', value: (s) => `ghp_${s.text(ALNUM, 36)}`, carriers: ['export TOKEN={v}', 'use {v} for the build'] },
  {
    type: 'PASSWORD',
    value: (s) => `${s.text(LOWER, 6)}${s.text(DIGITS, 3)}!`,
    carriers: ['password: {v}', 'the password is {v}'],
  },
];

/** A set that is never the same twice: `turn` counts up, and the seed is the instance's secret. */
export function canarySet(seed: Uint8Array, turn: number): Canary[] {
  const stream = new Stream(seed, `canary ${turn}`);
  return KINDS.map(({ type, value, carriers }, i) => {
    const v = value(stream);
    return {
      type,
      value: v,
      text: stream.pick(carriers).replace('{v}', () => v),
      as: (turn + i) % 2 === 0 ? 'keys' : 'message',
    };
  });
}
