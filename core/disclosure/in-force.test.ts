import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { dynamoDouble } from '../../test/fixtures/dynamodb.ts';
import { Refused } from '../shared/errors.ts';
import type { Disclosure } from './disclosure.ts';
import { awsDisclosureNotes } from './in-force.aws.ts';
import { disclosureNotesContract } from './in-force.contract.ts';
import { memoryDisclosureNotes } from './in-force.memory.ts';
import { type DisclosureNotes, inForceOf, standingOf } from './in-force.ts';
import { sampleDisclosure } from './sample.ts';
import { compareVersions } from './version.ts';

const onDouble = (hooks = {}, tables = dynamoDouble({ Gate: ['pk'] })) =>
  awsDisclosureNotes({ ddb: tables.client(hooks), gateTable: 'Gate', persistence: { sleep: async () => {} } });

describe('notes in memory', () => disclosureNotesContract(async () => memoryDisclosureNotes()));
describe('notes on DynamoDB', () => {
  disclosureNotesContract(async () => onDouble());

  test('an answer that was lost is no other writer', async () => {
    let lost = 0;
    const after = async (operation: string) => {
      if (operation.startsWith('Put') && lost++ === 0) throw Object.assign(new Error('lost'), { name: 'TimeoutError' });
    };
    const notes = onDouble({ after });
    await inForceOf({ disclosure: sampleDisclosure(), notes, writes: true }).check();
    expect([lost, (await notes.read(1))?.revision]).toEqual([1, 1]);
  });
});

const outcome = (disclosure: Disclosure, notes: DisclosureNotes, writes = true): Promise<string> =>
  inForceOf({ disclosure, notes, writes })
    .check()
    .then(
      () => 'fine',
      (error: unknown) => (error instanceof Refused ? error.reason : String(error)),
    );

describe('a disclosure that is edited in place', () => {
  const WIDER: [string, (d: Disclosure) => void][] = [
    [
      'a kind',
      (d) => {
        d.events.window = { fields: [], why: 'Windows show what people do.' };
      },
    ],
    [
      'a field',
      (d) => {
        d.events.click!.fields.push('button');
      },
    ],
    [
      'an application',
      (d) => {
        d.applications.mail = { keys: 'none' };
      },
    ],
    [
      'key detail',
      (d) => {
        d.applications.terminal!.keys = 'content';
      },
    ],
    [
      'a purpose',
      (d) => {
        d.purposes.sales = { description: 'Sell more of it.', readers: ['sales'], longestGrantHours: 1 };
      },
    ],
    [
      'a reader',
      (d) => {
        d.purposes.research!.readers.push('sales');
      },
    ],
    [
      'retention',
      (d) => {
        d.retention.routine = 91;
      },
    ],
    [
      'fewer who are never asked',
      (d) => {
        d.population.excluded = [];
      },
    ],
    [
      'an action',
      (d) => {
        d.redaction.actions.EMAIL = 'keep';
      },
    ],
  ];
  const base = (change?: (d: Disclosure) => void) =>
    sampleDisclosure((d) => {
      d.population.excluded = ['interns'];
      change?.(d);
    });

  test.each(WIDER)(
    'wider by %s is refused under the same version and under a MINOR, and is said',
    async (_what, change) => {
      for (const version of ['1.0', '1.4']) {
        const notes = memoryDisclosureNotes();
        await outcome(base(), notes);
        const edited = base((d) => {
          change(d);
          d.version = version;
        });
        const [control, redactor] = [true, false].map((writes) => inForceOf({ disclosure: edited, notes, writes }));
        for (const one of [control, redactor]) {
          await expect(one!.check()).rejects.toMatchObject({
            reason: 'widened',
            message: expect.stringContaining('2.0'),
          });
        }
        expect((await notes.read(1))?.versions.size).toBe(1);
        expect(await outcome({ ...edited, version: '2.0' }, notes)).toBe('fine');
      }
    },
  );

  test('what is narrower, or worded anew, goes on; and is what may not be widened from then on', async () => {
    const notes = memoryDisclosureNotes();
    const narrower = base((d) => {
      delete d.events.key;
    });
    expect([await outcome(base(), notes), await outcome(narrower, notes)]).toEqual(['fine', 'fine']);
    expect(
      await outcome(
        base((d) => {
          delete d.events.key;
          d.title = 'Another title';
        }),
        notes,
      ),
    ).toBe('fine');
    expect(await outcome(base(), notes)).toBe('widened');
  });

  test('a version that goes back to what it was then is what it was', async () => {
    const notes = memoryDisclosureNotes();
    const next = base((d) => {
      delete d.events.key;
      d.version = '1.1';
    });
    expect([await outcome(base(), notes), await outcome(next, notes)]).toEqual(['fine', 'fine']);
    expect([await outcome(base(), notes), await outcome(next, notes)]).toEqual(['fine', 'fine']);
  });

  test('who does not note looks again until it is noted, and then never', async () => {
    const notes = memoryDisclosureNotes();
    let reads = 0;
    const read = (major: number) => {
      reads++;
      return notes.read(major);
    };
    const counted = { ...notes, read };
    const redactor = inForceOf({ disclosure: base(), notes: counted, writes: false });
    await redactor.check();
    await redactor.check();
    expect([reads, await notes.read(1)]).toEqual([2, undefined]);
    await outcome(base(), notes);
    await redactor.check();
    await redactor.check();
    expect([reads, await redactor.problem()]).toEqual([3, undefined]);
  });

  test('a note that grows beyond an item asks for a new first number', async () => {
    const notes = memoryDisclosureNotes();
    const long = (version: string) =>
      base((d) => {
        d.version = version;
        const purpose = { description: 'd'.repeat(500), readers: ['sales'], longestGrantHours: 1 };
        d.purposes = Object.fromEntries(Array.from({ length: 400 }, (_, at) => [`purpose-${at}`, purpose]));
      });
    expect([await outcome(long('1.0'), notes), await outcome(long('1.1'), notes)]).toEqual(['fine', 'too-many']);
  });

  test('what cannot be asked is no problem of the disclosure: it is thrown', async () => {
    const read = async () => Promise.reject(new Error('away'));
    const { problem } = inForceOf({ disclosure: base(), notes: { ...memoryDisclosureNotes(), read }, writes: true });
    await expect(problem()).rejects.toThrow('away');
  });
});

/** A disclosure by how much each part of it has: what includes what is then seen by comparing numbers. */
const KNOBS: ((d: Disclosure, much: number) => void)[] = [
  (d, much) => {
    d.retention.routine = 70 + much;
  },
  (d, much) => {
    d.events.click!.fields = ['x', 'y', 'button'].slice(0, 1 + much);
  },
  (d, much) => {
    d.purposes.research!.readers = ['investigators', 'stewards', 'sales'].slice(0, 1 + much);
  },
  (d, much) => {
    d.applications.terminal!.keys = (['none', 'class', 'content'] as const)[much]! as never;
  },
  (d, much) => {
    d.population.excluded = ['interns', 'legal'].slice(much);
  },
];
const built = (version: string, much: readonly number[], title: string): Disclosure =>
  sampleDisclosure((d) => {
    d.version = version;
    d.title = title;
    for (const [at, knob] of KNOBS.entries()) knob(d, much[at]!);
  });
const deploys = fc.array(
  fc.record({
    version: fc.constantFrom('1.0', '1.1', '1.10', '2.0'),
    much: fc.tuple(...KNOBS.map(() => fc.constantFrom(0, 1, 2, 2, 2))),
    title: fc.constantFrom('The first title', 'The other title'),
    writes: fc.boolean(),
  }),
  { minLength: 1, maxLength: 12 },
);
const includes = (wide: readonly number[], narrow: readonly number[]) => narrow.every((much, at) => much <= wide[at]!);

describe('in any order of deploys', () => {
  test('nobody acts on what is wider than any text that somebody may have consented to', async () => {
    await fc.assert(
      fc.asyncProperty(deploys, async (given) => {
        const notes = memoryDisclosureNotes();
        const consented: { version: string; much: readonly number[] }[] = [];
        for (const { version, much, title, writes } of given) {
          const before = consented.filter(
            (one) => one.version[0] === version[0] && compareVersions(one.version, version) <= 0,
          );
          const expected = before.every((one) => includes(one.much, much)) ? 'fine' : 'widened';
          expect(await outcome(built(version, much, title), notes, writes)).toBe(expected);
          // Only control lets people consent.
          if (writes && expected === 'fine') consented.push({ version, much });
        }
      }),
    );
  });

  test('instances that come to the first note at once agree: what they let through forms one chain', async () => {
    await fc.assert(
      fc.asyncProperty(deploys, fc.infiniteStream(fc.nat({ max: 5 })), async (given, turns) => {
        const tables = dynamoDouble({ Gate: ['pk'] });
        const before = async () => {
          for (let turn = turns.next().value as number; turn > 0; turn--) await Promise.resolve();
        };
        const results = await Promise.all(
          given.map(async (one) => ({
            ...one,
            result: await outcome(built(one.version, one.much, one.title), onDouble({ before }, tables), one.writes),
          })),
        );
        expect(results.filter(({ result }) => result !== 'fine' && result !== 'widened')).toEqual([]);
        const fine = results.filter(({ result, writes }) => result === 'fine' && writes);
        for (const a of fine) {
          for (const b of fine) {
            if (a.version !== b.version) continue;
            expect(includes(a.much, b.much) || includes(b.much, a.much)).toBe(true);
          }
        }
        // Whoever starts now meets the narrowest of them.
        const notes = onDouble({}, tables);
        for (const { version, much } of fine) {
          const narrowest = fine.filter((one) => one.version === version).every((one) => includes(one.much, much));
          if (!narrowest) expect(await outcome(built(version, much, 'The first title'), notes, false)).toBe('widened');
        }
      }),
      { numRuns: 60 },
    );
  });
});

test('a standing is of this version and those before it: what came after binds nobody', () => {
  const narrow = sampleDisclosure((d) => {
    delete d.events.key;
    d.version = '1.1';
  });
  expect(standingOf(sampleDisclosure(), [narrow]).kind).toBe('new');
  expect(standingOf(sampleDisclosure(), [sampleDisclosure(), narrow]).kind).toBe('noted');
  expect(standingOf({ ...sampleDisclosure(), version: '1.2' }, [narrow])).toMatchObject({
    kind: 'widened',
    than: '1.1',
  });
});

test('a version is given back as it was noted, to whoever agreed to it', async () => {
  const notes = memoryDisclosureNotes();
  await inForceOf({ disclosure: sampleDisclosure(), notes, writes: true }).check();
  const { noted } = inForceOf({
    ...{ notes, writes: false },
    disclosure: sampleDisclosure((d) => {
      d.version = '2.0';
      d.retention.routine = 91;
    }),
  });

  expect(await noted('1.0')).toEqual(sampleDisclosure());
  expect(await noted('1.1')).toBeUndefined();
  expect(await noted('7.0')).toBeUndefined();
});
