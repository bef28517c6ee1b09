import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { manifestFile, readRelease } from '../../core/deployed/assembly.ts';
import { compare } from '../../core/deployed/compare.ts';
import { manifestSchema } from '../../core/deployed/manifest.ts';
import { MANIFESTS } from '../../lib/functions.ts';
import { asDeployed } from '../fixtures/deployed.ts';
import { FOLDERS } from './synthesize.ts';

const PREFIXES = ['sluice-model-capability-prod', 'sluice-model-capability-moved'];
const written = (folder: string, prefix: string) => readFileSync(join(folder, manifestFile(prefix)), 'utf8');

describe.each(PREFIXES)('the manifest of %s', (prefix) => {
  test('names every function, with the hash of each file', () => {
    const { functions } = manifestSchema.parse(JSON.parse(written(FOLDERS[0]!, prefix)));

    expect(Object.keys(functions).sort()).toEqual([...MANIFESTS.keys()].map((name) => `${prefix}-${name}`).sort());
    for (const { files } of Object.values(functions)) {
      expect(Object.keys(files)).toEqual(expect.arrayContaining(['index.mjs', 'disclosure.json']));
    }
  });

  test('is the same for the same sources', () => {
    expect(written(FOLDERS[1]!, prefix)).toBe(written(FOLDERS[0]!, prefix));
  });

  test('all that a release says can be compared with what runs', () => {
    const release = readRelease(FOLDERS[0]!, prefix);

    const found = compare(release, asDeployed(release), JSON.parse(written(FOLDERS[0]!, prefix)));

    expect(found).toEqual({ differences: [], notCompared: [], explained: [] });
  });
});
