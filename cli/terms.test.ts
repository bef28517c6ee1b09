import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, jest, test } from '@jest/globals';
import { SAMPLE_YAML, sampleDisclosure } from '../core/disclosure/sample.ts';
import { termsOf } from '../core/disclosure/terms.ts';
import { sluice } from '../test/fixtures/sluice.ts';

const folder = mkdtempSync(join(tmpdir(), 'sluice-terms-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe('sluice terms', () => {
  const { SLUICE_TOKEN } = process.env;
  afterEach(() => {
    jest.restoreAllMocks();
    process.env.SLUICE_TOKEN = SLUICE_TOKEN ?? '';
  });

  const service = (terms?: object) => {
    process.env.SLUICE_TOKEN = 'token';
    const open = { state: 'open', epoch: 1, since: 0, holds: [] };
    return jest.spyOn(globalThis, 'fetch').mockImplementation(async () =>
      Response.json({
        ...{ program: 'sample', covered: false, subject: 'me', devices: [] },
        disclosure: { version: '1.0', title: 'A title', text: '', hash: 'a'.repeat(64), ...(terms && { terms }) },
        gates: { collection: open, reading: open },
      }),
    );
  };

  test('says what is in force, to whoever has a session: covered or not', async () => {
    const disclosure = sampleDisclosure((one) => {
      one.population.excluded = ['interns'];
    });
    const terms = termsOf(disclosure);
    service(terms);

    const { out } = await sluice('--api', 'https://api.example', 'terms', '--language', 'en');

    expect(out).toContain('(sample, 1.0)\n  Members of: employees.\n  Never asked: interns.\n  There are no other');
  });

  test('is told by programs by rule', async () => {
    const terms = termsOf(sampleDisclosure());
    service(terms);

    const { out } = await sluice('--api', 'https://api.example', 'terms', '--json');

    expect(JSON.parse(out)).toEqual({ program: 'sample', version: '1.0', ...terms });
  });

  test('a service of before it was told says where it stands', async () => {
    service();

    const { err } = await sluice('--api', 'https://api.example', 'terms');

    expect(err).toMatch(/sluice consent/);
  });

  test('reads a file offline, in the language that is asked for', async () => {
    const asked = service();
    const file = join(folder, 'disclosure.yaml');
    writeFileSync(file, SAMPLE_YAML);

    const { out } = await sluice('terms', file, '--language', 'de');

    expect(out).toMatch(/^Wer gefragt wird: gleiche Regeln für alle \(sample, 1\.0\)\n/);
    expect(asked).not.toHaveBeenCalled();
  });
});
