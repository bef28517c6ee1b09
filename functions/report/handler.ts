import { ulid } from 'ulid';
import { pauseProgram, report } from '../../core/incident/report.ts';
import { finishHeld } from '../../core/incident/unfinished.ts';
import { viewIncident, viewIncidents } from '../../core/incident/view.ts';
import { httpApi } from '../shared/http.ts';
import type { Identity } from '../shared/identity.ts';
import { recogniserOf } from '../shared/issuer.ts';
import { config } from './config.ts';
import { parts, pseudonyms } from './parts.ts';
import { reporterOf } from './reporter.ts';
import { routes } from './routes.ts';

/** People are named by pseudonym in incidents: who reports is nobody's business but the workflow's. */
const personOf = ({ issuer, sub }: Identity): Promise<string> => pseudonyms.of(issuer, sub);

const viewerOf = async (identity: Identity) => ({ person: await personOf(identity), groups: identity.groups });

const order = async (identity: Identity, given: { incident?: string; from?: number }) => ({
  ...given,
  incident: given.incident ?? ulid(parts.clock.now()),
  reporter: { sub: await reporterOf(personOf(identity)), groups: identity.groups },
});

export const handler = httpApi({
  recognise: recogniserOf(config),
  disclosure: parts.disclosure,
  routes,
  answers: {
    fileReport: async ({ identity, body: { severity, text, ...more } }) =>
      report(parts, { ...(await order(identity, more)), severity, text }),
    pause: async ({ identity, body: { reason, ...more } }) =>
      pauseProgram(parts, { ...(await order(identity, more)), text: reason }),
    listIncidents: async ({ identity, query }) => {
      // Whoever looks finishes a pause that died half-way: nobody has to wait for the schedule.
      const { held, errors } = await finishHeld(parts);
      for (const error of errors) parts.unfinished?.(error);
      return viewIncidents(parts, await viewerOf(identity), held, query.after);
    },
    showIncident: async ({ identity, params }) => viewIncident(parts, params.incident, await viewerOf(identity)),
  },
});
