import { MetricUnit } from '@aws-lambda-powertools/metrics';
import { books } from '../../core/books/books.ts';
import { consent, enrol, withdraw } from '../../core/consent/consent.ts';
import { erase, finishErasures } from '../../core/consent/erase.ts';
import { ownConsent, statusOf } from '../../core/consent/status.ts';
import { saveDirectory } from '../../core/directory/directory.ts';
import { grantLease } from '../../core/lease/grant-lease.ts';
import { requireRight } from '../../core/shared/rights.ts';
import { httpApi, route, routeWithBody } from '../shared/http.ts';
import type { Identity } from '../shared/identity.ts';
import { logger, metrics } from '../shared/observability.ts';
import { alsoScheduled } from '../shared/schedule.ts';
import { config } from './config.ts';
import { directory, lanes, leaseParts, parts, pseudonyms } from './parts.ts';
import { consentBody, directoryBody, enrolmentBody, LONGEST_DIRECTORY, leaseBody } from './requests.ts';

const { collection, reading } = parts.gates;
const callerOf = async ({ issuer, sub, groups }: Identity) => ({ subject: await pseudonyms.of(issuer, sub), groups });

const api = httpApi({
  groupsClaim: config.SLUICE_GROUPS_CLAIM,
  routes: {
    'POST /enrolments': routeWithBody(enrolmentBody, async ({ identity, body }) => {
      // The first enrolment of a program makes its gates.
      const [caller] = await Promise.all([callerOf(identity), collection.read(), reading.read()]);
      return ownConsent(await enrol(parts, { ...caller, device: body.device }), parts.disclosure);
    }),
    'POST /consents': routeWithBody(consentBody, async ({ identity, body: { disclosure: version, hash } }) =>
      ownConsent(await consent(parts, { ...(await callerOf(identity)), version, hash }), parts.disclosure),
    ),
    'DELETE /consents': route(async ({ identity }) =>
      ownConsent(await withdraw(parts, (await callerOf(identity)).subject), parts.disclosure),
    ),
    'POST /leases': routeWithBody(leaseBody, async ({ identity, body }) => {
      const grant = await grantLease(leaseParts, { ...(await callerOf(identity)), ...body });
      metrics.addMetric('LeasesGranted', MetricUnit.Count, 1);
      return grant;
    }),
    'GET /status': route(async ({ identity }) => statusOf(parts, await callerOf(identity))),
    'GET /books': route(async ({ identity }) => {
      requireRight(parts.disclosure, identity.groups, 'see-books');
      return books(lanes, parts.store);
    }),
    'PUT /directory': routeWithBody(
      directoryBody,
      async ({ identity, body: { entries } }) => {
        requireRight(parts.disclosure, identity.groups, 'keep-directory');
        const facts = await saveDirectory(entries, directory);
        logger.info('directory replaced', { ...facts });
        return facts;
      },
      LONGEST_DIRECTORY,
    ),
    'GET /directory': route(async ({ identity }) => {
      requireRight(parts.disclosure, identity.groups, 'keep-directory');
      return (await directory.store.facts()) ?? { entries: 0 };
    }),
    'DELETE /subject': route(async ({ identity }) =>
      erase({ ...parts, gates: [collection, reading] }, (await callerOf(identity)).subject),
    ),
  },
});

/** Its schedule, daily: the keys of erased subjects are deleted again, whatever died or was restored in between. */
export const handler = alsoScheduled(api, async () => {
  const erased = await finishErasures(parts);
  logger.info('erasures finished', { erased });
  return { erased };
});
