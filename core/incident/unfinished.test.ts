import { describe, expect, test } from '@jest/globals';
import { ulid } from 'ulid';
import { incidentSetup, RITA, ROLF, STELLA } from '../../test/fixtures/incident.ts';
import { memoryGate } from '../gate/gate.memory.ts';
import { dayOf } from '../shared/whole-days.ts';
import { finishHeld, finishOpenWork } from './unfinished.ts';

const never = () => Promise.reject(new Error('not asked for'));

describe('what is told of open work', () => {
  test('while nothing is open, is nothing', async () => {
    const { parts } = await incidentSetup();
    expect(await finishOpenWork(parts)).toEqual({ errors: [], open: [], erasing: [], gatesClosed: 0 });
  });

  test('is each open incident once, and how old the oldest is; what is in order is left as it is', async () => {
    const { parts, file, clock, workflow } = await incidentSetup();
    const low = await file({ severity: 'low' });
    clock.time += 5;
    const high = await file();
    const concluded = await file({ severity: 'low' });
    await parts.store.advance(concluded.incident.incident, { set: { concludedAt: 1 } });
    workflow.start = never;
    parts.store.file = never;

    const { errors, open, oldest, gatesClosed } = await finishOpenWork(parts);

    expect(errors).toEqual([]);
    expect(open.map(({ incident }) => incident)).toEqual([high.incident.incident, low.incident.incident]);
    expect([oldest, gatesClosed]).toEqual([low.incident.reportedAt, 2]);
  });

  test('counts a gate that is closing, and not the one that is open', async () => {
    const { parts, gates, clock } = await incidentSetup();
    await gates.reading.hold('no-ulid', { at: clock.now() });
    gates.reading.markClosed = never;
    expect(await finishOpenWork(parts)).toMatchObject({ gatesClosed: 1, open: [] });
  });

  test('is not an incident that has ended with the gates closed', async () => {
    const { parts, file } = await incidentSetup();
    const { incident } = await file();
    await parts.store.advance(incident.incident, { set: { status: 'terminated', concludedAt: 1 } });
    expect(await finishOpenWork(parts)).toEqual({ errors: [], open: [], erasing: [], gatesClosed: 2 });
  });

  test('is each that could not be started, and no other waits for it', async () => {
    const { parts, file, workflow, clock } = await incidentSetup();
    const { start } = workflow;
    workflow.start = never;
    const ids = [ulid(clock.now()), ulid(clock.now())];
    for (const incident of ids) {
      await expect(file({ incident, severity: 'low' })).rejects.toThrow('not asked for');
    }
    workflow.start = async (id, number) => (id === ids[0] ? never() : start(id, number));
    expect((await finishOpenWork(parts)).errors).toEqual([new Error('not asked for')]);
    expect([...workflow.started]).toEqual([ids[1]]);
  });
});

describe('what holds a gate', () => {
  test('is an incident as of a pause, where nobody has filed it: of who placed it, and when', async () => {
    const { parts, gates, clock } = await incidentSetup();
    const id = ulid(clock.now());
    const at = clock.now();
    await gates.collection.hold(id, { at, by: 'otto' });
    clock.time += 60_000;

    const { held, errors } = await finishHeld(parts);

    expect(errors).toEqual([]);
    expect(held.get(id)).toMatchObject({
      ...{
        kind: 'pause',
        severity: 'high',
        reporter: 'otto',
        reportedAt: at,
        from: dayOf(at - 86_400_000),
        closes: true,
      },
    });
    expect(await parts.store.read(id)).toMatchObject({ status: 'contained', startedAt: clock.now() });
    expect(await parts.store.text(id)).toBeUndefined();
  });

  test('that does not say who placed it changes nothing of an incident that holds', async () => {
    const { parts, gates, file } = await incidentSetup();
    const { incident } = await file();
    const root = await gates.reading.read();
    gates.reading.read = async () => ({ ...root, placed: new Map([[incident.incident, { at: 1 }]]) });
    parts.store.file = never;
    expect((await finishHeld(parts)).errors).toStrictEqual([]);
  });

  test('under the id of another’s incident joins it, and decides nothing of it', async () => {
    const { parts, gates, file, clock } = await incidentSetup();
    const { incident } = await file();
    const { placed, ...root } = await gates.reading.read();
    const other = new Map(placed).set(incident.incident, { at: clock.now(), by: 'otto' });
    gates.reading.read = async () => ({ ...root, placed: other });
    await finishHeld(parts);
    expect(await parts.store.read(incident.incident)).toMatchObject({ reporter: RITA.sub, alsoBy: ['otto'] });
  });

  test('closes again what has opened beside it: a root that was lost, or one that is closing still', async () => {
    const { parts, file } = await incidentSetup();
    const { incident } = await file();
    parts.gates.reading = memoryGate();
    expect((await finishHeld(parts)).errors).toEqual([]);
    expect(await parts.gates.reading.read()).toMatchObject({ state: 'closed', holds: [incident.incident] });
  });

  test.each(['collection', 'reading'] as const)(
    'is closed to its end where the %s gate is closing still',
    async (name) => {
      const { parts, file, gates } = await incidentSetup();
      await file();
      const { read, markClosed } = gates[name];
      let closed = 0;
      gates[name].read = async () => ({ ...(await read()), state: 'closing' });
      gates[name].markClosed = async (...order) => {
        closed++;
        return markClosed(...order);
      };
      expect((await finishHeld(parts)).errors).toEqual([]);
      expect(closed).toBe(1);
    },
  );

  test('and has ended the program is left as it is', async () => {
    const { parts, file } = await incidentSetup();
    const { incident } = await file();
    await parts.store.advance(incident.incident, { set: { status: 'terminated', concludedAt: 1 } });
    parts.gates.reading = memoryGate();
    expect((await finishHeld(parts)).errors).toEqual([]);
    expect((await parts.gates.reading.read()).state).toBe('open');
  });

  test('while it is being resumed, closes nothing anew', async () => {
    const { published, run, parts, gates } = await incidentSetup();
    const { id, approve } = await published();
    for (const approver of [STELLA, ROLF]) await approve(approver);
    gates.reading.release = () => Promise.reject(new Error('died'));
    await expect(run(id, 'resume')).rejects.toThrow('died');
    gates.collection.hold = never;
    gates.reading.hold = never;
    expect((await finishHeld(parts)).errors).toEqual([]);
    expect((await gates.collection.read()).state).toBe('open');
  });

  test('though its incident was concluded, is told: somebody has to look', async () => {
    const { parts, file } = await incidentSetup();
    const { incident } = await file();
    await parts.store.advance(incident.incident, { set: { status: 'resumed', concludedAt: 1 } });
    const { errors } = await finishHeld(parts);
    expect(errors).toEqual([new Error('a gate is held by an incident that is concluded')]);
  });

  test('under what is no id of an incident, is told, and nothing is filed', async () => {
    const { parts, gates } = await incidentSetup();
    await gates.reading.hold('no-ulid', { at: 1 });
    const { errors, held } = await finishHeld(parts);
    expect(errors).toEqual([new Error('a gate is held under what is no id of an incident')]);
    expect([held.size, await parts.store.list()]).toEqual([0, []]);
  });
});
