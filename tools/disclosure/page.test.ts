import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { LANGUAGES } from '../../api/languages.ts';
import { PEOPLE_ROLES } from '../../api/people.ts';
import { disclosureJsonSchema } from '../../core/disclosure/reference.ts';
import { pages } from './page.ts';

test('docs/disclosure.md is what the schema says: npm run disclosure', () => {
  expect(readFileSync('docs/disclosure.md', 'utf8')).toBe(pages()['docs/disclosure.md']);
});

test('docs/disclosure.schema.json is what the schema says: npm run disclosure', () => {
  expect(JSON.parse(readFileSync('docs/disclosure.schema.json', 'utf8'))).toEqual(disclosureJsonSchema());
});

/** Paths of all keys below a schema that say nothing of themselves. */
function silent(node: unknown, path: string[] = []): string[] {
  if (node === null || typeof node !== 'object') return [];
  const { properties = {}, description } = node as {
    properties?: Record<string, { description?: string }>;
    description?: string;
  };
  const own = Object.entries(properties).flatMap(([name, child]) =>
    child.description || EVIDENT.has(name) ? silent(child, [...path, name]) : [[...path, name].join('.')],
  );
  const { additionalProperties, items, anyOf, oneOf } = node as Record<string, unknown>;
  const below = [additionalProperties, items, anyOf, oneOf].flat().flatMap((child) => silent(child, [...path, '*']));
  return description === '' ? [path.join('.'), ...own, ...below] : [...own, ...below];
}
const EVIDENT = new Set<string>([...LANGUAGES, ...PEOPLE_ROLES, 'by']);

test('every key says what it is', () => {
  expect(silent(disclosureJsonSchema())).toEqual([]);
});

test('the disclosure of the program names the schema, and has no key that the schema does not know', () => {
  const text = readFileSync('programs/model-capability/disclosure.yaml', 'utf8');
  const { properties } = disclosureJsonSchema() as { properties: object };

  expect(text.split('\n')[0]).toBe('# yaml-language-server: $schema=../../docs/disclosure.schema.json');
  expect(Object.keys(parse(text)).filter((key) => !(key in properties))).toEqual([]);
});
