import { createHash } from 'node:crypto';
import * as z from 'zod';
import { SENSITIVE_TYPES } from '../redactor.ts';

/** The files of a model, in the order in which its digest takes them. */
export const MODEL_FILES = ['model.onnx', 'vocab.txt', 'labels.json'] as const;
export type RawModel = Readonly<Record<(typeof MODEL_FILES)[number], Uint8Array>>;

const configSchema = z.strictObject({
  /** Labels in the order of the logits, BIO: `O`, `B-PER`, `I-PER`, ... */
  labels: z
    .array(z.string().regex(/^(?:O|[BI]-.+)$/, 'labels are O, B-... and I-...'))
    .refine((labels) => labels.includes('O'), 'one of the labels is O'),
  /** Entity of the model, without its `B-` or `I-`, to type; what is not named is OTHER. */
  types: z.record(z.string(), z.enum(SENSITIVE_TYPES)),
  lowerCase: z.boolean(),
  /** Most pieces of a sequence, both ends included. */
  longest: z.int().min(64).max(8192).default(512),
  /** Least probability that a piece is no `O`. Lower finds more. */
  least: z.number().gt(0).lt(1).default(0.5),
});
export type TokenClassifierConfig = z.infer<typeof configSchema>;

export interface ModelFiles {
  /** Over all three files: other labels or another vocabulary make another model. 64 hexadecimal digits. */
  readonly sha256: string;
  readonly model: Uint8Array;
  /** `vocab.txt` */
  readonly vocabulary: string;
  /** `labels.json` */
  readonly config: TokenClassifierConfig;
}

/** Where models are kept: the vault's model bucket, or a folder. */
export interface ModelStore {
  /** @throws ModelUnusable when a file is missing or wrong */
  load(name: string): Promise<ModelFiles>;
}

/** A model that is not there, or not as it has to be. Says what to do. */
export class ModelUnusable extends Error {
  override name = 'ModelUnusable';
}

export function modelDigest(files: RawModel): string {
  const hash = createHash('sha256');
  for (const name of MODEL_FILES) hash.update(createHash('sha256').update(files[name]).digest());
  return hash.digest('hex');
}

/** @throws ModelUnusable when labels or vocabulary cannot be read */
export function parseModel(files: RawModel): ModelFiles {
  const text = (name: 'vocab.txt' | 'labels.json'): string => {
    try {
      return new TextDecoder('utf-8', { fatal: true }).decode(files[name]);
    } catch {
      throw new ModelUnusable(`${name} is not UTF-8`);
    }
  };
  const config = configSchema.safeParse(jsonOf(text('labels.json')));
  if (!config.success) throw new ModelUnusable(`labels.json is wrong:\n${z.prettifyError(config.error)}`);
  return {
    sha256: modelDigest(files),
    model: files['model.onnx'],
    vocabulary: text('vocab.txt'),
    config: config.data,
  };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
