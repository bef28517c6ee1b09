import { type CloudWatchClient, type MetricAlarm, paginateDescribeAlarms } from '@aws-sdk/client-cloudwatch';
import type { AlarmState } from '../../api/alarms.ts';
import { type Alarm, type AlarmBoard, inOrder, wordsOf } from './alarms.ts';

export interface AwsAlarmsOptions {
  cloudWatch: CloudWatchClient;
  /** First part of the names of this stage. */
  prefix: string;
  /** Prefixes that begin with it, and are other stages'. */
  others: readonly string[];
}

const STATES: ReadonlyMap<string | undefined, AlarmState> = new Map([
  ['ALARM', 'alarm'],
  ['OK', 'ok'],
]);

/** Needs `cloudwatch:DescribeAlarms`, which AWS grants for all alarms of the account or none. */
export const awsAlarms = ({ cloudWatch, prefix, others }: AwsAlarmsOptions): AlarmBoard => ({
  async all() {
    const found: Alarm[] = [];
    const pages = paginateDescribeAlarms({ client: cloudWatch }, { AlarmNamePrefix: `${prefix}-`, MaxRecords: 100 });
    for await (const { MetricAlarms = [] } of pages) {
      for (const one of MetricAlarms) {
        const name = one.AlarmName ?? '';
        // Asked again here: an emulator, or a change of the API, may answer with more.
        if (!name.startsWith(`${prefix}-`) || others.some((other) => name.startsWith(`${other}-`))) continue;
        found.push(alarmOf(name.slice(prefix.length + 1), one));
      }
    }
    return inOrder(found);
  },
});

/** What CloudWatch gives as the reason of a state is left out: it holds figures, and the meaning stands in the description. */
const alarmOf = (alarm: string, one: MetricAlarm): Alarm => ({
  alarm,
  state: STATES.get(one.StateValue) ?? 'unknown',
  since: (one.StateTransitionedTimestamp ?? one.StateUpdatedTimestamp ?? new Date(0)).getTime(),
  ...wordsOf(one.AlarmDescription ?? ''),
});
