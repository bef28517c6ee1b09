import { describe, expect, test } from '@jest/globals';
import { incidentSetup } from '../../test/fixtures/incident.ts';
import { Refused } from '../shared/errors.ts';
import { failingChecks } from './conformance.ts';
import { DOCUMENT_KINDS, issue, readIssued } from './documents.ts';
import type { Findings } from './findings.ts';
import type { Incident, QuiescenceCertificate } from './incident.ts';

type Setup = Awaited<ReturnType<typeof setup>>;

async function setup() {
  const all = await incidentSetup();
  const { id } = await all.published();
  const incident = await all.parts.store.read(id);
  const red = (change: Partial<Incident> = {}) => failingChecks(all.parts, { ...incident, ...change });
  return { ...all, id, incident, red };
}

test('after an incident that went as it should, nothing is red', async () => {
  const { red } = await setup();
  expect(await red()).toEqual([]);
});

const GATE_CHANGES: Readonly<Record<string, object>> = {
  'is open': { state: 'open' },
  'is closing still': { state: 'closing' },
  'has moved on': { epoch: 3 },
  'is held by another one': { holds: ['another'] },
};
describe.each(['collection', 'reading'] as const)('the %s gate', (name) => {
  test.each(Object.entries(GATE_CHANGES))('%s', async (_, change) => {
    const { red, parts } = await setup();
    const now = await parts.gates[name].read();
    parts.gates[name].read = async () => ({ ...now, ...change });
    expect(await red()).toEqual(['gates-held']);
  });

  test('is held at another epoch than the receipt says', async () => {
    const { red } = await setup();
    expect(await red({ epochs: { collection: 2, reading: 2, [name]: 1 } })).toEqual(['gates-held']);
  });
});

test('a hold whose epochs nobody has noted is no hold that is known', async () => {
  const { red, incident } = await setup();
  const { epochs: _, ...rest } = incident;
  expect(await failingChecks((await setup()).parts, rest)).toContain('gates-held');
  expect(await red()).toEqual([]);
});

test('one open lane is too many, whichever it is', async () => {
  const { red, laneRows, lane } = await setup();
  for (const other of ['a', 'z']) laneRows.set(other, { lane: other, state: 'closed', counters: {} });
  expect(await red()).toEqual([]);
  for (const one of [lane, 'a', 'z']) {
    const row = laneRows.get(one)!;
    laneRows.set(one, { ...row, state: 'open' });
    expect(await red()).toEqual(['lanes-closed']);
    laneRows.set(one, row);
  }
});

test('a lane of the receipt that has retired since, and moved before', async () => {
  const { red, parts, lane, laneRows } = await setup();
  const { lanes } = parts.lanes;
  laneRows.set(lane, { lane, state: 'closed', retired: 8, counters: { admitted: 8 } });
  parts.lanes.lanes = async (also = []) => {
    const seen = await lanes(also);
    return { ...seen, lanes: seen.lanes.filter((one) => also.includes(one.lane)) };
  };
  expect(await red()).toEqual(['nothing-admitted']);
});

const issued = {
  certificate: async ({ parts, incident }: Setup, change: Partial<QuiescenceCertificate>) => {
    const { document } = await readIssued<QuiescenceCertificate>(parts, incident.certificate!);
    return (await issue(parts, 'receipts', 'x', DOCUMENT_KINDS.certificate, { ...document, ...change })).link;
  },
  findings: async ({ parts, incident }: Setup, change: Partial<Findings>) => {
    const { document } = await readIssued<Findings>(parts, incident.findings!);
    return (await issue(parts, 'findings', 'x', DOCUMENT_KINDS.findings, { ...document, ...change })).link;
  },
};

test.each<[string, string[], (all: Setup) => Promise<Partial<Incident>>]>([
  ['no receipt', ['nothing-admitted', 'certified'], async () => ({ receipt: undefined })],
  ['no certificate', ['certified'], async () => ({ certificate: undefined })],
  ['no findings', ['findings-locked'], async () => ({ findings: undefined })],
  [
    'a certificate of another incident',
    ['certified'],
    async (all) => ({ certificate: await issued.certificate(all, { incident: 'other' }) }),
  ],
  [
    'a certificate of another receipt',
    ['certified'],
    async (all) => ({ certificate: await issued.certificate(all, { receipt: 'f'.repeat(64) }) }),
  ],
  [
    'findings of another incident',
    ['findings-locked'],
    async (all) => ({ findings: await issued.findings(all, { incident: 'other' }) }),
  ],
] as [string, string[], (all: Setup) => Promise<Partial<Incident>>][])(
  'evidence that does not fit: %s',
  async (_, expected, change) => {
    const all = await setup();
    const changed = Object.entries({ ...all.incident, ...(await change(all)) }).filter(
      ([, value]) => value !== undefined,
    );
    expect(await failingChecks(all.parts, Object.fromEntries(changed) as unknown as Incident)).toEqual(expected);
  },
);

test.each([
  [0, ['findings-locked']],
  [1, []],
])('findings that are locked for %d ms more', async (left, expected) => {
  const { red, parts, clock } = await setup();
  parts.evidence.lockedUntil = async () => clock.now() + left;
  expect(await red()).toEqual(expected);
});

test('evidence that is gone is red; a store that is away is no verdict', async () => {
  const { red, parts } = await setup();
  parts.evidence.get = () => Promise.reject(new Refused('no-evidence', 'gone'));
  expect(await red()).toEqual(['nothing-admitted', 'certified', 'findings-locked']);
  parts.evidence.get = () => Promise.reject(new Error('away'));
  await expect(red()).rejects.toThrow('away');
});
