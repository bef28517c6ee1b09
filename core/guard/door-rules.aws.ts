import {
  DescribeRuleCommand,
  type EventBridgeClient,
  ListTargetsByRuleCommand,
  ResourceNotFoundException,
} from '@aws-sdk/client-eventbridge';
import * as z from 'zod';
import { watchedEvents } from '../disclosure/doors.ts';
import type { DoorRule, DoorRules } from './door-rules.ts';

const pattern = z.looseObject({
  detail: z.looseObject({
    eventName: z.array(z.union([z.string(), z.looseObject({ prefix: z.string() }).transform(({ prefix }) => prefix)])),
  }),
});

/** Events that a rule hears of; none where it hears of something else. */
function heardBy(text: string | undefined): string[] {
  try {
    return pattern.parse(JSON.parse(text ?? '')).detail.eventName;
  } catch {
    return [];
  }
}

/** Needs `events:DescribeRule` and `events:ListTargetsByRule` on the rules. @param prefix `sluice-<program>-<stage>` */
export function awsDoorRules({ events, prefix }: { events: EventBridgeClient; prefix: string }): DoorRules {
  const look = async (service: string): Promise<DoorRule> => {
    const Name = `${prefix}-doors-${service}`;
    try {
      const [rule, { Targets = [] }] = await Promise.all([
        events.send(new DescribeRuleCommand({ Name })),
        events.send(new ListTargetsByRuleCommand({ Rule: Name })),
      ]);
      const calls = Targets.flatMap(({ Arn }) => Arn ?? []);
      return { service, found: { enabled: rule.State === 'ENABLED', hears: heardBy(rule.EventPattern), calls } };
    } catch (error) {
      if (error instanceof ResourceNotFoundException) return { service };
      throw error;
    }
  };
  return { look: () => Promise.all([...watchedEvents().keys()].map(look)) };
}
