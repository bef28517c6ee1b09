import { EVENT_KINDS, EVENTS } from '../../wire/event.ts';
import { ERASED_ROWS_BOUND, erasureBound } from './bounds.ts';
import { claimsOf } from './claims.ts';
import type { Disclosure } from './disclosure.ts';
import { ownLanguage, type Spoken, saidIn } from './spoken.ts';

/**
 * A skeleton of an impact assessment (GDPR, article 35, 7), in English: what the file and the deployed program say stands in it, and what only
 * people can judge is left to them, and marked. It decides nothing.
 */

/** What a deployed program says of itself; absent where nobody asked, or the caller may not see it. */
export interface DeployedFigures {
  /** ms. */
  at: number;
  /** Version of the disclosure that is in force. */
  disclosure?: string;
  /** About how many take part. */
  people?: string;
  /** Events that are stored, by the books. */
  stored?: number;
  /** Grants that are live. */
  grants?: number;
  /** Data sets that open, and runs that are declared. */
  exports?: number;
  runs?: number;
}

const DAY = 86_400_000;
const OPEN = '**To be judged by people:**';

export function impactAssessment(disclosure: Disclosure, deployed?: DeployedFigures): string {
  const { program, version, controller, population, purposes, retention, gate, coolOffHours, lease, redaction } =
    disclosure;
  const own = ownLanguage(disclosure);
  const said = (text: Spoken): string => cell(saidIn(text, 'en', own).text);
  const kinds = EVENT_KINDS.filter((kind) => disclosure.events[kind]);
  const claims = claimsOf(disclosure);
  const byCode = claims.filter(({ enforcement }) => enforcement && enforcement.by !== 'people').length;
  const open = claims.filter(({ enforcement }) => !enforcement);
  const figure = (value: string | number | undefined): string =>
    value === undefined ? 'not asked, or not shown to who asked' : cell(String(value));
  return [
    `# Data protection impact assessment: ${said(disclosure.title)}`,
    `Program ${cell(program)}, disclosure ${version}. A skeleton: figures are those of the file${
      deployed ? `, and of the deployed program on ${new Date(deployed.at).toISOString()}` : ''
    }; what stands after "${OPEN}" nobody has judged yet.`,
    '## 1. What is done (article 35, 7a)',
    said(disclosure.summary),
    `Controller: ${controller ? `${cell(controller.name)}, ${cell(controller.address)}` : '**not said by the file**'}. Legal basis: ${
      disclosure.legalBasis
        ? said(disclosure.legalBasis)
        : '**not said by the file**; nothing is stored without a live consent'
    }. Asked: members of ${list(population.groups)}${population.excluded.length > 0 ? `, never of ${list(population.excluded)}` : ''}.`,
    table(
      ['recorded', 'fields', 'why'],
      kinds.map((kind) => [
        EVENTS[kind].words,
        list(disclosure.events[kind]!.fields),
        said(disclosure.events[kind]!.why),
      ]),
    ),
    table(
      ['purpose', 'readers', 'grant, hours at most', 'data sets', 'limits'],
      Object.entries(purposes).map(([purpose, rules]) => [
        `${cell(purpose)}: ${said(rules.description)}`,
        list(rules.readers),
        String(rules.longestGrantHours),
        rules.export ? `of ${rules.export.people} people at least, for ${rules.export.days} days` : 'none',
        limitsOf(rules),
      ]),
    ),
    '### As it runs',
    table(
      ['figure', 'now'],
      [
        ['disclosure in force', figure(deployed?.disclosure)],
        ['people who take part, about', figure(deployed?.people)],
        ['events stored', figure(deployed?.stored)],
        ['grants that are live', figure(deployed?.grants)],
        ['data sets that open', figure(deployed?.exports)],
        ['training runs that are declared', figure(deployed?.runs)],
      ],
    ),
    '## 2. Necessity and proportion (article 35, 7b)',
    table(
      ['kept', 'days'],
      Object.entries(retention).map(([tier, days]) => [tier, String(days)]),
    ),
    `For ${coolOffHours} hours the subject alone reads. After an erasure the last copy is gone within ${Math.ceil(
      erasureBound(disclosure) / DAY,
    )} days, and what tells when somebody worked within ${Math.ceil(ERASED_ROWS_BOUND / DAY)}. A model that was trained keeps what it learnt.`,
    `${OPEN} whether each kind is needed for each purpose; whether fewer people, days or fields would do; whether consent can be free between an employer and who works there.`,
    '## 3. Risks to people (article 35, 7c)',
    table(
      ['risk', 'likelihood', 'severity'],
      RISKS.map(([risk]) => [risk, OPEN, OPEN]),
    ),
    '## 4. What is done against them (article 35, 7d)',
    table(
      ['risk', 'measure'],
      RISKS.map(([risk, measure]) => [risk, measure(disclosure)]),
    ),
    `${byCode} of ${claims.length} claims of the disclosure are kept by code, each with a test (\`sluice disclosure prove\`)${
      open.length > 0 ? `; **by nothing: ${list(open.map(({ key }) => key))}**` : ', and none by nothing'
    }. Storage stops when less than ${Math.round(100 * redaction.recallBar)} % of planted canaries are found. Collection stops within ${lease.seconds} seconds of a closed gate; ${list(gate.approvers)} open it, two people of different groups.`,
    `${OPEN} what remains, and whether the supervisory authority has to be asked (article 36).`,
    '## 5. Who was heard (article 35, 2 and 9)',
    disclosure.review
      ? `Reviewed by ${cell(disclosure.review.reviewer)} on ${disclosure.review.date}.`
      : '**The file does not say who reviewed it.**',
    `Data protection officer: ${controller?.officer ? cell(controller.officer) : '**not said by the file**'}. ${OPEN} what the representatives of those who are recorded have said.`,
  ].join('\n\n');
}

/** What could happen to people by it, and what the disclosure and the code do against it. */
const RISKS: readonly [risk: string, measure: (disclosure: Disclosure) => string][] = [
  [
    'somebody’s work is watched or judged by it',
    ({ purposes }) =>
      `${Object.keys(purposes).length} purposes, none else is served; every read has a grant by somebody else and an entry`,
  ],
  [
    'more is recorded than was said',
    () => 'the filter on the device, and again before anything is stored; what is more is counted, and alarms',
  ],
  [
    'secrets, health and beliefs are stored',
    ({ redaction }) =>
      `${Object.values(redaction.actions).filter((action) => action === 'drop').length} types are dropped, others masked; redaction is tested all the time, and misses some`,
  ],
  [
    'a person is recognised in a data set',
    ({ purposes }) =>
      `names of each data set alone; ${list(Object.values(purposes).flatMap((one) => (one.export ? [`${one.export.people} people at least`] : []))) || 'no data sets are made'}`,
  ],
  [
    'it is read by whom it is not for',
    () =>
      'a key of its own for each subject; storage, key and policy lie with different roles; who can reach them is listed and watched',
  ],
  [
    'somebody who has withdrawn is trained with',
    () => 'parts of data sets open under the subject’s own key; runs are registered, and people told',
  ],
  [
    'it cannot be stopped',
    ({ gate }) => `${list(gate.closers)} close it at once, ${gate.closuresPerDay} times a day each`,
  ],
];

const limitsOf = ({
  givers,
  tiers,
  kinds,
  applications,
  until,
  segmentsPerDay,
}: Disclosure['purposes'][string]): string =>
  [
    ...(givers ? [`given by ${list(givers)}`] : []),
    ...(tiers ? [`tiers ${list(tiers)}`] : []),
    ...(kinds ? [`kinds ${list(kinds)}`] : []),
    ...(applications ? [`programs ${list(applications)}`] : []),
    ...(until === undefined ? [] : [`until ${until}`]),
    ...(segmentsPerDay === undefined ? [] : [`${segmentsPerDay} segments a reader and day`]),
  ].join('; ') || 'none';

const list = (names: readonly string[]): string => cell(names.join(', '));
/** Of Markdown: what an author or a program says makes no cell, line or heading of its own. */
/** Words in a line or a cell, as they were written: nothing of them is Markdown or HTML, and no link leads out of the page. */
const cell = (text: string): string =>
  text.replaceAll(/\s+/g, ' ').replaceAll(/[|\\`<>#*_~[\]!&]/g, (sign) => `\\${sign}`);
const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');
