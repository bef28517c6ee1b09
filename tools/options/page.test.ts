import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { configSchema } from '../../lib/config.ts';
import { type JsonSchema, jsonSchemaOf } from '../../lib/context.ts';
import { cdkSchema, optionsPage } from './page.ts';

describe('the page of options', () => {
  test('is of the schema that is in force, like what editors read: npm run options', () => {
    expect(readFileSync('docs/options.md', 'utf8')).toBe(optionsPage());
    expect(JSON.parse(readFileSync('docs/cdk.schema.json', 'utf8'))).toEqual(cdkSchema());
  });

  test('says of each option what it decides, and what holds without it', () => {
    const silent: string[] = [];
    const walk = (option: JsonSchema, path: string): void => {
      for (const [name, one] of Object.entries(option.properties ?? {})) {
        const where = `${path}.${name}`;
        if (one.description === undefined) silent.push(where);
        for (const below of [one, ...(one.anyOf ?? [])]) walk(below, where);
      }
      for (const below of option.items ? [option.items, ...(option.items.anyOf ?? [])] : []) walk(below, `${path}[]`);
      for (const below of option.oneOf ?? []) walk(below, path);
    };
    walk(jsonSchemaOf(configSchema), 'sluice');

    expect(silent).toEqual([]);
    for (const line of optionsPage()
      .split('\n')
      .filter((one) => one.startsWith('| `'))) {
      const [, option, value, without] = line.split(' | ').map((cell) => cell.trim()) as string[];
      expect([option, value, without]).not.toContain('');
    }
  });
});
