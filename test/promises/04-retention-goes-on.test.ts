/**
 * Promise 4, and what people were told of an end: retention goes on during a pause. They were promised an end, and findings keep hashes
 * and counts, not content.
 *
 * Mechanism: an index row has its end in itself (DynamoDB's TTL), readers and lists leave it out from then on, and nothing that a pause
 * writes changes it; the sweep, which takes bodies that no row points at, asks no gate. Findings are made of the index by day, which holds
 * no messages, and of the ledger. What an incident holds is erasure, for as long as the disclosure allows, and nothing else.
 *
 * Here: a report closes both gates over two segments, of which one is at its end; the workflow walks to published findings, and the sweep
 * runs. Everything that was kept as evidence is searched.
 *
 * Fails when the pause keeps what was to end, or when evidence holds what a segment holds.
 */
import { expect, test } from '@jest/globals';
import { sampleRow } from '../../core/reading/reading.contract.ts';
import { memorySweepStore } from '../../core/vault/sweep.memory.ts';
import { sweepObjects } from '../../core/vault/sweep.ts';
import { incidentSetup } from '../fixtures/incident.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** In the message of a segment, sealed or not: evidence may hold neither. */
const MESSAGE = Buffer.from('what somebody typed, as it stands in a segment');

async function paused() {
  const all = await incidentSetup();
  const { clock, putRow, gates, file, run, leasesOut, evidence } = all;
  const row = async (subject: string, expires: number) => {
    const made = await sampleRow({
      ...{ subject, arrivedTo: clock.now() - HOUR, expiresSeconds: expires / 1000 },
      body: { message: MESSAGE },
    });
    putRow(made);
    return made;
  };
  const ending = await row('anna', clock.now() + 1_000);
  const staying = await row('bert', clock.now() + 90 * DAY);
  const { incident } = await file();
  leasesOut();
  for (const task of ['contain', 'certify', 'investigate', 'publish'] as const) await run(incident.incident, task);
  const states = await Promise.all([gates.collection.read(), gates.reading.read()]);
  expect(states.map(({ state }) => state)).toEqual(['closed', 'closed']);
  const kept = [...evidence.kept.values()].map(({ bytes }) => Buffer.from(bytes));
  return { ...all, ending, staying, kept };
}

test('a segment at its end is in no list any more while the gates are closed', async () => {
  const { records, clock, staying } = await paused();

  const listed: string[] = [];
  for await (const { rows } of records.pages({ from: 0, to: clock.now() })) {
    listed.push(...rows.map(({ segment }) => segment));
  }

  expect(listed).toEqual([staying.segment]);
});

test('and its body is swept, those of others are left', async () => {
  const { clock } = await paused();
  const version = (object: string) => ({ object, version: 'v1', modified: clock.now() - 30 * DAY });
  const store = memorySweepStore([version('aa/ended'), version('bb/stays')], ['bb/stays']);

  const { removed } = await sweepObjects(store, { clock });

  expect([removed, store.stored.map(({ object }) => object)]).toEqual([1, ['bb/stays']]);
});

test('evidence names segments by id and counts them, and holds no message of them, open or sealed', async () => {
  const { kept, staying } = await paused();

  const all = Buffer.concat(kept).toString('latin1');
  expect(all).toContain(staying.segment);
  for (const form of ['utf8', 'base64', 'base64url', 'hex'] as const) expect(all).not.toContain(MESSAGE.toString(form));
  for (const name of ['"body"', '"message"', '"head"', '"lines"', '"text"']) expect(all).not.toContain(name);
});
