import { createDecipheriv, createECDH, type ECDH, hkdfSync } from 'node:crypto';
import type { Letter } from './protocol.ts';

/** Documents whose keys are kept: those that wrote last. */
const MOST_DOCUMENTS = 1_000;
const LETTER = { nonce: 12, tag: 16 };

interface Writer {
  key: Buffer;
  last: number;
}

/** Opens letters (docs/decisions/browser-collector.md). Its key is of this process alone: nothing that was written to another can be opened. */
export class LetterBox {
  readonly #ecdh: ECDH = createECDH('prime256v1');
  readonly #public: Buffer;
  readonly #writers = new Map<string, Writer>();

  constructor() {
    this.#public = this.#ecdh.generateKeys();
  }

  /** Public key, P-256, uncompressed, base64. */
  get key(): string {
    return this.#public.toString('base64');
  }

  /** @returns what was written; undefined: it was sealed for somebody else, changed, or came before */
  open({ from, number, sealed }: Letter): Buffer | undefined {
    try {
      const writer = this.#writers.get(from) ?? this.#writer(from);
      // Whoever is between could leave one out, and it would be as if nothing had been typed: but never send one again.
      if (number <= writer.last) return undefined;
      const bytes = Buffer.from(sealed, 'base64');
      const tagAt = bytes.length - LETTER.tag;
      const opening = createDecipheriv('aes-256-gcm', writer.key, bytes.subarray(0, LETTER.nonce), {
        authTagLength: LETTER.tag,
      })
        .setAAD(Buffer.from(`letter ${number}`))
        .setAuthTag(bytes.subarray(tagAt));
      const text = Buffer.concat([opening.update(bytes.subarray(LETTER.nonce, tagAt)), opening.final()]);
      writer.last = number;
      this.#writers.delete(from);
      this.#writers.set(from, writer);
      for (const [oldest] of this.#writers) {
        if (this.#writers.size <= MOST_DOCUMENTS) break;
        this.#writers.delete(oldest);
      }
      return text;
    } catch {
      return undefined;
    }
  }

  #writer(from: string): Writer {
    const theirs = Buffer.from(from, 'base64');
    const secret = this.#ecdh.computeSecret(theirs);
    const salt = Buffer.concat([this.#public, theirs]);
    return { key: Buffer.from(hkdfSync('sha256', secret, salt, 'sluice letter 1', 32)), last: 0 };
  }
}
