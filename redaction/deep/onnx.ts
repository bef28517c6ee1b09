import { timingSafeEqual } from 'node:crypto';
import type { Span } from '../redactor.ts';
import { type DeepPass, DeepPassFailed } from './deep-pass.ts';
import { type ModelFiles, type ModelStore, ModelUnusable, type TokenClassifierConfig } from './model.ts';
import { type Piece, WordPiece } from './word-piece.ts';

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

/** A token classifier (BERT family) in ONNX form. */
export class OnnxDeepPass implements DeepPass {
  readonly name = 'onnx';
  readonly #session: TokenClassifierSession;
  readonly #pieces: WordPiece;
  readonly #config: TokenClassifierConfig;

  constructor(session: TokenClassifierSession, { config, vocabulary }: Pick<ModelFiles, 'config' | 'vocabulary'>) {
    this.#session = session;
    this.#config = config;
    this.#pieces = new WordPiece(vocabulary, config.lowerCase);
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
    const room = this.#config.longest - 2;
    const spans: Span[] = [];
    for (let from = 0; from < pieces.length; from += room - OVERLAP) {
      await this.#sequence(pieces.slice(from, from + room), spans);
      if (from + room >= pieces.length) break;
    }
    return spans;
  }

  async #sequence(pieces: readonly Piece[], spans: Span[]): Promise<void> {
    const { labels, types, least } = this.#config;
    let logits: Float32Array;
    try {
      logits = await this.#session.run([this.#pieces.start, ...pieces.map(({ id }) => id), this.#pieces.stop]);
    } catch (error) {
      throw new DeepPassFailed(`onnx: ${(error as Error).name}`);
    }
    if (logits.length !== (pieces.length + 2) * labels.length)
      throw new DeepPassFailed('onnx: logits of another shape');
    let last: Span | undefined;
    for (const [i, { start, end, first }] of pieces.entries()) {
      const entity = likeliest(logits.subarray((i + 1) * labels.length, (i + 2) * labels.length), labels, least);
      const type = entity === undefined ? undefined : (types[entity.slice(2)] ?? 'OTHER');
      // A word is taken whole when one of its pieces is.
      if (!first && last !== undefined && last.end === start) last.end = end;
      else if (type !== undefined) {
        if (last?.type === type && entity!.startsWith('I-') && start - last.end <= 1) last.end = end;
        else {
          last = { start, end, type };
          spans.push(last);
        }
      } else last = undefined;
    }
  }
}

/** The likeliest label but `O`, when all of them together reach the least probability. */
function likeliest(row: Float32Array, labels: readonly string[], least: number): string | undefined {
  const top = Math.max(...row);
  let sum = 0;
  let outside = 0;
  let best = Number.NEGATIVE_INFINITY;
  let label: string | undefined;
  for (let i = 0; i < row.length; i++) {
    const weight = Math.exp(row[i]! - top);
    if (Number.isNaN(weight)) throw new DeepPassFailed('onnx: logits are no numbers');
    sum += weight;
    if (labels[i] === 'O') outside += weight;
    else if (row[i]! > best) {
      best = row[i]!;
      label = labels[i];
    }
  }
  return 1 - outside / sum >= least ? label : undefined;
}
