/**
 * What keeps each claim of a disclosure, and which test fails when it is not kept: a row for each key of its schema. A key without a row is
 * a claim that nothing enforces (`claims.ts` finds it); that files, names and tests are there is tested.
 */

/** By what it is kept. `people`: no code can; it stands in the text that people consent to, whose hash a consent is given to. */
const MEANS = [
  'consent text',
  'people',
  'population',
  'filter',
  'redaction',
  'retention',
  'lease',
  'reading',
  'export',
  'gate',
  'guard',
  'rights',
  'deploy',
  'inventory',
] as const;
type Means = (typeof MEANS)[number];

/** `file#name`: what the file exports, or has. */
type Place = `${string}.ts#${string}`;
/** `file: title`. */
type TestPlace = `${string}.test.ts: ${string}` | `${string}.contract.ts: ${string}`;

export interface Enforcement {
  by: Means;
  /** What is claimed, in a line. */
  says: string;
  where: readonly Place[];
  tests: readonly TestPlace[];
  /** How it is kept a second time, where the first is code of ours alone. */
  second?: string;
}

const TEXT: Place = 'core/disclosure/show.ts#consentText';
const TEXT_TESTS: readonly TestPlace[] = [
  'core/disclosure/show.test.ts: says everything that the disclosure decides',
  'core/disclosure/show.test.ts: the order in which an author wrote does not change the hash; a changed decision does',
];
const told = (says: string, means: Means = 'consent text', tests: readonly TestPlace[] = []): Enforcement => ({
  ...{ by: means, says, where: [TEXT] },
  tests: [...TEXT_TESTS, ...tests],
});
const UNSAID: readonly TestPlace[] = ['core/disclosure/show.test.ts: without %s that is said to be missing'];

const RETENTION: Omit<Enforcement, 'says'> = {
  by: 'retention',
  where: ['core/intake/seal.ts#sealRow', 'core/reading/row-times.ts#timesOf'],
  tests: [
    'test/promises/04-retention-goes-on.test.ts: a segment at its end is in no list any more while the gates are closed',
    'core/reading/judge.test.ts: to the millisecond: by the end of the grant, of the cool-off, of the retention',
    'test/promises/12-fail-closed.test.ts: an event without a tier counts as the most sensitive: shortest retention',
  ],
  second: 'TTL of the row, and the lifecycle of the vault bucket',
};
const FLUSH: Omit<Enforcement, 'says'> = {
  by: 'lease',
  where: ['core/lease/grant-lease.ts#grantLease'],
  tests: ['agent/sdk/agent.test.ts: sends when the flush size is reached, and no frame holds more'],
};
const GUARD: Omit<Enforcement, 'says'> = {
  by: 'guard',
  where: ['core/guard/guard.ts#guard'],
  tests: ['core/guard/guard.test.ts: the disclosure decides: sterner, or less'],
};
const DEEP: Omit<Enforcement, 'says'> = {
  by: 'redaction',
  where: ['functions/redactor/deep-pass.aws.ts#deepPass', 'lib/access/ingest.ts#deepPass'],
  tests: [
    'core/intake/redact.test.ts: what it finds is masked before it is stored, in the tier that the disclosure gives it',
    'core/disclosure/show.test.ts: says that a model reads again, and where',
  ],
  second: 'IAM: the redactor reaches that one service or folder of models, and none without it',
};
const ROLES: Omit<Enforcement, 'says'> = {
  by: 'rights',
  where: ['api/people.ts#holdersOf'],
  tests: [
    'api/people.test.ts: %s: the groups that the disclosure calls by the roles',
    'test/unit/own-groups.test.ts: every capability was tried',
  ],
};
const POLICY = 'a Cedar policy, asked before the transaction';
const EXPORT_TESTS: readonly TestPlace[] = [
  'core/export/job.test.ts: is planned',
  'core/export/job.test.ts: is sealed, when only one person did what is asked for',
];

export const ENFORCEMENT: Readonly<Record<string, Enforcement>> = {
  program: {
    by: 'deploy',
    says: 'it is of this program alone',
    where: ['lib/stages/program-stage.ts#program', 'core/disclosure/succession.ts#deployedProblems'],
    tests: ['cli/disclosure.test.ts: check --in-force: what a file may be deployed over'],
    second: 'the encryption context of every key and message names the program',
  },
  version: {
    by: 'deploy',
    says: 'what widens has a new MAJOR, and asks for consent again',
    where: ['core/disclosure/in-force.ts#inForceOf', 'core/disclosure/version.ts#covers'],
    tests: [
      'core/disclosure/in-force.test.ts: nobody acts on what is wider than any text that somebody may have consented to',
      'test/promises/10-resuming-is-harder.test.ts: with a disclosure that widened, nobody collects until they have consented to it: old leases, old consents, old frames',
    ],
  },
  language: told('texts are in this language where they are in one', 'consent text', [
    'core/disclosure/show.test.ts: without a language a text is in that of the file',
  ]),
  title: told('what the program is'),
  summary: told('what it is for'),
  contact: told('who answers questions', 'people'),
  'controller.name': told('who is responsible', 'people', UNSAID),
  'controller.address': told('where they can be written to', 'people', UNSAID),
  'controller.officer': told('how the data protection officer is reached', 'people', UNSAID),
  legalBasis: told('by what right', 'people', UNSAID),
  'place.country': told('in which country it is stored', 'people', UNSAID),
  'place.region': {
    by: 'deploy',
    says: 'in which Region it is stored',
    where: ['lib/stages/program-stage.ts#place'],
    tests: ['test/infra/app.test.ts: a disclosure %s is not deployed'],
    second: 'IAM: no role does anything in another Region',
  },
  'recipients[].name': told('who else gets it', 'people', UNSAID),
  'recipients[].role': told('in which role they get it', 'people', UNSAID),
  'recipients[].why': told('why they get it', 'people', UNSAID),
  'complaints.authority': told('where people may complain', 'people', UNSAID),
  'complaints.contact': told('how that authority is reached', 'people', UNSAID),
  answerDays: told('within how many days questions are answered', 'people'),
  'groups.<name>': told('what the names of groups mean'),
  'review.reviewer': told('who reviewed it', 'people', UNSAID),
  'review.date': told('when it was reviewed', 'people', UNSAID),
  'review.document': told('where the whole review is', 'people', UNSAID),
  'review.signature': {
    by: 'consent text',
    says: 'the file is as the reviewer signed it',
    where: ['core/disclosure/review.ts#reviewProblem'],
    tests: [
      'core/disclosure/review.test.ts: is of what the file says: not of its comments, its order, its quotes',
      'cli/disclosure.test.ts: sign, and check --key: a disclosure that its reviewer signed, and one that was changed since',
    ],
  },
  'population.groups': {
    by: 'population',
    says: 'who may be asked',
    where: ['api/people.ts#isCovered', 'core/consent/consent.ts#enrol'],
    tests: [
      'core/consent/consent.test.ts: of a or b, without c and d: a member of %j is covered: %p',
      'core/consent/consent.test.ts: refuses %j',
    ],
  },
  'population.excluded': {
    by: 'population',
    says: 'who is never asked, whatever else they are in',
    where: ['api/people.ts#isCovered', 'core/lease/prove-device.ts#coversAll'],
    tests: [
      'core/consent/consent.test.ts: of a or b, without c and d: a member of %j is covered: %p',
      'core/lease/prove-device.test.ts: is asked for its person’s token again when the program is about fewer people, in a version that asks nobody for consent',
    ],
  },
  'population.exemptions.<name>.people': told('how many people are exempt', 'consent text', [
    'core/disclosure/terms.test.ts: every rule is told with its number and its reason, where the author gives them',
  ]),
  'population.exemptions.<name>.why': told('why they are exempt', 'consent text', [
    'core/disclosure/terms.test.ts: every rule is told with its number and its reason, where the author gives them',
  ]),
  'purposes.<name>.description': told('what records are read for'),
  'purposes.<name>.readers': {
    by: 'reading',
    says: 'whose members may hold a grant for it',
    where: ['core/reading/purpose.ts#requireReader'],
    tests: [
      'core/reading/read.test.ts: one of the groups of a purpose is enough, and whoever is in none is told which they are',
      'test/promises/07-no-reading-without-a-purpose.test.ts: nobody gives a grant to themselves or to who has not asked; grants end, and are taken back',
    ],
    second: 'IAM: the reader’s role alone opens keys, and is denied beside a closed gate',
  },
  'purposes.<name>.longestGrantHours': {
    by: 'reading',
    says: 'how long a grant lasts at most',
    where: ['core/reading/grant.ts#giveGrant', 'core/reading/ask-grant.ts#askGrant'],
    tests: [
      'core/reading/read.test.ts: a steward gives one to somebody else, for a purpose, for a time',
      'core/reading/judge.test.ts: to the millisecond: by the end of the grant, of the cool-off, of the retention',
    ],
  },
  'purposes.<name>.givers': {
    by: 'reading',
    says: 'who gives a grant for it',
    where: ['core/reading/grant.ts#giveGrant', 'core/policy/policies.ts#policiesOf'],
    tests: [
      'core/policy/policies.test.ts: a grant is given by the groups that the purpose names, and never by who reads',
    ],
    second: POLICY,
  },
  'purposes.<name>.tiers': {
    by: 'reading',
    says: 'segments of which tiers are read for it',
    where: ['core/policy/policies.ts#policiesOf', 'core/reading/judge.ts#permits', 'core/export/part.ts#PartMaker'],
    tests: [
      'core/reading/policy.test.ts: a segment of a tier that the purpose has not is refused, and no key is opened',
      'core/export/balance.property.test.ts: no row is of a tier that the purpose has not, whatever its fields and its segment say',
    ],
    second: POLICY,
  },
  'purposes.<name>.kinds': {
    by: 'reading',
    says: 'which kinds of events are shown for it',
    where: ['core/policy/policies.ts#policiesOf', 'core/reading/shown.ts#shownFor'],
    tests: ['core/reading/policy.test.ts: events of kinds and programs that the purpose has not are not shown'],
    second: POLICY,
  },
  'purposes.<name>.applications': {
    by: 'reading',
    says: 'events of which programs are shown for it',
    where: ['core/policy/policies.ts#policiesOf', 'core/reading/shown.ts#shownFor'],
    tests: ['core/reading/policy.test.ts: events of kinds and programs that the purpose has not are not shown'],
    second: POLICY,
  },
  'purposes.<name>.until': {
    by: 'reading',
    says: 'until which day anything is read for it',
    where: ['core/policy/policies.ts#policiesOf', 'core/reading/purpose.ts#endOf'],
    tests: ['core/reading/policy.test.ts: after its last day nothing is read for a purpose, and no grant outlives it'],
    second: POLICY,
  },
  'purposes.<name>.segmentsPerDay': {
    by: 'reading',
    says: 'how many segments one reader opens for it in a day',
    where: ['core/reading/limits.ts#volumeOf'],
    tests: ['core/reading/volume.test.ts: beyond the volume of a day a read is refused by name, and is an entry'],
    second: 'counted in the transaction of the read',
  },
  'purposes.<name>.export.people': {
    by: 'export',
    says: 'of how many people a data set is, at least',
    where: ['core/export/query.ts#requirePeople', 'core/export/query.ts#rulesFor'],
    tests: EXPORT_TESTS,
  },
  'purposes.<name>.export.days': {
    by: 'export',
    says: 'after how many days it opens no more',
    where: ['core/export/create.ts#createExport', 'lib/planes/training/storage.ts#days'],
    tests: [
      'core/export/job.test.ts: is opened by who made it alone, until it expires',
      'core/export/job.test.ts: of a purpose for which the disclosure lets none be made is refused',
    ],
    second: 'lifecycle of the bucket of exports',
  },
  'events.<one>.fields': {
    by: 'filter',
    says: 'which kinds and fields may be kept',
    where: ['core/disclosure/filter.ts#filterOf', 'core/intake/admit.ts#admitEvents'],
    tests: [
      'core/disclosure/show.test.ts: the filter holds kinds, fields and applications, and nothing else',
      'test/promises/12-fail-closed.test.ts: any line: an event that the disclosure has, or a drop',
    ],
    second: 'the redactor asks it again of every frame, whatever the agent did',
  },
  'events.<one>.why': told('why the program needs it'),
  'applications.<name>.keys': {
    by: 'filter',
    says: 'which programs are recorded, and what of keys',
    where: ['core/disclosure/filter.ts#filterOf', 'core/intake/admit.ts#admitEvents'],
    tests: [
      'wire/filter.test.ts: class detail keeps the class and the timing of a key',
      'core/disclosure/show.test.ts: the filter holds kinds, fields and applications, and nothing else',
    ],
    second: 'the redactor asks it again of every frame, whatever the agent did',
  },
  'applications.<name>.pages': {
    by: 'filter',
    says: 'which pages of a site are recorded',
    where: ['core/disclosure/filter.ts#filterOf', 'agent/collectors/browser/sites.ts#isListed'],
    tests: [
      'core/disclosure/show.test.ts: the filter holds kinds, fields and applications, and nothing else',
      'agent/collectors/browser/sites.test.ts: of a site with pages those alone are recorded',
    ],
  },
  'redaction.actions.<one>': {
    by: 'redaction',
    says: 'what is done to a value of a type',
    where: ['core/disclosure/policy.ts#redactionPolicyOf'],
    tests: [
      'core/disclosure/show.test.ts: the redaction policy holds the actions and tiers that are spelled out',
      'redaction/actions.test.ts: by action',
    ],
  },
  'redaction.tiers.<one>': {
    by: 'redaction',
    says: 'in which tier a segment with such a value is',
    where: ['core/disclosure/policy.ts#redactionPolicyOf'],
    tests: [
      'core/disclosure/show.test.ts: the redaction policy holds the actions and tiers that are spelled out',
      'redaction/frames.test.ts: tiers with their reason, the highest of an event',
    ],
  },
  'redaction.recallBar': {
    by: 'redaction',
    says: 'under which share of found canaries storage stops',
    where: ['core/intake/redactor-of.ts#redactorOf'],
    tests: [
      'test/promises/12-fail-closed.test.ts: a redactor that no longer finds what is planted stops storage: under the bar nothing is stored',
      'redaction/recall/live-recall.test.ts: under the bar it stops every call, until canaries are found again',
    ],
  },
  'redaction.languages.spoken': {
    by: 'redaction',
    says: 'which languages are read in full',
    where: ['core/disclosure/policy.ts#spokenLanguagesOf'],
    tests: ['redaction/language/spoken.test.ts: a language without rules of its own is left to the tagger'],
  },
  'redaction.languages.others': {
    by: 'redaction',
    says: 'what becomes of text of other languages',
    where: ['core/disclosure/policy.ts#spokenLanguagesOf'],
    tests: [
      'redaction/language/spoken.test.ts: masks its texts whole, or reads them for structured values alone, as it says',
    ],
  },
  'redaction.deepPass.by': { ...DEEP, says: 'who reads what redaction left, once more' },
  'redaction.deepPass.language': { ...DEEP, says: 'in which language that service reads' },
  'redaction.deepPass.name': { ...DEEP, says: 'which model reads' },
  'redaction.deepPass.sha256': { ...DEEP, says: 'that it is that model' },
  'retention.routine': { ...RETENTION, says: 'days that routine segments are kept' },
  'retention.personal': { ...RETENTION, says: 'days that personal segments are kept' },
  'retention.sensitive': { ...RETENTION, says: 'days that sensitive segments are kept' },
  coolOffHours: {
    by: 'reading',
    says: 'for how long the subject alone can read',
    where: ['core/intake/seal.ts#sealRow', 'core/reading/row-times.ts#timesOf'],
    tests: [
      'core/reading/judge.test.ts: to the millisecond: by the end of the grant, of the cool-off, of the retention',
      'core/reading/read.test.ts: subjects read their own in the cool-off, and nobody else’s',
    ],
  },
  'lease.seconds': {
    by: 'lease',
    says: 'for how long a device records after a gate has closed',
    where: ['core/lease/grant-lease.ts#grantLease'],
    tests: [
      'core/lease/grant-lease.test.ts: end within their length of the moment at which the gate was seen open, however long the caller is held up',
    ],
    second: 'the redactor refuses frames of an epoch that is over',
  },
  'lease.deliveryHours': {
    by: 'lease',
    says: 'until when a frame may arrive',
    where: ['core/disclosure/bounds.ts#deliveryMs'],
    tests: ['core/intake/refusals.test.ts: a frame that arrives after its delivery window'],
  },
  'collector.flushSeconds': {
    ...FLUSH,
    says: 'after how many seconds a frame is sent',
    tests: ['agent/sdk/agent.test.ts: sends after the flush interval, the first time after a part of it'],
  },
  'collector.flushBytes': { ...FLUSH, says: 'at how many bytes a frame is sent' },
  'collector.spoolBytes': {
    ...FLUSH,
    says: 'how much waits on a device, encrypted',
    tests: ['agent/sdk/agent-delivery.test.ts: a full spool pauses capture until it has room'],
  },
  'collector.eventsPerMinute': {
    ...FLUSH,
    says: 'how many events a minute are kept of a device',
    tests: [
      'agent/sdk/agent.test.ts: thins out pointer events over the budget, then the rest',
      'core/intake/device-budget.test.ts: what is admitted of one device and minute is never more than its budget, in whatever pieces it comes, and again the same',
    ],
    second: 'the redactor refuses what is beyond it',
  },
  'collector.mark': {
    ...FLUSH,
    says: 'whether an agent records only where a mark on the screen shows it',
    tests: [
      'agent/sdk/agent.test.ts: that the program demands: nothing is captured without it, it goes on once it is there, and stops when it goes',
    ],
  },
  'gate.closers': {
    by: 'gate',
    says: 'whose report closes both gates at once',
    where: ['core/incident/report.ts#report'],
    tests: [
      'core/incident/report.test.ts: is who is in one of the groups that the disclosure names, and not in all of them',
      'test/promises/09-a-report-leads-to-containment.test.ts: has closed both gates when it is answered: nothing is collected or read, and devices get no lease',
    ],
  },
  'gate.closuresPerDay': {
    by: 'gate',
    says: 'how often a day one person closes them',
    where: ['core/incident/report.ts#report'],
    tests: ['core/incident/report.test.ts: beyond the closures of a day a report is filed, and closes nothing'],
  },
  'gate.approvers': {
    by: 'gate',
    says: 'two of which groups let it resume',
    where: ['core/incident/approve.ts#approve', 'core/incident/conclude.ts#resumeProgram'],
    tests: [
      'core/incident/conclude.test.ts: refused with one approval, with two of one group, and done with two of different groups',
      'test/promises/10-resuming-is-harder.test.ts: five of these pairs, and no other',
    ],
  },
  'gate.triage.hours': {
    by: 'gate',
    says: 'after how many hours a report of medium severity closes them',
    where: ['core/incident/triage.ts#escalatesAt'],
    tests: [
      'core/incident/triage.test.ts: a medium one closes both gates, once, and is followed as any other that does',
    ],
  },
  'gate.triage.lowHours': {
    by: 'gate',
    says: 'after how many hours the next group is asked of a low one',
    where: ['core/incident/triage.ts#escalatesAt'],
    tests: ['core/incident/triage.test.ts: group after group is asked, and those who were asked stay so'],
  },
  'gate.resume.greenHours': {
    by: 'gate',
    says: 'how long probes must have been green before it resumes',
    where: ['core/incident/conclusion.ts#checkConclusion'],
    tests: [
      'core/incident/asks-for.test.ts: every probe of the findings has answered, and is green for as long as the disclosure says',
    ],
  },
  'gate.resume.toldHours': {
    by: 'gate',
    says: 'how long people have known before it resumes',
    where: ['core/incident/conclusion.ts#checkConclusion'],
    tests: ['core/incident/asks-for.test.ts: the people concerned have known for so long what was found'],
  },
  'gate.longestHoldDays': {
    by: 'gate',
    says: 'how long an incident holds back an erasure, at most',
    where: ['core/consent/hold.ts#longestHold'],
    tests: ['core/consent/consent.test.ts: waits while an incident holds a gate, for as long as the disclosure allows'],
  },
  'guard.close': { ...GUARD, says: 'which doors close the gates' },
  'guard.report': { ...GUARD, says: 'which doors are reported' },
  'guard.note': { ...GUARD, says: 'which doors are noted' },
  'exposure.readers': {
    by: 'inventory',
    says: 'how many principals of AWS can reach what is stored',
    where: ['cli/exposure.ts#readers'],
    tests: ['core/exposure/exposure.test.ts: is over its budget when more can'],
    second: 'resource policies of keys, tables and buckets name the roles',
  },
  'people.roles.investigators': { ...ROLES, says: 'which groups investigate' },
  'people.roles.representatives': { ...ROLES, says: 'which groups speak for subjects' },
  'people.roles.stewards': { ...ROLES, says: 'which groups give grants' },
  'people.roles.platform': { ...ROLES, says: 'which groups run it' },
  'people.rights.<one>': {
    ...ROLES,
    says: 'which groups have a right in place of the roles',
    tests: [
      'api/people.test.ts: %s: the groups that the disclosure gives it to, in place of the roles',
      'test/unit/own-groups.test.ts: every capability was tried',
    ],
  },
};
