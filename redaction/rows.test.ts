import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Detector } from './detector.ts';
import { DETECTORS } from './detectors/index.ts';
import { Finder, scannerOf } from './finder.ts';

/** The same detector, that says nothing of rows of numbers: it is offered each run of groups. */
function offeredAll(detector: Detector): Detector {
  const { atEdges: _edges, whole: _whole, ...triggers } = detector.triggers;
  return {
    ...detector,
    triggers,
    mayBegin: () => true,
  };
}

const quick = new Finder({ scanner: scannerOf(DETECTORS) });
const thorough = new Finder({ scanner: scannerOf(DETECTORS.map(offeredAll)) });

const VALUES = [
  ...['4111111111111111', '5105105105105100', '6011000990139424', '44051401359', '811218-9876', '756.9217.0769.85'],
  ...['2341 2341 2346', '85.07.30-033.28', '123-45-6789', '12.345.670-K', '131052-308T', '+49 30 1234567', '10115'],
  ...['(030) 123-456', '192.168.10.12', '52.5200, 13.4050', '52.52 N 13.4 E', '2024-05-06', '3/4/1980', '1099'],
  ...['00-1a-2b-3c-4d-5e', '11-22-33-44-55-66', 'aa-bb-cc-dd-ee-ff-1', '1 80 05 15 123 456 27', '555-123-4567', '0646'],
  ...['1 (212) 555-1234', '06 12 34 56 78', '58447530-E', 'A098 765 432', 'AB 12 34 56 C', '3782-822463-10005'],
];
const WORDS = [
  ...[
    'card ',
    'tel ',
    'ssn ',
    'born ',
    'pesel ',
    'age ',
    'plate ',
    'reg no ',
    'VIN ',
    'account no ',
    'passport ',
    'zip ',
  ],
  ...['Main St ', 'Hauptstraße ', 'CA ', 'version ', 'tax ', 'imei ', 'id ', 'AB ', 'X-', 'карта ', 'lat: ', 'my '],
  ...['C', '-K', ' years old', ' office', 'x12', ' ext 5', ' AM', ' S', '°', '° N', 'º'],
];
const digits = (most: number) =>
  fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: most }).map((all) => all.join(''));
const cell = fc.oneof(
  { weight: 4, arbitrary: digits(1) },
  { weight: 3, arbitrary: digits(4) },
  { weight: 2, arbitrary: digits(12) },
  { weight: 2, arbitrary: fc.constantFrom(...VALUES) },
  { weight: 1, arbitrary: fc.constantFrom(...WORDS) },
);
const separator = fc.constantFrom(
  ...[
    ' ',
    ' ',
    '-',
    '.',
    '/',
    ', ',
    '\n',
    '\t',
    '  ',
    '|',
    ' | ',
    '_',
    '*',
    '+',
    '(',
    ')',
    ') ',
    ' (',
    '; ',
    ' +',
    '\r\n',
    '',
  ],
);
/** Most cells of a table have the same between them. */
const table = fc
  .tuple(separator, fc.array(fc.tuple(cell, fc.option(separator, { freq: 5 })), { minLength: 1, maxLength: 24 }))
  .map(([usual, cells]) => cells.map(([text, own]) => text + (own ?? usual)).join(''));

describe('what detectors say of rows of numbers', () => {
  test('leaves out nothing that they would find', () => {
    fc.assert(
      fc.property(table, (text) => {
        expect(quick.find(text)).toEqual(thorough.find(text));
      }),
      { numRuns: 4_000, seed: 7 },
    );
  });

  test.each(['1 ', '7-', '1.', '4/', '(1) ', '12 ', '3|', '12 7 304 5\n'])(
    'in a table of %j detectors are asked of few windows',
    (bit) => {
      let asked = 0;
      const counted = DETECTORS.map((detector) => ({
        ...detector,
        examine(...call: Parameters<Detector['examine']>) {
          asked++;
          detector.examine(...call);
        },
      }));
      const text = bit.repeat(2_000);
      new Finder({ scanner: scannerOf(counted) }).find(text);

      // Each group begins 24 windows of single digits, of which 85 questions were asked once.
      expect(asked / text.match(/\d+/g)!.length).toBeLessThan(40);
    },
  );
});
