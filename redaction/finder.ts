import { type Application, mayName } from './application.ts';
import type { Detector } from './detector.ts';
import { base64Encoded } from './detectors/base64-encoded.ts';
import { percentEncoded } from './detectors/percent-encoded.ts';
import type { Directory } from './directory.ts';
import { apart, refine } from './guesses.ts';
import { labelledInOwnScript, mixedPasswords } from './language/own-script-labels.ts';
import { filled, opaque, withoutPlaceholders } from './placeholders.ts';
import type { SensitiveType, Span } from './redactor.ts';
import { Scanner } from './scan.ts';
import { type Emit, type Finding, type Rank, resolve, unite, withoutGuesses } from './spans.ts';
import { plausible } from './tagged.ts';
import { embedded } from './text/embedded.ts';
import { fold } from './text/fold.ts';
import { mayBeGlued } from './text/glued.ts';
import { reversedRuns } from './text/reversed.ts';
import { Tokens } from './text/tokens.ts';
import type { SentenceTopics } from './topics/sentence-topics.ts';

/** Finds names, places and organisations: see language/spoken.ts. `mask` is told of stretches that must not be kept whatever is in them. */
export interface TextTagger {
  tag(text: string, emit: Emit, mask?: Emit): void;
}

/** Types whose words say what a sentence is about: the names of unions, parties, countries, illnesses. */
const TELLS: ReadonlySet<SensitiveType> = new Set([
  'ORGANIZATION',
  'LOCATION',
  'MEDICAL',
  'FINANCIAL',
  'PERFORMANCE',
  'OTHER',
]);

export interface FinderParts {
  /** The structured tier: `scannerOf` its detectors. Finders that are not within each other's calls may share one. */
  readonly scanner: Scanner;
  readonly directory?: Directory | undefined;
  readonly tagger?: TextTagger | undefined;
  /** Finds sentences that harm a person without a value in them. */
  readonly topics?: SentenceTopics | undefined;
  /** Which of several types that overlap names the span. @default the longest */
  readonly rank?: Rank | undefined;
}

/** Finds the sensitive spans of one text: detectors, directory and tagger over one folded text. */
export class Finder {
  readonly #parts: FinderParts;
  readonly #tokens = new Tokens();
  #found: Finding[] = [];
  readonly #emit: Emit = (start, end, type) => {
    if (end > start) this.#found.push({ start, end, type, guessed: false });
  };

  /** A sentence of a type that is kept would hide what is in it from its own action. */
  readonly #emitSentence: Emit = (start, end, type) => {
    if ((this.#parts.rank?.(type) ?? 1) > 0) this.#found.push({ start, end, type, guessed: false });
  };

  #tagged = '';
  #application: Application | undefined;
  readonly #emitTagged: Emit = (start, end, type) => {
    const application = this.#application;
    if (application !== undefined && !mayName(application, this.#tagged, start, end, type)) return;
    if (plausible(this.#tagged, start, end, type)) this.#found.push({ start, end, type, guessed: true });
  };

  constructor(parts: FinderParts) {
    this.#parts = parts;
  }

  /** @param application in which the text stood, where that is known: what is guessed of names is guessed less of code. */
  find(written: string, application?: Application): Span[] {
    this.#application = application;
    const text = opaque(written);
    const tokens = this.#tokens;
    tokens.read(text);
    const { escaped, mixed, ownScript, foldable } = tokens;
    const glued = mixed && mayBeGlued(text, tokens);
    const spans = text === written ? this.#asItStands(text) : this.#again(written, text);
    if (ownScript && mixed)
      mixedPasswords(text, (start, end, type) => spans.push({ start, end, type, guessed: false }));
    const inAccount = (at: number): boolean =>
      spans.some(({ start, end, type }) => type === 'IBAN' && start < at && at < end);
    const readings = embedded(text, { escaped, mixed, glued }, inAccount);
    if (readings.length === 0) {
      // What was judged once is united already, unless offsets were led back or more was added.
      const united = !foldable && !(ownScript && mixed);
      return withoutPlaceholders(
        written,
        united ? withoutGuesses(spans) : resolve(spans, text.length, this.#parts.rank),
      );
    }
    for (const { text: meant, from, to, numbers = false } of readings) {
      tokens.read(meant);
      for (const { start, end, type, guessed } of this.#asItStands(meant, numbers))
        spans.push({ start: from[start]!, end: to[end - 1]!, type, guessed: guessed === true });
    }
    // What one reading guesses about, another may have proven.
    return withoutPlaceholders(written, resolve(apart(text, spans), text.length, this.#parts.rank));
  }

  /** Of a text with placeholders what is found whatever stands in their places: less stands around it than when it was first judged. */
  #again(written: string, text: string): Finding[] {
    const spans = this.#asItStands(text);
    if (spans.length === 0) return spans;
    const other = filled(written);
    this.#tokens.read(other);
    const too = this.#asItStands(other);
    this.#tokens.read(text);
    return spans.filter(({ start, end }) => too.some((one) => one.start < end && one.end > start));
  }

  /** Spans of a text whose tokens were read, its disguises undone. */
  #asItStands(text: string, numbers = false): Finding[] {
    const tokens = this.#tokens;
    if (!tokens.foldable) return this.#judge(text, numbers);
    const spans = this.#folded(text, true);
    const reversed = reversedRuns(text);
    if (reversed.length === 0) return spans;
    for (const { text: run, end } of reversed) {
      for (const span of this.find(run, this.#application))
        spans.push({ start: end - span.end, end: end - span.start, type: span.type, guessed: false });
    }
    return unite(spans, text.length, this.#parts.rank);
  }

  #folded(text: string, disguises: boolean): Finding[] {
    const { text: plain, origin, disguised } = fold(text, disguises);
    this.#tokens.read(plain);
    const spans = this.#judge(plain);
    for (const span of spans) {
      span.end = origin[span.end]!;
      span.start = origin[span.start]!;
    }
    if (!disguised) return spans;
    // A word of Greek that touches a value may consist of nothing but look-alikes.
    return unite([...spans, ...this.#folded(text, false)], text.length, this.#parts.rank);
  }

  /** Spans of a text whose tokens were read. @param numbers only they may be others than those of a reading before. */
  #judge(text: string, numbers = false): Finding[] {
    const { scanner, directory, tagger, topics, rank } = this.#parts;
    this.#found = [];
    scanner.scan(text, this.#tokens, this.#emit);
    directory?.scan(text, this.#tokens, this.#emit);
    if (numbers) return unite(refine(text, this.#found), text.length, rank);
    if (this.#tokens.ownScript) labelledInOwnScript(text, this.#emit);
    this.#tagged = text;
    tagger?.tag(text, this.#emitTagged, this.#emit);
    if (topics !== undefined) {
      // What is a value says nothing of a topic: a Christopher is no Christian, and a sentence is judged the same when its values are masked.
      for (const { start, end, type } of this.#found) if (!TELLS.has(type)) this.#tokens.hide(start, end);
      topics.find(text, this.#tokens, this.#emitSentence);
    }
    return unite(refine(text, this.#found), text.length, rank);
  }
}

/** The structured tier, values in encodings among it. */
export function scannerOf(detectors: readonly Detector[]): Scanner {
  const judge = plainJudge(detectors);
  return new Scanner([...detectors, percentEncoded(judge), base64Encoded(judge)]);
}

/** The structured tier alone, for what another detector has decoded. */
function plainJudge(detectors: readonly Detector[]): (text: string) => Span[] {
  // Made when the first text in an encoding comes: it would be a twentieth of a start.
  let scanner: Scanner | undefined;
  const tokens = new Tokens();
  return (text) => {
    const found: Span[] = [];
    scanner ??= new Scanner(detectors);
    tokens.read(text);
    scanner.scan(text, tokens, (start, end, type) => found.push({ start, end, type }));
    return resolve(found, text.length);
  };
}
