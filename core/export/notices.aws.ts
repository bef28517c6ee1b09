import { type EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { NOTICE_SOURCE, NOTICE_TYPES, type Notices } from './notices.ts';

/** Entries of one request. https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html */
const MOST = 10;

/** The default bus of the account, on which it has its rules. Needs `events:PutEvents` on it. */
export function awsNotices({ events, program }: { events: EventBridgeClient; program: string }): Notices {
  return {
    async tell(notices) {
      const taken = new Set<string>();
      for (let at = 0; at < notices.length; at += MOST) {
        const some = notices.slice(at, at + MOST);
        const { Entries = [] } = await events.send(
          new PutEventsCommand({
            Entries: some.map(({ kind, ...detail }) => ({
              Source: NOTICE_SOURCE,
              DetailType: NOTICE_TYPES[kind],
              Detail: JSON.stringify({ program, ...detail }),
            })),
          }),
        );
        // In the order of what was asked; the one that was taken has an id.
        for (const [place, { notice }] of some.entries()) if (Entries[place]?.EventId) taken.add(notice);
      }
      return taken;
    },
  };
}
