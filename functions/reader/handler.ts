import { entriesAbout } from '../../core/ledger/about.ts';
import { chainPage } from '../../core/ledger/chain-page.ts';
import { tipsOf } from '../../core/ledger/ledger.ts';
import { publicKeyPem } from '../../core/ledger/note.ts';
import { type Caller, visibleGrants } from '../../core/reading/access.ts';
import { giveGrant } from '../../core/reading/grant.ts';
import { listRecords } from '../../core/reading/list.ts';
import { pageOf } from '../../core/reading/page.ts';
import { readSegment } from '../../core/reading/read.ts';
import { OWN_DATA } from '../../core/reading/reading.ts';
import { summaryOf } from '../../core/reading/summary.ts';
import { requireRight } from '../../core/shared/rights.ts';
import { httpApi, parse, route, routeWithBody } from '../shared/http.ts';
import type { Identity } from '../shared/identity.ts';
import { config } from './config.ts';
import { checkpoints, grants, ledger, pseudonyms, reading, signer } from './parts.ts';
import { chainPath, chainQuery, grantBody, ledgerQuery, readBody, recordPath, recordsQuery } from './requests.ts';

const WEEK = 7 * 86_400_000;
const { disclosure, clock } = reading;

const callerOf = async ({ issuer, sub, groups }: Identity): Promise<Caller> => ({
  sub,
  groups,
  pseudonym: await pseudonyms.of(issuer, sub),
});
const subjectOf = (asked: string, caller: Caller): string => (asked === 'me' ? caller.pseudonym : asked);

export const handler = httpApi({
  groupsClaim: config.SLUICE_GROUPS_CLAIM,
  routes: {
    'GET /records': route(async ({ identity, query }) => {
      const caller = await callerOf(identity);
      const { subject, limit, to = clock.now(), from = to - WEEK } = parse(recordsQuery, query);
      const whose = subject === undefined ? {} : { subject: subjectOf(subject, caller) };
      const { rows, unreadable, receipt } = await listRecords(reading, caller, { ...whose, from, to, limit });
      return { receipt, records: rows, ...(unreadable > 0 && { unreadable }) };
    }),
    'POST /records/{subject}/{segment}': routeWithBody(readBody, async ({ identity, path, body }) => {
      const caller = await callerOf(identity);
      const { subject, segment } = parse(recordPath, path);
      const { skip, ...why } = body;
      const { lines, row, receipt } = await readSegment(reading, {
        ...why,
        segment,
        subject: subjectOf(subject, caller),
        reader: why.purpose === OWN_DATA ? caller.pseudonym : caller.sub,
        groups: caller.groups,
      });
      return { receipt, record: summaryOf(row), ...pageOf(lines, skip) };
    }),
    'GET /ledger': route(async ({ identity, query }) => {
      const { subject } = parse(ledgerQuery, query);
      const [chains, checkpoint, publicKey] = await Promise.all([
        tipsOf(ledger),
        checkpoints.latest(),
        signer.publicKey(),
      ]);
      const entries = subject && (await entriesAbout(ledger, (await callerOf(identity)).pseudonym));
      return { chains, checkpoint, publicKey: publicKeyPem(publicKey), ...(entries && { entries }) };
    }),
    'GET /ledger/{chain}': route(async ({ identity, path, query }) => {
      requireRight(disclosure, identity.groups, 'read-ledger');
      const { chain } = parse(chainPath, path);
      const { after, limit } = parse(chainQuery, query);
      return { chain, ...(await chainPage(ledger, chain, after, limit)) };
    }),
    'POST /grants': routeWithBody(grantBody, ({ identity, body }) =>
      giveGrant(grants, disclosure, clock, { giver: identity, ...body }),
    ),
    'GET /grants': route(async ({ identity }) => ({
      grants: visibleGrants(disclosure, await callerOf(identity), await grants.list(clock.now())),
    })),
  },
});
