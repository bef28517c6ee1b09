import { expect, test } from '@jest/globals';
import { brokeTheGlass } from './filing.ts';

const ROLE = 'arn:aws:sts::123456789012:assumed-role/break-glass';

test.each([
  [`${ROLE}/sluice-pat`, ['pat'], true],
  [`${ROLE}/sluice-pat`, ['pat@example.com'], true],
  [`${ROLE}/pat@example.com`, ['Pat@Example.com'], true],
  ['arn:aws:iam::123456789012:user/ops/pat', ['pat@example.com'], true],
  [`${ROLE}/sluice-pat`, ['patricia@example.com'], false],
  [`${ROLE}/sluice-pat`, [], false],
  [`${ROLE}/`, [''], false],
  ['pat', ['pat'], false],
  ['unknown', ['unknown'], false],
])('%s and %j: the same person is %s', (reporter, names, same) => {
  expect(brokeTheGlass({ reporter }, names)).toBe(same);
  expect(brokeTheGlass({ reporter: 'rita', alsoBy: ['otto', reporter] }, names)).toBe(same);
});
