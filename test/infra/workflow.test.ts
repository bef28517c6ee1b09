import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
// biome-ignore lint/suspicious/noTsIgnore: it has no types
// @ts-ignore
import validator from 'asl-validator';
import fc from 'fast-check';
import { ulid } from 'ulid';
import type { Severity } from '../../api/words.ts';
import { sampleDisclosure } from '../../core/disclosure/sample.ts';
import type { Found, Sliced } from '../../core/incident/branch.ts';
import { decide } from '../../core/incident/decide.ts';
import { readIssued } from '../../core/incident/documents.ts';
import type { Findings } from '../../core/incident/findings.ts';
import type { Decision, Incident } from '../../core/incident/incident.ts';
import { memoryTextSeal } from '../../core/incident/text-seal.memory.ts';
import { work } from '../../core/incident/work.ts';
import { TASKS } from '../../core/incident/workflow.ts';
import { BRANCH_NAMES, REACH } from '../../core/investigation/table.ts';
import { type Fault, type Goal, type Walk, type WalkOptions, walkIncident } from '../fixtures/incident-walk.ts';
import { allStates, checkKnown, type Definition, edgesOf, type State } from '../fixtures/state-machine.ts';
import { ofType, type Resource, resolved, template } from './templates.ts';

/** The deployed definition, walked from reports to decisions: with tasks that fail, hang, are repeated, and executions that are lost. */

const service = template('prod', 'Service');
const [[, machine]] = ofType(service, 'AWS::StepFunctions::StateMachine').filter(([id]) =>
  id.startsWith('Incident'),
) as [[string, Resource]];
const definition: Definition = JSON.parse(resolved(service, machine.Properties.DefinitionString));

const GOALS: readonly Goal[] = ['resume', 'terminate', 'low'];
const ENDS: Record<Goal, string> = { resume: 'resumed', terminate: 'terminated', low: 'concluded' };
const walked = new Set<string>();

/** Walks to the end, and checks what has to hold at any end. */
async function walk(goal: Goal, options: Omit<WalkOptions, 'goal' | 'definition'> = {}): Promise<Walk> {
  const done = noted(await walkIncident({ goal, definition, ...options }));
  const { gates, entries } = done.memory;
  expect(done.incident.status).toBe(ENDS[goal]);
  const state = goal === 'terminate' ? 'closed' : 'open';
  expect([(await gates.collection.read()).state, (await gates.reading.read()).state]).toEqual([state, state]);
  expect(done.incident.termination !== undefined).toBe(goal === 'terminate');
  const kinds = (await entries()).map(({ kind }) => kind);
  const once = goal === 'low' ? [] : ['pause', 'certificate', goal];
  for (const kind of [...once, 'report']) expect(kinds.filter((one) => one === kind)).toEqual([kind]);
  // Of a report that closes nothing the last version says what it was.
  expect(kinds.filter((kind) => kind === 'findings')).toHaveLength(goal === 'low' ? 2 : 1);
  expect(kinds.filter((kind) => kind === 'case')).toHaveLength(goal === 'low' ? 1 : 0);
  // Whoever has decided is not asked again.
  expect(kinds.filter((kind) => kind === 'approval')).toHaveLength(goal === 'low' ? 0 : 2);
  return done;
}

/** Of a branch that says so. */
const CLEAN: Found = {
  ...{ finding: 'changes', outcome: 'clean', statement: 's', checked: 1, wrong: {}, open: {} },
  evidence: { name: 'findings/x', sha256: 'x', bytes: 1 },
};

const outage = (from: number, length: number) => (call: number) => call >= from && call < from + length;

describe.each(GOALS)('an incident that ends by: %s', (goal) => {
  test('walks there, tells people of the closure and of the decision that is due, and ends', async () => {
    const { told, executions } = await walk(goal);
    expect(executions.size).toBe(1);
    expect([...executions.values()][0]!.status).toBe('succeeded');
    expect(told.map((message) => message.replace(/\w{26}/, 'ID'))).toEqual(
      goal === 'low'
        ? ['Incident ID: a report that closes nothing waits for somebody to say what it was.']
        : [
            'Incident ID: both gates are closed. Nothing is collected or read until two people have decided over its findings.',
            'Incident ID: its findings are published, and wait for two approvals of different groups.',
            ...(goal === 'terminate'
              ? [
                  'Incident ID: the program has ended, and what it kept is erased. The signed proof: see sluice incidents show.',
                ]
              : []),
          ],
    );
  });

  // Once; as often as a state repeats it; longer than an execution goes on failing.
  describe.each([1, 5, 60])('with %i calls in a row', (length) => {
    test.each<Fault>(['error', 'lost', 'hangs', 'late', 'unheard'])(
      'that fail as `%s`, wherever it begins',
      async (fault) => {
        const { calls } = await walk(goal);
        expect(calls).toBeGreaterThan(4);
        for (let from = 0; from < calls; from++) {
          const fails = outage(from, length);
          await walk(goal, { fault: (call) => (fails(call) ? fault : undefined) });
        }
      },
    );
  });

  // Every few calls, before and after others of them; a long one now and then: each is a walk of hours.
  test.each([
    ['before', 0],
    ['after', 2],
  ] as const)('with a call of a port that dies %s it was done: once, or for an execution', async (when, first) => {
    const { portCalls } = await walk(goal, { port: () => undefined });
    expect(portCalls).toBeGreaterThan(20);
    for (let from = first; from < portCalls; from += 4) {
      const fails = outage(from, from % 5 === 0 ? 40 : 1);
      await walk(goal, { port: (call) => (fails(call) ? when : undefined) });
    }
  });

  test.each(['stopped by hand', 'gone with its state machine'])(
    'with an execution that is %s, in whatever state',
    async (how) => {
      const { steps } = await walk(goal);
      expect(steps).toBeGreaterThan(8);
      for (let at = 0; at < steps; at++) {
        const { executions } = await walk(goal, {
          entered: (step, execution, { executions, gone }) => {
            if (step !== at) return;
            execution.abort();
            if (how !== 'stopped by hand') for (const name of executions.keys()) gone.add(name);
          },
        });
        // In the last states all is done, and there is nothing to go on with: after an end, people are told beside.
        expect(executions.size).toBe(at >= steps - (goal === 'terminate' ? 3 : 2) ? 1 : 2);
      }
    },
  );

  test('with any faults', async () => {
    const faults = fc.array(fc.constantFrom<Fault | undefined>(undefined, 'error', 'lost', 'hangs', 'late'), {
      maxLength: 60,
    });
    const ports = fc.array(fc.constantFrom(undefined, undefined, undefined, 'before' as const, 'after' as const), {
      maxLength: 200,
    });
    const lost = fc.uniqueArray(fc.nat(60), { maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(faults, ports, lost, async (fault, port, aborted) => {
        await walk(goal, {
          fault: (call) => fault[call],
          port: (call) => port[call],
          entered: (step, execution) => {
            if (aborted.includes(step)) execution.abort();
          },
        });
      }),
      { numRuns: 20 },
    );
  });
});

describe('what is rare', () => {
  test('frames were admitted after the closure: there is no certificate, and people end the program', async () => {
    const { incident, memory } = noted(
      await walkIncident({
        ...{ goal: 'terminate', definition },
        entered: (_step, _execution, { memory: { laneRows, lane } }) => {
          laneRows.set(lane, { ...laneRows.get(lane)!, counters: { admitted: 8 } });
        },
      }),
    );

    expect(incident).toMatchObject({ moved: [memory.lane], status: 'terminated' });
    expect(incident.certificate).toBeUndefined();
  });

  test('a lane’s row is damaged until people are waited for: it is certified when it is mended, and opened', async () => {
    let [waits, certified] = [0, 0];
    const { incident, executions } = noted(
      await walkIncident({
        ...{ goal: 'resume', definition, patience: 2 },
        entered: async (_step, { at }, { memory: { damagedLanes, lane, parts } }) => {
          if (at === stateOf('awaitApprovals') && ++waits > 1) damagedLanes.clear();
          else if (waits === 0) damagedLanes.add(lane);
          if (waits === 1) certified += (await parts.store.list()).filter(({ certificate }) => certificate).length;
        },
      }),
    );

    expect([waits > 1, certified, executions.size]).toEqual([true, 0, 1]);
    expect(incident).toMatchObject({ status: 'resumed', certificate: expect.anything() });
    expect(incident).not.toHaveProperty('damaged');
  });

  test.each<Decision>(['resume', 'terminate'])(
    'an approval of: %s, is taken back while it is acted upon: it is refused, and waited for again',
    async (goal) => {
      const state = stateOf(goal);
      const { incident, executions } = noted(
        await walkIncident({
          ...{ goal, definition },
          entered: async (_step, execution, { memory }) => {
            if (execution.at === state && !execution.path.includes(state)) await takeBack(memory, goal);
          },
        }),
      );

      expect(incident.status).toBe(ENDS[goal]);
      const path = [...executions.values()].flatMap((one) => one.path);
      expect(path.filter((name) => name === state)).toHaveLength(2);
    },
  );

  test('a report that closed nothing comes to hold the gates, in whatever state: it is certified, decided upon, and resumed', async () => {
    const { steps } = await walk('low');
    for (let heldAt = 0; heldAt < steps; heldAt++) {
      const { incident, memory } = noted(await walkIncident({ goal: 'resume', definition, heldAt }));

      expect(incident).toMatchObject({ status: 'resumed', closes: true, certificate: expect.anything() });
      expect((await memory.gates.collection.read()).state).toBe('open');
    }
  });

  const PASSED_ON = /The next group is asked/;
  const NOT_SAID = /so that both gates are closed for it/;

  test('nobody says what a low report was: the next group is told, again and again, and nothing ends or closes', async () => {
    const { told, incident, memory } = noted(await walkIncident({ goal: 'low', definition, patience: 24 * 3 * 2 + 8 }));

    expect(told.filter((message) => PASSED_ON.test(message))).toHaveLength(2);
    expect(incident).toMatchObject({ status: 'concluded', closes: false, triage: { level: 2 } });
    expect(memory.gates.collection.rows.get(memory.lane)!.state).toBe('open');
  });

  test.each<Severity>(['medium', 'high'])(
    'nobody says in time what a report of severity %s was that closed nothing: the gates are closed, and two decide',
    async (severity) => {
      const disclosure = sampleDisclosure((one) => {
        one.gate.closers = ['nobody'];
      });
      const { told, incident, memory, executions } = noted(
        await walkIncident({ goal: 'resume', definition, severity, disclosure, patience: 6 }),
      );

      expect(told.filter((message) => NOT_SAID.test(message))).toHaveLength(1);
      expect(incident).toMatchObject({ status: 'resumed', closes: true, certificate: expect.anything(), version: 2 });
      expect((await memory.entries()).map(({ kind }) => kind)).toEqual(
        expect.arrayContaining(['escalation', 'pause', 'certificate', 'resume']),
      );
      expect(executions.size).toBe(1);
    },
  );

  test('its time runs out while nothing works: the gates are closed once it does, whatever dies meanwhile', async () => {
    for (let from = 4; from < 14 + BRANCH_NAMES.length; from++) {
      const fails = outage(from, 5);
      const { incident } = noted(
        await walkIncident({
          ...{ goal: 'resume', definition, severity: 'medium', patience: 9 },
          fault: (call) => (fails(call) ? 'lost' : undefined),
        }),
      );
      expect(incident).toMatchObject({ status: 'resumed', closes: true });
    }
  });

  test('somebody says in time what a medium report was: it ends, and nothing was closed', async () => {
    const { told, incident } = noted(await walkIncident({ goal: 'low', definition, severity: 'medium', patience: 2 }));

    expect(told.filter((message) => NOT_SAID.test(message))).toEqual([]);
    expect(incident).toMatchObject({ status: 'concluded', closes: false, verdict: { verdict: 'not-confirmed' } });
  });

  test('findings are amended while two approve: their approvals are void, and the next ones are over the new version', async () => {
    let amended = false;
    const seen: number[] = [];
    const { incident, memory } = noted(
      await walkIncident({
        ...{ goal: 'resume', definition, patience: 1 },
        entered: async (_step, { at }, { memory: { parts } }) => {
          const [row] = (await parts.store.list()) as [Incident];
          if (at === 'Publish the amended findings under lock')
            seen.push((await parts.store.approvals(row.incident)).length);
          if (at !== stateOf('resume') || amended) return;
          amended = true;
          for (const what of ['finding', 'publish'] as const) await works(parts, row.incident, what);
        },
      }),
    );

    expect(seen).toEqual([2]);
    expect(incident).toMatchObject({ status: 'resumed', version: 2, earlier: [expect.anything()] });
    const approvals = await memory.parts.store.approvals(incident.incident);
    expect(approvals.map(({ version, findings }) => [version, findings])).toEqual(
      approvals.map(() => [2, incident.findings!.document]),
    );
  });

  test.each<[Goal, string]>([
    ['low', 'Tell people that nobody said so in time, and who is asked now'],
    ['resume', 'Publish the amended findings under lock'],
  ])('%s: "%s" fails more often than it is tried again', async (goal, state) => {
    let [left, amended] = [0, false];
    const { incident } = noted(
      await walkIncident({
        ...{ goal, definition, patience: goal === 'low' ? 80 : 2 },
        entered: async (_step, execution, { memory: { parts } }) => {
          const [row] = (await parts.store.list()) as [Incident];
          if (goal === 'resume' && execution.at === stateOf('awaitApprovals') && row.findings && !amended) {
            amended = true;
            for (const what of ['finding', 'publish'] as const) await works(parts, row.incident, what);
          }
          if (execution.at === state && !execution.path.includes(state)) left = 8;
          else if (execution.at !== state) left = 0;
        },
        fault: () => (left-- > 0 ? 'error' : undefined),
      }),
    );

    expect(incident.status).toBe(ENDS[goal]);
    expect(incident).toMatchObject(goal === 'low' ? { triage: { level: 1 } } : { version: 2 });
  });

  test('a resume that dies between the gates for longer than its execution lives is finished by the next one', async () => {
    let releases = 0;
    const { executions } = await walk('resume', {
      port: (_call, name) => (name === 'release' && ++releases > 1 && releases < 70 ? 'before' : undefined),
    });

    expect([...executions.values()].map(({ status }) => status)).toEqual(['failed', 'succeeded']);
  });

  describe.each(BRANCH_NAMES)('the branch %s', (branch) => {
    test.each<Fault>(['error', 'lost', 'hangs', 'late', 'unheard'])(
      'ends in its named state when it fails as `%s`: it is not known, the others are, people are told, and the gates stay closed',
      async (fault) => {
        const { incident, memory, told } = noted(
          await walkIncident({ goal: 'terminate', definition, look: (name) => (name === branch ? fault : undefined) }),
        );

        const { findings } = (await readIssued<Findings>(memory.parts, incident.findings!)).document;
        const open = findings.filter(({ finding }) => finding === 'not-known');
        expect(open).toMatchObject([
          { branch, outcome: 'unknown', statement: expect.stringMatching(/^Not known: failed/) },
        ]);
        expect(new Set(findings.map((one) => 'branch' in one && one.branch))).toEqual(
          new Set([...BRANCH_NAMES, REACH.name]),
        );
        expect(told).toContainEqual(expect.stringContaining(`the branch ${branch} of its investigation failed`));
        expect((await memory.gates.collection.read()).state).toBe('closed');
      },
    );
  });

  test('a branch goes on from where it came to, look after look; one that never ends is not known', async () => {
    for (const [looks, outcome] of [
      [3, 'clean'],
      [9, 'unknown'],
    ] as const) {
      const seen: unknown[] = [];
      const { incident, memory } = noted(
        await walkIncident({
          ...{ goal: 'terminate', definition },
          branch: {
            stored: async (_scope, soFar) => {
              seen.push(soFar);
              const at = Number(soFar?.at ?? 0) + 1;
              return at < looks ? { more: { at } } : { found: [CLEAN] };
            },
          },
        }),
      );

      const { findings } = (await readIssued<Findings>(memory.parts, incident.findings!)).document;
      expect(findings.find((one) => 'branch' in one && one.branch === 'stored')).toMatchObject({ outcome });
      expect(seen.slice(0, 3)).toEqual([undefined, { at: 1 }, { at: 2 }]);
      expect(seen).toHaveLength(outcome === 'clean' ? 3 : 5);
    }
  });

  describe('a branch with more than one look is good for', () => {
    /** Three slices, one of which takes so many looks. */
    function slicesOf(looks: number) {
      const joined: [string, unknown][] = [];
      const sliced: Sliced = {
        begin: async () => ({ slices: ['0-1-0', '0-1-1', '0-1-2'] }),
        look: async (_scope, slice, soFar) => {
          const at = Number(soFar?.at ?? 0) + 1;
          return slice === '0-1-1' && at < looks ? { more: { at } } : { part: { at } };
        },
        join: async (_scope, parts) => {
          joined.push(...parts);
          return { found: [CLEAN] };
        },
      };
      return { sliced: { stored: sliced }, joined };
    }
    const ofStored = async ({ incident, memory }: Walk) =>
      (await readIssued<Findings>(memory.parts, incident.findings!)).document.findings.find(
        (one) => 'branch' in one && one.branch === 'stored',
      );

    test('is looked into slice by slice, each from where it came to, and put together', async () => {
      const { sliced, joined } = slicesOf(3);
      const done = noted(await walkIncident({ goal: 'terminate', definition, sliced }));

      expect(await ofStored(done)).toMatchObject({ outcome: 'clean' });
      expect(joined).toEqual([
        ['0-1-0', { at: 1 }],
        ['0-1-1', { at: 3 }],
        ['0-1-2', { at: 1 }],
      ]);
    });

    test('is not known where one slice never ends', async () => {
      const { sliced, joined } = slicesOf(9);
      const done = noted(await walkIncident({ goal: 'terminate', definition, sliced }));

      expect(await ofStored(done)).toMatchObject({ finding: 'not-known', outcome: 'unknown' });
      expect(joined).toEqual([]);
    });

    test.each<[Fault, string | undefined]>(
      (['error', 'lost', 'hangs', 'late', 'unheard'] as const).flatMap((fault) =>
        ['0-1-1', undefined].map((slice): [Fault, string | undefined] => [fault, slice]),
      ),
    )('is not known when it fails as `%s` at %s: people are told, and the gates stay closed', async (fault, slice) => {
      const { sliced } = slicesOf(1);
      const done = noted(
        await walkIncident({
          ...{ goal: 'terminate', definition, sliced },
          slice: (name) => (name === slice ? fault : undefined),
        }),
      );

      expect(await ofStored(done)).toMatchObject({ finding: 'not-known', outcome: 'unknown' });
      expect(done.told).toContainEqual(expect.stringContaining('the branch stored of its investigation failed'));
      expect((await done.memory.gates.collection.read()).state).toBe('closed');
    });

    test('a call that fails once, wherever, costs no answer', async () => {
      const { sliced } = slicesOf(2);
      const { calls } = await walk('resume', { sliced });
      for (let from = 0; from < calls; from++) {
        const fails = outage(from, 1);
        const done = await walk('resume', { sliced, fault: (call) => (fails(call) ? 'lost' : undefined) });
        expect(await ofStored(done)).toMatchObject({ outcome: 'clean' });
      }
    });
  });

  test('what the branches answered is more than AWS lets through: people are told, and they are asked again', async () => {
    const { told } = await walk('resume', { overflows: (map) => map === 0 });

    expect(told.some((message) => /a step of the workflow failed/.test(message))).toBe(true);
  });

  test('nobody decides for days: people are told once a day', async () => {
    const { told } = await walk('resume', { patience: 24 * 3 + 2 });

    expect(told.filter((message) => /wait for two approvals/.test(message))).toHaveLength(4);
  });

  test('nobody decides for weeks: an execution ends before its history is full, and the next one goes on', async () => {
    const { executions } = await walk('terminate', { patience: 250 });

    expect([...executions.values()].map(({ status }) => status)).toEqual(['succeeded', 'succeeded', 'succeeded']);
  });

  test('nothing works for days: executions end as failed, which alarms; then one walks to the end', async () => {
    const fails = outage(3, 1_000);
    const { executions, events } = await walk('resume', { fault: (call) => (fails(call) ? 'error' : undefined) });

    const states = [...executions.values()].map(({ status }) => status);
    expect(states.pop()).toBe('succeeded');
    expect(states.length).toBeGreaterThan(5);
    expect(new Set(states)).toEqual(new Set(['failed']));
    expect(events).toBeLessThan(1_000);
  });
});

describe('an end whose erasing takes long', () => {
  test.each([
    ['more', 5, 1],
    ['held', 5, 1],
    // Longer than a history may grow: the next execution goes on with it.
    ['more', 150, 2],
    ['held', 150, 2],
  ] as const)('that answers `%s` %i times: %i executions', async (outcome, times, executions) => {
    const done = await walk('terminate', { erases: (call) => (call < times ? outcome : undefined) });
    expect(done.executions.size).toBe(executions);
    expect(done.incident.termination).toBeDefined();
    expect(done.events).toBeLessThan(5_000);
  });
});

describe('an execution that was started by release 0.1.0 keeps its definition over the deploy', () => {
  const written = new URL('../releases/0.1.0/workflow.json', import.meta.url);
  const old: Definition = JSON.parse(readFileSync(written, 'utf8'));

  test.each(GOALS)('and walks with the tasks of now to the end: %s', async (goal) => {
    const { incident, executions } = await walkIncident({ goal, definition: old, later: definition });

    expect(incident.status).toBe(ENDS[goal]);
    // It knew no erasing: the schedule starts the next one, which does.
    expect(executions.size).toBe(goal === 'terminate' ? 2 : 1);
    expect(incident.termination !== undefined).toBe(goal === 'terminate');
  });
});

describe('the definition', () => {
  test('is valid Amazon States Language, runs every task of the core, and logs no data', () => {
    expect(validator(structuredClone(definition) as never)).toMatchObject({ isValid: true });
    expect(Object.keys(States)).toEqual(expect.arrayContaining(TASKS.map(stateOf)));
    expect(machine.Properties.LoggingConfiguration).toMatchObject({ IncludeExecutionData: false });
  });

  test('whatever fails, people are told, and nothing ends well but by a decision, or to go on', () => {
    for (const [name, { Type, Resource = '', Catch = [], Choices = [], Default }] of Object.entries(States)) {
      if (Type === 'Task') expect([name, Catch.at(-1)?.ErrorEquals]).toEqual([name, ['States.ALL']]);
      if (Type === 'Map') expect([name, Catch.at(-1)?.ErrorEquals]).toEqual([name, ['States.ALL']]);
      if (['Task', 'Map'].includes(Type) && !/sns:publish$/.test(Resource)) {
        // A slice that is not known fails its map, which tells people.
        expect(Catch.at(-1)!.Next).toMatch(/^Tell people|^This slice is not known/);
      }
      if (Choices.some(({ Variable }) => Variable === '$.answer.outcome'))
        expect(Default).toMatch(/^Tell people|^This slice is not known/);
    }
    const endings = (type: State['Type']) =>
      Object.keys(States).filter((name) => ways(States[name]!).some((next) => States[next]!.Type === type));
    expect(endings('Succeed').sort()).toEqual([
      'Did the gates open?',
      'Has this execution erased for long enough?',
      'Has this execution waited often enough?',
      'Tell people that all is erased, and where the proof is',
    ]);
    expect(endings('Fail').sort()).toEqual([
      'Does it keep failing?',
      'Has this slice come to its end?',
      'Has this slice looked often enough?',
      'Look into this slice',
    ]);
  });

  const States = allStates(definition);
  const ways = (of: State): string[] =>
    [
      of.Next,
      of.Default,
      ...(of.Choices ?? []).map(({ Next }) => Next),
      ...(of.Catch ?? []).map(({ Next }) => Next),
    ].filter((next) => next !== undefined);

  test('has no edge that was not walked by the tests above', () => {
    const edges = edgesOf(definition);
    expect([...edges].filter((edge) => !walked.has(edge))).toEqual([]);
    expect([...walked].filter((edge) => !edges.has(edge))).toEqual([]);
  });

  test('has no loop but those that count their rounds, and the wait for the last lease', () => {
    const counts = Object.keys(States).filter((name) => /MathAdd/.test(JSON.stringify(States[name]!.Parameters ?? {})));
    expect(counts).toHaveLength(6);
    const wait = 'Wait until the last lease has run out';
    const done = new Set<string>([...counts, wait]);
    const visit = (name: string, above: readonly string[]): void => {
      if (above.includes(name)) throw new Error(`a loop that counts nothing: ${[...above, name].join(' > ')}`);
      if (done.has(name)) return;
      for (const next of ways(States[name]!)) visit(next, [...above, name]);
      done.add(name);
    };
    for (const name of Object.keys(States)) visit(name, []);
    // What a counting state leads to is bounded by the choice behind it.
    for (const name of counts) expect(Object.keys(States)).toContain(States[name]!.Next);
  });

  test('ends before its history is full, however often all that can fail does', () => {
    /** Entered, left, and three events for each try of a task; one more where a token is waited for. */
    const most = (name: string): number => {
      const { Type, Retry = [] } = States[name]!;
      // A Distributed Map also says when it began and how it ended; what its items do is in their own histories.
      if (Type === 'Map') return 4;
      if (Type !== 'Task') return 2;
      return 2 + 4 * (1 + Math.max(...Retry.map(({ MaxAttempts = 3 }) => MaxAttempts)));
    };
    const rounds = boundOf('$.rounds.count') + 1;
    const failures = Math.ceil(Math.log2(boundOf('$.backOff.seconds') / 60)) + 1;
    const round = [stateOf('awaitApprovals'), 'What did they decide?', stateOf('resume'), 'Did the gates open?'];
    const perRound = [...round, 'Count the waits', 'Has this execution waited often enough?'];
    const sum = (names: string[]) => names.reduce((total, name) => total + most(name), 0);
    /** Waits of a second at least, over the longest lease. */
    const leaseWaits =
      100 * sum([stateOf('certify'), 'Has the last lease run out?', 'Wait until the last lease has run out']);
    const { ItemProcessor } = Object.values(definition.States).find(({ Type }) => Type === 'Map')!;
    const inner = Object.keys(ItemProcessor!.States);
    /** Where a branch ends, by one way or the other. */
    const ends = inner.filter((name) => /^(This branch|Tell people)/.test(name));
    const looks = boundOf('$.looks.count') + 1;
    const slicing = inner.filter((name) => / slice/.test(name) || name === 'Is it put together?');
    const looking = sum(inner.filter((name) => ![...ends, ...slicing].includes(name)));
    expect(slicing).toHaveLength(3);
    /**
     * Each branch looks as often as it may, or is cut into slices at its first look and no later one, and fails at last; two events more for an
     * item of the map.
     */
    const branches = BRANCH_NAMES.length * (2 + Math.max(looks * looking, looking + sum(slicing)) + sum(ends));
    const once = Object.keys(definition.States);
    // Once more where it comes to hold the gates on its way.
    expect(rounds * sum(perRound) + (failures + 1) * (sum(once) + branches) + leaseWaits).toBeLessThan(25_000);
  });

  test('leads to the task that opens the gates by a decision alone, and back to it when it has failed', () => {
    const from = Object.keys(States).filter((name) => ways(States[name]!).includes(stateOf('resume')));
    expect(from).toEqual(['What did they decide?', 'Had a resume begun?']);
    const marks = Object.keys(States).filter((name) =>
      JSON.stringify(States[name]).includes('"ResultPath":"$.resumeFailed"'),
    );
    expect(marks).toEqual([stateOf('resume')]);
    // One that was refused is not gone back to: nobody has asked for it again.
    const [refused] = States['Did the gates open?']!.Choices!.filter(({ StringEquals }) => StringEquals === 'refused');
    const forgets = States[refused!.Next as string] as unknown as {
      Type: string;
      Parameters: object;
      ResultPath?: string;
    };
    expect(forgets.Type).toBe('Pass');
    expect(Object.keys(forgets.Parameters)).toEqual(['incident.$', 'rounds.$', 'backOff.$', 'branches.$']);
    expect(forgets.ResultPath).toBeUndefined();
  });

  test('is run in all of its fields here: one that is not known fails', () => {
    expect(() => checkKnown(definition)).not.toThrow();
    const { States: states } = structuredClone(definition);
    (states[stateOf('resume')] as object as Record<string, unknown>).HeartbeatSeconds = 5;
    expect(() => checkKnown({ ...definition, States: states })).toThrow(/HeartbeatSeconds/);
  });

  /** The number above which a choice ends the execution. */
  function boundOf(variable: string): number {
    const rules = Object.values(States).flatMap(({ Choices = [] }) => Choices);
    return rules.find(({ Variable }) => Variable === variable)!.NumericGreaterThan!;
  }
});

/** The state that runs a task. */
function stateOf(task: string): string {
  const [name] = Object.entries(allStates(definition)).find(([, { Parameters }]) => {
    const { task: direct, Payload } = (Parameters ?? {}) as { task?: string; Payload?: { task: string } };
    return (direct ?? Payload?.task) === task;
  })!;
  return name;
}

function noted(done: Walk): Walk {
  for (const edge of done.walked) walked.add(edge);
  return done;
}

/** Somebody finds something, or asks for a version that says so. */
async function works(parts: Walk['memory']['parts'], incident: string, what: 'finding' | 'publish'): Promise<void> {
  const worker = { pseudonym: 'ivo', groups: ['investigators'], namesIn: () => ['ivo'], names: [] };
  const finding = { severity: 'high', statement: 's', owner: 'platform', claim: 'confirmed' } as const;
  const given = { what, id: ulid(parts.clock.now()), ...(what === 'finding' && finding) };
  await work({ ...parts, seal: memoryTextSeal() }, incident, worker, given);
}

/** One of those who decided thinks better of it. */
async function takeBack({ parts }: Walk['memory'], decided: Decision): Promise<void> {
  const { incident, findings, epochs } = (await parts.store.list())[0]!;
  const decision = decided === 'resume' ? 'terminate' : 'resume';
  const seen = { findings: findings!.document, epoch: epochs!.collection };
  await decide(parts, { incident, approver: { sub: 'rolf', groups: ['representatives'] }, decision, ...seen });
}
