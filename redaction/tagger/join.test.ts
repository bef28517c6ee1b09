import { describe, expect, test } from '@jest/globals';
import { join, trailing } from './join.ts';
import { LABEL, LABELS, type Label } from './labels.ts';
import { Words } from './words.ts';

/** The joined label of two words with this between them; undefined when they are two values. */
function joined(left: Label, between: string, right: Label): Label | undefined {
  const words = new Words();
  words.read(`Xx${between}Yy`, 0);
  const label = join(LABEL[left], LABEL[right], words.gap[1]!);
  return label < 0 ? undefined : LABELS[label];
}

describe('two words are one value', () => {
  test.each<[Label, string, Label, Label]>([
    ['PERSON', ' ', 'PERSON', 'PERSON'],
    ['PERSON', '. ', 'PERSON', 'PERSON'],
    ['PERSON', '-', 'PERSON', 'PERSON'],
    ['PERSON', "'", 'PERSON', 'PERSON'],
    ['ORGANIZATION', ', ', 'ORGANIZATION', 'ORGANIZATION'],
    ['ORGANIZATION', ' & ', 'ORGANIZATION', 'ORGANIZATION'],
    ['ORGANIZATION', '/', 'ORGANIZATION', 'ORGANIZATION'],
    ['ORGANIZATION', ' (', 'ORGANIZATION', 'ORGANIZATION'],
    ['ORGANIZATION', '., ', 'ORGANIZATION', 'ORGANIZATION'],
    ['NUMBER', ') (', 'NUMBER', 'NUMBER'],
    ['LOCATION', '-', 'LOCATION', 'LOCATION'],
    ['DATE', ', ', 'DATE', 'DATE'],
    ['DATE', ':', 'DATE', 'DATE'],
    ['AGE', '-', 'AGE', 'AGE'],
    ['TITLE', '/', 'TITLE', 'TITLE'],
    ['GROUP', '-', 'GROUP', 'GROUP'],
    ['PERSON', ' ', 'LOCATION', 'PERSON'],
    ['LOCATION', ' ', 'ORGANIZATION', 'ORGANIZATION'],
    ['ORGANIZATION', ' ', 'PERSON', 'PERSON'],
    ['ADDRESS', '\n', 'ADDRESS', 'ADDRESS'],
    ['ADDRESS', ', ', 'LOCATION', 'ADDRESS'],
    ['LOCATION', '\n', 'ADDRESS', 'ADDRESS'],
    ['ADDRESS', '., ', 'ADDRESS', 'ADDRESS'],
    ['ADDRESS', ' #', 'ADDRESS', 'ADDRESS'],
  ])('%s %j %s: %s', (left, between, right, label) => {
    expect(joined(left, between, right)).toBe(label);
  });
});

describe('two words are two values', () => {
  test.each<[Label, string, Label]>([
    ['PERSON', ', ', 'PERSON'],
    ['PERSON', '\n', 'PERSON'],
    ['PERSON', '.. ', 'PERSON'],
    ['PERSON', '-', 'LOCATION'],
    ['PERSON', '\n', 'LOCATION'],
    ['PERSON', ' ', 'DATE'],
    ['DATE', ' ', 'PERSON'],
    ['LOCATION', ', ', 'LOCATION'],
    ['LOCATION', '\n', 'LOCATION'],
    ['DATE', '@', 'DATE'],
    ['DATE', '., ', 'DATE'],
    ['AGE', ', ', 'AGE'],
    ['GROUP', ', ', 'GROUP'],
    ['ADDRESS', '\n\n', 'ADDRESS'],
    ['ADDRESS', '\n\n', 'LOCATION'],
    ['ADDRESS', '](', 'ADDRESS'],
    ['ADDRESS', '@', 'ADDRESS'],
    ['ADDRESS', ' ', 'PERSON'],
    ['ADDRESS', ', ', 'DATE'],
    ['ADDRESS', ' ', 'ORGANIZATION'],
  ])('%s %j %s', (left, between, right) => {
    expect(joined(left, between, right)).toBeUndefined();
  });
});

describe('what follows the last word', () => {
  /** The value is what stands between the bars. */
  const following = (label: Label, marked: string): number => {
    const [before, value, rest] = marked.split('|') as [string, string, string];
    return trailing(before + value + rest, LABEL[label], before.length, before.length + value.length);
  };

  test.each<[Label, string]>([
    ['TITLE', '|Mr|. Ode'],
    ['TITLE', '|Prof|. Ode'],
    ['PERSON', 'by |J|. and'],
    ['ORGANIZATION', '|Ode Inc|. said'],
    ['ORGANIZATION', '|Inc|.'],
    ['ORGANIZATION', '|Ode S.p.A|. said'],
    ['LOCATION', '|Perth (WA|) is'],
    ['ADDRESS', '|1 Ode Lane (rear|)'],
    ['ORGANIZATION', '|(Ode|)'],
  ])('belongs to the %s in %s', (label, marked) => {
    expect(following(label, marked)).toBe(1);
  });

  test.each<[Label, string]>([
    ['TITLE', '|Baker|. He'],
    ['TITLE', '|Mr| Ode'],
    ['PERSON', 'by |Jo|. And'],
    ['PERSON', 'by |J|, and'],
    ['ORGANIZATION', '|Ode Zinc|. Said'],
    ['ORGANIZATION', '|Ode|. Said'],
    ['ORGANIZATION', 'Co |Ode|. Said'],
    ['LOCATION', '|Perth|. The'],
    ['LOCATION', '(in |Perth|) is'],
    ['LOCATION', '|Perth (WA| is'],
    ['PERSON', '|Jo (Ode|) is'],
    ['DATE', '|May (2001|) is'],
  ])('does not belong to the %s in %s', (label, marked) => {
    expect(following(label, marked)).toBe(0);
  });
});
