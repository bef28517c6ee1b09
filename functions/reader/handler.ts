import { may } from '../../api/people.ts';
import { concernIn } from '../../core/incident/concern.ts';
import { entriesAbout } from '../../core/ledger/about.ts';
import { chainPage } from '../../core/ledger/chain-page.ts';
import { personInLedger } from '../../core/ledger/choice.ts';
import { tipsWithNote } from '../../core/ledger/last-checkpoint.ts';
import { publicKeyPem } from '../../core/ledger/note.ts';
import { type Caller, reachingGrants, readerOf, visibleGrants, visibleRequests } from '../../core/reading/access.ts';
import { askGrant } from '../../core/reading/ask-grant.ts';
import { examineSegment } from '../../core/reading/examine.ts';
import { explainGrant } from '../../core/reading/explain-grant.ts';
import { giveGrant } from '../../core/reading/grant.ts';
import { countRecords, listForPurpose, listOwn } from '../../core/reading/list.ts';
import { pageOf } from '../../core/reading/page.ts';
import { purposesOf } from '../../core/reading/purpose.ts';
import { readSegment } from '../../core/reading/read.ts';
import { OWN_DATA } from '../../core/reading/reading.ts';
import { revokeGrant } from '../../core/reading/revoke-grant.ts';
import { summaryOf } from '../../core/reading/summary.ts';
import { httpApi } from '../shared/http.ts';
import type { Identity } from '../shared/identity.ts';
import { recogniserOf } from '../shared/issuer.ts';
import { config } from './config.ts';
import { checkpoints, concerns, grants, inForce, isOpen, ledger, pseudonyms, reading, signer, texts } from './parts.ts';
import { routes } from './routes.ts';

const WEEK = 7 * 86_400_000;
const { disclosure, clock } = reading;
const shown = { ledger, texts };

const callerOf = async ({ issuer, sub, groups }: Identity): Promise<Caller> => ({
  sub,
  groups,
  pseudonym: await pseudonyms.of(issuer, sub),
});
const chooserOf = async ({ issuer, sub }: Identity) => ({
  ...(await personInLedger(pseudonyms, issuer, sub)),
  subject: await pseudonyms.of(issuer, sub),
});
const subjectOf = (asked: string, caller: Caller): string => (asked === 'me' ? caller.pseudonym : asked);

const spanOf = ({ to = clock.now(), from = to - WEEK }: { from?: number; to?: number }) => ({ from, to });
const answered = ({ rows, unreadable, receipt, next }: Awaited<ReturnType<typeof listOwn>>) => ({
  receipt,
  records: rows,
  ...(next !== undefined && { next }),
  ...(unreadable > 0 && { unreadable }),
});

export const handler = httpApi({
  recognise: recogniserOf(config),
  disclosure,
  routes,
  answers: {
    listRecords: async ({ identity, query }) => {
      const span = spanOf({ from: 0, ...query });
      return answered(await listOwn(reading, await callerOf(identity), { ...query, ...span, newest: true }));
    },
    listForPurpose: async ({ identity, body: { purpose, reason, subject, ...asked } }) => {
      await inForce.check();
      const caller = await callerOf(identity);
      const whose = subject === undefined ? {} : { subject: subjectOf(subject, caller) };
      const query = { ...asked, ...spanOf(asked), ...whose };
      return answered(await listForPurpose(reading, caller, { purpose, reason, query }));
    },
    countRecords: async ({ identity, query }) => {
      const { unreadable, ...totals } = await countRecords(reading, await callerOf(identity), spanOf(query));
      return { ...totals, ...(unreadable > 0 && { unreadable }) };
    },
    readRecord: async ({ identity, params: { subject, segment }, body }) => {
      const caller = await callerOf(identity);
      const { skip, ...why } = body;
      // For which purposes, and by whom: as people consented to it. What is one's own is read under any.
      if (why.purpose !== OWN_DATA) await inForce.check();
      const whose = subjectOf(subject, caller);
      const { lines, row, receipt } = await readSegment(reading, {
        ...why,
        segment,
        subject: whose,
        reader: readerOf(caller, why.purpose, whose),
        groups: caller.groups,
      });
      return { receipt, record: summaryOf(row), ...pageOf(lines, skip) };
    },
    examineRecord: async ({ identity, params: { subject, segment }, body }) => {
      const caller = await callerOf(identity);
      if (body.purpose !== OWN_DATA) await inForce.check();
      const whose = subjectOf(subject, caller);
      const reader = readerOf(caller, body.purpose, whose);
      return examineSegment(reading, { ...body, segment, subject: whose, reader, groups: caller.groups });
    },
    ledgerTips: async ({ identity, query: { subject, by } }) => {
      const seesAll = may(disclosure, identity.groups, 'read-ledger');
      const [tips, publicKey] = await Promise.all([
        seesAll ? tipsWithNote(ledger, checkpoints) : {},
        signer.publicKey(),
      ]);
      const about =
        subject && (await entriesAbout(shown, { ...(await chooserOf(identity)), withoutOwn: by === 'others' }));
      return {
        ...{ ...tips, publicKey: publicKeyPem(publicKey) },
        ...(about && { ...about, purposes: purposesOf(disclosure) }),
      };
    },
    ledgerEntries: async ({ params: { chain }, query: { after, limit } }) => {
      return { chain, ...(await chainPage(shown, chain, after, limit)) };
    },
    giveGrant: async ({ identity, body }) => {
      await inForce.check();
      return giveGrant(grants, disclosure, clock, { giver: identity, ...body });
    },
    showConcern: async ({ identity: { issuer, sub, groups }, params: { incident } }) =>
      concernIn(concerns, incident, { subject: await pseudonyms.of(issuer, sub), groups }),
    askGrant: async ({ identity: { sub, groups, email }, body }) => {
      await inForce.check();
      const asker = { sub, groups, ...(email !== undefined && { email }) };
      return { request: await askGrant(grants, disclosure, clock, { asker, ...body }) };
    },
    explainGrant: async ({ identity, body }) => {
      const { by, others, ...explained } = await explainGrant(
        { grants, disclosure, policy: reading.policy, isOpen, now: clock.now() },
        identity,
        body,
      );
      return { ...explained, by: by.map((one) => ({ ...one })), others: others.map((one) => ({ ...one })) };
    },
    revokeGrant: async ({ identity, body: { grant } }) =>
      revokeGrant(grants, disclosure, clock, { by: identity, grant }),
    listGrants: async ({ identity }) => {
      const [live, asked] = await Promise.all([grants.list(clock.now()), grants.requests(clock.now())]);
      return {
        grants: visibleGrants(disclosure, identity, live),
        requests: visibleRequests(disclosure, identity, asked),
        reaching: reachingGrants(disclosure, live),
      };
    },
  },
});
