/**
 * Flags of words by their hashes (`hashWord`): a word is looked up once for all lists that it may stand on, and the look is a few instructions,
 * which those of a `Set` are not.
 */
export class HashFlags {
  readonly #keys: Int32Array;
  /** 0 is an empty slot. */
  readonly #flags: Uint8Array;
  readonly #mask: number;

  /** @param lists hashes of the words on each list, by its flag. */
  constructor(lists: readonly (readonly [flag: number, hashes: Iterable<number>])[]) {
    const all = new Map<number, number>();
    for (const [flag, hashes] of lists) for (const hash of hashes) all.set(hash, (all.get(hash) ?? 0) | flag);
    const size = 2 ** Math.ceil(Math.log2(Math.max(16, all.size * 4)));
    this.#mask = size - 1;
    this.#keys = new Int32Array(size);
    this.#flags = new Uint8Array(size);
    for (const [hash, flags] of all) {
      let slot = hash & this.#mask;
      while (this.#flags[slot] !== 0) slot = (slot + 1) & this.#mask;
      this.#keys[slot] = hash;
      this.#flags[slot] = flags;
    }
  }

  /** The flags of all lists that a word stands on; 0 of one that stands on none. */
  of(hash: number): number {
    const flags = this.#flags;
    const mask = this.#mask;
    let slot = hash & mask;
    for (let found = flags[slot]!; found !== 0; found = flags[slot]!) {
      if (this.#keys[slot] === hash) return found;
      slot = (slot + 1) & mask;
    }
    return 0;
  }
}
