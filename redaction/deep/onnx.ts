import { timingSafeEqual } from 'node:crypto';
import type { Span } from '../redactor.ts';
import { isTouchedAt } from '../text/classes.ts';
import { type DeepPass, DeepPassFailed } from './deep-pass.ts';
import { JsonTokenizer } from './json-tokenizer.ts';
import { LabelScheme } from './label-scheme.ts';
import { type ModelFiles, type ModelStore, ModelUnusable, type TokenClassifierConfig } from './model.ts';
import type { Piece, Pieces } from './pieces.ts';
import { WordPiece } from './word-piece.ts';

/** The part of an ONNX runtime that is used; `onnx-session.ts` has the one that is shipped. */
export interface TokenClassifierSession {
  /** Token ids of one sequence to logits, `ids.length` rows of one value per label. */
  run(ids: readonly number[]): Promise<Float32Array>;
}

export type OpenSession = (model: Uint8Array) => Promise<TokenClassifierSession>;

/** A model by name; its digest is the disclosure's. */
export interface WantedModel {
  name: string;
  sha256: string;
}

/** Pieces that two sequences of a long text share. */
const OVERLAP = 32;

/** A token classifier in ONNX form: any that reads pieces of a text and labels each, BIO or BIOES. */
export class OnnxDeepPass implements DeepPass {
  readonly name = 'onnx';
  readonly #session: TokenClassifierSession;
  readonly #pieces: Pieces;
  readonly #scheme: LabelScheme;
  readonly #config: TokenClassifierConfig;
  /** Pieces of a text that a sequence takes. */
  readonly #room: number;

  /** @throws ModelUnusable when the tokenizer cannot be read, or leaves no room for a text */
  constructor(session: TokenClassifierSession, { config, vocabulary }: Pick<ModelFiles, 'config' | 'vocabulary'>) {
    this.#session = session;
    this.#config = config;
    this.#scheme = new LabelScheme(config.labels);
    this.#pieces =
      config.tokenizer === 'tokenizer.json'
        ? new JsonTokenizer(vocabulary)
        : new WordPiece(vocabulary, config.lowerCase ?? false);
    this.#room = config.longest - this.#pieces.before.length - this.#pieces.after.length;
    // Or the sequences of a long text would never come to its end.
    if (this.#room <= OVERLAP)
      throw new ModelUnusable(
        `labels.json: of ${config.longest} pieces the tokenizer's own leave ${this.#room} for a text`,
      );
  }

  /** @throws ModelUnusable when the model is not there, or not the one of the digest */
  static async load(store: ModelStore, { name, sha256 }: WantedModel, open: OpenSession): Promise<OnnxDeepPass> {
    const files = await store.load(name);
    const [actual, wanted] = [Buffer.from(files.sha256, 'hex'), Buffer.from(sha256, 'hex')];
    if (actual.length !== wanted.length || !timingSafeEqual(actual, wanted))
      throw new ModelUnusable(`The model ${name} has another SHA-256 than the disclosure says`);
    return new OnnxDeepPass(await open(files.model), files);
  }

  async examine(texts: readonly string[]): Promise<Span[][]> {
    const results: Span[][] = [];
    for (const text of texts) results.push(await this.#one(text));
    return results;
  }

  async #one(text: string): Promise<Span[]> {
    const pieces = this.#pieces.pieces(text);
    const room = this.#room;
    const spans: Span[] = [];
    for (let from = 0; from < pieces.length; from += room - OVERLAP) {
      await this.#sequence(pieces.slice(from, from + room), spans);
      if (from + room >= pieces.length) break;
    }
    for (const span of spans) widen(text, span);
    return spans;
  }

  async #sequence(pieces: readonly Piece[], spans: Span[]): Promise<void> {
    const { labels, types, least } = this.#config;
    const { before, after } = this.#pieces;
    let logits: Float32Array;
    try {
      logits = await this.#session.run([...before, ...pieces.map(({ id }) => id), ...after]);
    } catch (error) {
      throw new DeepPassFailed(`onnx: ${(error as Error).name}`);
    }
    if (logits.length !== (before.length + pieces.length + after.length) * labels.length)
      throw new DeepPassFailed('onnx: logits of another shape');
    const own = logits.subarray(before.length * labels.length, (before.length + pieces.length) * labels.length);
    const scheme = this.#scheme;
    const decoded = scheme.decode(own, pieces.length, least);
    if (decoded === undefined) throw new DeepPassFailed('onnx: logits are no numbers');
    let last: Span | undefined;
    for (const [i, { start, end, first }] of pieces.entries()) {
      // Of a space alone there is nothing to mask.
      if (start === end) continue;
      const label = decoded[i]!;
      const type = label === scheme.outside ? undefined : (types[scheme.entity(label)] ?? 'OTHER');
      // A word is taken whole when one of its pieces is.
      if (!first && last !== undefined && last.end === start) last.end = Math.max(last.end, end);
      else if (type !== undefined) {
        if (last?.type === type && scheme.goesOn(decoded[i - 1]!, label) && start - last.end <= 1) last.end = end;
        else {
          last = { start, end, type };
          spans.push(last);
        }
      } else last = undefined;
    }
  }
}

/** A word whose end was found is not left with its begin. */
function widen(text: string, span: Span): void {
  while (isTouchedAt(text, span.start) && isTouchedAt(text, span.start - 1)) span.start--;
  while (span.end > span.start && isTouchedAt(text, span.end - 1) && isTouchedAt(text, span.end)) span.end++;
}
