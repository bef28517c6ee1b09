import { describe, expect, test } from '@jest/globals';
import { asDeployed } from '../../test/fixtures/deployed.ts';
import { sampleRelease } from '../../test/fixtures/release.ts';
import { memoryMovements } from '../guard/movements.memory.ts';
import { memoryLedger } from '../ledger/ledger.memory.ts';
import { wholeLedger } from '../ledger/walk.ts';
import { Findings } from './findings.ts';
import { compareNoted, lastNoted } from './noted.ts';
import { memoryRunning } from './running.memory.ts';
import { codeHash, isDeployed, noteRunning, type Running } from './running.ts';
import { toldHash } from './template.ts';

const AT = Date.UTC(2026, 10, 29, 12);
const FIRST: Running = { templates: { 'sluice-demo-prod-State': 'a'.repeat(64) }, code: { reader: 'x' } };

function setup(first: Running = FIRST) {
  const ledger = memoryLedger();
  const clock = { time: AT, now: () => clock.time++ };
  const running = memoryRunning(first);
  const parts = { running, movements: memoryMovements(ledger), clock };
  return {
    ledger,
    running,
    note: () => noteRunning(parts),
    entries: async () => (await wholeLedger(ledger)).sort((a, b) => a.at - b.at),
  };
}

describe('what runs', () => {
  test('is an entry each time that it is something else, a return to what was before too', async () => {
    const { running, note, entries } = setup();
    const told = [await note(), await note()];
    for (const next of [{ ...FIRST, code: { reader: 'y' } }, FIRST, { ...FIRST, templates: {} }]) {
      running.deploy(next);
      told.push(await note(), await note());
    }
    expect(told).toEqual([true, false, true, false, true, false, true, false]);
    const all = await entries();
    expect(all.map(({ detail }) => detail!.code)).toHaveLength(4);
    expect(new Set(all.map(({ detail }) => JSON.stringify(detail))).size).toBe(3);
    expect(all[0]).toMatchObject({
      kind: 'door',
      at: AT,
      detail: { door: 'deploy', outcome: 'running', 'template:sluice-demo-prod-State': 'a'.repeat(64) },
    });
  });

  test('what AWS does not tell is no change, and no entry', async () => {
    const { entries, running } = setup();
    const look = () => Promise.reject(new Error('throttled'));
    const parts = {
      running: { ...running, look },
      movements: memoryMovements(memoryLedger()),
      clock: { now: () => AT },
    };
    await expect(noteRunning(parts)).rejects.toThrow('throttled');
    expect(await entries()).toEqual([]);
  });

  test.each([
    ['the end of a deploy', 'aws.cloudformation', 'CloudFormation Stack Status Change', true],
    ['another event of CloudFormation', 'aws.cloudformation', 'CloudFormation Drift Detection Status Change', false],
    ['a change of somebody', 'aws.cloudformation', 'AWS API Call via CloudTrail', false],
    ['the same words of somebody else', 'my.app', 'CloudFormation Stack Status Change', false],
  ])('%s', (_what, source, type, expected) => {
    expect(isDeployed({ source, 'detail-type': type, detail: {} })).toBe(expected);
  });
});

describe('against a release', () => {
  const release = sampleRelease();
  const hashes = Object.fromEntries(Object.entries(release.templates).map(([name, one]) => [name, toldHash(one)]));
  const code = Object.fromEntries(
    Object.entries(asDeployed(release).functions).map(([name, { archive }]) => [name, archive!]),
  );
  const noted = async (...deployed: Running['templates'][]) => {
    const { ledger, running, note } = setup({ templates: {}, code: {} });
    await ledger.append({
      kind: 'door',
      at: AT,
      actor: 'aws:mallory',
      detail: { door: 'deploy', outcome: 'deploying' },
    });
    for (const templates of deployed) {
      running.deploy({ templates, code });
      await note();
    }
    const findings = new Findings();
    async function* stored() {
      for (const chain of ledger.chains) for (const entry of await ledger.page(chain, 0)) yield entry;
    }
    compareNoted(release, asDeployed(release), await lastNoted(stored()), findings);
    return findings;
  };
  const [name = ''] = Object.keys(hashes);

  test('what the ledger said last is the release', async () => {
    const { differences, notCompared } = await noted({ [name]: 'b'.repeat(64) }, hashes);
    expect({ differences, notCompared }).toEqual({ differences: [], notCompared: [] });
  });

  test.each<[string, Running['templates'][], string]>([
    ['another template', [hashes, { ...hashes, [name]: 'b'.repeat(64) }], `template of ${name} differs`],
    ['a stack less', [hashes, Object.fromEntries(Object.entries(hashes).slice(1))], `template of ${name} is missing`],
    ['a stack more', [{ ...hashes, other: 'b'.repeat(64) }], 'template of other is not of the release'],
  ])('%s is told', async (_what, deployed, reason) => {
    expect((await noted(...deployed)).differences).toEqual([{ place: 'ledger', reason }]);
  });

  test('other code under the same templates is told, and code that was not read is not compared', async () => {
    const findings = new Findings();
    const says = { at: AT, templates: hashes, code: codeHash({ ...code, more: 'x' }) };
    compareNoted(release, asDeployed(release), says, findings);
    expect(findings.differences).toEqual([{ place: 'ledger', reason: 'says that other code was running' }]);
    const before = asDeployed(release);
    for (const one of Object.values(before.functions)) delete one.archive;
    compareNoted(release, before, { ...says, code: codeHash(code) }, findings);
    expect(findings.notCompared).toEqual([{ place: 'ledger', reason: 'the code of some functions was not read' }]);
  });

  test('an entry that somebody made unreadable is none, and ends nothing', async () => {
    const detail = { outcome: 'running', code: 'x' };
    const entries = [{ at: 1e20, detail }, { at: AT, detail: null }, { at: AT }, { at: AT, detail }];
    async function* stored() {
      for (const one of entries)
        yield { body: JSON.stringify({ kind: 'door', actor: 'system:sluice', ...one }), hash: '' };
    }
    expect(await lastNoted(stored())).toEqual({ at: AT, templates: {}, code: 'x' });
  });

  test('a ledger that says nothing of it confirms nothing', async () => {
    expect((await noted()).notCompared).toEqual([{ place: 'ledger', reason: 'it says nothing of what was deployed' }]);
  });
});
