import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { diffDisclosures } from './diff.ts';
import type { Effect } from './differences.ts';
import type { Disclosure } from './disclosure.ts';
import { sampleDisclosure } from './sample.ts';

type Change = (disclosure: Disclosure) => void;

/** Of a purpose, and what lets it more. */
const LIMITS = [
  ['givers', ['stewards'], ['stewards', 'platform']],
  ['tiers', ['routine'], ['routine', 'personal']],
  ['kinds', ['click'], ['click', 'key']],
  ['applications', ['editor'], ['editor', 'terminal']],
  ['until', '2027-01-31', '2027-02-28'],
  ['segmentsPerDay', 100, 200],
] as const;

const CASES: [what: string, change: Change, key: string, effect: Effect][] = [
  [
    'another title',
    (d) => {
      d.title = 'Another title';
    },
    'title',
    'rewords',
  ],
  [
    'another summary',
    (d) => {
      d.summary = 'Something else, in other words.';
    },
    'summary',
    'widens',
  ],
  [
    'a summary in one more language',
    (d) => {
      d.summary = { en: d.summary as string, de: 'Ein Programm, damit Tests eines zu lesen haben.' };
    },
    'summary',
    'rewords',
  ],
  [
    'a summary in other words beside one more language',
    (d) => {
      d.summary = { en: 'Something else, in other words.', de: 'Etwas anderes, in anderen Worten.' };
    },
    'summary',
    'widens',
  ],
  [
    'the same words in what is another language',
    (d) => {
      d.language = 'de';
    },
    'summary',
    'widens',
  ],
  [
    'who is responsible, for the first time',
    (d) => {
      d.controller = { name: 'Example GmbH', address: 'Musterweg 1' };
    },
    'controller.name',
    'rewords',
  ],
  [
    'a legal basis, for the first time',
    (d) => {
      d.legalBasis = 'your consent';
    },
    'legalBasis',
    'rewords',
  ],
  [
    'a place, for the first time',
    (d) => {
      d.place = { country: 'Germany' };
    },
    'place',
    'rewords',
  ],
  [
    'a recipient, for the first time',
    (d) => {
      d.recipients = [{ name: 'A cloud', role: 'processor', why: 'it runs the computers' }];
    },
    'recipients.A cloud',
    'widens',
  ],
  [
    'an authority to complain to',
    (d) => {
      d.complaints = { authority: 'Authority of Berlin', contact: 'berlin.example' };
    },
    'complaints',
    'rewords',
  ],
  [
    'a day by which people are answered',
    (d) => {
      d.answerDays = 30;
    },
    'answerDays',
    'rewords',
  ],
  [
    'a review',
    (d) => {
      d.review = { reviewer: 'the office', date: '2026-11-20' };
    },
    'review',
    'rewords',
  ],
  [
    'a group more to ask',
    (d) => {
      d.population.groups.push('interns');
    },
    'population.groups',
    'rewords',
  ],
  [
    'a group excluded',
    (d) => {
      d.population.excluded.push('legal');
    },
    'population.excluded',
    'narrows',
  ],
  [
    'a door that closes less',
    (d) => {
      d.guard.note.push('key-policy');
    },
    'guard.key-policy',
    'widens',
  ],
  [
    'a door that closes more',
    (d) => {
      d.guard.close.push('logs');
    },
    'guard.logs',
    'narrows',
  ],
  [
    'a new purpose',
    (d) => {
      d.purposes.sales = { description: 'Sell more.', readers: ['sales'], longestGrantHours: 1 };
    },
    'purposes.sales',
    'widens',
  ],
  [
    'a reader more',
    (d) => {
      d.purposes.research!.readers.push('sales');
    },
    'purposes.research.readers',
    'widens',
  ],
  [
    'another description',
    (d) => {
      d.purposes.research!.description = 'Study how fast people are.';
    },
    'purposes.research.description',
    'widens',
  ],
  [
    'longer grants',
    (d) => {
      d.purposes.research!.longestGrantHours = 9;
    },
    'purposes.research.longestGrantHours',
    'widens',
  ],
  ...LIMITS.map(([key, less]): (typeof CASES)[number] => [
    `a purpose that is limited by ${key}`,
    (d) => void Object.assign(d.purposes.research!, { [key]: less }),
    `purposes.research.${key}`,
    'narrows',
  ]),
  [
    'a new kind',
    (d) => {
      d.events.scroll = { fields: [], why: 'Scrolling is nice.' };
    },
    'events.scroll',
    'widens',
  ],
  [
    'a kind less',
    (d) => {
      delete d.events.click;
    },
    'events.click',
    'narrows',
  ],
  [
    'a field more',
    (d) => {
      d.events.click!.fields.push('button');
    },
    'events.click.fields',
    'widens',
  ],
  [
    'a field less',
    (d) => {
      d.events.click!.fields.pop();
    },
    'events.click.fields',
    'narrows',
  ],
  [
    'another reason',
    (d) => {
      d.events.click!.why = 'Because we can do it.';
    },
    'events.click.why',
    'widens',
  ],
  [
    'an application more',
    (d) => {
      d.applications.mail = { keys: 'none' };
    },
    'applications.mail',
    'widens',
  ],
  [
    'an application named like a member of Object',
    (d) => {
      d.applications['constructor' as string] = { keys: 'none' };
    },
    'applications.constructor',
    'widens',
  ],
  [
    'an application less',
    (d) => {
      delete d.applications.editor;
    },
    'applications.editor',
    'narrows',
  ],
  [
    'more key detail',
    (d) => {
      d.applications.terminal!.keys = 'content';
    },
    'applications.terminal.keys',
    'widens',
  ],
  [
    'less key detail',
    (d) => {
      d.applications.editor!.keys = 'none';
    },
    'applications.editor.keys',
    'narrows',
  ],
  [
    'pages, where it was the whole site',
    (d) => {
      d.applications.editor!.pages = ['/cases/*'];
    },
    'applications.editor.pages',
    'narrows',
  ],
  [
    'a type kept',
    (d) => {
      d.redaction.actions.DATE = 'keep';
    },
    'redaction.actions.DATE',
    'widens',
  ],
  [
    'a type dropped',
    (d) => {
      d.redaction.actions.DATE = 'drop';
    },
    'redaction.actions.DATE',
    'narrows',
  ],
  [
    'a lower tier',
    (d) => {
      d.redaction.tiers.DATE = 'routine';
    },
    'redaction.tiers.DATE',
    'widens',
  ],
  [
    'a higher tier',
    (d) => {
      d.redaction.tiers.DATE = 'sensitive';
    },
    'redaction.tiers.DATE',
    'narrows',
  ],
  [
    'a lower bar',
    (d) => {
      d.redaction.recallBar = 0.9;
    },
    'redaction.recallBar',
    'widens',
  ],
  [
    'a deep pass',
    (d) => {
      d.redaction.deepPass = { by: 'comprehend', language: 'en' };
    },
    'redaction.deepPass',
    'widens',
  ],
  [
    'a model',
    (d) => {
      d.redaction.deepPass = { by: 'model', name: 'small', sha256: '0'.repeat(64) };
    },
    'redaction.deepPass',
    'widens',
  ],
  [
    'longer retention',
    (d) => {
      d.retention.personal = 61;
    },
    'retention.personal',
    'widens',
  ],
  [
    'shorter retention',
    (d) => {
      d.retention.sensitive = 29;
    },
    'retention.sensitive',
    'narrows',
  ],
  [
    'a shorter cool-off',
    (d) => {
      d.coolOffHours = 1;
    },
    'coolOffHours',
    'widens',
  ],
  [
    'longer leases',
    (d) => {
      d.lease.seconds = 61;
    },
    'lease.seconds',
    'widens',
  ],
  [
    'shorter delivery',
    (d) => {
      d.lease.deliveryHours = 2;
    },
    'lease.deliveryHours',
    'narrows',
  ],
  [
    'more events a minute',
    (d) => {
      d.collector.eventsPerMinute = 6001;
    },
    'collector.eventsPerMinute',
    'widens',
  ],
  [
    'another flush',
    (d) => {
      d.collector.flushSeconds = 10;
    },
    'collector.flushSeconds',
    'rewords',
  ],
  [
    'who may close, fewer',
    (d) => {
      d.gate.closers.splice(0, 1, 'stewards');
    },
    'gate.closers',
    'widens',
  ],
  [
    'fewer closures',
    (d) => {
      d.gate.closuresPerDay = 2;
    },
    'gate.closuresPerDay',
    'widens',
  ],
  [
    'more hours until a medium report closes',
    (d) => {
      d.gate.triage.hours = 48;
    },
    'gate.triage.hours',
    'widens',
  ],
  [
    'more hours until a low report is asked of others',
    (d) => {
      d.gate.triage.lowHours = 96;
    },
    'gate.triage.lowHours',
    'widens',
  ],
  [
    'green probes before a gate opens',
    (d) => {
      d.gate.resume = { greenHours: 0, toldHours: 0 };
    },
    'gate.resume.greenHours',
    'narrows',
  ],
  [
    'hours between telling people and opening',
    (d) => {
      d.gate.resume = { toldHours: 24 };
    },
    'gate.resume.toldHours',
    'narrows',
  ],
  [
    'a bound of how many can reach what is stored',
    (d) => {
      d.exposure = { readers: 2 };
    },
    'exposure.readers',
    'narrows',
  ],
  [
    'an approver more',
    (d) => {
      d.gate.approvers.push('platform');
    },
    'gate.approvers',
    'widens',
  ],
  [
    'a longer hold',
    (d) => {
      d.gate.longestHoldDays = 31;
    },
    'gate.longestHoldDays',
    'widens',
  ],
];

interface Shape {
  type?: string;
  properties?: Record<string, Shape>;
  minimum?: number;
}
const numbersIn = ({ properties = {} }: Shape, path: string[] = []): [path: string[], least: number][] =>
  Object.entries(properties).flatMap(([key, shape]): [string[], number][] =>
    shape.type === 'integer' || shape.type === 'number'
      ? [[[...path, key], shape.minimum!]]
      : numbersIn(shape, [...path, key]),
  );

describe('diffDisclosures', () => {
  test.each(
    numbersIn(JSON.parse(readFileSync('docs/disclosure.schema.json', 'utf8'))).map(
      ([path, least]) => [path.join('.'), path, least] as const,
    ),
  )('no number of the file moves unseen: %s', (key, path, least) => {
    const having = (value: number) =>
      sampleDisclosure((d) => {
        let at = d as unknown as Record<string, unknown>;
        for (const part of path.slice(0, -1)) {
          at[part] ??= {};
          at = at[part] as Record<string, unknown>;
        }
        at[path.at(-1)!] = value;
      });

    const { changes } = diffDisclosures(having(least), having(least + 0.25));

    expect(changes).toEqual([expect.objectContaining({ key })]);
  });

  test.each(CASES)('%s', (_what, change, key, effect) => {
    const diff = diffDisclosures(sampleDisclosure(), sampleDisclosure(change));

    expect(diff.changes).toContainEqual(expect.objectContaining({ key, effect, words: expect.any(String) }));
    expect(diff.askAgain).toBe(diff.changes.some((one) => one.effect === 'widens'));
    expect(diff.problems).toEqual([expect.stringMatching(/still 1\.0/)]);
  });

  test('one more page of a site widens, and so does the whole of it', () => {
    const of = (pages: string[] | undefined) =>
      sampleDisclosure((d) => {
        if (pages) d.applications.editor!.pages = pages;
      });
    const effect = (before: string[] | undefined, after: string[] | undefined) =>
      diffDisclosures(of(before), of(after)).changes.map(({ key, effect: one }) => [key, one]);

    expect(effect(['/a'], ['/a', '/b/*'])).toEqual([['applications.editor.pages', 'widens']]);
    expect(effect(['/a'], undefined)).toEqual([['applications.editor.pages', 'widens']]);
    expect(effect(['/a', '/b'], ['/a'])).toEqual([['applications.editor.pages', 'narrows']]);
    expect(effect(['/a', '/b'], ['/b', '/a'])).toEqual([]);
  });

  test.each(LIMITS)('a limit of a purpose that lets more widens, one that lets less narrows: %s', (key, less, more) => {
    const having = (value: unknown) =>
      sampleDisclosure(({ purposes }) => void Object.assign(purposes.research!, { [key]: value }));
    const effects = (from: unknown, to: unknown) =>
      diffDisclosures(having(from), having(to)).changes.map((one) => `${one.key} ${one.effect}`);

    expect(effects(less, more)).toEqual([`purposes.research.${key} widens`]);
    expect(effects(more, less)).toEqual([`purposes.research.${key} narrows`]);
  });

  test.each(CASES.filter(([, , , effect]) => effect !== 'rewords'))(
    '%s, the other way round',
    (_w, change, key, effect) => {
      const back = diffDisclosures(sampleDisclosure(change), sampleDisclosure());

      const opposite = back.changes.filter((one) => one.key === key).map((one) => one.effect);
      // Words that only people can judge, and a second reader, widen in both directions; everything else turns round.
      const unjudged = /summary|description|why$|deepPass$/.test(key);
      expect(opposite).toContain(unjudged ? 'widens' : effect === 'widens' ? 'narrows' : 'widens');
    },
  );

  test('neither of two actions that leave different things includes the other', () => {
    const [tokenise, generalise] = (['tokenise', 'generalise'] as const).map((action) =>
      sampleDisclosure((d) => {
        d.redaction.actions.DATE = action;
      }),
    );

    expect(diffDisclosures(tokenise!, generalise!).askAgain).toBe(true);
    expect(diffDisclosures(generalise!, tokenise!).askAgain).toBe(true);
  });

  test('nothing changed: nothing to ask, no problem', () => {
    expect(diffDisclosures(sampleDisclosure(), sampleDisclosure())).toMatchObject({
      changes: [],
      askAgain: false,
      textChanged: false,
      problems: [],
    });
  });

  test.each<[to: string, change: Change, problem: RegExp | undefined]>([
    [
      '1.1',
      (d) => {
        d.retention.sensitive = 29;
      },
      undefined,
    ],
    [
      '1.1',
      (d) => {
        d.retention.sensitive = 31;
      },
      /first number of the version must grow: 2\.0/,
    ],
    [
      '2.0',
      (d) => {
        d.retention.sensitive = 31;
      },
      undefined,
    ],
    [
      '0.9',
      (d) => {
        d.retention.sensitive = 29;
      },
      /goes back/,
    ],
    [
      '1.1',
      (d) => {
        d.program = 'other';
      },
      /another program/,
    ],
  ])('version %s after 1.0', (to, change, problem) => {
    const after = sampleDisclosure((d) => {
      change(d);
      d.version = to;
    });

    const { problems } = diffDisclosures(sampleDisclosure(), after);

    expect(problems).toEqual(problem ? [expect.stringMatching(problem)] : []);
  });

  test('version 1.10 follows 1.9', () => {
    const [before, after] = ['1.9', '1.10'].map((version) =>
      sampleDisclosure((d) => {
        d.version = version;
      }),
    );

    expect(diffDisclosures(before!, after!).problems).toEqual([]);
  });
});

describe('what people are told, and were told otherwise before', () => {
  const told: Change = (d) => {
    d.controller = { name: 'Example GmbH', address: 'Musterweg 1' };
    d.legalBasis = { en: 'your consent', de: 'Ihr Ja dazu' };
    d.place = { country: 'Germany', region: 'eu-central-1' };
    d.recipients = [{ name: 'A cloud', role: 'processor', why: 'it runs the computers' }];
    d.population.excluded = ['legal'];
    d.population.exemptions = { legal: { people: 12, why: 'secret by law' } };
  };
  const CHANGED: [what: string, change: Change, key: string, effect: Effect][] = [
    ['another controller', (d) => Object.assign(d.controller!, { name: 'Another GmbH' }), 'controller.name', 'widens'],
    ['another address', (d) => Object.assign(d.controller!, { address: 'Weg 2' }), 'controller.address', 'rewords'],
    [
      'another basis in one language',
      (d) => Object.assign(d, { legalBasis: { en: 'your consent', de: 'ein Vertrag' } }),
      'legalBasis',
      'widens',
    ],
    ['a basis that is no longer said', (d) => delete d.legalBasis, 'legalBasis', 'widens'],
    ['another country', (d) => Object.assign(d.place!, { country: 'Utopia' }), 'place.country', 'widens'],
    ['another region', (d) => Object.assign(d.place!, { region: 'us-east-1' }), 'place.region', 'widens'],
    [
      'a processor that becomes a recipient',
      (d) => Object.assign(d.recipients![0]!, { role: 'recipient' }),
      'recipients.A cloud.role',
      'widens',
    ],
    [
      'a recipient for other ends',
      (d) => Object.assign(d.recipients![0]!, { why: 'it wants to' }),
      'recipients.A cloud.why',
      'widens',
    ],
    ['a recipient less', (d) => Object.assign(d, { recipients: [] }), 'recipients.A cloud', 'narrows'],
    [
      'another number of exempt people',
      (d) => Object.assign(d.population.exemptions!.legal!, { people: 13 }),
      'population.exemptions',
      'rewords',
    ],
  ];

  test.each(CHANGED)('%s', (_what, change, key, effect) => {
    const before = sampleDisclosure(told);
    const after = sampleDisclosure((d) => {
      told(d);
      change(d);
      d.version = '2.0';
    });

    const { changes, textChanged } = diffDisclosures(before, after);

    expect(changes).toEqual([expect.objectContaining({ key, effect })]);
    expect(textChanged).toBe(true);
  });
});
