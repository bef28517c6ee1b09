import { describe, expect, test } from '@jest/globals';
import type { ProbeOutcome } from '../../api/words.ts';
import { incidentSetup, ROLF, STELLA } from '../../test/fixtures/incident.ts';
import type { Disclosure } from '../disclosure/disclosure.ts';
import { sampleDisclosure } from '../disclosure/sample.ts';
import { askResume } from './decide.ts';

const HOUR = 3_600_000;

/** An incident that two have approved to resume. */
async function setup(asks: NonNullable<Disclosure['gate']['resume']>) {
  const disclosure = sampleDisclosure((one) => {
    one.gate.resume = asks;
  });
  const all = await incidentSetup(disclosure);
  await all.sign();
  const { id, approve } = await all.published();
  for (const who of [STELLA, ROLF]) await approve(who);
  /** All probes answer that. */
  const answer = async (outcome: ProbeOutcome, but: readonly string[] = []) => {
    for (const { state, version } of (await all.parts.probes.all()).kept) {
      if (but.includes(state.probe)) continue;
      const now = all.clock.now();
      const since = state.outcome === outcome ? state.since! : now;
      await all.parts.probes.write({ ...state, outcome, asked: now, since }, version);
    }
  };
  /** What stands in the way, asked by a person and again by the workflow; undefined: it opened. */
  const missing = async () => {
    const said = await askResume(all.parts, id).then(
      () => undefined,
      ({ reason, message }: { reason: string; message: string }) => ({ reason, message }),
    );
    const result = await all.run(id, 'resume');
    expect(result).toMatchObject(said ? { outcome: 'refused', reason: said.reason } : { outcome: 'resumed' });
    expect((await all.gates.collection.read()).state).toBe(said ? 'closed' : 'open');
    return said;
  };
  return { ...all, id, answer, missing };
}

describe('what a resume asks for', () => {
  test('probes that are not asked for stand in nobody’s way', async () => {
    const { answer, missing } = await setup({ toldHours: 0 });
    await answer('red');
    expect(await missing()).toBeUndefined();
  });

  test('every probe of the findings has answered, and is green for as long as the disclosure says', async () => {
    const { clock, answer, missing, parts } = await setup({ greenHours: 6, toldHours: 0 });
    expect(await missing()).toMatchObject({
      reason: 'probes',
      message: expect.stringMatching(/could-read has not answered yet; /),
    });

    await answer('green', ['could-read']);
    clock.time += 6 * HOUR;
    expect(await missing()).toEqual({ reason: 'probes', message: 'could-read has not answered yet' });

    await answer(
      'unknown',
      (await parts.probes.all()).kept.map(({ state }) => state.probe).filter((one) => one !== 'could-read'),
    );
    expect((await missing())!.message).toMatch(/^could-read is unknown since 2026-/);

    await answer('green');
    clock.time += 6 * HOUR - 1;
    expect((await missing())!.message).toMatch(/^could-read is green since .* and must be until /);
    clock.time += 1;
    expect(await missing()).toBeUndefined();
  });

  test('a green that is old is none: one that is asked no more has no answer for now', async () => {
    const { clock, answer, missing } = await setup({ greenHours: 6, toldHours: 0 });
    await answer('green');
    clock.time += 37 * HOUR;
    expect((await missing())!.message).toMatch(/could-read has not answered since 2026-/);
    await answer('green');
    expect(await missing()).toBeUndefined();
  });

  test('one that was green before the incident answers once it has looked at the time of it', async () => {
    const { clock, id, answer, missing, parts } = await setup({ greenHours: 0, toldHours: 0 });
    await answer('green');
    const { closedAt } = await parts.store.read(id);
    const upTo = async (probe: string, at: number) => {
      const kept = (await parts.probes.all()).kept.find(({ state }) => state.probe === probe)!;
      await parts.probes.write({ ...kept.state, upTo: at }, kept.version);
    };
    await upTo('encryption', closedAt! - 1);
    expect((await missing())!.message).toMatch(/^encryption has looked at nothing after 2026-/);
    await upTo('encryption', closedAt!);
    clock.time += HOUR;
    expect(await missing()).toBeUndefined();
  });

  test('one that turned red begins its hours anew', async () => {
    const { clock, answer, missing } = await setup({ greenHours: 6, toldHours: 0 });
    await answer('green');
    clock.time += 6 * HOUR;
    await answer('red');
    expect((await missing())!.message).toMatch(/doors is red since/);
    await answer('green');
    expect((await missing())!.message).toMatch(/doors is green since .* and must be until/);
  });

  test('the people concerned have known for so long what was found', async () => {
    const { clock, missing } = await setup({ toldHours: 24 });
    expect(await missing()).toEqual({
      reason: 'told',
      message: expect.stringMatching(
        /were told at 2026-.*, and nothing opens before 2026-.*: the disclosure says 24 hours/,
      ),
    });
    clock.time += 24 * HOUR;
    expect(await missing()).toBeUndefined();
  });

  test('where the disclosure has widened, nothing opens before the new text is there to be consented to', async () => {
    const { id, parts, run, clock } = await setup({ toldHours: 0 });
    const wider = { ...parts.disclosure, version: '2.0' };
    const noted = new Map<string, Disclosure>();
    const over = { ...parts, disclosure: wider, noted: async (version: string) => noted.get(version) };

    await expect(askResume(over, id)).rejects.toMatchObject({
      reason: 'not-asked-again',
      message: expect.stringContaining(`went from ${parts.disclosure.version} to 2.0`),
    });
    noted.set('2.0', wider);
    await askResume(over, id);
    expect(await run(id, 'resume')).toMatchObject({ outcome: 'resumed' });
    expect(clock.now()).toBeGreaterThan(0);
  });
});

describe('a deploy in the middle of an incident', () => {
  test('takes nothing back of what was asked when it was reported, and may ask for more', async () => {
    const { parts, clock, id, answer, missing } = await setup({ toldHours: 24, greenHours: 6 });
    await answer('green');
    clock.time += 5 * HOUR;
    // As the disclosure that is deployed now says: nothing.
    const { resume: _, ...gate } = parts.disclosure.gate;
    parts.disclosure.gate = gate as never;
    expect(await missing()).toMatchObject({ reason: 'told', message: expect.stringContaining('24 hours') });
    clock.time += 19 * HOUR;
    // Told for long enough; the probes are asked for as well.
    await answer('red', []);
    expect(await missing()).toMatchObject({ reason: 'probes' });
    parts.disclosure.gate.resume = { toldHours: 48, greenHours: 1 } as never;
    expect(await missing()).toMatchObject({ reason: 'told', message: expect.stringContaining('48 hours') });
    expect((await parts.store.read(id)).asked).toMatchObject({ toldHours: 24, greenHours: 6 });
  });
});
