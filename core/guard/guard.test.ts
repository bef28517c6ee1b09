import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { ulid } from 'ulid';
import { apiEvent, BY_DEPLOY, GUARDED } from '../../test/fixtures/api-events.ts';
import { incidentSetup, ROLF, STELLA } from '../../test/fixtures/incident.ts';
import { DOOR_NAMES, eventsOf } from '../disclosure/doors.ts';
import { decide } from '../incident/decide.ts';
import { viewIncident } from '../incident/view.ts';
import { type GuardParts, guard } from './guard.ts';
import { memoryMovements } from './movements.memory.ts';

type Parts = GuardParts & Awaited<ReturnType<typeof incidentSetup>>['parts'];

async function setup(change: (parts: Parts) => Partial<Parts> = () => ({})) {
  const memory = await incidentSetup();
  const made = { ...memory.parts, guarded: GUARDED, movements: memoryMovements(memory.ledger) };
  const parts = { ...made, ...change(made) };
  const states = async () => {
    const gates = [parts.gates.collection, parts.gates.reading];
    return (await Promise.all(gates.map((gate) => gate.read()))).map(({ state }) => state);
  };
  const doors = async () => (await memory.entries()).filter(({ kind }) => kind === 'door');
  return { ...memory, parts, states, doors, tell: (event: unknown) => guard(parts, event) };
}

describe('a door that moves outside a deploy', () => {
  test('closes both gates, is filed, noted with who, what and when, and told to people', async () => {
    const { tell, states, doors, parts, workflow, clock } = await setup();
    const event = apiEvent('kms:PutKeyPolicy', { id: 'e-1', at: clock.time - 3_000 });

    const guarding = await tell(event);

    expect(guarding).toMatchObject({ outcome: 'moved', door: 'key-policy', closedAfter: 3_000 });
    expect(await states()).toEqual(['closed', 'closed']);
    expect([...workflow.started]).toEqual([guarding.incident]);
    expect(await doors()).toMatchObject([
      {
        actor: 'aws:arn:aws:sts::111122223333:assumed-role/Admin/mallory',
        incident: guarding.incident,
        // As all entries by our clock: the ledger is searched by it.
        at: clock.time,
        detail: {
          ...{ door: 'key-policy', outcome: 'moved', answer: 'close', event: 'kms:PutKeyPolicy', cloudtrail: 'e-1' },
          happened: clock.time - 3_000,
        },
      },
    ]);
    const viewer = { namesIn: () => ['ines'], groups: ['investigators'] };
    expect((await viewIncident(parts, guarding.incident!, viewer)).text).toMatch(/"key-policy" was moved .*mallory/);
  });

  test('is one closure, one incident and one entry, however often it is told', async () => {
    const { tell, doors, gates, parts } = await setup();
    const event = apiEvent('kms:PutKeyPolicy');
    const [first, ...others] = await Promise.all([tell(event), tell(event), tell(event)]);
    await tell(event);
    expect(others.map(({ incident }) => incident)).toEqual([first!.incident, first!.incident]);
    expect(await doors()).toHaveLength(1);
    expect((await gates.collection.read()).epoch).toBe(2);
    expect(await parts.store.list()).toHaveLength(1);
  });

  test('told again after its incident was over it closes nothing anew', async () => {
    const { tell, states, parts } = await setup();
    const event = apiEvent('kms:PutKeyPolicy');
    const { incident } = await tell(event);
    for (const gate of [parts.gates.collection, parts.gates.reading]) await gate.release(incident!, 2, 0);
    expect(await tell(event)).toMatchObject({ outcome: 'moved' });
    expect(await states()).toEqual(['open', 'open']);
  });

  test('what moves while nothing was found out yet belongs to the same incident; later it is another one', async () => {
    const { tell, doors, run, leasesOut } = await setup();
    const first = await tell(apiEvent('kms:PutKeyPolicy'));
    const second = await tell(apiEvent('lambda:UpdateFunctionCode20150331v2'));
    expect(second.incident).toBe(first.incident);
    leasesOut();
    for (const task of ['contain', 'certify', 'investigate', 'publish'] as const) await run(first.incident!, task);
    const third = await tell(apiEvent('iam:UpdateAssumeRolePolicy'));
    expect(third.incident).not.toBe(first.incident);
    expect(await doors()).toHaveLength(3);
  });

  test('late by an hour, or of a clock that is ahead: closed and filed all the same', async () => {
    for (const shift of [-3_600_000, 3_600_000, 40 * 86_400_000]) {
      const { tell, states, clock } = await setup();
      await tell(apiEvent('kms:PutKeyPolicy', { at: clock.time + shift }));
      expect(await states()).toEqual(['closed', 'closed']);
    }
  });

  test('of days ago, to gates that have forgotten who let go since: closed all the same, once', async () => {
    const { tell, states, clock, parts, gates, doors } = await setup();
    const at = clock.time;
    for (let closure = 0; closure < 1_001; closure++) {
      const id = ulid(at + closure);
      for (const gate of [gates.collection, gates.reading]) {
        const { epoch } = await gate.hold(id, { at: clock.time });
        await gate.markClosed(epoch, clock.time);
        await gate.release(id, epoch, clock.time + 3 * 86_400_000);
      }
    }
    clock.time += 3 * 86_400_000;
    expect(gates.collection.forgotten()).toBeDefined();
    const event = apiEvent('kms:PutKeyPolicy', { at });

    const first = await tell(event);

    expect(await states()).toEqual(['closed', 'closed']);
    expect((await tell(event)).incident).toBe(first.incident);
    expect([(await doors()).length, (await parts.store.list()).length]).toEqual([1, 1]);
  });

  test('gates close though nothing can be filed, and what was not done is done when it is told again', async () => {
    let broken = true;
    const { tell, states, doors } = await setup(({ store }) => ({
      store: { ...store, file: (...args) => (broken ? Promise.reject(new Error('away')) : store.file(...args)) },
    }));
    const event = apiEvent('kms:PutKeyPolicy');
    await expect(tell(event)).rejects.toThrow('away');
    expect([await states(), await doors()]).toEqual([['closed', 'closed'], []]);
    broken = false;
    await tell(event);
    expect(await doors()).toHaveLength(1);
  });

  test('whoever moved it approves nothing', async () => {
    const { tell, run, leasesOut, parts } = await setup();
    const by = 'arn:aws:sts::111122223333:assumed-role/Admin/stella@example.com';
    const { incident } = await tell(apiEvent('kms:PutKeyPolicy', { by }));
    leasesOut();
    for (const task of ['contain', 'certify', 'investigate', 'publish'] as const) await run(incident!, task);
    const { findings, epochs } = await parts.store.read(incident!);
    const order = {
      incident: incident!,
      decision: 'resume' as const,
      findings: findings!.document,
      epoch: epochs!.collection,
    };
    const stella = { ...STELLA, names: ['stella@example.com'] };
    await expect(decide(parts, { ...order, approver: stella })).rejects.toMatchObject({ reason: 'own-report' });
    await decide(parts, { ...order, approver: ROLF });
  });
});

describe('what closes nothing', () => {
  test('a deploy, whatever it moves', async () => {
    const { tell, states, entries } = await setup();
    for (const door of DOOR_NAMES) {
      for (const event of eventsOf(door)) await tell(apiEvent(event, BY_DEPLOY));
    }
    expect([await states(), await entries()]).toEqual([['open', 'open'], []]);
  });

  test('two deploys at once, one of which fails and is rolled back, in whatever order their events come', async () => {
    const moved = DOOR_NAMES.flatMap((door) => eventsOf(door)).map((event) => apiEvent(event, BY_DEPLOY));
    // What CloudFormation did for either, and undid for one: as often as they please, each told twice.
    await fc.assert(
      fc.asyncProperty(fc.shuffledSubarray([...moved, ...moved]), async (events) => {
        const { tell, states, doors } = await setup();
        for (const at of [1, 2]) await tell(apiEvent('cloudformation:ExecuteChangeSet', { id: `begins-${at}` }));
        for (const event of events) await tell(event);
        expect(await states()).toEqual(['open', 'open']);
        expect((await doors()).map(({ detail }) => detail!.outcome)).toEqual(['deploying', 'deploying']);
      }),
      { numRuns: 5 },
    );
  });

  test('what a deploy begins with is an entry, and no movement; the disclosure may say otherwise', async () => {
    const { tell, states, doors, parts } = await setup();
    expect(await tell(apiEvent('cloudformation:ExecuteChangeSet'))).toEqual({ outcome: 'deploying', door: 'deploy' });
    expect(await states()).toEqual(['open', 'open']);
    expect((await doors()).map(({ detail }) => detail!.outcome)).toEqual(['deploying']);
    const stern = { ...parts.disclosure, guard: { close: ['deploy' as const], report: [], note: [] } };
    await guard({ ...parts, disclosure: stern }, apiEvent('cloudformation:ExecuteChangeSet'));
    expect(await states()).toEqual(['closed', 'closed']);
  });

  test('an attempt that AWS refused is an entry, one an hour and principal', async () => {
    const { tell, states, doors } = await setup();
    for (let i = 0; i < 50; i++) {
      await tell(apiEvent('kms:PutKeyPolicy', { id: `e-${i}`, error: 'AccessDenied' }));
    }
    await tell(apiEvent('kms:PutKeyPolicy', { id: 'other', error: 'AccessDenied', by: 'arn:aws:iam::1:user/eve' }));
    expect(await states()).toEqual(['open', 'open']);
    expect((await doors()).map(({ detail }) => detail!.outcome)).toEqual(['tried', 'tried']);
  });

  test('a door that is to be reported is an incident that holds nothing; past the limit of a day an entry alone', async () => {
    const { tell, states, doors, parts } = await setup();
    for (let i = 0; i < 30; i++) await tell(apiEvent('logs:DeleteLogGroup', { id: `e-${i}` }));
    expect(await states()).toEqual(['open', 'open']);
    expect(await doors()).toHaveLength(30);
    expect((await parts.store.list(100)).length).toBe(20);
  });

  test('a door that is to be noted is an entry', async () => {
    const { tell, states, doors, parts } = await setup();
    await tell(apiEvent('cognito-idp:AdminAddUserToGroup'));
    expect([await states(), await parts.store.list()]).toEqual([['open', 'open'], []]);
    expect(await doors()).toHaveLength(1);
  });

  test('the disclosure decides: sterner, or less', async () => {
    const { tell, states } = await setup((parts) => ({
      disclosure: { ...parts.disclosure, guard: { close: ['people'], report: [], note: ['key-policy'] } },
    }));
    await tell(apiEvent('kms:PutKeyPolicy'));
    expect(await states()).toEqual(['open', 'open']);
    await tell(apiEvent('cognito-idp:AdminAddUserToGroup'));
    expect(await states()).toEqual(['closed', 'closed']);
  });
});

test('nothing that somebody wrote into an event stands in the ledger: who no AWS could name is unknown', async () => {
  const { tell, states, doors } = await setup();
  const text = 'Anna is ill again';
  for (const [by, through] of [
    [text, text],
    [`arn:aws:sts::111122223333:assumed-role/Admin/${text}`, undefined],
  ]) {
    await tell(apiEvent('kms:PutKeyPolicy', { by: by!, ...(through && { through }) }));
  }
  expect(await states()).toEqual(['closed', 'closed']);
  expect(JSON.stringify(await doors())).not.toContain('Anna');
  expect((await doors()).map(({ actor }) => actor)).toEqual(['aws:AssumedRole', 'aws:AssumedRole']);
});

test('what cannot be read is refused, and judged by nobody', async () => {
  const { tell, entries } = await setup();
  const event = apiEvent('kms:PutKeyPolicy');
  for (const broken of [
    undefined,
    {},
    { ...event, detail: { ...event.detail, eventTime: 'today' } },
    { ...event, 'detail-type': 'x' },
  ]) {
    await expect(tell(broken)).rejects.toThrow();
  }
  expect(await entries()).toEqual([]);
});
