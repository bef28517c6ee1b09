/**
 * Letters that a pattern cannot do without, read from the pattern: of a text that has none of them it need not be asked. Most of the patterns
 * for scripts of their own begin with a list of words, and a text has letters of hardly any of these.
 */

/** Stands for any digit of ASCII. */
const DIGIT = '0';
/** Letters of every second word, which say little. */
const COMMON = new Set('оеаинтсрвлкмαοιετσνηυρاليمنकरनสนร');

/** One of these stands in each match; undefined: nothing is known of it. */
export type Needed = ReadonlySet<string> | undefined;

/** @param source of a pattern in `u` mode, without names and references. */
export function neededLetters(source: string): Needed {
  return new Reader(source).alternation();
}

class Reader {
  readonly #all: readonly string[];
  #at = 0;

  constructor(source: string) {
    this.#all = [...source];
  }

  /** One of the needs of each branch, where all have some. */
  alternation(): Needed {
    let all: Needed = new Set();
    for (;;) {
      const one = this.#sequence();
      all = all === undefined || one === undefined ? undefined : new Set([...all, ...one]);
      if (this.#all[this.#at] !== '|') return all;
      this.#at++;
    }
  }

  #sequence(): Needed {
    let best: Needed;
    for (let c = this.#all[this.#at]; c !== undefined && c !== '|' && c !== ')'; c = this.#all[this.#at]) {
      const one = this.#atom();
      if (!this.#isOptional() && costOf(one) < costOf(best)) best = one;
    }
    return best;
  }

  #atom(): Needed {
    const c = this.#all[this.#at++]!;
    if (c === '(') return this.#group();
    if (c === '[') return this.#class();
    if (c === '\\') return this.#escape();
    return literal(c);
  }

  #group(): Needed {
    let negative = false;
    if (this.#all[this.#at] === '?') {
      this.#at++;
      if (this.#all[this.#at] === '<') this.#at++;
      negative = this.#all[this.#at++] === '!';
    }
    const inner = this.alternation();
    this.#at++;
    return negative ? undefined : inner;
  }

  #class(): Needed {
    let all: Needed = new Set();
    for (let c = this.#all[this.#at++]!; c !== ']'; c = this.#all[this.#at++]!) {
      const one = c === '\\' ? this.#escape() : literal(c);
      all = all === undefined || one === undefined ? undefined : new Set([...all, ...one]);
    }
    return all;
  }

  #escape(): Needed {
    const c = this.#all[this.#at++]!;
    if (c === 'd') return new Set(DIGIT);
    if (c === 'p' || c === 'P') while (this.#all[this.#at++] !== '}');
    if (c !== 'u') return undefined;
    this.#at += 4;
    return literal(String.fromCharCode(Number.parseInt(this.#all.slice(this.#at - 4, this.#at).join(''), 16)));
  }

  /** Reads what counts the piece before it, if anything does. */
  #isOptional(): boolean {
    const c = this.#all[this.#at];
    if (c === undefined || !'?*+{'.includes(c)) return false;
    let from = this.#at++;
    if (c === '{') while (this.#all[this.#at++] !== '}');
    if (c === '{') from++;
    if (this.#all[this.#at] === '?') this.#at++;
    return c === '?' || c === '*' || this.#all[from] === '0';
  }
}

/** Letters beyond ASCII that are one of ASCII where case is ignored: a long s, the sign of kelvin. */
const OF_ASCII = '\u017f\u212a';
const literal = (c: string): Needed => (c.length === 1 && c > '\x7f' && !OF_ASCII.includes(c) ? new Set(c) : undefined);

/** Few letters are better than many, and rare ones than common ones. */
function costOf(needed: Needed): number {
  if (needed === undefined) return Number.POSITIVE_INFINITY;
  let cost = 0;
  for (const c of needed) cost += c === DIGIT ? 1_000 : COMMON.has(c) ? 3 : 2;
  return cost;
}

/** Of up to 62 patterns in `iu` mode, which may match in a text: told from its letters beyond ASCII and its digits. */
export class PossiblePatterns {
  readonly #letters: readonly (RegExp | undefined)[];
  readonly #always = [0, 0];
  readonly #withDigit = [0, 0];
  /** By code unit, of those that were met; two words of bits each. */
  readonly #known = new Map<number, readonly [number, number]>();
  #low = 0;
  #high = 0;

  constructor(sources: readonly string[]) {
    this.#letters = sources.map((source, n) => {
      const needed = neededLetters(source);
      const [word, bit] = [n < 31 ? 0 : 1, 1 << (n % 31)];
      if (needed === undefined) this.#always[word]! |= bit;
      else if (needed.has(DIGIT)) this.#withDigit[word]! |= bit;
      const letters = [...(needed ?? [])].filter((c) => c !== DIGIT).join('');
      return letters === '' ? undefined : new RegExp(`[${letters}]`, 'iu');
    });
  }

  /** Reads a text; `may` answers of it. */
  read(text: string): void {
    let [low, high] = this.#always as [number, number];
    let digit = false;
    for (let i = 0; i < text.length; i++) {
      const c = text.charCodeAt(i);
      if (c < 128) {
        if (c >= 48 && c <= 57) digit = true;
        continue;
      }
      const bits = this.#known.get(c) ?? this.#meet(c);
      low |= bits[0];
      high |= bits[1];
    }
    this.#low = digit ? low | this.#withDigit[0]! : low;
    this.#high = digit ? high | this.#withDigit[1]! : high;
  }

  may(n: number): boolean {
    return ((n < 31 ? this.#low : this.#high) & (1 << (n % 31))) !== 0;
  }

  #meet(c: number): readonly [number, number] {
    const bits: [number, number] = [0, 0];
    const character = String.fromCharCode(c);
    for (const [n, letters] of this.#letters.entries())
      if (letters?.test(character)) bits[n < 31 ? 0 : 1] |= 1 << (n % 31);
    this.#known.set(c, bits);
    return bits;
  }
}
