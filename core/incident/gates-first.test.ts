import { describe, expect, test } from '@jest/globals';
import { ulid } from 'ulid';
import { incidentSetup, RITA, STELLA } from '../../test/fixtures/incident.ts';
import { pauseProgram, type ReportParts, report } from './report.ts';

const CLOSING: [string, (parts: ReportParts, incident: string) => Promise<unknown>][] = [
  ['a report', (parts, incident) => report(parts, { incident, reporter: RITA, severity: 'high', text: 'x' })],
  ['a pause', (parts, incident) => pauseProgram(parts, { incident, reporter: STELLA, text: 'x' })],
];

describe.each(CLOSING)('%s', (_what, run) => {
  const setup = async () => {
    const all = await incidentSetup();
    const { collection, reading } = all.gates;
    return { ...all, states: async () => [(await collection.read()).state, (await reading.read()).state] };
  };

  test('is filed once both gates are closed, not before', async () => {
    const { parts, clock, states } = await setup();
    const seen: string[][] = [];
    const { file } = parts.store;
    parts.store.file = async (...filing) => {
      seen.push(await states());
      return file(...filing);
    };
    await run(parts, ulid(clock.now()));
    expect(seen).toEqual([['closed', 'closed']]);
  });

  test.each([
    ['of a time to come', (now: number) => ulid(now + 2 * 86_400_000)],
    ['in small letters', (now: number) => ulid(now).toLowerCase()],
    ['of another form', () => 'i1'],
  ])('under an id %s holds nothing: it would stand above all later incidents', async (_id, idOf) => {
    const { parts, clock, states } = await setup();
    await expect(run(parts, idOf(clock.now()))).rejects.toMatchObject({ reason: 'malformed' });
    expect(await states()).toEqual(['open', 'open']);
  });
});
