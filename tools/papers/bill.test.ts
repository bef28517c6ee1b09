import { expect, test } from '@jest/globals';
import { billOf, missingIn } from './bill.ts';
import type { Package } from './licences.ts';

const of = (name: string, version: string, ships: boolean): Package => ({
  ...{ name, version, ships, licence: 'MIT', folder: `node_modules/${name}` },
});
const PACKAGES = [of('@a/b', '1.0.0', true), of('c', '1.0.0', true), of('c', '2.0.0', false), of('d', '1.0.0', false)];
const component = (ref: string, purl: string) => ({ 'bom-ref': ref, name: ref, purl });
const EVERYTHING = {
  bomFormat: 'CycloneDX',
  components: [
    component('ours', 'pkg:npm/%40sluice/wire@0.1.0'),
    component('ab', 'pkg:npm/%40a/b@1.0.0'),
    component('c1', 'pkg:npm/c@1.0.0?vcs_url=git'),
    component('c2', 'pkg:npm/c@2.0.0'),
    component('d', 'pkg:npm/d@1.0.0'),
  ],
  dependencies: [
    { ref: 'ours', dependsOn: ['ab', 'd'] },
    { ref: 'd', dependsOn: ['c2'] },
    { ref: 'ab', dependsOn: ['c1'] },
  ],
};

test('what is of development alone is left out, with what is said of it', () => {
  const bill = billOf(EVERYTHING, PACKAGES);
  expect(bill.bomFormat).toBe('CycloneDX');
  expect(bill.components.map((one) => one['bom-ref'])).toEqual(['ours', 'ab', 'c1']);
  expect(bill.dependencies).toEqual([
    { ref: 'ours', dependsOn: ['ab'] },
    { ref: 'ab', dependsOn: ['c1'] },
  ]);
});

test('what ships and is not in it is told', () => {
  expect(missingIn(billOf(EVERYTHING, PACKAGES), PACKAGES)).toEqual([]);
  expect(missingIn(EVERYTHING, [...PACKAGES, of('e', '3.0.0', true)])).toEqual([
    'e 3.0.0 ships, and is not in the bill of materials',
  ]);
});
