import { Actions } from './actions.ts';
import { type Application, applicationOf } from './application.ts';
import type { Detector } from './detector.ts';
import { DETECTORS } from './detectors/index.ts';
import { Directory } from './directory.ts';
import { Finder, scannerOf, type TextTagger } from './finder.ts';
import { redactFrames } from './frames.ts';
import { LanguageDetector } from './language/detector.ts';
import { Spoken } from './language/spoken.ts';
import type { Redactor, RedactorOptions, SensitiveType } from './redactor.ts';
import { SentenceTopics } from './topics/sentence-topics.ts';

export interface CreateOptions extends RedactorOptions {
  /** The structured tier. @default DETECTORS */
  readonly detectors?: readonly Detector[];
  /** Names, places and organisations; false leaves them unfound. @default the tagger of this package */
  readonly tagger?: TextTagger | false;
  /** Sentences that harm a person without a value in them; false leaves them unfound. @default where there is a tagger, the classifier of this package */
  readonly topics?: SentenceTopics | false;
}

/**
 * The redactor of one function instance.
 * @throws RangeError when the token key is shorter than 32 bytes; Error when the tagger's weights are damaged.
 */
export function createRedactor(options: CreateOptions): Redactor {
  const actions = new Actions(options.policy, options.tokenKey);
  const directory = options.directory === undefined ? undefined : new Directory(options.directory);
  const detector = options.tagger === false ? undefined : new LanguageDetector();
  const tagger =
    options.tagger === false ? undefined : (options.tagger ?? new Spoken(options.languages, undefined, detector));
  const withTopics =
    options.topics ?? (tagger === undefined ? false : new SentenceTopics(undefined, undefined, detector));
  const topics = withTopics === false ? undefined : withTopics;
  const rank = (type: SensitiveType) => actions.rank(type);
  const scanner = scannerOf(options.detectors ?? DETECTORS);
  const finder = new Finder({ scanner, directory, tagger, topics, rank });
  const structured = new Finder({ scanner, directory, rank });
  const find = (text: string, application?: Application) => finder.find(text, application);
  const findStructured = (text: string) => structured.find(text);
  const tools = { find, findStructured, actions, othersConsented: options.othersConsented ?? false };
  return {
    find: (text, application) => find(text, applicationOf(application)),
    redactText: (text, spans = find(text)) => actions.apply(text, spans),
    redactFrames: (frames, subject = '') => redactFrames(frames, { ...tools, actions: actions.of(subject) }),
  };
}
