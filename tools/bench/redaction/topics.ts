import { LanguageDetector } from '../../../redaction/language/detector.ts';
import type { SensitiveType } from '../../../redaction/redactor.ts';
import { Tokens } from '../../../redaction/text/tokens.ts';
import { SentenceTopics } from '../../../redaction/topics/sentence-topics.ts';
import { TOPIC_LANGUAGES, TOPICS, TYPE_OF } from '../../../redaction/topics/topics.ts';
import { cleanTexts, readLists } from '../../train/lists.ts';
import { Random } from '../../train/random.ts';
import { readTopicTemplates, TopicSentences } from '../../train/topic-sentences.ts';

const percent = (part: number, whole: number): number => (whole === 0 ? 0 : Math.round((part / whole) * 1e4) / 100);
/** Each template so many times, with other names and words. */
const TIMES = 4;
/** Sentences that no threshold was set by, though words were listed after them (see the model card), and those that thresholds were set by. */
const PARTS = ['unseen', 'held-out'] as const;

/** By language, in percent: sentences found, by topic; clean ones touched: of each part, and of interface strings. */
export function sentences(
  seed: number,
  say?: (line: string) => void,
  topics = new SentenceTopics(undefined, undefined, new LanguageDetector()),
) {
  return Object.fromEntries(PARTS.map((part) => [part, ofPart(part, seed, topics, say)]));
}

function ofPart(part: (typeof PARTS)[number], seed: number, topics: SentenceTopics, say?: (line: string) => void) {
  const random = new Random(seed);
  const lists = readLists();
  const strings = cleanTexts('held-out');
  const tokens = new Tokens();
  const typesIn = (text: string): SensitiveType[] => {
    const types: SensitiveType[] = [];
    tokens.read(text);
    topics.find(text, tokens, (_start, _end, type) => types.push(type));
    return types;
  };
  return TOPIC_LANGUAGES.map((code) => {
    const from = readTopicTemplates(code, part);
    const made = new TopicSentences(random, lists, from);
    const of = (topic: (typeof TOPICS)[number] | 'clean'): string[] =>
      from.templates
        .get(topic)!
        .flatMap((template) => Array.from({ length: TIMES }, () => made.written(template, topic)));
    let n = 0;
    let found = 0;
    let named = 0;
    const byTopic = Object.fromEntries(
      TOPICS.map((topic) => {
        const texts = of(topic);
        const types = texts.map(typesIn);
        for (const [i, one] of types.entries()) if (one.length === 0) say?.(`missed ${code} ${topic}: ${texts[i]}`);
        const hits = types.filter((one) => one.length > 0).length;
        n += texts.length;
        found += hits;
        named += types.filter((one) => one.includes(TYPE_OF[topic])).length;
        return [topic, percent(hits, texts.length)];
      }),
    );
    const touched = (texts: readonly string[], what: string): number =>
      percent(
        texts.filter((text) => {
          const types = typesIn(text);
          if (types.length > 0) say?.(`touched ${code} ${what} ${types}: ${text}`);
          return types.length > 0;
        }).length,
        texts.length,
      );
    return {
      code,
      sentences: n,
      found: percent(found, n),
      named: percent(named, n),
      touched: touched(of('clean'), 'neighbour'),
      interfaceTouched: touched(
        (strings.get(code) ?? []).map((text) => text.replaceAll('…', '%s')),
        'string',
      ),
      byTopic,
    };
  });
}
