import { createHash, timingSafeEqual } from 'node:crypto';
import { GetObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import type { ModelFiles, ModelStore, TokenClassifierConfig } from './onnx.ts';

/** Models under `models/<name>/` in the vault's model bucket: model.onnx, vocab.txt, labels.json. */
export class S3ModelStore implements ModelStore {
  readonly #client: Pick<S3Client, 'send'>;
  readonly #bucket: string;

  constructor(client: Pick<S3Client, 'send'>, bucket: string) {
    this.#client = client;
    this.#bucket = bucket;
  }

  async load(name: string, sha256: string): Promise<ModelFiles> {
    if (!/^[a-z0-9][a-z0-9.-]{0,63}$/.test(name)) throw new RangeError('No name of a model');
    const [model, vocabulary, labels] = await Promise.all(
      ['model.onnx', 'vocab.txt', 'labels.json'].map((file) => this.#get(`models/${name}/${file}`)),
    );
    // The digest is over all three: other labels or another vocabulary make another model.
    const hash = createHash('sha256');
    for (const bytes of [model!, vocabulary!, labels!]) hash.update(createHash('sha256').update(bytes).digest());
    const expected = Buffer.from(sha256, 'hex');
    const actual = hash.digest();
    if (expected.length !== actual.length || !timingSafeEqual(expected, actual))
      throw new Error('The model has another SHA-256');
    const decode = (bytes: Uint8Array) => new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return {
      model: model!,
      vocabulary: decode(vocabulary!),
      config: JSON.parse(decode(labels!)) as TokenClassifierConfig,
    };
  }

  async #get(key: string): Promise<Uint8Array> {
    const { Body } = await this.#client.send(new GetObjectCommand({ Bucket: this.#bucket, Key: key }));
    if (Body === undefined) throw new Error('The model bucket gave no body');
    return Body.transformToByteArray();
  }
}
