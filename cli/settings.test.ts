import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { sluice } from '../test/fixtures/sluice.ts';
import { formatOf, readSettings } from './settings.ts';

let folder: string;
const before = process.env.XDG_CONFIG_HOME;
const RIGHTS = ['rights', 'programs/model-capability/disclosure.yaml'];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sluice-settings-'));
  mkdirSync(join(folder, 'sluice'));
  process.env.XDG_CONFIG_HOME = folder;
});
afterEach(() => {
  rmSync(folder, { recursive: true });
  if (before === undefined) delete process.env.XDG_CONFIG_HOME;
  else process.env.XDG_CONFIG_HOME = before;
});
const write = (text: string) => writeFileSync(join(folder, 'sluice/config.yaml'), text);

describe('settings', () => {
  test('need not be there, may be empty, and are said over by options', async () => {
    expect(await readSettings()).toEqual({});
    write('');
    expect(await readSettings()).toEqual({});
    write('output: json\nsession: work\n');

    expect(JSON.parse((await sluice(...RIGHTS)).out)).toMatchObject({ program: 'model-capability' });
    expect((await sluice('--output', 'table', ...RIGHTS)).out).toContain('GROUPS');
    expect((await sluice('logout')).out).toContain('"session": "work"');
    expect((await sluice('--session', 'other', 'logout')).out).toContain('"session": "other"');
  });

  test.each([
    ['sesion: x', /knows no sesion \(api, session, output, language, store, pager\)/],
    ['output: xml', /output: one of table, json, ndjson/],
    ['api: nowhere', /api: an address, https:/],
    ['just text', /keys and values/],
    ['a: [', /is no YAML/],
  ])('%s is refused in a sentence', async (text, sentence) => {
    write(text);

    const { code, err } = await sluice(...RIGHTS);

    expect({ code, err }).toEqual({ code: 2, err: expect.stringMatching(sentence) });
    expect(err.trim().split('\n')).toHaveLength(1);
  });
});

test('how a result is written: option, environment, settings, in that order', () => {
  const env = { SLUICE_OUTPUT: 'ndjson' };
  expect(formatOf({}, {}, {})).toBe('table');
  expect(formatOf({}, { output: 'json' }, {})).toBe('json');
  expect(formatOf({}, { output: 'json' }, env)).toBe('ndjson');
  expect(formatOf({ output: 'table' }, { output: 'json' }, env)).toBe('table');
  expect(formatOf({ json: true }, {}, env)).toBe('json');
});

describe('what is wrong with a command line', () => {
  test.each([
    ['--json', 'status', '--wrong'],
    ['--output', 'json', 'status', '--wrong'],
    ['--output=ndjson', 'report'],
    ['nothing', '--json'],
    ['--json', 'completion', 'tcsh'],
    ['--json', 'me'],
    ['--json'],
    ['--json', 'disclosure', 'check', 'no-such-file'],
  ])('is JSON for programs: %s %s %s', async (...args) => {
    const { code, out, err } = await sluice(...args.filter((one) => one !== undefined));

    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(JSON.parse(err)).toMatchObject({
      error: expect.stringMatching(/^(usage|unreadable)$/),
      message: expect.any(String),
    });
  });

  test('of the environment is refused as one of an option is', async () => {
    process.env.SLUICE_OUTPUT = 'xml';
    const { code, err } = await sluice('rights', 'programs/model-capability/disclosure.yaml');
    delete process.env.SLUICE_OUTPUT;

    expect({ code, err }).toEqual({ code: 2, err: expect.stringContaining('takes one of table, json, ndjson') });
  });

  test('is a sentence for people, and the words that are allowed', async () => {
    const { code, err } = await sluice('--output', 'xml', 'status');

    expect({ code, err }).toEqual({ code: 2, err: expect.stringContaining('Allowed choices are table, json, ndjson') });
  });
});

test('the language of texts is set once, and said over by an option', async () => {
  const show = ['disclosure', 'show', 'programs/model-capability/disclosure.yaml', '--json'];
  write('language: de\n');

  expect(JSON.parse((await sluice(...show)).out)).toMatchObject({ language: 'de' });
  expect(JSON.parse((await sluice(...show, '--language', 'fr')).out)).toMatchObject({ language: 'fr' });
});
