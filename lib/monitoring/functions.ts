import type { Plane } from '../../functions/shared/manifest.ts';
import { MANIFESTS } from '../functions.ts';
import { type Alarms, awsMetric, ownMetric } from './alarm.ts';

/** Alarms of the functions of a plane, as their manifests declare them: what they count themselves, and that they fail. */
export function monitorFunctions(plane: Plane, prefix: string, alarms: Alarms): void {
  for (const [name, manifest] of MANIFESTS) {
    if (manifest.plane !== plane) continue;
    for (const [alarm, { means, metric, statistic, ...limits }] of Object.entries(manifest.alarms)) {
      alarms.add(alarm, { description: means, metric: ownMetric(prefix, name, metric, statistic), ...limits });
    }
    const { means, ...limits } = manifest.errors;
    alarms.add(`${name}-errors`, { description: means, metric: ofFunction(prefix, name, 'Errors'), ...limits });
  }
}

/** A metric that Lambda writes of a function. */
export const ofFunction = (prefix: string, name: string, metric: string, statistic?: string) =>
  awsMetric('AWS/Lambda', metric, { FunctionName: `${prefix}-${name}` }, statistic);
