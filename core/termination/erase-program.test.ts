import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { ulid } from 'ulid';
import { memoryIncidentSetup } from '../../test/fixtures/incident-parts.ts';
import { consent, enrol } from '../consent/consent.ts';
import { erase } from '../consent/erase.ts';
import { consentHash } from '../disclosure/show.ts';
import { GATES } from '../gate/gate.ts';
import { CLOCK_SKEW } from '../incident/certify.ts';
import { decide } from '../incident/decide.ts';
import { DOCUMENT_KINDS, readIssued } from '../incident/documents.ts';
import { type Decision, isErasing } from '../incident/incident.ts';
import { pauseProgram, report } from '../incident/report.ts';
import { runTask } from '../incident/tasks.ts';
import type { Termination } from '../incident/termination.ts';
import { memoryPerson } from '../ledger/choice.memory.ts';
import { memorySweepStore } from '../vault/sweep.memory.ts';
import { eraseProgram } from './erase-program.ts';

const RITA = { sub: 'rita', groups: ['employees', 'stewards'] };
const STELLA = { sub: 'stella', groups: ['stewards'] };
const SVEN = { sub: 'sven', groups: ['stewards'] };
const ROLF = { sub: 'rolf', groups: ['representatives'] };
const groups = ['employees'];
const object = (name: string) => `ab/${name.padStart(32, '0')}`;

/** A program with people in every state, segments of theirs and of who is gone, and a directory. */
async function world(people = 5) {
  const memory = await memoryIncidentSetup();
  const { parts: incidentParts, erasing, clock, rows } = memory;
  const { disclosure } = incidentParts;
  const { store, keyRing, texts } = erasing;
  const deps = { store, keyRing, texts, disclosure, clock, gates: Object.values(memory.gates) };
  const join = async (name: string, agrees = true) => {
    const person = memoryPerson(name);
    const row = await enrol(deps, { ...person, device: 'laptop', groups });
    const { version } = disclosure;
    if (agrees) await consent(deps, { ...person, version, hash: consentHash(disclosure), groups });
    return row;
  };
  const put = (subject: string, keyId: string, at: number, body: object = { message: new Uint8Array(1) }) =>
    rows.set(`${subject} ${at}`, { subject, segment: `${at}`, keyId, body } as never);
  for (let at = 0; at < people; at++) {
    const { subject, keyId } = await join(`p${at}`, at % 2 === 0);
    put(subject, keyId, 1);
    put(subject, keyId, 2, { head: new Uint8Array(1), object: object(`${at}`) });
  }
  // One who is erased already, whose rows nobody has deleted yet; and rows of nobody who is there.
  const gone = await join('gone');
  put(gone.subject, gone.keyId, 1);
  await erase(deps, memoryPerson('gone'));
  put('never-enrolled', 'no-key', 1);
  keyRing.keys.set('directory', new Uint8Array(1));
  keyRing.keys.set('0'.repeat(32), new Uint8Array(32));
  const stored = Array.from({ length: people }, (_, at) => ({
    object: object(`${at}`),
    version: 'v',
    modified: clock.time,
  }));
  const objects = memorySweepStore(stored, []);
  const parts = { ...incidentParts, ...erasing, incidents: incidentParts.store, objects };

  const file = async () => {
    const order = { incident: ulid(clock.now()), reporter: RITA, severity: 'high' as const, text: 'text' };
    return (await report(incidentParts, order)).incident.incident;
  };
  const publish = async (id: string) => {
    clock.time += disclosure.lease.seconds * 1000 + CLOCK_SKEW;
    memory.syncLanes();
    for (const task of ['contain', 'certify', 'investigate', 'publish'] as const)
      await runTask(incidentParts, { task, incident: id });
  };
  const approve = async (id: string, approver: typeof RITA, decision: Decision = 'terminate') => {
    const { findings, epochs } = await incidentParts.store.read(id);
    return decide(incidentParts, {
      incident: id,
      approver,
      decision,
      findings: findings!.document,
      epoch: epochs!.collection,
    });
  };
  const terminate = (id: string) => runTask(incidentParts, { task: 'terminate', incident: id });
  const ended = async () => {
    const id = await file();
    await publish(id);
    for (const approver of [STELLA, ROLF]) await approve(id, approver);
    expect(await terminate(id)).toMatchObject({ outcome: 'terminated' });
    return id;
  };
  const eraseAll = (id: string, change: object = {}, until = Number.POSITIVE_INFINITY) =>
    eraseProgram({ ...parts, ...change }, id, until);
  const left = () => ({
    keys: keyRing.keys.size,
    rows: rows.size,
    objects: objects.stored.length,
    live: [...store.rows.values()].filter(({ state }) => state !== 'erased').length,
  });
  return {
    ...memory,
    deps,
    parts,
    join,
    file,
    publish,
    approve,
    terminate,
    ended,
    eraseAll,
    left,
    put,
    objects,
    incidentParts,
  };
}

const reasonOf = (asked: Promise<unknown>): Promise<string> =>
  asked.then(
    () => 'done',
    (error) => error.reason ?? error.message,
  );
const NOTHING = { keys: 0, rows: 0, objects: 0, live: 0 };

describe('after the end', () => {
  test('nothing is left, each person has an entry of their own, and the proof says what there was and what remains', async () => {
    const { ended, eraseAll, left, parts, incidentParts, entries } = await world();
    const id = await ended();
    expect(left()).toEqual({ keys: 7, rows: 12, objects: 5, live: 5 });
    expect(isErasing(await incidentParts.store.read(id))).toBe(true);

    expect(await eraseAll(id)).toEqual({ outcome: 'erased', incident: id });

    expect(left()).toEqual(NOTHING);
    const incident = await incidentParts.store.read(id);
    expect(isErasing(incident)).toBe(false);
    const { document } = await readIssued<Termination>(parts, incident.termination!, DOCUMENT_KINDS.termination);
    expect(document).toMatchObject({
      incident: id,
      decided: { findings: incident.findings!.document, epoch: incident.epochs!.collection },
      found: { subjects: 5, keys: 6, others: 1, segments: 12, objects: 5 },
      left: { subjects: 0, keys: 0, others: 0, segments: 0, objects: 0 },
      swept: 5,
    });
    expect(document.remains.map(({ what }) => what)).toEqual(
      expect.arrayContaining(['ledger', 'tombstones', 'frames']),
    );
    const erasures = (await entries()).filter(({ kind, incident: of }) => kind === 'erasure' && of === id);
    expect(erasures).toHaveLength(6);
    // Nobody is named in them.
    expect(erasures.map(({ actor, subject }) => [actor, subject])).toEqual(
      erasures.map(() => ['system:sluice', undefined]),
    );
    expect(erasures.find(({ detail }) => detail)!.detail).toMatchObject({
      document: incident.termination!.document,
      subjects: 5,
    });
  });

  test('done again it does nothing more, and the proof stands', async () => {
    const { ended, eraseAll, incidentParts, entries } = await world();
    const id = await ended();
    await eraseAll(id);
    const [{ termination }, { length }] = [await incidentParts.store.read(id), await entries()];
    expect(await eraseAll(id)).toEqual({ outcome: 'erased', incident: id });
    expect((await incidentParts.store.read(id)).termination).toEqual(termination);
    expect(await entries()).toHaveLength(length);
  });

  test('in as many passes as it takes, each with no time left after a while; what was found is what there was at first', async () => {
    const { ended, eraseAll, left, parts, incidentParts, erasing, clock } = await world(9);
    const id = await ended();
    // Time passes with each key that goes.
    const keyRing = {
      ...erasing.keyRing,
      destroy: async (keyId: string) => {
        clock.time += 60_000;
        return erasing.keyRing.destroy(keyId);
      },
    };
    let passes = 0;
    for (let done = ''; done !== 'erased'; passes++) {
      expect(passes).toBeLessThan(20);
      done = (await eraseAll(id, { keyRing }, clock.time + 150_000)).outcome;
    }
    expect(passes).toBeGreaterThan(2);
    expect(left()).toEqual(NOTHING);
    const { termination } = await incidentParts.store.read(id);
    const { document } = await readIssued<Termination>(parts, termination!);
    expect(document.found).toMatchObject({ subjects: 9, segments: 20 });
  });

  test('a row that cannot be read keeps nothing else from going: its keys and segments too, and the proof says that there is one', async () => {
    const { ended, eraseAll, left, parts, incidentParts, erasing } = await world();
    const id = await ended();
    const [name] = erasing.store.rows.keys();
    const damage = Object.assign(new (await import('../shared/errors.ts')).Refused('damaged', 'a row'), {});
    const store = {
      ...erasing.store,
      read: async (subject: string) => {
        if (subject === name) throw damage;
        return erasing.store.read(subject);
      },
    };
    expect(await eraseAll(id, { store })).toMatchObject({ outcome: 'erased' });
    expect(left()).toEqual({ ...NOTHING, live: 1 });
    const { document } = await readIssued<Termination>(parts, (await incidentParts.store.read(id)).termination!);
    expect(document.left).toMatchObject({ subjects: 1, keys: 0, segments: 0 });
    expect(JSON.stringify(document.remains)).toContain('Of 1 the row cannot be read');
  });

  test('whatever else keeps one from being erased is no damage: it fails, and nothing is signed', async () => {
    const { ended, eraseAll, incidentParts, erasing } = await world();
    const id = await ended();
    const [name] = erasing.store.rows.keys();
    const away = (subject: string) => {
      if (subject === name) throw new Error('away');
      return erasing.store.read(subject);
    };
    expect(await reasonOf(eraseAll(id, { store: { ...erasing.store, read: away } }))).toBe('away');
    expect((await incidentParts.store.read(id)).termination).toBeUndefined();
    expect(await eraseAll(id)).toMatchObject({ outcome: 'erased' });
  });

  test('what came back, or was never seen, is met at the end of a pass: it is not called nothing', async () => {
    const { ended, eraseAll, left, put, parts } = await world();
    const id = await ended();
    let walks = 0;
    const kept = {
      ...parts.kept,
      async *segments() {
        // Behind the walk that deletes, in time for the one that counts.
        if (++walks === 3) put('late', 'k', 1);
        yield* parts.kept.segments();
      },
    };
    expect(await eraseAll(id, { kept })).toMatchObject({ outcome: 'more' });
    expect(await eraseAll(id)).toMatchObject({ outcome: 'erased' });
    expect(left()).toEqual(NOTHING);
  });

  test('with any call of a port that dies before or after it was done, at any place, it is finished by who calls it again', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(120), { minLength: 1, maxLength: 6 }), fc.boolean(), async (at, after) => {
        const { ended, eraseAll, left, parts, incidentParts, entries } = await world(3);
        const id = await ended();
        let call = 0;
        const dies = new Set(at);
        const failing = <T extends object>(port: T): T =>
          new Proxy(port, {
            get: (of, name, receiver) => {
              const method = Reflect.get(of, name, receiver);
              // What nobody waits for is not one that can die.
              if (
                name === 'forget' ||
                typeof method !== 'function' ||
                String(method.constructor.name).startsWith('AsyncGenerator')
              )
                return method;
              return async (...args: unknown[]) => {
                const fails = dies.has(call++);
                if (fails && !after) throw new Error('died');
                const result = await method.apply(of, args);
                if (fails) throw new Error('died');
                return result;
              };
            },
          });
        const { store, keyRing, texts, rows, objects, incidents, evidence, signer } = parts;
        const change = Object.fromEntries(
          Object.entries({ store, keyRing, texts, rows, objects, incidents, evidence, signer }).map(([name, one]) => [
            name,
            failing(one),
          ]),
        );
        for (let tries = 0; ; tries++) {
          expect(tries).toBeLessThan(10);
          const done = await eraseAll(id, change).catch(() => undefined);
          if (done?.outcome === 'erased') break;
        }
        expect(left()).toEqual(NOTHING);
        const { termination } = await incidentParts.store.read(id);
        const { document } = await readIssued<Termination>(parts, termination!);
        expect(document.found).toMatchObject({ subjects: 3, segments: 8 });
        const erasures = (await entries()).filter(({ kind, incident }) => kind === 'erasure' && incident === id);
        expect(erasures).toHaveLength(4);
      }),
      { numRuns: 40 },
    );
  });
});

describe('before the end nothing is erased, whatever the event says', () => {
  type World = Awaited<ReturnType<typeof world>>;
  /** A row of the incident as somebody has written it who may. */
  const forged = (one: World, id: string, change: object) => ({
    incidents: {
      ...one.incidentParts.store,
      read: async () => ({ ...(await one.incidentParts.store.read(id)), ...change }),
    },
  });
  const ending = { approvers: ['stella', 'rolf'], findings: '', epoch: 2 };

  test.each<[string, string, (one: World) => Promise<[id: string, change?: object]>]>([
    ['an incident that is not there', 'not-found', async () => [ulid()]],
    ['one that only closed the gates', 'state', async ({ file }) => [await file()]],
    [
      'one approval',
      'state',
      async (one) => {
        const id = await one.file();
        await one.publish(id);
        await one.approve(id, STELLA);
        await one.terminate(id);
        return [id];
      },
    ],
    [
      'two approvals, and nobody has ended it yet',
      'state',
      async (one) => {
        const id = await one.file();
        await one.publish(id);
        for (const who of [STELLA, ROLF]) await one.approve(id, who);
        return [id];
      },
    ],
    [
      'a row that says so, without any approval',
      'approvals',
      async (one) => {
        const id = await one.file();
        await one.publish(id);
        const { findings } = await one.incidentParts.store.read(id);
        const said = { ending: { ...ending, findings: findings!.document }, status: 'terminated', concludedAt: 1 };
        return [id, forged(one, id, said)];
      },
    ],
    [
      'a row that says so, with two approvals of one group',
      'approvals',
      async (one) => {
        const id = await one.file();
        await one.publish(id);
        for (const who of [STELLA, SVEN]) await one.approve(id, who);
        const { findings } = await one.incidentParts.store.read(id);
        const said = { approvers: ['stella', 'sven'], findings: findings!.document, epoch: 2 };
        return [id, forged(one, id, { ending: said, status: 'terminated', concludedAt: 1 })];
      },
    ],
    [
      'a row that says so, with two approvals of a resume',
      'approvals',
      async (one) => {
        const id = await one.file();
        await one.publish(id);
        for (const who of [STELLA, ROLF]) await one.approve(id, who, 'resume');
        const { findings } = await one.incidentParts.store.read(id);
        const said = { ...ending, findings: findings!.document };
        return [id, forged(one, id, { ending: said, status: 'terminated', concludedAt: 1 })];
      },
    ],
    [
      'a row that says so with approvals, and gates that were not ended',
      'not-held',
      async (one) => {
        const id = await one.file();
        await one.publish(id);
        for (const who of [STELLA, ROLF]) await one.approve(id, who);
        const { findings } = await one.incidentParts.store.read(id);
        const said = { ...ending, findings: findings!.document };
        return [id, forged(one, id, { ending: said, status: 'terminated', concludedAt: 1 })];
      },
    ],
    [
      'approvals over other findings',
      'approvals',
      async (one) => {
        const id = await one.ended();
        return [id, forged(one, id, { ending: { ...ending, findings: 'f'.repeat(64) } })];
      },
    ],
    [
      'a gate of another epoch',
      'epoch',
      async (one) => {
        const id = await one.ended();
        const reading = { read: async () => ({ ...(await one.gates.reading.read()), epoch: 9 }) };
        return [id, { gates: { ...one.gates, reading } }];
      },
    ],
    [
      'one that ended before anything was erased by it',
      'state',
      async (one) => {
        const id = await one.ended();
        return [id, forged(one, id, { ending: undefined })];
      },
    ],
  ])('%s', async (_, reason, make) => {
    const one = await world();
    const [id, change] = await make(one);
    const before = one.left();
    expect(await reasonOf(one.eraseAll(id, change))).toBe(reason);
    expect(one.left()).toEqual(before);
  });

  test('an approver who joins the incident after its end takes nothing back', async () => {
    const { ended, eraseAll, incidentParts } = await world();
    const id = await ended();
    await pauseProgram(incidentParts, { incident: id, reporter: STELLA, text: 'p' });
    expect((await incidentParts.store.read(id)).alsoBy).toHaveLength(1);
    expect(await eraseAll(id)).toMatchObject({ outcome: 'erased' });
  });

  test('it waits while another incident may need what is kept: until that is over, or for as long as the disclosure lets it', async () => {
    for (const how of ['over', 'long ago'] as const) {
      const { ended, file, publish, approve, terminate, eraseAll, left, clock, incidentParts } = await world();
      const other = await file();
      clock.time += 1_000;
      const id = await ended();
      const before = left();
      expect(await eraseAll(id)).toEqual({ outcome: 'held', incident: id });
      expect(left()).toEqual(before);
      if (how === 'long ago') clock.time += incidentParts.disclosure.gate.longestHoldDays * 86_400_000;
      else {
        await publish(other);
        for (const who of [STELLA, ROLF]) await approve(other, who);
        expect(await terminate(other)).toMatchObject({ outcome: 'terminated' });
      }
      expect(await eraseAll(id)).toMatchObject({ outcome: 'erased' });
    }
  });
});

describe('once it has ended', () => {
  test('nobody is enrolled or agrees, no incident resumes it, and the reason says so', async () => {
    const { ended, deps, join, file, publish, approve, incidentParts, gates, erasing } = await world();
    const other = await file();
    const id = await ended();
    const keys = erasing.keyRing.keys.size;
    const { disclosure } = deps;
    const agree = { ...memoryPerson('p1'), version: disclosure.version, hash: consentHash(disclosure), groups };
    expect(await reasonOf(join('new'))).toBe('terminated');
    expect(await reasonOf(consent(deps, agree))).toBe('terminated');
    // No key is left of who was not enrolled.
    expect(erasing.keyRing.keys.size).toBe(keys);
    await publish(other);
    for (const who of [STELLA, ROLF]) await approve(other, who, 'resume');
    expect(await runTask(incidentParts, { task: 'resume', incident: other })).toMatchObject({
      outcome: 'refused',
      reason: 'terminated',
    });
    expect(await runTask(incidentParts, { task: 'resume', incident: id })).toMatchObject({ outcome: 'refused' });
    for (const gate of GATES) expect(await gates[gate].read()).toMatchObject({ state: 'closed', ended: id });
  });

  test('a subject may still withdraw, and may not enrol again after the erasing', async () => {
    const { ended, eraseAll, join } = await world();
    const id = await ended();
    await eraseAll(id);
    expect(await reasonOf(join('p0'))).toBe('terminated');
  });
});
