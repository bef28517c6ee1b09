import type { Detector } from './detector.ts';
import { base64Encoded } from './detectors/base64-encoded.ts';
import { percentEncoded } from './detectors/percent-encoded.ts';
import type { Directory } from './directory.ts';
import { withoutPlaceholders } from './placeholders.ts';
import type { Span } from './redactor.ts';
import { Scanner } from './scan.ts';
import { type Emit, resolve } from './spans.ts';
import { plausible } from './tagged.ts';
import { fold } from './text/fold.ts';
import { Tokens } from './text/tokens.ts';

/** Finds names, places and organisations: see tagger/tagger.ts. */
export interface TextTagger {
  tag(text: string, emit: Emit): void;
}

export interface FinderParts {
  readonly detectors: readonly Detector[];
  readonly directory?: Directory | undefined;
  readonly tagger?: TextTagger | undefined;
}

/** Finds the sensitive spans of one text: detectors, directory and tagger over one folded text. */
export class Finder {
  readonly #scanner: Scanner;
  readonly #parts: FinderParts;
  readonly #tokens = new Tokens();
  #found: Span[] = [];
  readonly #emit: Emit = (start, end, type) => {
    if (end > start) this.#found.push({ start, end, type });
  };

  #tagged = '';
  readonly #emitTagged: Emit = (start, end, type) => {
    if (plausible(this.#tagged, start, end, type)) this.#emit(start, end, type);
  };

  constructor(parts: FinderParts) {
    this.#parts = parts;
    const judge = plainJudge(parts.detectors);
    this.#scanner = new Scanner([...parts.detectors, percentEncoded(judge), base64Encoded(judge)]);
  }

  find(text: string): Span[] {
    const { directory } = this.#parts;
    const tokens = this.#tokens;
    this.#found = [];
    tokens.read(text);
    if (!tokens.foldable) {
      this.#scanner.scan(text, tokens, this.#emit);
      directory?.scan(text, tokens, this.#emit);
      this.#tag(text);
      return withoutPlaceholders(text, resolve(this.#found, text.length));
    }
    const folded = fold(text);
    tokens.read(folded.text);
    this.#scanner.scan(folded.text, tokens, this.#emit);
    directory?.scan(folded.text, tokens, this.#emit);
    this.#tag(folded.text);
    const spans = resolve(this.#found, folded.text.length);
    for (const span of spans) {
      span.end = folded.origin[span.end]!;
      span.start = folded.origin[span.start]!;
    }
    return withoutPlaceholders(text, spans);
  }

  #tag(text: string): void {
    this.#tagged = text;
    this.#parts.tagger?.tag(text, this.#emitTagged);
  }
}

/** The structured tier alone, for what another detector has decoded. */
function plainJudge(detectors: readonly Detector[]): (text: string) => Span[] {
  const scanner = new Scanner(detectors);
  const tokens = new Tokens();
  return (text) => {
    const found: Span[] = [];
    tokens.read(text);
    scanner.scan(text, tokens, (start, end, type) => found.push({ start, end, type }));
    return resolve(found, text.length);
  };
}
