import { GetObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { type ModelFiles, type ModelStore, ModelUnusable, readModel } from './model.ts';

/** Models under `models/<name>/` in the vault's model bucket. */
export class S3ModelStore implements ModelStore {
  readonly #client: Pick<S3Client, 'send'>;
  readonly #bucket: string;

  constructor(client: Pick<S3Client, 'send'>, bucket: string) {
    this.#client = client;
    this.#bucket = bucket;
  }

  async load(name: string): Promise<ModelFiles> {
    return readModel((file) => this.#get(`models/${name}/${file}`));
  }

  async #get(Key: string): Promise<Uint8Array> {
    try {
      const { Body } = await this.#client.send(new GetObjectCommand({ Bucket: this.#bucket, Key }));
      return await Body!.transformToByteArray();
    } catch (cause) {
      throw new ModelUnusable(`The model bucket does not give ${Key}: upload the model (docs/redaction.md)`, { cause });
    }
  }
}
