import type { SensitiveType, Span } from '../redactor.ts';
import { type DeepPass, DeepPassFailed } from './deep-pass.ts';
import { type Piece, WordPiece } from './word-piece.ts';

/**
 * The part of an ONNX runtime that is used: `InferenceSession` of onnxruntime-node or onnxruntime-web behind a few lines.
 * Neither is a dependency: the native one has 200 MB, and a program that does not use it should not carry it.
 */
export interface TokenClassifierSession {
  /** Token ids of one sequence to logits, `ids.length` rows of one value per label. */
  run(ids: readonly number[]): Promise<Float32Array>;
}

/** What the model bucket holds for one model, below one prefix. */
export interface ModelFiles {
  readonly model: Uint8Array;
  /** `vocab.txt` */
  readonly vocabulary: string;
  readonly config: TokenClassifierConfig;
}

export interface TokenClassifierConfig {
  /** Labels in the order of the logits, BIO: `O`, `B-PER`, `I-PER`, ... */
  readonly labels: readonly string[];
  /** Entity of the model, without its `B-` or `I-`, to type; what is not named is OTHER. */
  readonly types: Readonly<Record<string, SensitiveType>>;
  readonly lowerCase: boolean;
  /** Most pieces of a sequence, both ends included. @default 512 */
  readonly longest?: number;
  /** Least probability that a piece is no `O`. Lower finds more. @default 0.5 */
  readonly least?: number;
}

/** Where models are kept: the vault's model bucket. The digest is the program's, from its disclosure. */
export interface ModelStore {
  /** @throws when there is none or its SHA-256 is another one */
  load(name: string, sha256: string): Promise<ModelFiles>;
}

export type OpenSession = (model: Uint8Array) => Promise<TokenClassifierSession>;

/** Pieces that two sequences of a long text share. */
const OVERLAP = 32;

/** A token classifier (BERT family) in ONNX form. About 60 ms for 128 pieces on one core with a small model in int8. */
export class OnnxDeepPass implements DeepPass {
  readonly name = 'onnx';
  readonly #session: TokenClassifierSession;
  readonly #pieces: WordPiece;
  readonly #config: TokenClassifierConfig;

  private constructor(session: TokenClassifierSession, files: ModelFiles) {
    this.#session = session;
    this.#config = files.config;
    this.#pieces = new WordPiece(files.vocabulary, files.config.lowerCase);
  }

  static async load(store: ModelStore, name: string, sha256: string, open: OpenSession): Promise<OnnxDeepPass> {
    const files = await store.load(name, sha256);
    return new OnnxDeepPass(await open(files.model), files);
  }

  async examine(texts: readonly string[]): Promise<Span[][]> {
    const results: Span[][] = [];
    for (const text of texts) results.push(await this.#one(text));
    return results;
  }

  async #one(text: string): Promise<Span[]> {
    const pieces = this.#pieces.pieces(text);
    const room = (this.#config.longest ?? 512) - 2;
    const spans: Span[] = [];
    for (let from = 0; from < pieces.length; from += room - OVERLAP) {
      await this.#sequence(pieces.slice(from, from + room), spans);
      if (from + room >= pieces.length) break;
    }
    return spans;
  }

  async #sequence(pieces: readonly Piece[], spans: Span[]): Promise<void> {
    const { labels, types, least = 0.5 } = this.#config;
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
