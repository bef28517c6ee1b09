/**
 * Promises 4 and 10, at the end of a program: two people of different groups end it over published findings, and then nothing that it has kept
 * can be opened by anybody, and nothing is begun in it again.
 *
 * Mechanism: the end is a step of the incident, with its two approvals in the row (core/incident/conclude.ts); both roots of the gates say that they never
 * open (core/gate/gate.ts); erasing believes no event, and looks for both (core/termination/proof.ts); each person goes as they would have
 * erased themselves (core/consent/erase.ts), then every key, row and body that is left (core/termination/erase-program.ts); enrolling and
 * agreeing have the root's word as a condition of their transaction, leases look at it.
 *
 * Here: copies of all that is kept are taken before the end, and every key that is left is tried on them. Agents go on meanwhile: one captures, one
 * starts, one asks for a lease, one has frames in the stream.
 *
 * Not here: data sets, which open under keys of people alone (07-no-export-around-the-gate.test.ts); the workflow, whose every edge is walked by
 * test/infra/workflow.test.ts; the deployed stacks (test/e2e/deployed/ended.ts).
 *
 * Fails when a key, a row or a body is left, when something is erased without the two approvals, or when anything begins again after it.
 */
import { expect, test } from '@jest/globals';
import { decide } from '../../core/incident/decide.ts';
import { readIssued } from '../../core/incident/documents.ts';
import { runTask } from '../../core/incident/tasks.ts';
import type { Termination } from '../../core/incident/termination.ts';
import { eraseProgram } from '../../core/termination/erase-program.ts';
import { memoryKept } from '../../core/termination/kept.memory.ts';
import { contextOf } from '../../core/vault/open-row.ts';
import { joinSegment, openSegment } from '../../core/vault/segment.ts';
import { memorySweepStore } from '../../core/vault/sweep.memory.ts';
import { createProgram, type Program, ROLF, refusal, STELLA } from '../fixtures/program.ts';
import { click } from '../fixtures/world.ts';

async function closed() {
  const program = createProgram();
  const agents = [];
  for (const subject of ['anna', 'bert']) {
    const agent = await program.join(subject);
    agent.capture(click(1) as never);
    await agent.flush();
    await program.deliver();
    for (let at = 0; at < 3000; at++)
      agent.capture({ ...click((at * 7919) % 99_991), y: (at * 104_729) % 99_991 } as never);
    await agent.flush();
    await program.deliver();
    agents.push(agent);
  }
  // In the stream when the gates close.
  agents[0]!.capture(click(2) as never);
  await agents[0]!.flush();
  const { incident } = await program.report();
  const id = incident.incident;
  await program.workflow(id);
  const approve = async (approver: typeof STELLA) => {
    const { findings, epochs } = await program.parts.store.read(id);
    const order = { incident: id, approver, decision: 'terminate' as const };
    return decide(program.parts, { ...order, findings: findings!.document, epoch: epochs!.collection });
  };
  const bodies = program.world.vault.objects;
  const swept = memorySweepStore(
    [...bodies.keys()].map((object) => ({ object, version: 'v', modified: 0 })),
    [],
  );
  const erase = () =>
    eraseProgram(
      {
        ...program.parts,
        ...program.deps,
        gates: program.gates,
        incidents: program.parts.store,
        kept: memoryKept({ subjects: program.store.rows, keys: program.world.keys, rows: program.index }),
        objects: swept,
      },
      id,
      Number.POSITIVE_INFINITY,
    );
  const terminate = () => runTask(program.parts, { task: 'terminate', incident: id });
  return { program, agents, id, approve, terminate, erase, swept };
}

function copyOf({ index, world }: Program) {
  const rows = [...index.values()].map((row) => ({ ...row }));
  const objects = new Map(
    [...world.vault.objects].map(([name, body]): [string, Uint8Array] => [name, Buffer.from(body)]),
  );
  return async (keys: ReadonlyMap<string, Uint8Array>) => {
    let opened = 0;
    for (const row of rows) {
      const { body } = row;
      const message = 'message' in body ? body.message : joinSegment(body.head, objects.get(body.object)!);
      for (const key of keys.values()) {
        if ((await refusal(openSegment(message, contextOf(row), key))) === 'done') opened++;
      }
    }
    return opened;
  };
}

test('with one approval, or before the end, nothing is erased', async () => {
  const { program, approve, terminate, erase } = await closed();
  const [keys, rows] = [program.world.keys.size, program.index.size];
  expect(await refusal(erase())).toBe('state');
  await approve(STELLA);
  expect(await terminate()).toMatchObject({ outcome: 'refused', reason: 'approvals' });
  expect(await refusal(erase())).toBe('state');
  expect([program.world.keys.size, program.index.size]).toEqual([keys, rows]);
});

test('after it every copy is noise, the proof says what there was, and nothing begins again', async () => {
  const { program, agents, id, approve, terminate, erase, swept } = await closed();
  const open = copyOf(program);
  expect(await open(program.world.keys)).toBe(4);
  for (const approver of [STELLA, ROLF]) await approve(approver);
  expect(await terminate()).toMatchObject({ outcome: 'terminated' });
  await program.deliver();

  expect(await erase()).toMatchObject({ outcome: 'erased' });

  expect([program.world.keys.size, program.index.size, swept.stored.length]).toEqual([0, 0, 0]);
  expect(await open(program.world.keys)).toBe(0);
  const { termination } = await program.parts.store.read(id);
  const { document } = await readIssued<Termination>(program.parts, termination!);
  expect(document.found).toEqual({ subjects: 2, keys: 2, others: 0, segments: 4, objects: 2 });
  // Agents that go on, start anew, or come for the first time.
  expect(await refusal(program.enrol('cleo'))).toBe('terminated');
  expect(await refusal(program.enrol('anna', 'new'))).toBe('terminated');
  const again = program.agent('bert');
  await again.start();
  expect(again.state).toMatchObject({ reason: 'terminated' });
  for (const agent of agents) {
    agent.capture(click(3) as never);
    await agent.flush();
  }
  await program.deliver();
  expect(program.index.size).toBe(0);
  expect((await program.gates.collection.read()).ended).toBe(id);
});
