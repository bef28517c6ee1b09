import { CloudWatchClient as Client, type CloudWatchClient, type MetricAlarm } from '@aws-sdk/client-cloudwatch';
import { describe, expect, test } from '@jest/globals';
import { awsAlarms } from './alarms.aws.ts';
import { alarmsContract } from './alarms.contract.ts';
import type { Alarm } from './alarms.ts';

const PREFIX = 'sluice-p-prod';

/** CloudWatch with these alarms, one a page. */
function cloudWatch(alarms: readonly MetricAlarm[]) {
  const asked: object[] = [];
  const client = Object.assign(Object.create(Client.prototype) as CloudWatchClient, {
    send: async ({ input }: { input: { NextToken?: string } }) => {
      asked.push(input);
      const at = Number(input.NextToken ?? 0);
      const next = at + 1 < alarms.length ? { NextToken: String(at + 1) } : {};
      return { MetricAlarms: alarms.slice(at, at + 1), ...next };
    },
  });
  return { client, asked };
}
const asAws = ({ alarm, state, since, means, runbook }: Alarm): MetricAlarm => ({
  AlarmName: `${PREFIX}-${alarm}`,
  AlarmDescription: runbook === undefined ? means : `${means} Runbook: ${runbook}`,
  StateValue: ({ alarm: 'ALARM', ok: 'OK', unknown: 'INSUFFICIENT_DATA' } as const)[state],
  StateTransitionedTimestamp: new Date(since),
  StateReason: '3 datapoints were greater',
});

describe('alarms of CloudWatch', () => {
  alarmsContract((alarms) =>
    awsAlarms({ cloudWatch: cloudWatch(alarms.map(asAws)).client, prefix: PREFIX, others: [] }),
  );

  test('those of another program, and of a stage whose name begins like this one’s, are not shown', async () => {
    const alarm = (name: string): MetricAlarm => ({
      AlarmName: name,
      StateValue: 'ALARM',
      StateTransitionedTimestamp: new Date(1),
    });
    const { client, asked } = cloudWatch([alarm(`${PREFIX}-lag`), alarm(`${PREFIX}-eu-lag`), alarm('payroll')]);

    const shown = await awsAlarms({ cloudWatch: client, prefix: PREFIX, others: [`${PREFIX}-eu`] }).all();

    expect(shown.map((one) => one.alarm)).toEqual(['lag']);
    expect(asked[0]).toMatchObject({ AlarmNamePrefix: `${PREFIX}-` });
  });

  test('a state of a newer CloudWatch is not known, and never in order', async () => {
    const { client } = cloudWatch([{ AlarmName: `${PREFIX}-lag`, StateValue: 'SNOOZED' as never }]);
    const [one] = await awsAlarms({ cloudWatch: client, prefix: PREFIX, others: [] }).all();
    expect(one).toEqual({ alarm: 'lag', state: 'unknown', since: 0, means: '' });
  });
});
