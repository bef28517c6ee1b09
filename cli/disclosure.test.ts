import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { ENFORCEMENT } from '../core/disclosure/enforcement.ts';
import { SAMPLE_YAML } from '../core/disclosure/sample.ts';
import type { Deployed } from '../core/disclosure/succession.ts';
import { sluice } from '../test/fixtures/sluice.ts';
import { disclosureCommand } from './disclosure.ts';
import { proveCommand } from './disclosure-prove.ts';
import { main } from './program.ts';

let folder = '';
/** What people ask beside what is collected. */
/** The sample as of who has said in which languages people write, too. */
const SPOKEN_YAML = SAMPLE_YAML.replace('redaction: {}', 'redaction: { languages: { spoken: [en] } }');
const TOLD = `
controller: { name: Example GmbH, address: Musterweg 1 }
legalBasis: your consent
place: { country: Germany }
recipients: []
complaints: { authority: Authority of Berlin, contact: berlin.example }
review: { reviewer: the office, date: "2026-11-20" }
`;
const file = (name: string, text: string): string => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'sluice-disclosure-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

let deployed: Deployed;
function run(...args: string[]) {
  const result = { out: '', err: '', code: 0 };
  const command = disclosureCommand({
    out: (text) => {
      result.out += text;
    },
    err: (text) => {
      result.err += text;
    },
    exit: (code) => {
      result.code = code;
    },
    deployed: async () => deployed,
    figures: async () => ({ at: 0, people: 'about 40' }),
    ask: async () => '',
  });
  command.parse(args, { from: 'user' });
  return result;
}
/** Until what it asks has answered. */
async function asking(...args: string[]) {
  const result = run(...args);
  await new Promise(setImmediate);
  return result;
}

test('check: a valid file exits 0 and names program, version and hash', () => {
  const result = run('check', file('good.yaml', SPOKEN_YAML + TOLD));

  expect(result).toMatchObject({ code: 0, err: '' });
  expect(result.out).toMatch(/good\.yaml: valid; program sample, version 1\.0, consent text [0-9a-f]{64}\n$/);
});

test('check: findings go to stderr with file, line and key, exit 1', () => {
  const result = run('check', file('bad.yaml', SAMPLE_YAML.replace('contact:', 'kontact:')));

  expect(result).toMatchObject({ code: 1, out: '' });
  expect(result.err).toMatch(/bad\.yaml:5: kontact: unknown key/);
});

test('check: a version that widens under the same MAJOR is no version that may follow, a rollback neither', () => {
  const good = file('next.yaml', SAMPLE_YAML.replace('"1.0"', '"1.1"').replace('routine: 90', 'routine: 80'));
  const wide = file('wide.yaml', SAMPLE_YAML.replace('"1.0"', '"1.1"').replace('routine: 90', 'routine: 91'));
  const earlier = mkdtempSync(join(folder, 'earlier-'));
  writeFileSync(join(earlier, '1.0.yaml'), SAMPLE_YAML);

  expect(run('check', good, '--earlier', earlier)).toMatchObject({ code: 0 });
  expect(run('check', good)).toMatchObject({ code: 1, err: expect.stringContaining('follows 1.0') });
  const refused = run('check', wide, '--earlier', earlier);
  expect(refused).toMatchObject({ code: 1, out: '' });
  expect(refused.err).toMatch(/wide\.yaml: version: after 1\.0: something widens, .* 2\.0/);
  const { out, code } = run('check', wide, '--earlier', earlier, '--json');
  expect([code, JSON.parse(out)]).toMatchObject([1, { valid: false, findings: [{ key: 'version' }] }]);
});

test('check --in-force: what a file may be deployed over', async () => {
  const good = file('deployed.yaml', SAMPLE_YAML);
  const { consentHash: hash } = JSON.parse(run('show', good, '--json').out) as { consentHash: string };
  const ask = async (change: Partial<Deployed['disclosure']>, program = 'sample') => {
    deployed = { program, disclosure: { version: '1.0', hash, ...change } };
    return asking('check', good, '--in-force');
  };

  expect(await ask({})).toMatchObject({ code: 0 });
  expect(await ask({ version: '0.9', hash: 'other' })).toMatchObject({ code: 0 });
  expect(await ask({ hash: 'other' })).toMatchObject({
    code: 1,
    out: '',
    err: expect.stringMatching(/another text.*2\.0/),
  });
  expect(await ask({ version: '1.10' })).toMatchObject({ code: 1, err: expect.stringContaining('only grows') });
  expect(await ask({ problem: '1.0 is wider' })).toMatchObject({
    code: 1,
    err: expect.stringContaining('1.0 is wider'),
  });
  expect(await ask({}, 'another')).toMatchObject({ code: 1, err: expect.stringContaining('another') });
});

test('check: what people ask, and a file of before does not say, is a warning that says what to add', () => {
  const excluded = SAMPLE_YAML.replace('groups: [employees]', 'groups: [employees]\n  excluded: [legal]');
  const result = run('check', file('before.yaml', excluded));
  const { warnings } = JSON.parse(run('check', file('before.yaml', excluded), '--json').out);

  expect(result).toMatchObject({ code: 0, out: expect.stringContaining('valid') });
  expect(result.err).toContain('before.yaml: warning: controller: not said who is responsible: add { name');
  expect(warnings.map(({ key }: { key: string }) => key)).toEqual([
    ...['controller', 'legalBasis', 'place', 'recipients', 'complaints', 'review', 'redaction.languages'],
    'population.exemptions.legal',
  ]);
});

test('check: a language in which only some texts are said is a warning', () => {
  const half = SPOKEN_YAML.replace('title: A sample program', 'title: { en: A sample program, fr: Un programme }');

  expect(run('check', file('half.yaml', half + TOLD)).err).toMatch(
    /^\S+half\.yaml: warning: fr: 6 of 7 texts are not said in fr\n$/,
  );
});

test.each([
  ['en', 'What is recorded:'],
  ['de', 'Was aufgezeichnet wird:'],
  ['fr', 'Ce qui est enregistré\u00a0:'],
  ['es', 'Qué se graba:'],
])('show --language %s', (language, title) => {
  const shown = run('show', file('good.yaml', SAMPLE_YAML), '--language', language);
  const { text, ...rest } = JSON.parse(
    run('show', file('good.yaml', SAMPLE_YAML), '--language', language, '--json').out,
  );

  expect(shown.out).toContain(title);
  expect(shown.out.startsWith(text)).toBe(true);
  expect(shown.out).toContain(rest.consentHash);
  expect(rest.language).toBe(language);
});

test('check --json: findings as data', () => {
  const result = run('check', file('bad.yaml', SAMPLE_YAML.replace('contact:', 'kontact:')), '--json');

  expect(result.code).toBe(1);
  expect(JSON.parse(result.out)).toMatchObject({
    valid: false,
    findings: expect.arrayContaining([{ line: 5, key: 'kontact', message: 'unknown key (did you mean "contact"?)' }]),
  });
});

test('check: a file that is not there exits 2', async () => {
  const { code, out, err } = await sluice('disclosure', 'check', join(folder, 'absent.yaml'));
  expect({ code, out, err }).toEqual({ code: 2, out: '', err: expect.stringContaining('cannot be read (ENOENT)') });
});

test('show --json: the hash is that of the text', async () => {
  const { createHash } = await import('node:crypto');

  const shown = JSON.parse(run('show', file('good.yaml', SAMPLE_YAML), '--json').out);

  expect(createHash('sha256').update(shown.text).digest('hex')).toBe(shown.consentHash);
});

test('diff: what widens, and that consent must be asked again', () => {
  const old = file('old.yaml', SAMPLE_YAML);
  const wider = file('wider.yaml', SAMPLE_YAML.replace('"1.0"', '"2.0"').replace('sensitive: 30', 'sensitive: 40'));

  const result = run('diff', old, wider);

  expect(result.code).toBe(0);
  expect(result.out).toContain('Widens:\n  retention.sensitive: 30 -> 40');
  expect(result.out).toContain('Consent must be asked again.');
});

test('diff: a wider disclosure under a minor version is a finding', () => {
  const old = file('old.yaml', SAMPLE_YAML);
  const wider = file('wider.yaml', SAMPLE_YAML.replace('"1.0"', '"1.1"').replace('sensitive: 30', 'sensitive: 40'));

  const result = run('diff', old, wider, '--json');

  expect(result.code).toBe(1);
  expect(JSON.parse(result.out)).toMatchObject({ askAgain: true, problems: [expect.stringMatching(/must grow/)] });
});

test('diff: a right that more people have is a widening', () => {
  const old = file('old.yaml', SAMPLE_YAML);
  const people = 'people: { rights: { read-reports: [investigators, stewards, platform], pause: [stewards] } }';
  const wider = file('wider.yaml', `${SAMPLE_YAML.replace('"1.0"', '"2.0"')}${people}\n`);

  const { changes, textChanged } = JSON.parse(run('diff', old, wider, '--json').out);

  expect(changes).toEqual([
    {
      key: 'people.rights.read-reports',
      effect: 'widens',
      words: 'platform is new',
      difference: { kind: 'new', value: 'platform' },
    },
    {
      key: 'people.rights.pause',
      effect: 'widens',
      words: 'platform is gone',
      difference: { kind: 'gone', value: 'platform' },
    },
  ]);
  expect(textChanged).toBe(true);
});

test('rights: who may do what, by group', async () => {
  const people = 'people: { roles: { stewards: [DP-Stewards] } }';
  const own = file('own.yaml', `${SAMPLE_YAML}${people}\n`);
  let out = '';
  const write = jest.spyOn(process.stdout, 'write').mockImplementation((text) => {
    out += String(text);
    return true;
  });

  const codes = [
    await main(['node', 'sluice', 'rights', own]),
    await main(['node', 'sluice', '--json', 'rights', own]),
  ];
  write.mockRestore();

  expect(codes).toEqual([0, 0]);
  expect(out).toMatch(/^DP-Stewards +give others, never themselves, a grant/m);
  const { rights } = JSON.parse(out.slice(out.indexOf('{')));
  expect(rights).toContainEqual({
    right: 'give-grants',
    may: expect.stringContaining('grant'),
    groups: ['DP-Stewards'],
  });
});

test('sign, and check --key: a disclosure that its reviewer signed, and one that was changed since', async () => {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const key = file('reviewer.pem', privateKey.export({ type: 'pkcs8', format: 'pem' }) as string);
  const by = file('reviewer.public.pem', publicKey.export({ type: 'spki', format: 'pem' }) as string);
  const text = `${SPOKEN_YAML}${TOLD.replace(/review: .*/, 'review:\n  reviewer: the office\n  date: "2026-11-20"')}`;

  const { out, code } = run('sign', file('to-sign.yaml', text), '--key', key);
  const signed = file('signed.yaml', `${text}${out}`);
  const changed = file('changed.yaml', `${text}${out}`.replace('routine: 90', 'routine: 89'));

  expect({ out, code }).toEqual({ out: expect.stringMatching(/^ {2}signature: ed25519:[\w+/=]{88}\n$/), code: 0 });
  expect(run('check', signed, '--key', by)).toMatchObject({ code: 0, err: '' });
  expect(run('check', changed, '--key', by)).toMatchObject({
    code: 1,
    out: '',
    err: expect.stringContaining('changed.yaml: review.signature: not the signature of this key'),
  });
  expect(run('check', file('unsigned.yaml', text), '--key', by).err).toContain('review.signature: not signed');
  expect(run('show', signed).out).toMatch(/Signature: ed25519:[\w+/=]{32}\.\.\.\n/);
  expect(run('sign', file('nobody.yaml', SAMPLE_YAML), '--key', key)).toMatchObject({
    code: 1,
    err: expect.stringContaining('review: not said who signs'),
  });
  expect((await sluice('disclosure', 'check', signed, '--key', join(folder, 'absent.pem'))).code).toBe(2);
});

describe('prove', () => {
  const proven = (rows = ENFORCEMENT, ...args: string[]) => {
    const result = { out: '', err: '', code: 0 };
    const io = {
      out: (text: string) => {
        result.out += text;
      },
      err: (text: string) => {
        result.err += text;
      },
      exit: (code: number) => {
        result.code = code;
      },
      deployed: async () => deployed,
      figures: async () => ({ at: 0 }),
      ask: async () => '',
    };
    proveCommand(io, rows).parse([file('proven.yaml', SAMPLE_YAML), ...args], { from: 'user' });
    return result;
  };

  test('names for each claim what the file says, what enforces it, and the test of that', () => {
    const { out, code } = proven();

    expect(code).toBe(0);
    expect(out).toMatch(
      /retention\.routine: [\s\S]*where {3}core\/intake\/seal\.ts#sealRow[\s\S]*test {4}test\/promises\/04/,
    );
    expect(out).toMatch(/0 by nothing/);
  });

  test.each(Object.keys(ENFORCEMENT))('fails on %s, where nothing enforces it', (key) => {
    const { [key]: _, ...rows } = ENFORCEMENT;

    const { out, err, code } = proven(rows);
    const { proven: holds, open } = JSON.parse(proven(rows, '--json').out);

    expect(code).toBe(1);
    expect(out).toContain(`${key}: NOTHING ENFORCES IT`);
    expect(err).toContain(`${key}: nothing enforces it`);
    expect({ holds, open }).toEqual({ holds: false, open: [key] });
  });
});

describe('prove --results', () => {
  const KEY = 'retention.routine';
  /** A run in which each test that is named passed, by any value of its placeholders. */
  const passed = (change: (title: string, file: string) => string | undefined = () => 'passed') => {
    const places = new Set(Object.values(ENFORCEMENT).flatMap(({ tests }) => tests));
    const testResults = [...places].map((place) => {
      const at = place.indexOf(': ');
      const [of, title] = [place.slice(0, at), place.slice(at + 2).replaceAll(/%[sjp]/g, 'a (b)')];
      const status = change(title, of);
      return { name: `/somewhere/${of}`, assertionResults: status === undefined ? [] : [{ title, status }] };
    });
    return file('tests.json', JSON.stringify({ success: true, testResults }));
  };
  const ofKey = (title: string) => ENFORCEMENT[KEY]!.tests.some((one) => one.endsWith(title));

  test('holds where each test that is named passed; without it nothing says so', async () => {
    const yaml = file('proven.yaml', SAMPLE_YAML);
    const all = run('prove', yaml, '--results', passed());
    expect(all).toMatchObject({ code: 0, err: '' });
    expect(all.out).toContain('Each of these tests passed.');
    const unasked = run('prove', yaml);
    expect(unasked.code).toBe(0);
    expect(unasked.out).toContain('Whether they passed is not asked');
    expect(JSON.parse(run('prove', yaml, '--json').out)).toMatchObject({ tests: 'not asked' });
  });

  test.each([
    ['failed', 'its test failed'],
    ['pending', 'its test was not run to its end'],
    ['todo', 'its test was not run to its end'],
    [undefined, 'its test did not run'],
  ])('fails on a claim whose test is %s', (status, says) => {
    const yaml = file('proven.yaml', SAMPLE_YAML);
    const results = passed((title) => (ofKey(title) ? status : 'passed'));
    const { code, err, out } = run('prove', yaml, '--results', results);
    expect(code).toBe(1);
    expect(err).toContain(`${KEY}: ${says}: ${ENFORCEMENT[KEY]!.tests[0]}`);
    expect(out).not.toContain('Each of these tests passed.');
    const told = JSON.parse(run('prove', yaml, '--json', '--results', results).out);
    expect(told).toMatchObject({ proven: false, tests: 'ran' });
  });

  test('refuses what is nothing of a run of tests', () => {
    const yaml = file('proven.yaml', SAMPLE_YAML);
    for (const text of ['', '{}', '[]', 'not JSON'])
      expect(run('prove', yaml, '--results', file('tests.json', text)).code).toBe(2);
    expect(run('prove', yaml, '--results', join(folder, 'nowhere.json')).code).toBe(2);
  });
});

test('record: JSON-LD of the file, or the skeleton of an impact assessment with figures of the program', async () => {
  const sample = file('recorded.yaml', SAMPLE_YAML);

  const record = JSON.parse(run('record', sample).out);
  const { out } = await asking('record', sample, '--dpia', '--deployed');

  expect(record).toMatchObject({ '@type': 'dpv:RecordsOfActivities', 'dct:hasVersion': '1.0' });
  expect(out).toMatch(/^# Data protection impact assessment: A sample program[\s\S]*about 40/);
  expect(JSON.parse(run('record', sample, '--dpia', '--json').out).text).toMatch(/not asked/);
});
