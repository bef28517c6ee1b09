import { type EventBridgeClient, PutEventsCommand, type PutEventsRequestEntry } from '@aws-sdk/client-eventbridge';
import { DETAIL_TYPES, SOURCE, type WitnessBus } from './bus.ts';
import { detailOf } from './message.ts';
import { WitnessNotTold } from './not-told.ts';

/** Entries and bytes of one request. https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html */
const MOST = 10;
const BYTES = 250_000;

/**
 * EventBridge puts events into the bus of another account itself, where the bus's policy lets this one. Of another Region it does not:
 * the client has to be one of the bus's Region.
 * @param bus ARN
 */
export function awsWitnessBus({ events, bus }: { events: EventBridgeClient; bus: string }): WitnessBus {
  return {
    async tell(messages) {
      const entries = messages.map((message) => ({
        EventBusName: bus,
        Source: SOURCE,
        DetailType: DETAIL_TYPES[message.kind],
        Detail: detailOf(message),
      }));
      for (const Entries of requestsOf(entries)) {
        const { FailedEntryCount = 0, Entries: answers = [] } = await events.send(new PutEventsCommand({ Entries }));
        if (FailedEntryCount === 0) continue;
        // Codes alone: messages of AWS quote what they were sent.
        const codes = [...new Set(answers.flatMap(({ ErrorCode }) => ErrorCode ?? []))].join(', ');
        throw new WitnessNotTold(
          `the bus of the witness took ${Entries.length - FailedEntryCount} of ${Entries.length}: ${codes}`,
        );
      }
    },
  };
}

function requestsOf(entries: readonly PutEventsRequestEntry[]): PutEventsRequestEntry[][] {
  const requests: PutEventsRequestEntry[][] = [];
  let bytes = 0;
  for (const entry of entries) {
    const size = Buffer.byteLength(entry.Detail!) + entry.DetailType!.length + entry.Source!.length;
    const last = requests.at(-1);
    if (last && last.length < MOST && bytes + size <= BYTES) {
      last.push(entry);
      bytes += size;
    } else {
      requests.push([entry]);
      bytes = size;
    }
  }
  return requests;
}
