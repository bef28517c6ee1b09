import { createHash } from 'node:crypto';
import * as z from 'zod';
import { SENSITIVE_TYPES } from '../redactor.ts';
import { LABEL_FORM } from './label-scheme.ts';

/** What makes pieces of texts: WordPiece by a list of pieces (BERT), or any tokenizer that describes itself. */
const TOKENIZERS = ['vocab.txt', 'tokenizer.json'] as const;
type TokenizerFile = (typeof TOKENIZERS)[number];

/** The files of a model: the network, one of the two tokenizers, the labels. */
export type RawModel = Readonly<
  Record<'model.onnx' | 'labels.json', Uint8Array> & Partial<Record<TokenizerFile, Uint8Array>>
>;

const configSchema = z
  .strictObject({
    /** Labels in the order of the logits, BIO or BIOES: `O`, `B-PER`, `I-PER`, ... */
    labels: z
      .array(z.string().regex(LABEL_FORM, 'labels are O, B-..., I-..., and where values have ends E-... and S-...'))
      .refine((labels) => labels.includes('O'), 'one of the labels is O'),
    /** Entity of the model, without its `B-` or `I-`, to type; what is not named is OTHER. */
    types: z.record(z.string(), z.enum(SENSITIVE_TYPES)),
    /** @default vocab.txt */
    tokenizer: z.enum(TOKENIZERS).default('vocab.txt'),
    /** Whether `vocab.txt` is one of lower case; a `tokenizer.json` says so itself. */
    lowerCase: z.boolean().optional(),
    /** Most pieces of a sequence, both ends included. */
    longest: z.int().min(64).max(8192).default(512),
    /** Least probability that a piece is no `O`. Lower finds more. */
    least: z.number().gt(0).lt(1).default(0.5),
  })
  .refine(({ tokenizer, lowerCase }) => (lowerCase === undefined) === (tokenizer === 'tokenizer.json'), {
    message: 'lowerCase is said with a vocab.txt, and only then',
    path: ['lowerCase'],
  });
export type TokenClassifierConfig = z.infer<typeof configSchema>;

export interface ModelFiles {
  /** Over all files: other labels or another vocabulary make another model. 64 hexadecimal digits. */
  readonly sha256: string;
  readonly model: Uint8Array;
  /** What `config.tokenizer` names. */
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

/** The network, the tokenizer, the labels, in this order. */
export function modelDigest(files: RawModel): string {
  const hash = createHash('sha256');
  for (const file of [files['model.onnx'], ...TOKENIZERS.flatMap((name) => files[name] ?? []), files['labels.json']])
    hash.update(createHash('sha256').update(file).digest());
  return hash.digest('hex');
}

/** Reads what the labels say is there. @param get one file; its errors are the caller's */
export async function readModel(get: (file: keyof RawModel) => Promise<Uint8Array>): Promise<ModelFiles> {
  const [model, labels] = await Promise.all([get('model.onnx'), get('labels.json')]);
  const { tokenizer } = configOf(labels);
  return parseModel({ 'model.onnx': model, 'labels.json': labels, [tokenizer]: await get(tokenizer) });
}

/** @throws ModelUnusable when labels or vocabulary cannot be read */
export function parseModel(files: RawModel): ModelFiles {
  const config = configOf(files['labels.json']);
  const vocabulary = files[config.tokenizer];
  if (vocabulary === undefined) throw new ModelUnusable(`the model has no ${config.tokenizer}`);
  const { 'model.onnx': model, 'labels.json': labels } = files;
  return {
    // Another tokenizer beside the one that is named is no part of the model.
    sha256: modelDigest({ 'model.onnx': model, 'labels.json': labels, [config.tokenizer]: vocabulary }),
    model,
    vocabulary: textOf(vocabulary, config.tokenizer),
    config,
  };
}

function configOf(labels: Uint8Array): TokenClassifierConfig {
  const config = configSchema.safeParse(jsonOf(textOf(labels, 'labels.json')));
  if (!config.success) throw new ModelUnusable(`labels.json is wrong:\n${z.prettifyError(config.error)}`);
  return config.data;
}

function textOf(bytes: Uint8Array, name: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new ModelUnusable(`${name} is not UTF-8`);
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
