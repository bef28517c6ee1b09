import { describe, expect, test } from '@jest/globals';
import { languageOf } from '../language/languages.ts';
import { isTime } from './doubt.ts';
import { LABEL } from './labels.ts';
import { createTagger } from './tagger.ts';
import { worldWeights } from './weights.ts';

const tagger = createTagger(worldWeights);
const tag = (code: string, text: string): string[] => {
  const found: string[] = [];
  tagger.tag(text, (start, end) => found.push(text.slice(start, end)), languageOf(code));
  return found;
};

describe('guesses about languages other than English', () => {
  test.each(['13.20', '9.00', '08.30-09.15', '9.00 tot 13.00', '30'])('%s is a time or a number', (value) => {
    expect(isTime(LABEL.DATE, value)).toBe(true);
    expect(isTime(LABEL.ADDRESS, value)).toBe(false);
  });

  test.each(['3. Februar', '12.3.1987', '15 janvier 2024', '2024-03-01'])('%s may be a day', (value) => {
    expect(isTime(LABEL.DATE, value)).toBe(false);
  });

  test.each([
    ['es', 'Le recuerdo que el paciente toma anticoagulantes desde Abril', 'anticoagulantes'],
    ['fi', 'Moi kaikki, kuski oottaa laiturilla', 'laiturilla'],
  ])('%s: words in small letters that no list has are nobody: %s', (code, text, word) => {
    expect(tag(code, text).join(' ')).not.toContain(word);
  });

  test('a name in small letters that a list has is one', () => {
    expect(tag('es', 'Hola, mañana viene natalia con Pedro').join(' ')).toContain('natalia');
  });
});
