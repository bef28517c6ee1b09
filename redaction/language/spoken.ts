import type { SensitiveType } from '../redactor.ts';
import type { Emit } from '../spans.ts';
import { createTagger, type Tagger } from '../tagger/tagger.ts';
import { expectWorldWeights, worldWeights } from '../tagger/weights.ts';
import { LanguageDetector } from './detector.ts';
import { ENGLISH, LANGUAGES } from './languages.ts';
import { namesInOwnScript } from './own-script.ts';

/** What a program says about the languages of its people. */
export interface SpokenLanguages {
  /** ISO 639-1. @default all that redaction knows */
  readonly spoken: readonly string[];
  /** What happens to text of other languages: masked whole, or only structured values and the directory are looked for. @default mask */
  readonly others: 'mask' | 'structured';
}

export interface TextTagger {
  tag(text: string, emit: Emit): void;
}

/** Emitted for a stretch in a language that the program does not speak. */
const UNSPOKEN: SensitiveType = 'OTHER';

/**
 * Names, places and organisations in any language: of each stretch of a text it is told which language it is, and the one reads
 * it that was trained on that.
 */
export class Spoken implements TextTagger {
  readonly #detector: LanguageDetector;
  readonly #english: TextTagger;
  /** Made when the first text comes that is not in English. */
  #world: Tagger | undefined;
  readonly #covered: readonly boolean[];
  readonly #others: SpokenLanguages['others'];

  constructor(
    { spoken, others }: Partial<SpokenLanguages> = {},
    english: TextTagger = createTagger(),
    detector = new LanguageDetector(),
  ) {
    this.#detector = detector;
    this.#english = english;
    this.#covered = LANGUAGES.map(
      ({ code }) => spoken === undefined || alike(code).some((one) => spoken.includes(one)),
    );
    if (this.#covered.some((is, language) => is && language !== ENGLISH)) expectWorldWeights();
    this.#others = others ?? 'mask';
  }

  /** @param mask is told of stretches that are to be masked whole. */
  tag(text: string, emit: Emit, mask: Emit = emit): void {
    const runs = this.#detector.runs(text);
    if (runs.length === 1) {
      this.#tag(text, runs[0]!.language, emit, mask);
      return;
    }
    // English is read as one text as far as it goes: what stands in the line before counts.
    for (const { start, end, language } of runs) {
      const shifted =
        (to: Emit): Emit =>
        (from, until, type) =>
          to(start + from, start + until, type);
      this.#tag(text.slice(start, end), language, shifted(emit), shifted(mask));
    }
  }

  #tag(text: string, language: number, emit: Emit, mask: Emit): void {
    if (!this.#covered[language]) {
      if (this.#others === 'mask') mask(0, text.length, UNSPOKEN);
      return;
    }
    if (language === ENGLISH) this.#english.tag(text, emit);
    else if (!namesInOwnScript(LANGUAGES[language]!.code, text, emit)) {
      this.#world ??= createTagger(worldWeights);
      this.#world.tag(text, emit, language);
    }
  }
}

/** Languages that a short text does not tell apart: who speaks one of them is not to find the other's texts masked. */
const ALIKE = [
  'da no sv',
  'cs sk',
  'hr sl',
  'ru uk bg',
  'es ca pt',
  'et fi',
  'lv lt',
  'ar fa',
  'nl de',
  'zh ja',
  'it ro',
];
const alike = (code: string): string[] => [
  code,
  ...ALIKE.filter((group) => group.includes(code)).flatMap((group) => group.split(' ')),
];
