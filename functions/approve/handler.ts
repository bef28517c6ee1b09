import { askResume, decide } from '../../core/incident/decide.ts';
import { personInIncidents } from '../../core/incident/person.ts';
import { httpApi } from '../shared/http.ts';
import { recogniserOf } from '../shared/issuer.ts';
import { config } from './config.ts';
import { parts, pseudonyms } from './parts.ts';
import { routes } from './routes.ts';

export const handler = httpApi({
  recognise: recogniserOf(config),
  disclosure: parts.disclosure,
  routes,
  answers: {
    approve: async ({ identity: { issuer, sub, ...identity }, params, body }) =>
      decide(parts, {
        incident: params.incident,
        approver: {
          sub: await pseudonyms.of(issuer, sub),
          asReporter: (await personInIncidents(pseudonyms, issuer, sub)).in(params.incident),
          groups: identity.groups,
          // Nobody approves what they may have paused themselves: an e-mail that nobody has verified keeps them from it too.
          names: identity.claimedEmail === undefined ? [] : [identity.claimedEmail],
        },
        ...body,
      }),
    resume: async ({ params: { incident } }) => {
      const { answered } = await askResume(parts, incident);
      return { incident, outcome: 'resume', answered };
    },
  },
});
