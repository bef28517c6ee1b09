import { MetricUnit } from '@aws-lambda-powertools/metrics';
import { ulid } from 'ulid';
import * as z from 'zod';
import { SEVERITIES } from '../../core/incident/incident.ts';
import { finishReports, pauseProgram, type Reported, report } from '../../core/incident/report.ts';
import { restartLost } from '../../core/incident/restart.ts';
import { viewIncident, viewIncidents } from '../../core/incident/view.ts';
import { SluiceError } from '../../core/shared/errors.ts';
import { httpApi, parse, route, routeWithBody } from '../shared/http.ts';
import type { Identity } from '../shared/identity.ts';
import { describeError, logger, metrics } from '../shared/observability.ts';
import { alsoScheduled } from '../shared/schedule.ts';
import { config } from './config.ts';
import { parts, pseudonyms } from './parts.ts';

const id = z.ulid();
/** `incident` makes sending again harmless: choose the id, and send it with every try. */
const common = { incident: id.optional(), from: z.int().min(0).optional() };
const text = z.string().min(1).max(20_000);
const reportBody = z.strictObject({ ...common, severity: z.enum(SEVERITIES), text });
const pauseBody = z.strictObject({ ...common, reason: text });
const incidentPath = z.strictObject({ incident: id });

/** People are named by pseudonym in incidents: who reports is nobody's business but the workflow's. */
const personOf = ({ issuer, sub }: Identity): Promise<string> => pseudonyms.of(issuer, sub);

async function order(
  identity: Identity,
  { incident, from }: { incident?: string | undefined; from?: number | undefined },
) {
  return {
    incident: incident ?? ulid(parts.clock.now()),
    reporter: { sub: await personOf(identity), groups: identity.groups },
    ...(from !== undefined && { from }),
  };
}

function counted(reported: Reported): Reported {
  const { closedAt, reportedAt } = reported.incident;
  if (closedAt !== undefined) metrics.addMetric('GatesClosedAfter', MetricUnit.Milliseconds, closedAt - reportedAt);
  return reported;
}

/** Finishes what died half-way. @returns how many could not be finished */
async function finish(): Promise<number> {
  const errors = await finishReports(parts);
  for (const error of errors) logger.error('a report is not finished', describeError(error));
  return errors.length;
}

const api = httpApi({
  groupsClaim: config.SLUICE_GROUPS_CLAIM,
  routes: {
    'POST /reports': routeWithBody(reportBody, async ({ identity, body }) =>
      counted(await report(parts, { ...(await order(identity, body)), severity: body.severity, text: body.text })),
    ),
    'POST /pauses': routeWithBody(pauseBody, async ({ identity, body }) =>
      counted(await pauseProgram(parts, { ...(await order(identity, body)), text: body.reason })),
    ),
    'GET /incidents': route(async ({ identity }) => {
      // Whoever looks finishes what died half-way: nobody has to wait for the schedule.
      await finish();
      return {
        incidents: await viewIncidents(parts, { person: await personOf(identity), groups: identity.groups }),
      };
    }),
    'GET /incidents/{incident}': route(async ({ identity, path }) =>
      viewIncident(parts, parse(incidentPath, path).incident, {
        person: await personOf(identity),
        groups: identity.groups,
      }),
    ),
  },
});

/** Starts again the workflows of open incidents that run no more. @returns how many could not be looked at */
async function restart(): Promise<number> {
  const errors = await restartLost(parts, await parts.store.list(LOOKED_AT));
  for (const error of errors) logger.error('a workflow is not looked after', describeError(error));
  return errors.length;
}
/** Newest incidents among which open ones are looked for. */
const LOOKED_AT = 200;

/** Its schedule, every few minutes: a report that nobody looks at is finished all the same, and a lost workflow goes on. */
export const handler = alsoScheduled(api, async () => {
  const unfinished = (await finish()) + (await restart());
  if (unfinished > 0) throw new SluiceError(`${unfinished} reports are not finished`);
});
