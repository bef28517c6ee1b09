import { createHash } from 'node:crypto';
import { INVENTORY_VERSION, type Row, type Thing } from './inventory.ts';

export type Head = Omit<Row<'inventory'>, 'row' | 'version'>;

/** Lines of an inventory, one after the other; its end counts and hashes by itself. It can go on after lines that stand already. */
export class InventoryLines {
  readonly #hash = createHash('sha256');
  readonly #counts: Record<string, number> = {};

  /** Rows so far, by kind. */
  get counts(): Readonly<Record<string, number>> {
    return this.#counts;
  }

  head(head: Head): string {
    return this.#line({ row: 'inventory', version: INVENTORY_VERSION, ...head });
  }

  row(row: Thing | Row<'gap'>): string {
    this.#counts[row.row] = (this.#counts[row.row] ?? 0) + 1;
    return this.#line(row);
  }

  /** A line that was written before, the head or a row. */
  standing(text: string): { row: string } {
    const row = JSON.parse(text) as { row: string };
    this.#hash.update(text).update('\n');
    if (row.row !== 'inventory') this.#counts[row.row] = (this.#counts[row.row] ?? 0) + 1;
    return row;
  }

  /** Of all lines so far, hex: what the end says. */
  hash(): string {
    return this.#hash.copy().digest('hex');
  }

  /** @param ended ms */
  end(ended: number): string {
    return `${JSON.stringify({ row: 'end', ended, counts: this.#counts, hash: this.hash() })}\n`;
  }

  #line(row: unknown): string {
    const text = `${JSON.stringify(row)}\n`;
    this.#hash.update(text);
    return text;
  }
}
