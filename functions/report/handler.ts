import { ulid } from 'ulid';
import { answerReport } from '../../core/incident/answer-report.ts';
import { personInIncidents } from '../../core/incident/person.ts';
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

const personOf = ({ issuer, sub }: Identity) => personInIncidents(pseudonyms, issuer, sub);

const viewerOf = async (identity: Identity) => {
  const { namesIn } = await personOf(identity);
  return { namesIn, groups: identity.groups };
};

const order = async (identity: Identity, given: { incident?: string; from?: number }) => {
  const now = parts.clock.now();
  const incident = given.incident ?? ulid(now);
  const reporter = await reporterOf(personOf(identity), incident, now);
  return { ...given, incident, reporter: { ...reporter, groups: identity.groups } };
};

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
    answerReport: async ({ params: { incident }, body: { text } }) => ({
      incident,
      answers: await answerReport(parts, incident, text),
    }),
    showIncident: async ({ identity, params }) => viewIncident(parts, params.incident, await viewerOf(identity)),
  },
});
