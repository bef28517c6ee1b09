import { describe, expect, test } from '@jest/globals';
import { diffDisclosures, type Effect } from './diff.ts';
import type { Disclosure } from './disclosure.ts';
import { sampleDisclosure } from './sample.ts';

type Change = (disclosure: Disclosure) => void;

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

describe('diffDisclosures', () => {
  test.each(CASES)('%s', (_what, change, key, effect) => {
    const diff = diffDisclosures(sampleDisclosure(), sampleDisclosure(change));

    expect(diff.changes).toContainEqual({ key, effect, words: expect.any(String) });
    expect(diff.askAgain).toBe(diff.changes.some((one) => one.effect === 'widens'));
    expect(diff.problems).toEqual([expect.stringMatching(/still 1\.0/)]);
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
