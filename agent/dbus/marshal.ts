/**
 * Values of D-Bus as bytes and back (D-Bus specification, "Type System" and "Marshaling"). Structures are arrays, dictionaries arrays of pairs, arrays of
 * bytes buffers, 64-bit integers bigints, and variants carry their signature. What is not well-formed throws: it is from another process.
 */

export class Variant {
  readonly signature: string;
  readonly value: unknown;

  constructor(signature: string, value: unknown) {
    this.signature = signature;
    this.value = value;
  }
}

export class BadMessage extends Error {
  override name = 'BadMessage';
}

/** Arrays and structures within each other, at most (the specification allows 32 of each). */
const DEEPEST = 64;
/** Bytes of one array. */
const LONGEST_ARRAY = 1 << 26;

const ALIGNMENT: Readonly<Record<string, number>> = {
  ...{ y: 1, b: 4, n: 2, q: 2, i: 4, u: 4, x: 8, t: 8, d: 8, s: 4, o: 4, g: 1, v: 1, a: 4, h: 4 },
  ...{ '(': 8, '{': 8 },
};

/** Where the complete type that begins at `at` ends. */
function endOf(signature: string, at: number, depth = 0): number {
  if (depth > DEEPEST) throw new BadMessage('a type too deep');
  const type = signature[at];
  if (type === 'a') return endOf(signature, at + 1, depth + 1);
  if (type === '(' || type === '{') {
    const close = type === '(' ? ')' : '}';
    let end = at + 1;
    // Of no parts it takes no room, and an array of such would have no end.
    if (signature[end] === close) throw new BadMessage('a type of nothing');
    while (signature[end] !== close) end = endOf(signature, end, depth + 1);
    return end + 1;
  }
  if (type === undefined || ALIGNMENT[type] === undefined) throw new BadMessage('a type that there is not');
  return at + 1;
}

/** The complete types of a signature. */
export function typesOf(signature: string): string[] {
  const types: string[] = [];
  for (let at = 0; at < signature.length; ) {
    const end = endOf(signature, at);
    types.push(signature.slice(at, end));
    at = end;
  }
  return types;
}

const padding = (at: number, to: number): number => (to - (at % to)) % to;

interface NumberType {
  bytes: number;
  put(to: Buffer, value: number, at: number): void;
}
const NUMBERS: Readonly<Record<string, NumberType>> = {
  y: { bytes: 1, put: (to, value, at) => to.writeUInt8(value, at) },
  b: { bytes: 4, put: (to, value, at) => to.writeUInt32LE(value ? 1 : 0, at) },
  n: { bytes: 2, put: (to, value, at) => to.writeInt16LE(value, at) },
  q: { bytes: 2, put: (to, value, at) => to.writeUInt16LE(value, at) },
  i: { bytes: 4, put: (to, value, at) => to.writeInt32LE(value, at) },
  u: { bytes: 4, put: (to, value, at) => to.writeUInt32LE(value, at) },
  h: { bytes: 4, put: (to, value, at) => to.writeUInt32LE(value, at) },
  x: { bytes: 8, put: (to, value, at) => to.writeBigInt64LE(BigInt(value), at) },
  t: { bytes: 8, put: (to, value, at) => to.writeBigUInt64LE(BigInt(value), at) },
  d: { bytes: 8, put: (to, value, at) => to.writeDoubleLE(value, at) },
};

class Writer {
  #bytes = Buffer.alloc(256);
  length = 0;

  #room(bytes: number): number {
    const at = this.length;
    this.length += bytes;
    while (this.length > this.#bytes.length)
      this.#bytes = Buffer.concat([this.#bytes, Buffer.alloc(this.#bytes.length)]);
    return at;
  }

  align(to: number): void {
    const at = this.#room(padding(this.length, to));
    this.#bytes.fill(0, at, this.length);
  }

  #text(text: string, short: boolean): void {
    const bytes = Buffer.from(text, 'utf8');
    const length = NUMBERS[short ? 'y' : 'u']!;
    this.#number(length.bytes, (to, at) => length.put(to, bytes.length, at));
    const at = this.#room(bytes.length + 1);
    bytes.copy(this.#bytes, at);
    this.#bytes[at + bytes.length] = 0;
  }

  #number(bytes: number, put: (to: Buffer, at: number) => void): void {
    // Room first: it may be another buffer afterwards.
    const at = this.#room(bytes);
    put(this.#bytes, at);
  }

  write(type: string, value: unknown): void {
    this.align(ALIGNMENT[type[0]!]!);
    const number = NUMBERS[type[0]!];
    if (number) {
      this.#number(number.bytes, (to, at) => number.put(to, value as number, at));
      return;
    }
    switch (type[0]) {
      case 's':
      case 'o':
        this.#text(value as string, false);
        return;
      case 'g':
        this.#text(value as string, true);
        return;
      case 'v': {
        const { signature, value: inner } = value as Variant;
        this.#text(signature, true);
        this.write(signature, inner);
        return;
      }
      case 'a':
        this.#array(type.slice(1), value as readonly unknown[] | Buffer);
        return;
      default:
        for (const [at, inner] of typesOf(type.slice(1, -1)).entries()) this.write(inner, (value as unknown[])[at]);
    }
  }

  #array(type: string, values: readonly unknown[] | Buffer): void {
    const lengthAt = this.#room(4);
    this.align(ALIGNMENT[type[0]!]!);
    const from = this.length;
    if (type === 'y') {
      const bytes = Buffer.from(values as Buffer);
      this.#number(bytes.length, (to, at) => bytes.copy(to, at));
    } else for (const value of values) this.write(type, value);
    this.#bytes.writeUInt32LE(this.length - from, lengthAt);
  }

  bytes(): Buffer {
    return this.#bytes.subarray(0, this.length);
  }
}

/** Little-endian. */
export function marshal(signature: string, values: readonly unknown[]): Buffer {
  const writer = new Writer();
  typesOf(signature).forEach((type, at) => {
    writer.write(type, values[at]);
  });
  return writer.bytes();
}

class Reader {
  readonly #bytes: Buffer;
  readonly #little: boolean;
  at = 0;

  constructor(bytes: Buffer, little: boolean) {
    this.#bytes = bytes;
    this.#little = little;
  }

  #take(bytes: number): number {
    const from = this.at;
    this.at += bytes;
    if (this.at > this.#bytes.length) throw new BadMessage('cut short');
    return from;
  }

  #uint32(): number {
    const at = this.#take(4);
    return this.#little ? this.#bytes.readUInt32LE(at) : this.#bytes.readUInt32BE(at);
  }

  #text(length: number): string {
    const from = this.#take(length + 1);
    return this.#bytes.toString('utf8', from, from + length);
  }

  read(type: string, depth = 0): unknown {
    if (depth > DEEPEST) throw new BadMessage('too deep');
    this.#take(padding(this.at, ALIGNMENT[type[0]!] ?? 1));
    const bytes = this.#bytes;
    const little = this.#little;
    switch (type[0]) {
      case 'y':
        return bytes[this.#take(1)];
      case 'b':
        return this.#uint32() !== 0;
      case 'n':
        return little ? bytes.readInt16LE(this.#take(2)) : bytes.readInt16BE(this.#take(2));
      case 'q':
        return little ? bytes.readUInt16LE(this.#take(2)) : bytes.readUInt16BE(this.#take(2));
      case 'i':
        return this.#uint32() | 0;
      case 'u':
      case 'h':
        return this.#uint32();
      case 'x':
        return little ? bytes.readBigInt64LE(this.#take(8)) : bytes.readBigInt64BE(this.#take(8));
      case 't':
        return little ? bytes.readBigUInt64LE(this.#take(8)) : bytes.readBigUInt64BE(this.#take(8));
      case 'd':
        return little ? bytes.readDoubleLE(this.#take(8)) : bytes.readDoubleBE(this.#take(8));
      case 's':
      case 'o':
        return this.#text(this.#uint32());
      case 'g':
        return this.#text(bytes[this.#take(1)]!);
      case 'v': {
        const signature = this.#text(bytes[this.#take(1)]!);
        if (typesOf(signature).length !== 1) throw new BadMessage('a variant of none or of several');
        return new Variant(signature, this.read(signature, depth + 1));
      }
      case 'a':
        return this.#array(type.slice(1), depth + 1);
      case '(':
      case '{':
        return typesOf(type.slice(1, -1)).map((one) => this.read(one, depth + 1));
      default:
        throw new BadMessage('a type that there is not');
    }
  }

  #array(type: string, depth: number): unknown {
    const length = this.#uint32();
    if (length > LONGEST_ARRAY) throw new BadMessage('an array too long');
    this.#take(padding(this.at, ALIGNMENT[type[0]!] ?? 1));
    if (type === 'y') {
      const from = this.#take(length);
      return Buffer.from(this.#bytes.subarray(from, from + length));
    }
    const end = this.at + length;
    if (end > this.#bytes.length) throw new BadMessage('cut short');
    const values: unknown[] = [];
    while (this.at < end) values.push(this.read(type, depth));
    if (this.at !== end) throw new BadMessage('an array of another length');
    return values;
  }
}

/** @throws BadMessage */
export function unmarshal(signature: string, bytes: Buffer, little: boolean): unknown[] {
  const reader = new Reader(bytes, little);
  return typesOf(signature).map((type) => reader.read(type));
}
