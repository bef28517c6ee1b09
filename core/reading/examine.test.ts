import { describe, expect, test } from '@jest/globals';
import { createRedactor } from '../../redaction/create.ts';
import { memoryReadingSetup } from '../../test/fixtures/reading.ts';
import type { Disclosure } from '../disclosure/disclosure.ts';
import { sampleDisclosure } from '../disclosure/sample.ts';
import { pause } from '../gate/pause.ts';
import { wholeLedger } from '../ledger/walk.ts';
import { policyOf } from '../policy/cedar.ts';
import { memoryKeyRing } from '../vault/key-ring.memory.ts';
import { memoryVault } from '../vault/vault.memory.ts';
import { type ExamineParts, examineSegment } from './examine.ts';
import { grantKey } from './grant.ts';
import { HOUR, NOW, sampleRow } from './reading.contract.ts';

const LEFT = 'write to anna.larsson@example.com or call +46 70 174 06 05';
const text = (data: string) => JSON.stringify({ kind: 'text', time: 1, app: 'editor', data, inputType: 'insertText' });

/** One segment of those lines, and somebody with a grant. */
async function setup(lines: readonly string[], change?: (disclosure: Disclosure) => void) {
  const memory = memoryReadingSetup();
  const keys = memoryKeyRing({ clock: memory.clock });
  const redactor = createRedactor({ policy: { actions: {}, tiers: {} } });
  const parts: ExamineParts = {
    ...{ reading: memory.reading, ledger: memory.ledger, refusals: memory.refusals, vault: memoryVault(), keys },
    policy: policyOf(sampleDisclosure(change)),
    ...{ disclosure: sampleDisclosure(change), clock: memory.clock, redactor, detectors: redactor },
  };
  const keyId = await keys.create('anna');
  await memory.putSubject('anna', { state: 'live', keyId });
  await memory.grants.give({
    grant: grantKey('ivan', 'research'),
    ...{ reader: 'ivan', purpose: 'research', givenBy: 'stella', givenAt: NOW, expires: NOW + HOUR },
  });
  const sealed = { key: keys.keys.get(keyId)!, lines: lines.map((line) => `${line}\n`).join(''), bound: true };
  const row = await sampleRow({ subject: 'anna', keyId }, sealed);
  await memory.putRow(row);
  const examine = (more: object = {}) =>
    examineSegment(parts, {
      ...{ reader: 'ivan', groups: ['investigators'], subject: 'anna', segment: row.segment, purpose: 'research' },
      ...{ reason: 'was anything left?', ...more },
    });
  const entries = async () => (await wholeLedger(memory.ledger)).filter(({ kind }) => kind.startsWith('read'));
  return { ...memory, examine, entries, redactor };
}

describe('a segment that is read again with today’s detectors', () => {
  test('answers numbers by type and nothing of what it held; the read is an entry like any other', async () => {
    const { examine, entries } = await setup([text(LEFT), text('nothing here')]);

    const { receipt, ...examined } = await examine();

    expect(examined).toMatchObject({ events: 2, found: { EMAIL: 1, PHONE: 1 }, kept: {} });
    expect(Object.keys(examined)).toEqual(['events', 'found', 'kept']);
    expect(JSON.stringify(examined)).not.toMatch(/larsson|example|46/);
    expect(await entries()).toMatchObject([{ kind: 'read', subject: 'anna', hash: receipt.hash }]);
  });

  test('of what redaction had masked nothing is found', async () => {
    const { redactor } = await setup([]);
    const { examine } = await setup([text(redactor.redactText(LEFT))]);
    const { found } = await examine();
    expect([found.EMAIL, found.PHONE]).toEqual([undefined, undefined]);
  });

  test('types that the disclosure keeps are told apart', async () => {
    const { examine } = await setup([text(LEFT)], ({ redaction }) => {
      redaction.actions.PHONE = 'keep';
    });
    const { found, kept } = await examine();
    expect([found.EMAIL, found.PHONE, kept]).toEqual([1, undefined, { PHONE: 1 }]);
  });

  test('is refused where a read is: without a grant, and while the gate before reading is closed', async () => {
    const { examine, entries, gate, clock } = await setup([text(LEFT)]);
    await expect(examine({ reader: 'nadia' })).rejects.toMatchObject({ reason: 'no-grant' });
    await pause({ reading: gate }, 'incident', clock);
    await expect(examine()).rejects.toMatchObject({ reason: 'gate-closed' });
    expect((await entries()).map(({ kind }) => kind)).not.toContain('read');
  });
});
