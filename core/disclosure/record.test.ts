import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { EVENT_KINDS } from '../../wire/event.ts';
import type { Disclosure } from './disclosure.ts';
import { impactAssessment } from './dpia.ts';
import { parseDisclosure } from './parse.ts';
import { type JsonLd, recordOfProcessing } from './record.ts';
import { sampleDisclosure } from './sample.ts';
import { consentHash } from './show.ts';

const OWN = parseDisclosure(readFileSync('programs/model-capability/disclosure.yaml', 'utf8'));
/** Every kind, and everything that may be left out said. */
const WHOLE = sampleDisclosure((d) => {
  for (const kind of EVENT_KINDS)
    Object.assign(d.events, { [kind]: { fields: [], why: `Why there is ${kind} at all.` } });
  Object.assign(d, {
    ...{
      controller: OWN.controller,
      legalBasis: OWN.legalBasis,
      recipients: OWN.recipients,
      complaints: OWN.complaints,
    },
    ...{ review: OWN.review, place: { country: 'Germany', region: 'eu-central-1' } },
  });
  Object.assign(d.purposes.research!, {
    ...{ until: '2027-03-31', kinds: ['click'], export: { people: 7, days: 3 }, tiers: ['routine'], segmentsPerDay: 9 },
  });
});
const VOCABULARY = new Set(
  readFileSync('test/fixtures/dpv-2.2.txt', 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('http')),
);

type Node = { [key: string]: JsonLd };
/** Every object of it. */
function* nodes(value: JsonLd): Generator<Node> {
  if (Array.isArray(value)) for (const one of value) yield* nodes(one);
  else if (typeof value === 'object') {
    yield value as Node;
    for (const one of Object.values(value as Node)) yield* nodes(one);
  }
}
const KEYWORDS = new Set(['@id', '@type', '@value', '@language', '@context']);
const compact = /^([a-z-]+):(.+)$/;
/** Terms that it uses, as IRIs; an id that is no term is left out. */
function termsOf(record: JsonLd): { iri: string; prefix: string }[] {
  const { '@context': context, ...graph } = record as Node;
  const prefixes = context as Record<string, string>;
  return [...nodes(graph)].flatMap((node) =>
    [
      ...Object.keys(node).filter((key) => !KEYWORDS.has(key)),
      ...[node['@type'] ?? []].flat().map(String),
      ...(typeof node['@id'] === 'string' && !node['@id'].startsWith('urn:') ? [node['@id']] : []),
    ].map((term) => {
      const [, prefix = '', name] = compact.exec(term) ?? [];
      expect({ term, known: Object.hasOwn(prefixes, prefix) }).toEqual({ term, known: true });
      return { prefix, iri: `${prefixes[prefix]}${name}` };
    }),
  );
}

describe.each<[string, Disclosure]>([
  ['the sample', sampleDisclosure()],
  ['the program’s own', OWN],
  ['one that says everything', WHOLE],
])('the record of processing of %s', (_, disclosure) => {
  const record = recordOfProcessing(disclosure);

  test('uses terms of the vocabulary alone', () => {
    const unknown = termsOf(record).filter(
      ({ prefix, iri }) => ['dpv', 'pd', 'eu-gdpr'].includes(prefix) && !VOCABULARY.has(iri),
    );

    expect(unknown).toEqual([]);
  });

  test('is JSON-LD: every node has a type or is a reference or a value, and every reference leads somewhere', () => {
    const { '@context': __, ...graph } = record as Node;
    const all = [...nodes(graph)];
    const defined = new Set(all.filter((node) => node['@type'] !== undefined).map((node) => node['@id']));

    expect(all.filter((node) => !('@type' in node || '@id' in node || '@value' in node))).toEqual([]);
    const dangling = all.filter(({ '@id': id }) => typeof id === 'string' && id.startsWith('urn:') && !defined.has(id));
    expect(dangling).toEqual([]);
    expect(JSON.parse(JSON.stringify(record))).toEqual(record);
  });

  test('has each kind that is kept, each purpose, each reader, each retention, and the text of each language', () => {
    const text = JSON.stringify(record);

    for (const kind of EVENT_KINDS) expect(text.includes(`:data:${kind}"`)).toBe(disclosure.events[kind] !== undefined);
    for (const [purpose, { readers }] of Object.entries(disclosure.purposes))
      for (const word of [`:purpose:${purpose}"`, ...readers]) expect(text).toContain(word);
    for (const days of Object.values(disclosure.retention)) expect(text).toContain(`"P${days}D"`);
    expect(text).toContain(consentHash(disclosure, 'fr'));
  });
});

test('what a purpose does not show is not in its record', () => {
  const process = [...nodes(recordOfProcessing(WHOLE))].find(
    (node) => node['@id'] === 'urn:sluice:sample:purpose:research',
  );

  expect(process!['dpv:hasPersonalData']).toEqual([{ '@id': 'urn:sluice:sample:data:click' }]);
});

describe('the skeleton of an impact assessment', () => {
  test('has the figures of the file, those of the program, and marks what nobody has judged', () => {
    const text = impactAssessment(WHOLE, {
      at: Date.UTC(2026, 10, 30),
      disclosure: '1.0',
      people: 'about 40',
      stored: 1234,
      runs: 2,
    });

    for (const piece of [
      'of 7 people at least, for 3 days',
      'until 2027-03-31',
      '9 segments a reader and day',
      'about 40',
      '1234',
      'To be judged by people',
    ])
      expect(text).toContain(piece);
    expect(text).toMatch(/data sets that open \| not asked/);
    expect(text).toMatch(/none by nothing/);
  });

  test('nothing that an author writes makes a heading, a cell or markup', () => {
    const text = impactAssessment(
      sampleDisclosure((d) => {
        d.title = 'A title\n# Approved | <b>all</b>';
        d.purposes.research!.description = 'x | y\n\n## 6. Approved';
      }),
    );

    expect(text.split('\n').filter((line) => /^#.*Approved/.test(line) && !line.includes('impact assessment'))).toEqual(
      [],
    );
    expect(text).not.toMatch(/[^\\]<b>/);
  });
});

describe('whatever an author writes', () => {
  const HOSTILE = fc.oneof(
    fc.string({ unit: 'binary', minLength: 1, maxLength: 40 }),
    fc.constantFrom(
      ...[
        '<script>alert(1)</script>',
        '<img src=x onerror=alert(1)>',
        '[a](javascript:alert(1))',
        '![a](https://a.example/x.png)',
      ],
      ...[
        '\n\n# Approved\n\n',
        '| x | y |',
        '**To be judged by people:** no',
        '```\n',
        '&lt;b&gt;',
        '\u2028# x',
        '<!--',
        '~~~',
      ],
      ...['{"@id":"https://a.example"}', '@id', '@context', 'dpv:Erase', 'urn:sluice:other'],
    ),
  );
  /** The sample, in which somebody has written this wherever words may stand. */
  const written = (text: string) =>
    sampleDisclosure((d) => {
      Object.assign(d, { title: text, summary: text, legalBasis: text });
      Object.assign(d, { controller: { name: text, address: text, officer: text } });
      Object.assign(d, { recipients: [{ name: text, role: 'processor', why: text }], place: { country: text } });
      Object.assign(d, { complaints: { authority: text, contact: text } });
      Object.assign(d, { review: { reviewer: text, date: '2026-11-20' } });
      for (const rule of Object.values(d.events)) rule!.why = text;
      for (const rules of Object.values(d.purposes)) rules.description = text;
    });

  test('the record has no other keys, ids, types and contexts by it', () => {
    const frame = (record: JsonLd) =>
      [...nodes(record)].map((node) => [Object.keys(node).sort(), node['@id'], node['@type'], node['@context']]);
    const plain = frame(recordOfProcessing(written('words')));
    fc.assert(
      fc.property(HOSTILE, (text) => expect(frame(recordOfProcessing(written(text)))).toEqual(plain)),
      {
        numRuns: 60,
      },
    );
  });

  test('the assessment has no other headings, rows, links, emphasis and HTML by it', () => {
    /** What Markdown makes of it, where no backslash stands before. */
    const marks = (text: string) =>
      text
        .split(/\r\n|[\r\n\u2028\u2029]/)
        .map((line) =>
          [...line.replaceAll(/\\[\s\S]/g, '').matchAll(/[|`<>#*_~[\]!&]/g)].map(([sign]) => sign).join(''),
        );
    const plain = marks(impactAssessment(written('words')));
    fc.assert(
      fc.property(HOSTILE, (text) => expect(marks(impactAssessment(written(text)))).toEqual(plain)),
      {
        numRuns: 60,
      },
    );
  });
});
