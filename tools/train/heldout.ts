import { writeFileSync } from 'node:fs';
import type { Label } from '../../redaction/tagger/labels.ts';
import { type Example, Generator } from './generate.ts';
import { readLists, readTemplates } from './lists.ts';
import { Random } from './random.ts';

const COINED = [
  'ba',
  'ro',
  'mi',
  'ka',
  'lu',
  'vé',
  'ta',
  'ni',
  'jo',
  'sze',
  'dra',
  'hol',
  'grü',
  'wen',
  'tor',
  'ik',
  'bel',
  'ost',
  'fin',
  'quo',
  'zan',
  'mar',
  'el',
  'sin',
  'dor',
  'akh',
  'une',
  'ovi',
  'esk',
  'ard',
];

/** The held-out set: templates never trained on, a seed of its own, and a third of the names coined. */
export function heldOut(count: number, seed = 97): Example[] {
  const lists = readLists();
  const generator = new Generator(seed, lists, readTemplates('heldout.txt'), readTemplates('heldout-clean.txt'));
  const random = new Random(seed + 1);
  return Array.from({ length: count }, () =>
    random.chance(0.72) ? coin(generator.positive(), random) : generator.negative(),
  );
}

/** Texts of other styles, written by hand: nothing in them comes from the generator. */
export function heldOutStyles(): Example[] {
  return readTemplates('heldout-styles.txt').map((line) => {
    const spans: Example['spans'] = [];
    let text = '';
    let last = 0;
    const source = line.replaceAll('\\n', '\n');
    for (const match of source.matchAll(/\{([A-Z]+):([^}]+)\}/g)) {
      text += source.slice(last, match.index);
      spans.push({ start: text.length, end: text.length + match[2]!.length, label: match[1] as Label });
      text += match[2];
      last = match.index + match[0].length;
    }
    return { text: text + source.slice(last), spans };
  });
}

/** Puts made-up words in the place of a third of the names, so that no list can know them. */
function coin(example: Example, random: Random): Example {
  let text = '';
  let last = 0;
  const spans: Example['spans'] = [];
  for (const span of example.spans) {
    text += example.text.slice(last, span.start);
    last = span.end;
    let value = example.text.slice(span.start, span.end);
    if (span.label === 'PERSON' && random.chance(0.33)) {
      value = value.replace(/\p{L}{4,}/gu, (word) => {
        const made = Array.from({ length: random.between(2, 3) }, () => random.pick(COINED)).join('');
        if (word === word.toUpperCase()) return made.toUpperCase();
        return word[0] === word[0]!.toUpperCase() ? made[0]!.toUpperCase() + made.slice(1) : made;
      });
    }
    spans.push({ ...span, start: text.length, end: text.length + value.length });
    text += value;
  }
  return { text: text + example.text.slice(last), spans };
}

/** node tools/train/heldout.ts: rewrites the frozen sample that the tagger's tests read. */
if (import.meta.main) {
  const lines = heldOut(600).map((example) => JSON.stringify(example));
  writeFileSync(new URL('../../redaction/tagger/heldout.ndjson', import.meta.url), `${lines.join('\n')}\n`);
}
