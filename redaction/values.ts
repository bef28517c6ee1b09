/**
 * Finds many values in a text in one pass: Aho and Corasick, "Efficient string matching", CACM 18(6), 1975. Used to mask a
 * value wherever else it appears in the same window of time: the same password in keys, clipboard and message.
 */
interface Node {
  readonly next: Map<number, Node>;
  fail: Node | undefined;
  /** Length of the longest value that ends here, 0 if none. */
  length: number;
}

const node = (): Node => ({ next: new Map(), fail: undefined, length: 0 });

export class ValueSet {
  readonly #root = node();
  #ready = false;
  size = 0;

  add(value: string): void {
    let at = this.#root;
    for (let i = 0; i < value.length; i++) {
      const c = value.charCodeAt(i);
      let next = at.next.get(c);
      if (next === undefined) {
        next = node();
        at.next.set(c, next);
      }
      at = next;
    }
    if (at.length === 0) this.size++;
    at.length = value.length;
    this.#ready = false;
  }

  scan(text: string, emit: (start: number, end: number) => void): void {
    if (this.size === 0) return;
    if (!this.#ready) this.#link();
    let at = this.#root;
    for (let i = 0; i < text.length; i++) {
      const c = text.charCodeAt(i);
      let next = at.next.get(c);
      while (next === undefined && at.fail !== undefined) {
        at = at.fail;
        next = at.next.get(c);
      }
      at = next ?? this.#root;
      if (at.length > 0) emit(i + 1 - at.length, i + 1);
    }
  }

  #link(): void {
    const queue: Node[] = [];
    for (const child of this.#root.next.values()) {
      child.fail = this.#root;
      queue.push(child);
    }
    for (const parent of queue) {
      for (const [c, child] of parent.next) {
        let fail = parent.fail;
        while (fail !== undefined && !fail.next.has(c)) fail = fail.fail;
        child.fail = fail?.next.get(c) ?? this.#root;
        // The longest value that ends here may begin later than the node's own path.
        if (child.length === 0) child.length = child.fail.length;
        queue.push(child);
      }
    }
    this.#ready = true;
  }
}
