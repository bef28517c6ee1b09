import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { sha256 } from '../shared/canonical-json.ts';
import { SluiceError } from '../shared/errors.ts';
import { manifestOf, type Release } from './manifest.ts';
import { STACKS, type Template, templateSchema } from './template.ts';

/** The manifest's place in an assembly. */
export const manifestFile = (prefix: string): string => `${prefix}.release.json`;

const assemblySchema = z.object({
  artifacts: z.record(
    z.string(),
    z.looseObject({
      type: z.string(),
      properties: z.looseObject({ templateFile: z.string().optional(), stackName: z.string().optional() }).optional(),
    }),
  ),
});
const assetsSchema = z.object({
  files: z.record(
    z.string(),
    z.looseObject({
      source: z.looseObject({ path: z.string(), packaging: z.string() }),
      destinations: z.record(z.string(), z.looseObject({ objectKey: z.string() })),
    }),
  ),
});

const readJson = (folder: string, name: string): unknown => JSON.parse(readFileSync(join(folder, name), 'utf8'));

/**
 * A release as what `cdk synth` wrote says it, file by file.
 * @param folder the assembly, `cdk.out`
 * @throws SluiceError when it does not hold the stage; what reading throws
 */
export function readRelease(folder: string, prefix: string): Release {
  const files = stackFiles(folder);
  const templates: Record<string, Template> = {};
  const assets = new Map<string, string>();
  for (const stack of STACKS.map((name) => `${prefix}-${name}`)) {
    const file = files.get(stack);
    if (file === undefined) throw new SluiceError(`${folder} holds no stack ${stack}`);
    templates[stack] = templateSchema.parse(readJson(folder, file));
    const { files: listed } = assetsSchema.parse(readJson(folder, file.replace(/template\.json$/, 'assets.json')));
    for (const { source, destinations } of Object.values(listed)) {
      if (source.packaging !== 'zip') continue;
      for (const { objectKey } of Object.values(destinations)) assets.set(objectKey, source.path);
    }
  }
  const filesOf = (key: string): Record<string, string> => {
    const path = assets.get(key);
    if (path === undefined) throw new SluiceError(`${folder} holds no asset ${key}`);
    return hashesBelow(resolve(folder, path));
  };
  return { manifest: manifestOf(prefix, templates, filesOf), templates };
}

/** Files of templates, by name of the stack. */
function stackFiles(folder: string): Map<string, string> {
  const { artifacts } = assemblySchema.parse(readJson(folder, 'manifest.json'));
  return new Map(
    Object.entries(artifacts).flatMap(([id, { type, properties }]) =>
      type === 'aws:cloudformation:stack' && properties?.templateFile !== undefined
        ? [[properties.stackName ?? id, properties.templateFile] as const]
        : [],
    ),
  );
}

function hashesBelow(folder: string, below = ''): Record<string, string> {
  const found: Record<string, string> = {};
  for (const entry of readdirSync(join(folder, below), { withFileTypes: true })) {
    const path = below === '' ? entry.name : `${below}/${entry.name}`;
    if (entry.isDirectory()) Object.assign(found, hashesBelow(folder, path));
    else found[path] = sha256(readFileSync(join(folder, path)));
  }
  return found;
}
