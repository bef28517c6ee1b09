import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
// biome-ignore lint/suspicious/noTsIgnore: it has no types
// @ts-ignore
import validator from 'asl-validator';
import { ofType, type Resource, resolved, template } from './templates.ts';

/** The deployed definition of the job that makes exports. */

interface State {
  Type: string;
  Next?: string;
  Default?: string;
  Seconds?: number;
  Choices?: { StringEquals: string; Next: string }[];
  Catch?: { ErrorEquals: string[]; Next: string }[];
  Retry?: { ErrorEquals: string[] }[];
  Parameters?: Record<string, unknown>;
  ItemProcessor?: { ProcessorConfig: { Mode: string }; StartAt: string; States: Record<string, State> };
  ItemReader?: { Parameters: Record<string, unknown> };
  ToleratedFailureCount?: number;
}
const service = template('prod', 'Service');
const [[, machine]] = ofType(service, 'AWS::StepFunctions::StateMachine').filter(([id]) =>
  id.startsWith('Training'),
) as [[string, Resource]];
const definition = JSON.parse(resolved(service, machine.Properties.DefinitionString)) as {
  StartAt: string;
  States: Record<string, State>;
};
const [, parts] = Object.entries(definition.States).find(([, { Type }]) => Type === 'Map')!;
const inner = parts.ItemProcessor!.States;

/** What the tasks answer, in order, and where it ends. */
function walk(answers: Record<string, string[]>, states = definition.States, at = definition.StartAt): string[] {
  const said: string[] = [];
  for (let state: string | undefined = at; state !== undefined && said.length < 40; ) {
    const one: State = states[state]!;
    if (one.Type === 'Task') {
      const task = String(one.Parameters!.task);
      const answer = answers[task]!.shift()!;
      said.push(`${task}: ${answer}`);
      const next = states[one.Next!]!;
      // An error is caught where there is a catch.
      if (answer === 'error') state = one.Catch?.[0]?.Next;
      else if (next.Type === 'Choice')
        state = next.Choices!.find(({ StringEquals }) => StringEquals === answer)?.Next ?? next.Default;
      else state = one.Next;
      continue;
    }
    said.push(one.Type === 'Wait' ? 'wait' : one.Type);
    state = one.Next;
  }
  return said;
}

describe('the job that makes exports', () => {
  test('is a valid state machine, and each state can be come to', () => {
    expect(validator(definition).errorsText()).toBe('');
    const named = (states: Record<string, State>) =>
      Object.values(states).flatMap(({ Next, Default, Choices = [], Catch = [] }) => [
        Next,
        Default,
        ...[...Choices, ...Catch].map((one) => one.Next),
      ]);
    for (const [start, states] of [
      [definition.StartAt, definition.States],
      [parts.ItemProcessor!.StartAt, inner],
    ] as const) {
      const come = new Set([start, ...named(states)]);
      expect(Object.keys(states).filter((state) => !come.has(state))).toEqual([]);
    }
  });

  test('names only tasks that the function takes', () => {
    const handler = readFileSync('functions/export-job/handler.ts', 'utf8');
    const tasks = [...Object.values(definition.States), ...Object.values(inner)].flatMap(({ Type, Parameters }) =>
      Type === 'Task' ? [String(Parameters!.task)] : [],
    );
    expect(tasks.sort()).toEqual(['cut', 'fail', 'plan', 'seal']);
    for (const task of tasks) expect(handler).toContain(`'${task}'`);
  });

  test('plans, cuts each part as an execution of its own, and seals', () => {
    expect(walk({ plan: ['planned'], seal: ['sealed'] })).toEqual(['plan: planned', 'Map', 'seal: sealed', 'Succeed']);
    expect(parts.ItemProcessor!.ProcessorConfig.Mode).toBe('DISTRIBUTED');
    expect(parts.ToleratedFailureCount).toBe(0);
    expect(walk({ cut: ['cut'] }, inner, parts.ItemProcessor!.StartAt)).toEqual(['cut: cut', 'Pass']);
  });

  test('waits while the gate is closed, wherever it is, and goes on at the same place', () => {
    expect(walk({ plan: ['closed', 'closed', 'planned'], seal: ['closed', 'sealed'] })).toEqual([
      ...[
        'plan: closed',
        'wait',
        'plan: closed',
        'wait',
        'plan: planned',
        'Map',
        'seal: closed',
        'wait',
        'seal: sealed',
      ],
      'Succeed',
    ]);
    expect(walk({ cut: ['closed', 'cut'] }, inner, parts.ItemProcessor!.StartAt)).toEqual([
      ...['cut: closed', 'wait', 'cut: cut', 'Pass'],
    ]);
    expect(walk({ cut: ['denied', 'cut'] }, inner, parts.ItemProcessor!.StartAt)).toEqual([
      ...['cut: denied', 'wait', 'cut: cut', 'Pass'],
    ]);
  });

  test('ends where the export has ended, and stops one that cannot be made', () => {
    for (const answer of ['stopped', 'ended', 'a word of tomorrow']) {
      expect(walk({ plan: [answer] })).toEqual([`plan: ${answer}`, 'Succeed']);
      expect(walk({ cut: [answer] }, inner, parts.ItemProcessor!.StartAt)).toEqual([`cut: ${answer}`, 'Pass']);
    }
    expect(walk({ plan: ['error'], fail: ['ended'] })).toEqual(['plan: error', 'fail: ended', 'Succeed']);
    expect(walk({ plan: ['planned'], seal: ['error'], fail: ['ended'] }).slice(-3)).toEqual([
      ...['seal: error', 'fail: ended', 'Succeed'],
    ]);
    expect(parts.Catch![0]!.Next).toBe(definition.States[definition.StartAt]!.Catch![0]!.Next);
  });
});
