import { z } from 'zod';
import { canonicalJson, sha256 } from '../shared/canonical-json.ts';
import { SluiceError } from '../shared/errors.ts';
import { ofType, type Template, type TemplateResource } from './template.ts';

/** Hex SHA-256. */
export const HASH = z.string().regex(/^[0-9a-f]{64}$/);

/**
 * What a release consists of: each function's files and configuration, and each stack's template. The same sources give the same
 * bytes, so that its hash names the release.
 */
export const manifestSchema = z.strictObject({
  version: z.literal(1),
  /** First part of all names: `sluice-<program>-<stage>`. */
  prefix: z.string(),
  /** By name at AWS. */
  functions: z.record(
    z.string(),
    z.strictObject({
      /** Hash of each file of the bundle, by its path in it. */
      files: z.record(z.string(), HASH),
      /** As in the template: references are not resolved. */
      configuration: z.record(z.string(), z.unknown()),
    }),
  ),
  /** By name of the stack: hash of the template's canonical JSON (RFC 8785). */
  templates: z.record(z.string(), HASH),
});
export type ReleaseManifest = z.infer<typeof manifestSchema>;

/** A release: its manifest, and the templates that the manifest has the hashes of. */
export interface Release {
  manifest: ReleaseManifest;
  /** By name of the stack. */
  templates: Readonly<Record<string, Template>>;
}

/** Properties of a function that decide what it does, and with what. */
const CONFIGURATION = [
  'Architectures',
  'Environment',
  'Handler',
  'Layers',
  'MemorySize',
  'Role',
  'Runtime',
  'Timeout',
] as const;

export const templateHash = (template: unknown): string => sha256(canonicalJson(template));

/** Names the release: hash of the manifest's canonical JSON. */
export const manifestHash = (manifest: ReleaseManifest): string => sha256(canonicalJson(manifest));

/**
 * @param templates by name of the stack
 * @param filesOf hashes of the files of an asset, by path, for the key that a template has it under
 * @throws SluiceError for a function without a name, or whose code is not an asset
 */
export function manifestOf(
  prefix: string,
  templates: Readonly<Record<string, Template>>,
  filesOf: (key: string) => Record<string, string>,
): ReleaseManifest {
  const functions = Object.values(templates).flatMap((template) =>
    ofType(template, 'AWS::Lambda::Function').map(([id, { Properties = {} }]) => {
      const { FunctionName } = Properties;
      if (typeof FunctionName !== 'string') throw new SluiceError(`${id} has no name`);
      const configuration = Object.fromEntries(
        CONFIGURATION.filter((name) => Properties[name] !== undefined).map((name) => [name, Properties[name]]),
      );
      return [FunctionName, { files: filesOf(assetKey(id, Properties)), configuration }] as const;
    }),
  );
  return {
    version: 1,
    prefix,
    functions: Object.fromEntries(functions),
    templates: Object.fromEntries(Object.entries(templates).map(([name, one]) => [name, templateHash(one)])),
  };
}

function assetKey(id: string, { Code }: NonNullable<TemplateResource['Properties']>): string {
  const key = (Code as { S3Key?: unknown } | undefined)?.S3Key;
  if (typeof key !== 'string') throw new SluiceError(`the code of ${id} is not an asset`);
  return key;
}
