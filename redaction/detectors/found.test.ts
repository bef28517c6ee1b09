import { expect, test } from '@jest/globals';
import type { Detector } from '../detector.ts';
import type { SensitiveType } from '../redactor.ts';
import { found, spansOf } from './found.ts';

const saying = (type: string): Detector => ({
  name: 'saying',
  types: ['OTHER'],
  source: 'this test',
  triggers: { words: ['here'] },
  examine: (_text, start, end, emit) => emit(start, end, type as SensitiveType),
});

test('what one detector finds, and of which type', () => {
  expect(found(saying('OTHER'), 'it is here')).toEqual(['here']);
  expect(spansOf(saying('OTHER'), 'it is here')).toEqual([{ start: 6, end: 10, type: 'OTHER' }]);
});

test.each(['', 'other', 'NAME'])('a type that there is not is an error: %j', (type) => {
  expect(() => spansOf(saying(type), 'it is here')).toThrow(TypeError);
});
