import { createHmac, createSecretKey, type KeyObject } from 'node:crypto';
import { generalise } from './generalise.ts';
import type { RedactionAction, RedactionPolicy, SensitiveType, Span, Tier } from './redactor.ts';

/** A token tells as little of a value as a mask does. */
const STRICTNESS: Readonly<Record<RedactionAction, number>> = { keep: 0, generalise: 1, tokenise: 2, mask: 2, drop: 3 };

/** Hex written in the letters a to p: a token must not look like a number that a detector would find in it. */
const toLetters = (hex: string): string => hex.replace(/[0-9a-f]/g, (d) => 'abcdefghijklmnop'[Number.parseInt(d, 16)]!);

/** What stands for a value. `tokenise` is case-sensitive on purpose: two spellings may be two people. */
export class Actions {
  readonly #policy: RedactionPolicy;
  /** Made once: from bytes each HMAC would take 20 microseconds in place of 4. */
  readonly #key: KeyObject | undefined;

  constructor(policy: RedactionPolicy, key?: Uint8Array) {
    if (key !== undefined && key.length < 32) throw new RangeError('The token key has fewer than 32 bytes');
    this.#policy = policy;
    this.#key = key && createSecretKey(key);
  }

  /**
   * The same under a subject's own key. A subject reads what is theirs without a grant: under one key for all, whoever may read others, too,
   * types a list of names and looks for the tokens in what is not theirs.
   */
  of(subject: string): Actions {
    if (this.#key === undefined) return this;
    return new Actions(this.#policy, createHmac('sha256', this.#key).update(`subject\0${subject}`).digest());
  }

  /**
   * OTHER stands for what could not be judged, and for what others wrote, UNREAD for typing that takes more work to read than a frame is
   * given: they are never kept, whatever the policy says.
   */
  action(type: SensitiveType): RedactionAction {
    const action = this.#policy.actions[type] ?? 'mask';
    return (type === 'OTHER' || type === 'UNREAD') && action === 'keep' ? 'mask' : action;
  }

  tier(type: SensitiveType): Tier {
    return this.#policy.tiers[type] ?? 'personal';
  }

  /** How strictly a type is treated: names the span where several types were found. */
  rank(type: SensitiveType): number {
    return STRICTNESS[this.action(type)];
  }

  replacement(type: SensitiveType, value: string): string {
    switch (this.action(type)) {
      case 'keep':
        return value;
      case 'tokenise':
        if (this.#key === undefined) return `[${type}]`;
        return `[${type}:${this.#letters(`${type}\0${value}`)}]`;
      case 'generalise':
        return generalise(type, value);
      default:
        return `[${type}]`;
    }
  }

  /**
   * Stands for an id that a device chose. The same id of the same field is the same word in all of a subject's events, and nobody
   * without the key can tell which id it was; without a key all are the same.
   */
  identifier(field: string, id: string): string {
    if (this.#key === undefined) return '[ID]';
    // No type of value is written in lower case: no id has the token of a value.
    return this.#letters(`${field}\0${id}`);
  }

  #letters(message: string): string {
    return toLetters(createHmac('sha256', this.#key!).update(message).digest('hex').slice(0, 16));
  }

  apply(text: string, spans: readonly Span[]): string {
    if (spans.length === 0) return text;
    let out = '';
    let at = 0;
    for (const { start, end, type } of spans) {
      out += text.slice(at, start) + this.replacement(type, text.slice(start, end));
      at = end;
    }
    return out + text.slice(at);
  }
}
