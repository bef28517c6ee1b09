import { KERNEL_BYTES } from './bytes.ts';

/**
 * Sums of rows of weights in WebAssembly: eight lanes at a time, which JavaScript has no words for. The same sums in plain JavaScript stand in the tests.
 * What it computes is written in tools/kernel/kernel.ts, and assembled by `npm run kernel`.
 */
export interface Kernel {
  /** `tagger/scorer.ts`. */
  lookUp(i: number, count: number, block: number, language: number): number;
  fill(i: number, identity: number, coarse: number): void;
  score(count: number): void;
  /** `tagger/decoder.ts`. */
  decode(count: number): void;
  /** Adds rows of 32 and of 16 signed bytes to as many sums of 32 bits; all are byte offsets but `count`, which is at most 256. */
  addRows32(weights: number, rows: number, count: number, sums: number): void;
  addRows16(weights: number, rows: number, count: number, sums: number): void;
}

/** What is used of it: the types of Node declare none. */
interface Engine {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Memory: new (size: { initial: number; maximum: number }) => { readonly buffer: ArrayBuffer };
  readonly Instance: new (module: object, imports: object) => { readonly exports: unknown };
}

const PAGE = 65_536;
let module: object | undefined;

export interface KernelAndMemory {
  readonly kernel: Kernel;
  readonly memory: ArrayBuffer;
}

/** A kernel with a memory of its own, of zeros. */
export function createKernel(bytes: number): KernelAndMemory {
  const { Module, Memory, Instance } = (globalThis as unknown as { WebAssembly: Engine }).WebAssembly;
  module ??= new Module(Buffer.from(KERNEL_BYTES, 'base64'));
  const pages = Math.ceil(bytes / PAGE);
  const memory = new Memory({ initial: pages, maximum: pages });
  const { exports } = new Instance(module, { env: { memory } });
  return { kernel: exports as Kernel, memory: memory.buffer };
}
