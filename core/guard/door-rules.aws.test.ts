import { type EventBridgeClient, ResourceNotFoundException } from '@aws-sdk/client-eventbridge';
import { describe, expect, test } from '@jest/globals';
import { watchedEvents } from '../disclosure/doors.ts';
import { awsDoorRules } from './door-rules.aws.ts';
import { memoryDoorRules } from './door-rules.memory.ts';
import { blindTo, type DoorRule, type DoorRules } from './door-rules.ts';

const PREFIX = 'sluice-p-prod';
const GUARD = `${PREFIX}-guard`;
const events = watchedEvents();

/** EventBridge as the stacks deploy it; a rule that is changed is another answer. */
function eventBridge(changed: Readonly<Record<string, object | undefined>> = {}): EventBridgeClient {
  const send = async (command: { input: { Name?: string; Rule?: string } }) => {
    const { input } = command;
    const service = (input.Name ?? input.Rule)!.slice(`${PREFIX}-doors-`.length);
    if (service in changed && !changed[service]) throw new ResourceNotFoundException({ message: '', $metadata: {} });
    const names = events.get(service)!;
    const eventName = service === 'lambda' ? names.map((prefix) => ({ prefix })) : names;
    if (input.Rule !== undefined) {
      return { Targets: [{ Arn: `arn:aws:lambda:eu-west-1:1:function:${GUARD}` }], ...changed[service] };
    }
    return { State: 'ENABLED', EventPattern: JSON.stringify({ detail: { eventName } }), ...changed[service] };
  };
  return { send } as unknown as EventBridgeClient;
}

/** What every adapter of `DoorRules` keeps. */
const doorRulesContract = (make: () => DoorRules) =>
  test('all that is deployed is seen, and blinds nobody', async () => {
    const rules = await make().look();
    expect(rules.map(({ service }) => service).sort()).toEqual([...events.keys()].sort());
    expect(blindTo(rules, GUARD)).toEqual([]);
  });

describe('rules in memory', () => doorRulesContract(() => memoryDoorRules(GUARD)));
describe('rules of EventBridge', () => {
  doorRulesContract(() => awsDoorRules({ events: eventBridge(), prefix: PREFIX }));

  test.each<[string, object | undefined]>([
    ['that is off', { State: 'DISABLED' }],
    ['that is gone', undefined],
    [
      'that hears of one event less',
      { EventPattern: JSON.stringify({ detail: { eventName: events.get('kms')!.slice(1) } }) },
    ],
    ['that hears of anything else', { EventPattern: '{"source":["aws.kms"]}' }],
    ['whose pattern is none', { EventPattern: '{' }],
    ['without a target', { Targets: [] }],
    ['that calls somebody else', { Targets: [{ Arn: 'arn:aws:lambda:eu-west-1:1:function:other-guard' }] }],
  ])('a rule %s blinds the guard to its service', async (_what, changed) => {
    const rules = await awsDoorRules({ events: eventBridge({ kms: changed }), prefix: PREFIX }).look();
    expect(blindTo(rules, GUARD)).toEqual(['kms']);
  });

  test('that cannot be asked is an error, and no rule that is gone', async () => {
    const send = () => Promise.reject(new Error('denied'));
    await expect(awsDoorRules({ events: { send } as never, prefix: PREFIX }).look()).rejects.toThrow('denied');
  });
});

test('a rule that nobody looked at blinds', () => {
  const none: DoorRule[] = [];
  expect(blindTo(none, GUARD)).toEqual([...events.keys()]);
});
