import { MetricUnit } from '@aws-lambda-powertools/metrics';
import { restartLost } from '../../core/incident/restart.ts';
import { passOnOverdue } from '../../core/incident/triage.ts';
import { finishOpenWork } from '../../core/incident/unfinished.ts';
import { reportDecoyReads } from '../../core/investigation/decoy-reads.ts';
import { askProbes } from '../../core/investigation/probe.ts';
import { SluiceError } from '../../core/shared/errors.ts';
import { metrics } from '../shared/observability.ts';
import { parts } from './parts.ts';

const MINUTE = 60_000;
/** Of the 14 minutes of a call: each that is begun may look for five. */
const PROBES_WITHIN = 5 * MINUTE;

/** On schedule: finishes what died half-way, starts lost workflows again, passes on what nobody has looked at in time, reports who read what is nobody's, asks what goes on being asked, and says how gates and incidents stand. @throws when something is left unfinished */
export async function finishAndMeasure(): Promise<undefined> {
  const { errors, open, erasing, gatesClosed, oldest } = await finishOpenWork(parts);
  const { overdue, errors: untold } = await passOnOverdue(parts, open);
  errors.push(...untold, ...(await restartLost(parts, [...open, ...erasing])));
  errors.push(...(await reportDecoyReads(parts)));
  const { red, errors: unasked } = await askProbes(parts, parts.clock.now() + PROBES_WITHIN);
  for (const error of unasked) parts.unasked(error);
  for (const error of errors) parts.unfinished?.(error);
  const age = oldest === undefined ? 0 : Math.max(0, (parts.clock.now() - oldest) / MINUTE);
  const counts = {
    ...{ GatesClosed: gatesClosed, ReportsOverdue: overdue, ProbesRed: red, ProbesNotAsked: unasked.length },
    ...{ UnfinishedReports: errors.length, OldestOpenIncidentMinutes: Math.floor(age) },
  };
  // A metric costs as long as it is written, and nothing is no news: that nobody looks at all is an alarm of its own.
  for (const [name, count] of Object.entries(counts)) if (count > 0) metrics.addMetric(name, MetricUnit.Count, count);
  if (errors.length > 0) throw new SluiceError(`${errors.length} incidents are not finished`);
}
