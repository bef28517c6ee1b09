import { type EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { describe, expect, test } from '@jest/globals';
import type { WitnessBus, WitnessMessage } from './bus.ts';
import { readMessage } from './message.ts';
import { WitnessNotTold } from './not-told.ts';
import { awsWitnessBus } from './witness-bus.aws.ts';
import { memoryWitnessBus } from './witness-bus.memory.ts';

const bus = 'arn:aws:events:eu-west-1:111122223333:event-bus/witness';
const notes = (...of: string[]): WitnessMessage => ({ kind: 'checkpoints', program: 'p', notes: of });
const said: WitnessMessage = {
  kind: 'guard',
  program: 'p',
  said: { document: { program: 'p', at: 1, outcome: 'watching' }, note: 'n\n\n' },
};

type Put = { Entries: { EventBusName: string; Source: string; DetailType: string; Detail: string }[] };
function eventBridge(answer: (put: Put) => object = () => ({ FailedEntryCount: 0, Entries: [] })) {
  const requests: Put[] = [];
  const send = async (command: PutEventsCommand) => {
    expect(command).toBeInstanceOf(PutEventsCommand);
    requests.push(command.input as Put);
    return answer(command.input as Put);
  };
  return { requests, bus: awsWitnessBus({ events: { send } as unknown as EventBridgeClient, bus }) };
}

/** What every adapter of `WitnessBus` keeps. */
function witnessBusContract(make: () => { bus: WitnessBus; events: () => unknown[] }): void {
  test('hands over all, in order, as a witness reads them', async () => {
    const { bus: to, events } = make();
    await to.tell([notes('a', 'b'), said]);
    await to.tell([]);
    await to.tell([notes('c')]);
    expect(events().map(readMessage)).toEqual([notes('a', 'b'), said, notes('c')]);
  });
}

describe('a bus in memory', () =>
  witnessBusContract(() => {
    const memory = memoryWitnessBus();
    return { bus: memory, events: () => memory.events };
  }));

describe('a bus of EventBridge', () => {
  witnessBusContract(() => {
    const { bus: to, requests } = eventBridge();
    const events = () =>
      requests.flatMap(({ Entries }) =>
        Entries.map(({ Source, DetailType, Detail }) => ({
          source: Source,
          'detail-type': DetailType,
          detail: JSON.parse(Detail),
        })),
      );
    return { bus: to, events };
  });

  test('takes no more at once than EventBridge does', async () => {
    const { bus: to, requests } = eventBridge();
    const long = notes(...Array.from({ length: 12 }, () => 'x'.repeat(5_000)));
    await to.tell(Array.from({ length: 9 }, () => long));
    await to.tell(Array.from({ length: 23 }, () => notes('short')));
    expect(requests.map(({ Entries }) => Entries.length)).toEqual([4, 4, 1, 10, 10, 3]);
    expect(requests.every(({ Entries }) => Entries.every(({ EventBusName }) => EventBusName === bus))).toBe(true);
  });

  test('that takes fewer than all is an error, which says why and quotes nothing', async () => {
    const { bus: to } = eventBridge(() => ({
      FailedEntryCount: 1,
      Entries: [{}, { ErrorCode: 'AccessDeniedException', ErrorMessage: 'marker' }],
    }));
    const telling = to.tell([notes('a'), notes('b')]);
    await expect(telling).rejects.toBeInstanceOf(WitnessNotTold);
    await expect(telling).rejects.toThrow('took 1 of 2: AccessDeniedException');
    await expect(telling).rejects.not.toThrow('marker');
  });
});

test.each([
  ['nothing', undefined],
  [
    'another source',
    { source: 'aws.kms', 'detail-type': 'Sluice Checkpoints', detail: { program: 'p', notes: ['a'] } },
  ],
  ['another type', { source: 'sluice', 'detail-type': 'Other', detail: { program: 'p', notes: ['a'] } }],
  ['no note', { source: 'sluice', 'detail-type': 'Sluice Checkpoints', detail: { program: 'p', notes: [] } }],
  ['more than was said', { source: 'sluice', 'detail-type': 'Sluice Guard', detail: { program: 'p', said: {}, x: 1 } }],
])('%s is no message', (_what, event) => {
  expect(readMessage(event)).toBeUndefined();
});
