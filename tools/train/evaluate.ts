import { readFileSync } from 'node:fs';
import { createTagger, type Tagger, type TaggerWeights } from '../../redaction/tagger/tagger.ts';
import type { Example } from './generate.ts';
import { heldOut, heldOutStyles } from './heldout.ts';

/** Characters and values found; `leak` is the share of values of which any character is left. */
export interface Quality {
  recall: number;
  precision: number;
  f2: number;
  leak: number;
  /** Share of the characters of texts without any value that was redacted. */
  falseInClean: number;
}

/** The tagger alone against labelled texts; e-mails, URLs and numbers are other detectors' work and do not count. */
export function measure(tagger: Tagger, examples: readonly Example[]): Quality {
  let gold = 0;
  let found = 0;
  let both = 0;
  let values = 0;
  let leaks = 0;
  let clean = 0;
  let cleanRedacted = 0;
  for (const { text, spans } of examples) {
    const covered = new Uint8Array(text.length);
    tagger.tag(text, (start, end) => covered.fill(1, start, end));
    const wanted = new Uint8Array(text.length);
    for (const { start, end, label } of spans) {
      if (label === 'CONTACT' || label === 'NUMBER') {
        covered.fill(0, start, end);
        continue;
      }
      wanted.fill(1, start, end);
      values++;
      for (let i = start; i < end; i++) {
        if (!covered[i]) {
          leaks++;
          break;
        }
      }
    }
    for (let i = 0; i < text.length; i++) {
      gold += wanted[i]!;
      found += covered[i]!;
      both += wanted[i]! & covered[i]!;
    }
    if (spans.length === 0) {
      clean += text.length;
      for (const bit of covered) cleanRedacted += bit;
    }
  }
  const recall = both / gold;
  const precision = both / found;
  return {
    recall,
    precision,
    f2: (5 * precision * recall) / (4 * precision + recall),
    leak: leaks / values,
    falseInClean: clean === 0 ? 0 : cleanRedacted / clean,
  };
}

/** node tools/train/evaluate.ts [PATH]: the shipped weights, or PATH.bin and PATH.json, on the held-out set. */
if (import.meta.main) {
  const file = process.argv[2];
  const given = (path: string): TaggerWeights => ({
    ...JSON.parse(readFileSync(`${path}.json`, 'utf8')),
    bytes: readFileSync(`${path}.bin`),
  });
  const tagger = createTagger(file === undefined ? undefined : given(file));
  const texts = heldOut(4000);
  const styles = heldOutStyles();
  const lower = (examples: Example[]): Example[] =>
    examples
      .map((example) => ({ ...example, text: example.text.toLowerCase() }))
      .filter(({ text }, i) => text.length === examples[i]!.text.length);
  console.table({
    'as written': measure(tagger, texts),
    'lower case': measure(tagger, lower(texts)),
    'other styles': measure(tagger, styles),
    'other styles, lower case': measure(tagger, lower(styles)),
  });
}
