import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { LABELS, LANES, type Label } from '../../redaction/tagger/labels.ts';
import { LEXICON_BITS, type Lexicon } from '../../redaction/tagger/lexicon.ts';
import { layOut, SCALE, WEIGHTS_VERSION, ZERO } from '../../redaction/tagger/model.ts';
import type { ConditionalRandomField } from './crf.ts';

export interface Trained {
  readonly field: ConditionalRandomField;
  readonly lexicon: Lexicon;
  /** Nats taken from a label wherever it could stand. */
  readonly handicap: Partial<Record<Label, number>>;
}

/** Writes what was trained as it is shipped: PATH.bin, the weights, and PATH.json, their version and hash. */
export function writeWeights(path: string, { field, lexicon, handicap }: Trained): void {
  const rows = new Uint8Array(field.rows.length);
  let clipped = 0;
  for (let i = 0; i < rows.length; i++) {
    const value = Math.round(field.rows[i]! * SCALE) + ZERO;
    if (value < 0 || value > 255) clipped++;
    rows[i] = Math.min(255, Math.max(0, value));
  }
  const transitions = Int16Array.from(field.transitions, (value, i) =>
    Math.round((value - (handicap[LABELS[i % LANES] ?? 'O'] ?? 0)) * SCALE),
  );
  const bytes = layOut(lexicon, transitions, rows);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const lexiconBits = Math.log2(lexicon.classes.length);
  writeFileSync(`${path}.bin`, bytes);
  writeFileSync(
    `${path}.json`,
    `${JSON.stringify({ version: WEIGHTS_VERSION, ...(lexiconBits !== LEXICON_BITS && { lexiconBits }), sha256 }, null, 2)}\n`,
  );
  console.log(`${clipped} weights clipped; ${bytes.length} bytes; sha256 ${sha256}`);
}
