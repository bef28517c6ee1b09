import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, jest, test } from '@jest/globals';
import { createRedactor } from '../create.ts';
import { LanguageDetector } from '../language/detector.ts';
import type { RedactableFrame, RedactionAction, SensitiveType } from '../redactor.ts';
import { Tokens } from '../text/tokens.ts';
import { SentenceTopics } from './sentence-topics.ts';
import { TOPICS, TYPE_OF } from './topics.ts';
import about from './topics.weights.json' with { type: 'json' };
import { TOPIC_WEIGHTS_FILE, topicWeights } from './weights.ts';

const topics = new SentenceTopics();
const tokens = new Tokens();
const found = (text: string): [SensitiveType, string][] => {
  const spans: [SensitiveType, string][] = [];
  tokens.read(text);
  topics.find(text, tokens, (start, end, type) => spans.push([type, text.slice(start, end)]));
  return spans;
};
const redactor = (actions: Partial<Record<SensitiveType, RedactionAction>> = {}) =>
  createRedactor({ policy: { actions, tiers: { MEDICAL: 'sensitive', UNION: 'sensitive' } } });

describe('a sentence that says something of a person', () => {
  test.each<[SensitiveType, string]>([
    ['MEDICAL', 'my colleague is on antidepressants since the divorce'],
    ['MEDICAL', 'sie ist seit Montag wegen Depressionen krankgeschrieben'],
    ['RELIGION', 'il fait le ramadan et prie à midi'],
    ['UNION', 'she joined the trade union and collects signatures'],
    ['POLITICS', 'él es militante de Podemos y vota a la izquierda'],
    ['ORIENTATION', 'mio fratello è gay e qui non lo sa nessuno'],
    ['ETHNICITY', 'ela é de origem cigana'],
    ['BIOMETRICS', 'zijn vingerafdruk is opgeslagen bij de poort'],
    ['CONVICTION', 'on był karany za kradzież'],
    ['FINANCIAL', 'she earns less than the men in the team'],
    ['PERFORMANCE', 'er bekam eine Abmahnung und eine schlechte Beurteilung'],
    ['DISMISSAL', 'elle va être licenciée vendredi'],
    ['DEBT', 'tiene deudas de juego y debe dinero al banco'],
    ['RESIDENCE', 'his work permit expired and he could be deported'],
  ])('%s: %j', (type, text) => {
    expect(found(text)).toEqual([[type, text]]);
  });

  test.each([
    'The health check of the service failed again.',
    'use union all instead of union in this query',
    'das Fenster wurde geschlossen und neu geladen',
    'mon ordinateur est lent depuis ce matin',
    'el contraste de las etiquetas es muy bajo',
    'la riunione comincia alle nove',
    'a impressora não tem papel',
    'de klant wil de factuur als pdf',
    'drukarka nie ma papieru',
    'Settings',
    '',
  ])('and nothing in %j', (text) => {
    expect(found(text)).toEqual([]);
  });

  test('is told from its neighbours: line ends, full stops, tabs and semicolons end it', () => {
    const text = 'Please send the slides. She is pregnant and tells nobody. Lunch at noon?\nsee you';
    expect(found(text)).toEqual([['MEDICAL', 'She is pregnant and tells nobody']]);
  });

  test('and in languages that it does not know it says nothing', () => {
    const asked = new SentenceTopics(undefined, undefined, new LanguageDetector());
    const of = (text: string): SensitiveType[] => {
      const types: SensitiveType[] = [];
      tokens.read(text);
      asked.find(text, tokens, (_start, _end, type) => types.push(type));
      return types;
    };

    expect(of('vælg den afdeling som har bestilt varen, kræft eller diabetes')).toEqual([]);
    expect(of('she is pregnant and tells nobody')).toEqual(['MEDICAL']);
    expect(of('ik ben failliet')).toEqual(['DEBT']);
  });

  test('a text is asked for its language once, however many of its sentences say something', () => {
    const languages = new LanguageDetector();
    const asked = jest.spyOn(languages, 'of');
    const text = 'Sie hat Krebs und macht eine Chemotherapie. '.repeat(20);
    let sentences = 0;
    tokens.read(text);
    new SentenceTopics(undefined, undefined, languages).find(text, tokens, () => sentences++);

    expect(sentences).toBe(20);
    expect(asked).toHaveBeenCalledTimes(1);
  });

  test('a row of words without an end costs no more than its length', () => {
    const long = 'the build is green and '.repeat(20_000);
    const from = performance.now();
    found(long);
    expect(performance.now() - from).toBeLessThan(5_000);
  });
});

describe('what becomes of it', () => {
  const text = 'Thanks for the slides. She joined the trade union and pays union dues. See you.';

  test('the sentence is masked whole, and the rest stays', () => {
    expect(redactor().redactText(text)).toBe('Thanks for the slides. [UNION]. See you.');
  });

  test('where the disclosure keeps it, what stands in it is still found', () => {
    const kept = redactor({ UNION: 'keep' }).redactText(text.replace('She', 'jane@example.com'));
    expect(kept).toBe('Thanks for the slides. [EMAIL] joined the trade union and pays union dues. See you.');
  });

  test('where it says drop, the event goes; tier and reason are stored where it is masked', () => {
    const frame = (): RedactableFrame[] => [
      {
        device: 'd',
        number: 1,
        events: [
          { kind: 'message', time: 1, app: 'element', text: 'lunch?', author: 'self' },
          { kind: 'message', time: 2, app: 'element', text, author: 'self' },
        ] as RedactableFrame['events'],
      },
    ];
    expect(redactor({ UNION: 'drop' }).redactFrames(frame())[0]).toMatchObject({ dropped: 1, tiers: ['routine'] });
    expect(redactor().redactFrames(frame())[0]).toMatchObject({
      dropped: 0,
      tiers: ['routine', 'sensitive'],
      reasons: [undefined, 'UNION'],
      found: { UNION: 1 },
    });
  });

  test('typed as keys it is masked on the keys', () => {
    const typed = 'she is pregnant again\n';
    const events = [...typed].map((key, i) => ({
      kind: 'key',
      type: 'keydown',
      time: i,
      app: 'element',
      window: 'w',
      key: key === '\n' ? 'Enter' : key,
    })) as RedactableFrame['events'];
    const stored = redactor().redactFrames([{ device: 'd', number: 1, events }])[0]!;
    const keys = stored.events.map((event) => ('key' in event ? event.key : undefined));
    expect(keys.slice(0, typed.length - 1).every((key) => key === undefined)).toBe(true);
  });

  test('without a tagger it is not looked for', () => {
    const plain = createRedactor({ policy: { actions: {}, tiers: {} }, tagger: false });
    expect(plain.redactText(text)).toBe(text);
  });
});

test('each topic has a type, and the weights are those of the training', () => {
  expect(new Set(TOPICS.map((topic) => TYPE_OF[topic])).size).toBe(TOPICS.length);
  expect(createHash('sha256').update(readFileSync(TOPIC_WEIGHTS_FILE)).digest('hex')).toBe(about.sha256);
  expect(topicWeights().rows.length).toBe(16 << 17);
});
