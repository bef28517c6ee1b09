import { expect, test } from '@jest/globals';
import type { readBooks } from '../../api/books.ts';
import type { status } from '../../api/consent.ts';
import type { approve, fileReport, showIncident } from '../../api/incident.ts';
import type { ledgerTips } from '../../api/ledger.ts';
import type { readParticipation } from '../../api/participation.ts';
import type { listRecords, readRecord } from '../../api/reading.ts';
import { type Answer, keyOf } from '../../api/route.ts';
import { ROUTES } from '../../api/routes.ts';
import type { Books } from '../../core/books/books.ts';
import type { Participation } from '../../core/consent/participation.ts';
import type { Status } from '../../core/consent/status.ts';
import type { Decided } from '../../core/incident/decide.ts';
import type { Reported } from '../../core/incident/report.ts';
import type { IncidentView } from '../../core/incident/view.ts';
import type { ChainTip } from '../../core/ledger/ledger.ts';
import type { EventPage } from '../../core/reading/page.ts';
import type { RecordSummary } from '../../core/reading/reading.ts';

/**
 * Names of fields that an answer of the core has and its contract does not, at any depth; `never` where there are none. The
 * compiler takes surplus fields of a variable, so it has to be asked.
 */
type Unsaid<Core, Said> = Core extends readonly (infer C)[]
  ? Said extends readonly (infer S)[]
    ? Unsaid<C, S>
    : never
  : Core extends object
    ? { [K in keyof Core]-?: K extends keyof Said ? Unsaid<NonNullable<Core[K]>, NonNullable<Said[K]>> : K }[keyof Core]
    : never;

type Nothing<T extends never> = T;
/** Findings are of several kinds, which the end-to-end tests compare. */
type WithoutFindings<View> = Omit<View, 'findings'>;

type AllIsSaid = [
  Nothing<Unsaid<Status, Answer<typeof status>>>,
  Nothing<Unsaid<Books, Answer<typeof readBooks>>>,
  Nothing<Unsaid<Participation, Answer<typeof readParticipation>>>,
  Nothing<Unsaid<Reported, Answer<typeof fileReport>>>,
  Nothing<Unsaid<WithoutFindings<IncidentView>, WithoutFindings<Answer<typeof showIncident>>>>,
  Nothing<Unsaid<Decided, Answer<typeof approve>>>,
  Nothing<Unsaid<ChainTip[], NonNullable<Answer<typeof ledgerTips>['chains']>>>,
  Nothing<Unsaid<RecordSummary[], Answer<typeof listRecords>['records']>>,
  Nothing<Unsaid<EventPage, Answer<typeof readRecord>>>,
];

test('answers have no field that their contracts do not name', () => {
  const said: AllIsSaid[] = [];
  expect(said).toEqual([]);
});

test('every contract is of one route, and says what its parameters are', () => {
  expect(new Set(ROUTES.map(keyOf)).size).toBe(ROUTES.length);
  for (const route of ROUTES) {
    const named = [...route.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => [name!, 'x']);
    const issues = route.params.safeParse(Object.fromEntries(named)).error?.issues ?? [];
    // Values may not fit; names that are missing or too many do not.
    expect(issues.filter(({ code }) => code === 'unrecognized_keys')).toEqual([]);
    expect(route.params.safeParse({}).success).toBe(named.length === 0);
  }
});

test.each(ROUTES.map((route) => [keyOf(route), route] as const))('%s refuses what it does not know', (_, route) => {
  for (const part of [route.params, route.query, route.body]) {
    const issues = part.safeParse({ neverHeardOf: 1 }).error?.issues ?? [];
    expect(issues.map(({ code }) => code)).toContain('unrecognized_keys');
  }
});
