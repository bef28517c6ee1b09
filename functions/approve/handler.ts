import * as z from 'zod';
import { askResume, decide } from '../../core/incident/decide.ts';
import { DECISIONS } from '../../core/incident/incident.ts';
import { requireRight } from '../../core/shared/rights.ts';
import { httpApi, parse, route, routeWithBody } from '../shared/http.ts';
import { config } from './config.ts';
import { parts, pseudonyms } from './parts.ts';

const incidentPath = z.strictObject({ incident: z.ulid() });
const approvalBody = z.strictObject({
  decision: z.enum(DECISIONS),
  /** Hash of the findings' document, as the signed note of the findings has it. */
  findings: z.string().regex(/^[0-9a-f]{64}$/),
  /** Of the collection gate. */
  epoch: z.int().min(1),
});

export const handler = httpApi({
  groupsClaim: config.SLUICE_GROUPS_CLAIM,
  routes: {
    'POST /incidents/{incident}/approvals': routeWithBody(approvalBody, async ({ identity, path, body }) =>
      decide(parts, {
        incident: parse(incidentPath, path).incident,
        approver: {
          sub: await pseudonyms.of(identity.issuer, identity.sub),
          groups: identity.groups,
          names: identity.email === undefined ? [] : [identity.email],
        },
        ...body,
      }),
    ),
    'POST /incidents/{incident}/resume': route(async ({ identity, path }) => {
      requireRight(parts.disclosure, identity.groups, 'resume');
      const { incident } = parse(incidentPath, path);
      const { answered } = await askResume(parts, incident);
      return { incident, outcome: 'resume', answered };
    }),
  },
});
