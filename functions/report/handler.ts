import { ulid } from 'ulid';
import * as z from 'zod';
import { SEVERITIES } from '../../core/incident/incident.ts';
import { pauseProgram, report } from '../../core/incident/report.ts';
import { finishHeld } from '../../core/incident/unfinished.ts';
import { viewIncident, viewIncidents } from '../../core/incident/view.ts';
import { httpApi, parse, route, routeWithBody } from '../shared/http.ts';
import type { Identity } from '../shared/identity.ts';
import { alsoScheduled } from '../shared/schedule.ts';
import { config } from './config.ts';
import { finishAndMeasure } from './open-work.ts';
import { parts, pseudonyms } from './parts.ts';
import { reporterOf } from './reporter.ts';

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
    reporter: { sub: await reporterOf(personOf(identity)), groups: identity.groups },
    ...(from !== undefined && { from }),
  };
}

const api = httpApi({
  groupsClaim: config.SLUICE_GROUPS_CLAIM,
  routes: {
    'POST /reports': routeWithBody(reportBody, async ({ identity, body }) =>
      report(parts, { ...(await order(identity, body)), severity: body.severity, text: body.text }),
    ),
    'POST /pauses': routeWithBody(pauseBody, async ({ identity, body }) =>
      pauseProgram(parts, { ...(await order(identity, body)), text: body.reason }),
    ),
    'GET /incidents': route(async ({ identity }) => {
      // Whoever looks finishes a pause that died half-way: nobody has to wait for the schedule.
      const { held, errors } = await finishHeld(parts);
      for (const error of errors) parts.unfinished?.(error);
      const viewer = { person: await personOf(identity), groups: identity.groups };
      return { incidents: await viewIncidents(parts, viewer, held) };
    }),
    'GET /incidents/{incident}': route(async ({ identity, path }) =>
      viewIncident(parts, parse(incidentPath, path).incident, {
        person: await personOf(identity),
        groups: identity.groups,
      }),
    ),
  },
});

/** Its schedule, every few minutes: a report that nobody looks at is finished all the same, and a lost workflow goes on. */
export const handler = alsoScheduled(api, finishAndMeasure);
