import { expect, test } from '@jest/globals';
import { memoryIncidentSetup } from '../../test/fixtures/incident-parts.ts';
import { reportDecoyReads } from './decoy-reads.ts';

const SEGMENT = '01KB0000000000000000000000';
const DAY = 86_400_000;

async function setUp() {
  const { parts, clock, ledger } = await memoryIncidentSetup();
  const looked = new Map<string, number>();
  const read = ({ name = 'ivan', decoy = true } = {}) =>
    ledger.append({
      ...{ kind: 'read', actor: `reader:${name}`, at: clock.now(), subject: 'nobody', segment: SEGMENT },
      ...{ purpose: 'research', reason: 'a look', ...(decoy && { detail: { decoy } }) },
    });
  const look = (upTo = looked) => reportDecoyReads({ ...parts, ledger }, upTo);
  const filed = async () =>
    (await parts.store.list()).map(({ kind, severity, closes }) => ({ kind, severity, closes }));
  return { parts, clock, ledger, read, look, filed };
}
const REPORT = { kind: 'probe', severity: 'medium', closes: false };

test('whoever reads what is nobody’s is reported, once a day, however often it is read and looked for', async () => {
  const { read, look, filed, clock } = await setUp();
  await read();
  await read();

  expect([await look(), await look(), await look(new Map())]).toEqual([[], [], []]);
  expect(await filed()).toEqual([REPORT]);
  await read({ name: 'nadia' });
  await look();
  clock.time += DAY;
  await read();
  await look();
  expect(await filed()).toHaveLength(3);
});

test('what was asked for and refused is reported, and a list or what is somebody’s is not', async () => {
  const { read, look, filed, ledger, clock } = await setUp();
  const asked = { actor: 'reader:ivan', at: clock.now(), subject: 'nobody' } as const;
  await read({ decoy: false });
  await ledger.append({ ...asked, kind: 'listing', purpose: 'research' });
  await look();
  expect(await filed()).toEqual([]);

  const detail = { refusal: 'no-grant', decoy: true };
  await ledger.append({ ...asked, kind: 'read-refused', segment: SEGMENT, detail });
  await look();
  expect(await filed()).toEqual([REPORT]);
});

test('what could not be reported is reported by the next look', async () => {
  const { read, look, filed, parts } = await setUp();
  await read();
  const { file } = parts.store;
  parts.store.file = () => Promise.reject(new Error('away'));

  expect(await look()).toEqual([new Error('away')]);
  parts.store.file = file;
  expect(await look()).toEqual([]);
  expect(await filed()).toEqual([REPORT]);
});
