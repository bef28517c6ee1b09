import { createHash } from 'node:crypto';

/**
 * Names that were seen, to tell repeated ones: a log may hold millions, and each as text takes ten times as much memory. 64 bits of a digest each:
 * of a million names two are taken for one with a chance of 1 in 37 million.
 */
export class IdSet {
  /** Open addressing; 0 is an empty place. */
  #slots = new BigUint64Array(1 << 10);
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /** @returns false: it was there */
  add(name: string): boolean {
    const digest = createHash('sha256').update(name).digest();
    const mark = digest.readBigUInt64LE(0) || 1n;
    if (!place(this.#slots, mark)) return false;
    this.#size++;
    if (this.#size * 2 > this.#slots.length) {
      const wider = new BigUint64Array(this.#slots.length * 2);
      for (const one of this.#slots) if (one !== 0n) place(wider, one);
      this.#slots = wider;
    }
    return true;
  }
}

/** @returns false: it is there */
function place(slots: BigUint64Array, mark: bigint): boolean {
  const last = slots.length - 1;
  for (let at = Number(mark & BigInt(last)); ; at = (at + 1) & last) {
    if (slots[at] === mark) return false;
    if (slots[at] === 0n) {
      slots[at] = mark;
      return true;
    }
  }
}
