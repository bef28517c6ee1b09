/**
 * An assembler for the little of WebAssembly that the kernel is written in: each function here gives the bytes of an instruction with those of
 * its operands before it. Source: WebAssembly core specification 2.0, chapter 5 (binary format).
 */
export type Code = readonly number[];
export type Type = 'i32' | 'v128';
const TYPES: Readonly<Record<Type, number>> = { i32: 0x7f, v128: 0x7b };
const EMPTY = 0x40;

export function unsigned(value: number): number[] {
  const bytes: number[] = [];
  let rest = value >>> 0;
  for (; rest > 0x7f; rest >>>= 7) bytes.push((rest & 0x7f) | 0x80);
  return [...bytes, rest];
}

export function signed(value: number): number[] {
  const bytes: number[] = [];
  let rest = value | 0;
  for (;;) {
    const byte = rest & 0x7f;
    rest >>= 7;
    if ((rest === 0 && (byte & 0x40) === 0) || (rest === -1 && (byte & 0x40) !== 0)) return [...bytes, byte];
    bytes.push(byte | 0x80);
  }
}

const op =
  (...bytes: number[]) =>
  (...operands: Code[]): Code => [...operands.flat(), ...bytes];
const simd = (code: number) => op(0xfd, ...unsigned(code));
const access =
  (bytes: readonly number[], align: number) =>
  (offset: number, ...operands: Code[]): Code => [...operands.flat(), ...bytes, align, ...unsigned(offset)];

export const i32 = {
  const: (value: number): Code => [0x41, ...signed(value)],
  eqz: op(0x45),
  eq: op(0x46),
  ne: op(0x47),
  ctz: op(0x68),
  ltS: op(0x48),
  ltU: op(0x49),
  gtS: op(0x4a),
  geS: op(0x4e),
  add: op(0x6a),
  sub: op(0x6b),
  mul: op(0x6c),
  and: op(0x71),
  or: op(0x72),
  xor: op(0x73),
  shl: op(0x74),
  shrS: op(0x75),
  shrU: op(0x76),
  load: access([0x28], 2),
  load8U: access([0x2d], 0),
  load16U: access([0x2f], 1),
  store: access([0x36], 2),
  store8: access([0x3a], 0),
};

/** An address need not be aligned: what it says of that is a hint. */
export const v128 = {
  load: access([0xfd, ...unsigned(0)], 0),
  store: access([0xfd, ...unsigned(11)], 0),
  /** The lower 64 bits, and zeros above them. */
  load64Zero: access([0xfd, ...unsigned(93)], 0),
  store64Lane0: (offset: number, ...operands: Code[]): Code => [
    ...access([0xfd, ...unsigned(91)], 0)(offset, ...operands),
    0,
  ],
  /** Eight lanes of 16 bits. */
  lanes: (...values: number[]): Code => [
    0xfd,
    ...unsigned(12),
    ...values.flatMap((value) => [value & 0xff, (value >> 8) & 0xff]),
  ],
  or: simd(80),
  /** Of two, by the bits of a third: where they are set the first. */
  bitselect: simd(82),
  anyTrue: simd(83),
};

export const i16x8 = {
  splat: simd(16),
  extractS: (lane: number, ...operands: Code[]): Code => [...operands.flat(), 0xfd, ...unsigned(24), lane],
  ltS: simd(47),
  geS: simd(53),
  allTrue: simd(131),
  extendLowS: simd(135),
  extendHighS: simd(136),
  extendLowU: simd(137),
  extendHighU: simd(138),
  add: simd(142),
  sub: simd(145),
};

export const i32x4 = {
  splat: simd(17),
  extract: (lane: number, ...operands: Code[]): Code => [...operands.flat(), 0xfd, ...unsigned(27), lane],
  eq: simd(55),
  gtS: simd(59),
  geS: simd(63),
  /** One bit a lane. */
  bitmask: simd(164),
  extendLowU: simd(169),
  extendHighU: simd(170),
  sub: simd(177),
  maxS: simd(184),
  extendLowS: simd(167),
  extendHighS: simd(168),
  add: simd(174),
};

/** The parameters and other locals of a function, by name. */
export class Locals {
  readonly #names: readonly string[];
  constructor(names: readonly string[]) {
    this.#names = names;
  }
  #index(name: string): number[] {
    const at = this.#names.indexOf(name);
    if (at < 0) throw new RangeError(`no local ${name}`);
    return unsigned(at);
  }
  get(name: string): Code {
    return [0x20, ...this.#index(name)];
  }
  set(name: string, value: Code): Code {
    return [...value, 0x21, ...this.#index(name)];
  }
  tee(name: string, value: Code): Code {
    return [...value, 0x22, ...this.#index(name)];
  }
  /** Adds a constant. */
  increase(name: string, by: number): Code {
    return this.set(name, i32.add(this.get(name), i32.const(by)));
  }
}

export const give = (value: Code): Code => [...value, 0x0f];
export const when = (condition: Code, then: readonly Code[], otherwise?: readonly Code[]): Code => [
  ...condition,
  0x04,
  EMPTY,
  ...then.flat(),
  ...(otherwise === undefined ? [] : [0x05, ...otherwise.flat()]),
  0x0b,
];
/** Of two values, where a condition is not 0 the first. */
export const select = (a: Code, b: Code, condition: Code): Code => [...a, ...b, ...condition, 0x1b];
export const loop = (condition: Code, body: readonly Code[]): Code => [
  ...[0x02, EMPTY, 0x03, EMPTY],
  ...i32.eqz(condition),
  ...[0x0d, 1],
  ...body.flat(),
  ...[0x0c, 0, 0x0b, 0x0b],
];

export interface Func {
  readonly name: string;
  /** All of i32. */
  readonly params: readonly string[];
  readonly locals: Readonly<Record<string, Type>>;
  /** Whether it gives an i32. */
  readonly gives?: boolean;
  readonly body: (l: Locals) => readonly Code[];
}

const vector = (items: readonly Code[]): number[] => [...unsigned(items.length), ...items.flat()];
const section = (id: number, items: readonly Code[]): number[] => {
  const content = vector(items);
  return [id, ...unsigned(content.length), ...content];
};
const text = (value: string): number[] => {
  const bytes = [...Buffer.from(value)];
  return [...unsigned(bytes.length), ...bytes];
};

/** A module of these functions, each exported, over a memory that it is given as `env.memory`. */
export function assemble(funcs: readonly Func[]): Uint8Array {
  const types = funcs.map(({ params, gives }) => [
    0x60,
    ...vector(params.map(() => [TYPES.i32])),
    ...vector(gives === true ? [[TYPES.i32]] : []),
  ]);
  const bodies = funcs.map(({ params, locals, body }) => {
    const own = Object.entries(locals);
    const code = [
      ...vector(own.map(([, type]) => [1, TYPES[type]])),
      ...body(new Locals([...params, ...own.map(([name]) => name)])).flat(),
      0x0b,
    ];
    return [...unsigned(code.length), ...code];
  });
  return Uint8Array.from([
    ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
    ...section(1, types),
    ...section(2, [[...text('env'), ...text('memory'), 0x02, 0x00, 0x01]]),
    ...section(
      3,
      funcs.map((_, n) => unsigned(n)),
    ),
    ...section(
      7,
      funcs.map(({ name }, n) => [...text(name), 0x00, ...unsigned(n)]),
    ),
    ...section(10, bodies),
  ]);
}
