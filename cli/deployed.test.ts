import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { manifestFile, readRelease } from '../core/deployed/assembly.ts';
import { manifestHash } from '../core/deployed/manifest.ts';
import { codeHash } from '../core/deployed/running.ts';
import { toldHash } from '../core/deployed/template.ts';
import { asDeployed } from '../test/fixtures/deployed.ts';
import { sampleRelease } from '../test/fixtures/release.ts';
import { sluice } from '../test/fixtures/sluice.ts';

const PREFIX = 'sluice-demo-prod';

/** An assembly on disk, as `cdk synth` writes one, and what was read of it while it ran. */
function released() {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-deployed-'));
  const json = (name: string, value: unknown) => writeFileSync(join(folder, name), JSON.stringify(value));
  const { templates } = sampleRelease();
  const names = Object.keys(templates);
  const artifacts = names.map((name) => [
    name,
    { type: 'aws:cloudformation:stack', properties: { templateFile: `${name}.template.json` } },
  ]);
  json('manifest.json', { artifacts: Object.fromEntries(artifacts) });
  for (const name of names) {
    json(`${name}.template.json`, templates[name]);
    json(`${name}.assets.json`, {
      files: {
        reader: {
          source: { path: 'asset.reader', packaging: 'zip' },
          destinations: { here: { objectKey: 'reader.zip' } },
        },
      },
    });
  }
  mkdirSync(join(folder, 'asset.reader/below'), { recursive: true });
  writeFileSync(join(folder, 'asset.reader/index.mjs'), 'code');
  writeFileSync(join(folder, 'asset.reader/below/more.json'), '{}');
  const release = readRelease(folder, PREFIX);
  json(manifestFile(PREFIX), release.manifest);
  const file = join(folder, 'deployed.json');
  writeFileSync(file, JSON.stringify(asDeployed(release)));
  const { functions } = asDeployed(release);
  const code = codeHash(Object.fromEntries(Object.entries(functions).map(([name, { archive }]) => [name, archive!])));
  const ledger = (...noted: Record<string, string>[]) => {
    const entries = noted.map((templates, at) => {
      const detail = Object.fromEntries(Object.entries(templates).map(([name, one]) => [`template:${name}`, one]));
      const body = JSON.stringify({
        kind: 'door',
        at,
        actor: 'system:sluice',
        detail: { ...detail, outcome: 'running', code },
      });
      return JSON.stringify({ chain: 'p0', body, hash: '0'.repeat(64) });
    });
    const name = join(folder, 'ledger.json');
    writeFileSync(name, [JSON.stringify({ format: 'sluice-ledger/2' }), ...entries].join('\n'));
    return name;
  };
  const told = Object.fromEntries(names.map((name) => [name, toldHash(templates[name]!)]));
  return { folder, file, hash: manifestHash(release.manifest), ledger, told };
}

test('verify: what the ledger says was deployed last is asked too, and when it was', async () => {
  const { folder, file, ledger, told } = released();
  const verify = (name: string) => sluice('deployed', 'verify', file, '--assembly', folder, '--ledger', name);
  const [stack = ''] = Object.keys(told);

  const same = await verify(ledger({ ...told, [stack]: 'b'.repeat(64) }, told));
  const other = await verify(ledger(told, { ...told, [stack]: 'b'.repeat(64) }));
  const silent = await verify(ledger());
  const none = await verify(file);

  expect([same, other, silent, none].map(({ code }) => code)).toEqual([0, 1, 1, 2]);
  expect(same.out).toContain(
    'ledger    noted at 1970-01-01T00:00:00.001Z; whether the export holds: sluice ledger verify\n',
  );
  expect(other.out).toContain(`differs: ledger: template of ${stack} differs\n`);
  expect(silent.out).toContain('not compared: ledger: it says nothing of what was deployed\n');
  expect(none.err).toContain('no export of a ledger, as this version writes it');
});

test('verify: what runs is the release, and the hash that names it', async () => {
  const { folder, file, hash } = released();

  const { code, out, err } = await sluice('deployed', 'verify', file, '--assembly', folder, '--manifest', hash);

  expect({ code, err }).toEqual({ code: 0, err: '' });
  expect(out).toBe(
    `manifest  sha256:${hash}\nWhat runs as sluice-demo-prod is the release, as of 1970-01-01T00:00:00.000Z.\n`,
  );
});

test('verify: a line a difference, and exit code 1; JSON for programs', async () => {
  const { folder, file } = released();
  const deployed = JSON.parse(readFileSync(file, 'utf8'));
  deployed.functions[`${PREFIX}-reader`].files['below/more.json'] = '0'.repeat(64);
  delete deployed.policies.Key;
  writeFileSync(file, JSON.stringify(deployed));

  const { code, out } = await sluice('deployed', 'verify', file, '--assembly', folder);
  expect(code).toBe(1);
  expect(out.split('\n').slice(1)).toEqual([
    'differs: code of function sluice-demo-prod-reader: file below/more.json differs',
    'not compared: policy of key Key: was not read',
    'What runs as sluice-demo-prod is not shown to be the release.',
    '',
  ]);

  const { out: json } = await sluice('--json', 'deployed', 'verify', file, '--assembly', folder);
  expect(JSON.parse(json)).toMatchObject({
    same: false,
    prefix: PREFIX,
    differences: [{ reason: expect.any(String) }],
  });
});

test('verify: another release than the one asked for, and an assembly that was changed', async () => {
  const { folder, file } = released();
  const other = await sluice('deployed', 'verify', file, '--assembly', folder, '--manifest', '0'.repeat(64));
  expect(other.code).toBe(1);
  expect(other.out).toContain('differs: assembly: is not the release that was asked for');

  writeFileSync(join(folder, 'asset.reader/index.mjs'), 'other code');
  const changed = await sluice('deployed', 'verify', file, '--assembly', folder);
  expect(changed.code).toBe(1);
  expect(changed.out).toContain('differs: assembly: its templates and bundles are not those of its manifest');
});

test.each<[args: string[], says: RegExp]>([
  [['read'], /--outputs FILE, or --program and --stage/],
  [['read', '--outputs', 'not-there.json'], /not a file that cdk deploy --outputs-file wrote/],
  [['verify', 'not-there.json', '--assembly', 'cdk.out'], /not a file that sluice deployed read wrote/],
  [['verify', released().file, '--assembly', 'not-there'], /is not a release of sluice-demo-prod/],
  [['verify', 'x.json'], /--assembly/],
])('%j is wrong usage', async (args, says) => {
  const { code, out, err } = await sluice('deployed', ...args);
  expect({ code, out }).toEqual({ code: 2, out: '' });
  expect(err).toMatch(says);
});
