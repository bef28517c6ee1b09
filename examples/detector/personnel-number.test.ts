import { describe, expect, test } from '@jest/globals';
import { createRedactor } from '../../redaction/create.ts';
import { found } from '../../redaction/detectors/found.ts';
import { DETECTORS } from '../../redaction/detectors/index.ts';
import { personnelNumber } from './personnel-number.ts';

describe('a detector of your own', () => {
  test.each([
    ['ask P-123455 about it', ['P-123455']],
    ['P-123455', ['P-123455']],
    ['the last digit is wrong: P-123456', []],
    ['not announced: 123455', []],
    ['too long: P-1234550', []],
  ])('%s', (text, values) => {
    expect(found(personnelNumber, text)).toEqual(values);
  });

  test('works beside those that are there', () => {
    const redactor = createRedactor({
      policy: { actions: {}, tiers: {} },
      detectors: [...DETECTORS, personnelNumber],
    });

    expect(redactor.redactText('P-123455 writes from a@b.com')).toBe('[OTHER] writes from [EMAIL]');
  });
});
