import { describe, expect, test } from '@jest/globals';
import { functionsWith, MANIFESTS } from '../../../lib/functions.ts';
import { ofType, resolved, template } from '../templates.ts';
import { type AlarmDefinition, type Datum, definitionOf, metricsOf, stateOf } from './cloudwatch.ts';
import {
  away,
  containing,
  damaged,
  dataSet,
  incidents,
  ledger,
  oldInventory,
  onOurs,
  onSchedule,
  pausing,
  type Scenario,
  secondLine,
  unanswered,
  watching,
} from './faults.ts';
import { frames } from './frames.ts';
import { loadHandler, printedBy } from './run-function.ts';

const PREFIX = 'sluice-model-capability-prod-';
const service = template('prod', 'Service');
const alarms = new Map(
  ofType(service, 'AWS::CloudWatch::Alarm').map(([, resource]) => {
    const definition = definitionOf(resolved(service, resource));
    return [definition.name.slice(PREFIX.length), definition] as const;
  }),
);
const own = [...alarms].filter(([name, { namespace }]) => namespace === 'Sluice' && name !== 'broken');

type Fault = () => Promise<Scenario>;

/** For each metric of ours that an alarm reads: the fault that writes it. */
const FAULTS: Readonly<Record<string, Fault>> = {
  'over-collection': frames({ app: 'browser' }),
  poison: frames({ change: async (world) => ({ intake: { ...world.intake(), addAttempt: async () => 5 } }) }),
  'redaction-failed': frames({
    change: async () => {
      const { failingAt } = await import('../../fixtures/redactors.ts');
      return { redactor: failingAt(() => true) };
    },
  }),
  'recall-below-bar': frames({
    change: async () => {
      const { failingAt } = await import('../../fixtures/redactors.ts');
      const { RecallBelowBar } = await import('../../../redaction/recall/live-recall.ts');
      return {
        redactor: failingAt(() => {
          throw new RecallBelowBar(0.5, 0.95);
        }),
      };
    },
  }),
  'frames-missing': frames({ numbers: [1, 200] }),
  'redactor-failed': frames({
    change: async ({ keyRing }) => ({
      keyRing: {
        ...keyRing,
        open: async () => {
          throw new Error('no key today');
        },
      },
    }),
  }),
  damaged: frames({
    change: async ({ damagedRows }) => {
      damagedRows.add('anna');
      return {};
    },
  }),
  'redactor-outdated': frames({
    change: async ({ gate, shard, tables }) => {
      await gate.addLane(shard.lane);
      await gate.openLane(shard.lane, 1);
      tables.lanes.get(shard.lane)!.disclosure = '1.9';
      return {};
    },
  }),
  'gate-closed': incidents({ event: pausing }),
  'gate-slow': incidents({ event: pausing, slow: 1000 }),
  'gate-closed-late': incidents({ paused: 'without a receipt', event: containing }),
  'gate-still-closed': incidents({ paused: 'filed', event: onSchedule }),
  'reports-unfinished': incidents({ paused: 'without a receipt', noEvidence: true, event: onSchedule }),
  'branch-not-known': incidents({ paused: 'filed', lookedInto: true, event: unanswered }),
  'probe-red': incidents({ probe: 'red', event: onSchedule }),
  'probe-unasked': incidents({ probe: 'unasked', event: onSchedule }),
  'report-overdue': incidents({ reported: 'low', after: 80 * 3_600_000, event: onSchedule }),
  'incident-open': incidents({ paused: 'filed', after: 86_400_000, event: onSchedule }),
  'ledger-rewritten': ledger('rewritten'),
  'second-line-altered': secondLine('altered'),
  'checkpoint-not-witnessed': ledger('unheard'),
  'exposure-old': oldInventory,
  'data-sets-departed': dataSet('departed'),
  'data-set-stopped': dataSet('stopped'),
  'door-moved': incidents({ event: () => onOurs('kms:PutKeyPolicy') }),
  'guard-blind': watching('blind'),
  'running-not-noted': watching('away'),
  'guard-not-witnessed': watching('unheard'),
  'door-tried': incidents({ event: () => onOurs('kms:PutKeyPolicy', { error: 'AccessDenied' }) }),
};

/** What a function reads is not what was written. */
const damageOf = (name: string): Fault =>
  name === 'redactor'
    ? frames({
        find: async () => {
          const { Refused } = await import('../../../core/shared/errors.ts');
          throw new Refused('damaged', 'not what was written');
        },
      })
    : damaged(name);

/** The same functions, with nothing wrong. */
const HEALTHY: Readonly<Record<string, Fault>> = {
  redactor: frames(),
  checkpoint: ledger(),
  investigate: incidents({ event: onSchedule }),
  'second-line': secondLine(),
  departures: dataSet(),
  guard: incidents({ event: () => onOurs('kms:PutKeyPolicy', { request: { keyId: 'somebody else’s' } }) }),
};

const PERIOD = 300_000;
const NOW = Date.UTC(2026, 10, 25, 13);

/**
 * What a function writes that is called as often as it takes, in each of the alarm's periods. A function that fails may throw: that is
 * Lambda's to count.
 */
async function written(
  alarm: AlarmDefinition,
  fault: Fault,
  name = alarm.dimensions.service!.slice(PREFIX.length),
): Promise<Datum[]> {
  let scenario: Scenario | undefined;
  const handler = await loadHandler(name, async () => {
    scenario = await fault();
    return scenario.ports;
  });
  const times = alarm.statistic === 'Sum' ? alarm.threshold : 1;
  const data: Datum[] = [];
  for (let period = 0; period < alarm.periods; period += 1) {
    for (let time = 0; time < times; time += 1) {
      const printed = await printedBy(() => handler(scenario!.event).catch(() => {}));
      data.push(...metricsOf(printed, NOW - 1 - period * PERIOD));
    }
  }
  return data;
}

describe('an alarm on what functions count', () => {
  test.each(own)('%s: its fault raises it, one time less does not', async (name, alarm) => {
    expect(Object.keys(FAULTS)).toContain(name);

    const data = await written(alarm, FAULTS[name]!);

    expect(stateOf(alarm, data, NOW)).toBe('ALARM');
    const first = data.findIndex(({ metric }) => metric === alarm.metric);
    expect(stateOf(alarm, data.toSpliced(first, 1), NOW)).toBe('OK');
  });

  test.each([...MANIFESTS.keys()])(
    'damage that %s meets raises the one alarm of the stage, and is counted as its own',
    async (name) => {
      const alarm = alarms.get('broken')!;

      const data = await written(alarm, damageOf(name), name);

      expect(stateOf(alarm, data, NOW)).toBe('ALARM');
      expect(
        data
          .filter(({ metric }) => metric === 'Broken')
          .map(({ dimensions }) => dimensions.service)
          .sort(),
      ).toEqual([PREFIX.slice(0, -1), `${PREFIX}${name}`]);
    },
  );

  test.each(functionsWith('routes'))(
    'whatever is away, %s answers as a failure, which the API counts',
    async (name) => {
      let scenario: Scenario | undefined;
      const handler = await loadHandler(name, async () => {
        scenario = await away(name)();
        return scenario.ports;
      });

      const printed: string[] = [];
      let answer: unknown;
      printed.push(
        ...(await printedBy(async () => {
          answer = await handler(scenario!.event);
        })),
      );

      expect((answer as { statusCode: number }).statusCode).toBe(500);
      expect(metricsOf(printed, NOW).map(({ metric, dimensions }) => [metric, dimensions.service])).toContainEqual([
        'Failed',
        `${PREFIX}${name}`,
      ]);
    },
  );

  test('a checkpoint that is gone raises the same alarm as a ledger that was rewritten', async () => {
    const [, alarm] = own.find(([name]) => name === 'ledger-rewritten')!;
    expect(stateOf(alarm, await written(alarm, ledger('unsigned')), NOW)).toBe('ALARM');
  });

  test.each(Object.keys(HEALTHY))('on what %s counts: quiet while all is well', async (name) => {
    const ofFunction = own.filter(([, { dimensions }]) => dimensions.service === `${PREFIX}${name}`);
    const often: AlarmDefinition = { ...ofFunction[0]![1], statistic: 'Sum', threshold: 3, periods: 3 };

    const data = await written(often, HEALTHY[name]!);

    expect(ofFunction.filter(([, alarm]) => stateOf(alarm, data, NOW) !== 'OK').map(([alarm]) => alarm)).toEqual([]);
  });
});
