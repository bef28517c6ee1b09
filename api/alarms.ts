import * as z from 'zod';
import { time, word } from './fields.ts';
import { route } from './route.ts';

/** `unknown`: CloudWatch has not enough to say. */
export const ALARM_STATES = ['alarm', 'ok', 'unknown'] as const;
export type AlarmState = (typeof ALARM_STATES)[number];

export const readAlarms = route({
  method: 'GET',
  path: '/alarms',
  summary: 'The alarms of the program: in which state each is, since when, what it means, and where its runbook is.',
  who: 'see-alarms',
  answer: z.object({
    dashboard: z.string().optional().meta({
      description: 'where whoever may log in to the account sees their figures; absent where it is not known',
    }),
    alarms: z.array(
      z.object({
        alarm: z.string().meta({ description: 'its name, without program and stage' }),
        state: word(...ALARM_STATES),
        since: time,
        means: z.string(),
        runbook: z.string().optional().meta({ description: 'a section of the documents' }),
      }),
    ),
  }),
});
