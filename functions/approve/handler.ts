import { askResume, decide } from '../../core/incident/decide.ts';
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
    approve: async ({ identity, params, body }) =>
      decide(parts, {
        incident: params.incident,
        approver: {
          sub: await pseudonyms.of(identity.issuer, identity.sub),
          groups: identity.groups,
          names: identity.email === undefined ? [] : [identity.email],
        },
        ...body,
      }),
    resume: async ({ params: { incident } }) => {
      const { answered } = await askResume(parts, incident);
      return { incident, outcome: 'resume', answered };
    },
  },
});
