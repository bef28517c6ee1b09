import { describe, expect, test } from '@jest/globals';
import { ulid } from 'ulid';
import { memoryIncidentSetup } from '../../test/fixtures/incident-parts.ts';
import { readPublicKey, verifyDocument } from '../ledger/note.ts';
import { memorySigner } from '../ledger/signer.memory.ts';
import { breakGlass } from './break-glass.ts';
import { CLOCK_SKEW } from './certify.ts';
import { isOverError } from './close.ts';
import { askResume, decide } from './decide.ts';
import { pauseProgram, report } from './report.ts';
import { runTask } from './tasks.ts';
import { finishOpenWork } from './unfinished.ts';

const ACTOR = 'arn:aws:sts::123456789012:assumed-role/break-glass/pat';
const PAT = { sub: 'pat', groups: ['platform'] };

async function setup() {
  const memory = await memoryIncidentSetup();
  const incident = ulid(memory.clock.now());
  const parts = { ...memory.parts, ledger: memory.ledger };
  return { ...memory, parts, incident, press: () => breakGlass(parts, { incident, operator: ACTOR }) };
}

describe('a break-glass pause', () => {
  test('closes both gates, signs the receipt, and is in the ledger under who did it', async () => {
    const { press, gates, parts, lane, incident, entries } = await setup();

    const { receipt, entry, paused, failed } = await press();

    expect(failed).toEqual([]);
    expect(gates.collection.admits(lane, 1)).toBe(false);
    for (const gate of ['collection', 'reading'] as const) {
      expect(await gates[gate].read()).toMatchObject({ state: 'closed', epoch: 2, holds: [incident] });
    }
    expect(paused.gates.map(({ gate, epoch }) => [gate, epoch])).toEqual([
      ['collection', 2],
      ['reading', 2],
    ]);
    expect(verifyDocument(receipt!, readPublicKey(await parts.signer.publicKey()))).toMatchObject({
      kind: 'closure-receipt',
    });
    expect(receipt!.document).toMatchObject({ incident, gates: [{ lanes: [{ lane, admitted: 7 }] }, {}] });
    expect(await entries()).toMatchObject([
      {
        ...entry,
        kind: 'pause',
        actor: `operator:${ACTOR}`,
        incident,
        detail: { collection: 2, reading: 2, by: 'break-glass' },
      },
    ]);
  });

  test('repeated, closes nothing anew', async () => {
    const { press, gates, incident } = await setup();
    await press();

    const again = await press();

    expect(again.paused.gates.map(({ epoch }) => epoch)).toEqual([2, 2]);
    expect(await gates.collection.read()).toMatchObject({ epoch: 2, holds: [incident] });
  });

  test('has closed the gates even if it may neither sign nor write into the ledger', async () => {
    const { parts, gates, incident } = await setup();
    const denied = async () => Promise.reject(new Error('AccessDenied'));
    const poor = { ...parts, signer: { ...parts.signer, sign: denied }, ledger: { append: denied } };

    const result = await breakGlass(poor, { incident, operator: ACTOR });

    expect(result.failed.map(({ what }) => what)).toEqual(['ledger', 'receipt']);
    expect(result).not.toHaveProperty('receipt');
    expect(result).not.toHaveProperty('entry');
    expect(await gates.reading.read()).toMatchObject({ state: 'closed', epoch: 2 });
  });

  test('hands out no receipt that would not verify: what signs is another key than the one that is published', async () => {
    const { parts, incident } = await setup();
    const { publicKey } = memorySigner('sluice/other');
    const result = await breakGlass(
      { ...parts, signer: { ...parts.signer, publicKey } },
      { incident, operator: ACTOR },
    );
    expect(result.failed).toEqual([{ what: 'receipt', error: expect.objectContaining({ reason: 'bad-signature' }) }]);
    expect(result).not.toHaveProperty('receipt');
    expect(result.entry).toMatchObject({ seq: 1 });
  });

  test('filed afterwards by a pause of the same id, goes the ordinary way to a resume', async () => {
    const { press, parts, gates, incident, clock, syncLanes, workflow } = await setup();
    await press();
    clock.time += 3_600_000;

    const { receipt } = await pauseProgram(parts, { incident, reporter: PAT, text: 'the API was down', from: 0 });

    expect(receipt!.document.gates.map(({ epoch }) => epoch)).toEqual([2, 2]);
    expect([...workflow.started]).toEqual([incident]);
    clock.time += parts.disclosure.lease.seconds * 1000 + CLOCK_SKEW;
    syncLanes();
    for (const task of ['contain', 'certify', 'investigate', 'publish'] as const)
      await runTask(parts, { task, incident });
    await runTask(parts, { task: 'awaitApprovals', incident, token: 'token-1' });
    const { findings, epochs } = await parts.store.read(incident);
    for (const [sub, group] of [
      ['stella', 'stewards'],
      ['rolf', 'representatives'],
    ] as const) {
      await decide(parts, {
        incident,
        approver: { sub, groups: [group] },
        decision: 'resume',
        findings: findings!.document,
        epoch: epochs!.collection,
      });
    }
    await askResume(parts, incident);
    await runTask(parts, { task: 'resume', incident });
    expect(await gates.collection.read()).toMatchObject({ state: 'open', epoch: 3, holds: [] });
    expect(await gates.reading.read()).toMatchObject({ state: 'open', epoch: 3, holds: [] });
  });

  test('names who broke the glass, who cannot approve what follows, filed by the schedule or by somebody else', async () => {
    const { press, parts, incident } = await setup();
    await press();
    await finishOpenWork(parts);
    expect(await parts.store.read(incident)).toMatchObject({ reporter: ACTOR, closes: true, status: 'contained' });
    await pauseProgram(parts, { incident, reporter: PAT, text: 'the API was down' });
    await parts.store.advance(incident, { once: 'findings', set: { findings: { document: 'f' } as never } });
    const by = (sub: string, names: string[]) =>
      decide(parts, {
        incident,
        approver: { sub, groups: ['stewards'], names },
        decision: 'resume',
        findings: 'f',
        epoch: 2,
      }).then(
        () => 'approved',
        ({ reason }) => reason,
      );
    expect(await by('another-account-of-pat', ['pat@example.com'])).toBe('own-report');
    expect(await by('pat', [])).toBe('own-report');
    expect(await by('stella', ['stella@example.com'])).toBe('approved');
  });

  test.each(['one', '01arz3ndektsv4rrffq69g5fav'])('under %s, which could not be filed, closes nothing', async (id) => {
    const { parts, gates } = await setup();
    await expect(breakGlass(parts, { incident: id, operator: ACTOR })).rejects.toMatchObject({ reason: 'malformed' });
    expect(await gates.collection.read()).toMatchObject({ state: 'open' });
  });

  test('under the id of an incident that is over closes nothing, and says so', async () => {
    const { press, gates, incident, clock } = await setup();
    await press();
    for (const gate of [gates.collection, gates.reading]) await gate.release(incident, 2, clock.now());
    expect(await press().catch(isOverError)).toBe(true);
    expect(await gates.collection.read()).toMatchObject({ state: 'open', epoch: 3 });
  });

  test.each([
    ['low', ['employees']],
    ['medium', ['employees']],
    ['high', ['guests']],
  ] as const)(
    'a %s report of %j under its id, which everybody can see, becomes its incident; the pause joins it',
    async (severity, groups) => {
      const { press, parts, incident, workflow } = await setup();
      await press();

      const eve = await report(parts, { incident, reporter: { sub: 'eve', groups }, text: 'mine now', severity });
      const pat = await pauseProgram(parts, { incident, reporter: PAT, text: 'the API was down' });

      expect(eve).toMatchObject({ incident: { closes: true, epochs: { collection: 2, reading: 2 } } });
      expect(pat).toMatchObject({ incident: { reporter: 'pat' }, receipt: eve.receipt });
      expect(pat.incident).not.toHaveProperty('alsoBy');
      expect(await parts.store.read(incident)).toMatchObject({ reporter: 'eve', alsoBy: ['pat'], closes: true });
      expect(await parts.store.text(incident)).toBe('mine now\n\nthe API was down');
      expect([...workflow.started]).toEqual([incident]);
    },
  );
});
