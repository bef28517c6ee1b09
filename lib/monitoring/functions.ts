import type { Manifest, Plane } from '../../functions/shared/manifest.ts';
import { MANIFESTS } from '../functions.ts';
import { type Alarms, awsMetric, ownMetric, stageMetric } from './alarm.ts';

/** Alarms of the functions of a plane: what their manifests name, and what is the same for all. */
export function monitorFunctions(plane: Plane, prefix: string, alarms: Alarms, manifests = MANIFESTS): void {
  for (const [name, manifest] of manifests) {
    if (manifest.plane !== plane) continue;
    for (const [alarm, { means, metric, statistic, ...limits }] of Object.entries(manifest.alarms)) {
      alarms.add(alarm, { description: means, metric: ownMetric(prefix, name, metric, statistic), ...limits });
    }
    monitorFailures(name, manifest, prefix, alarms);
  }
}

/**
 * A function that only answers the API has no alarm of its own failures: each is a 5xx there, which `api-errors` watches, and the graph of failures says whose it was. Others fail in four ways, and no metric sees two of them: Lambda counts what is thrown, times out or cannot start; what the
 * function catches, to answer 500 or to name the records that failed, it counts itself; damage it counts beside; and what does not run
 * at all counts nothing.
 */
function monitorFailures(name: string, { errors, plane, triggers }: Manifest, prefix: string, alarms: Alarms): void {
  const means = errors?.means ?? '';
  if (errors) {
    const { means: _means, ...limits } = errors;
    alarms.add(`${name}-errors`, { description: means, metric: ofFunction(prefix, name, 'Errors'), ...limits });
    if (triggers.stream) {
      alarms.add(`${name}-failed`, { description: means, metric: ownMetric(prefix, name, 'Failed'), ...limits });
    }
  }
  if (triggers.changes || triggers.bus) {
    alarms.add(`${name}-dropped`, {
      description: `Lambda gave up on events for ${name}, after three tries: what they told was never seen. ${means}`,
      metric: ofFunction(prefix, name, 'AsyncEventsDropped'),
    });
  }
  if (plane === 'witness') {
    const metric = ownMetric(prefix, name, 'Broken');
    alarms.add(`${name}-broken`, { description: `What ${name} reads ${BROKEN}`, metric });
  }
  if (triggers.schedule && 'minutes' in triggers.schedule.every) {
    alarms.addSilence(`${name}-silent`, {
      description: `${name} is not called any more, or is not there: "${triggers.schedule.does}" is not done. Look at its rule; "cdk deploy" does not bring back what was deleted by hand.`,
      metric: ofFunction(prefix, name, 'Invocations'),
    });
  }
}

const BROKEN =
  "is not what was written: damage, a mix-up, or somebody's hand. The log has the reason. File a report of high severity.";

/** Damage, whichever function meets it: what is to be done is the same, and the metric of each function says which it was. */
export function monitorDamage(prefix: string, alarms: Alarms): void {
  alarms.add('broken', { description: `What a function reads ${BROKEN}`, metric: stageMetric(prefix, 'Broken') });
}

/** A metric that Lambda writes of a function. */
export const ofFunction = (prefix: string, name: string, metric: string, statistic?: string) =>
  awsMetric('AWS/Lambda', metric, { FunctionName: `${prefix}-${name}` }, statistic);
