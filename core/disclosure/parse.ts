import { isMap, isNode, isPair, isScalar, isSeq, LineCounter, type Node, parseAllDocuments } from 'yaml';
import type * as z from 'zod';
import { LANGUAGES } from '../../api/languages.ts';
import { SluiceError } from '../shared/errors.ts';
import { didYouMean } from '../shared/meant.ts';
import { type Disclosure, disclosureSchema } from './disclosure.ts';

/** One thing that is wrong with a disclosure. */
export interface DisclosureFinding {
  /** 1-based; the nearest line there is when the key is missing. */
  line: number;
  /** Dotted path, e.g. `applications.mousepad.keys`; empty for the document itself. */
  key: string;
  message: string;
}

export class DisclosureInvalid extends SluiceError {
  readonly file: string;
  readonly findings: DisclosureFinding[];
  constructor(file: string, findings: DisclosureFinding[]) {
    super(
      findings.map(({ line, key, message }) => `${file}:${line}: ${key ? `${key}: ` : ''}${message}`).join('\n') ||
        `${file}: invalid`,
    );
    this.file = file;
    this.findings = findings;
  }
}

/**
 * Reads a disclosure from YAML 1.2 or JSON (a subset of it). Unknown and repeated keys are errors; defaults are filled in.
 * @param file named in errors
 * @throws DisclosureInvalid with every finding, each with its line and key
 */
export function parseDisclosure(text: string, file = 'disclosure.yaml'): Disclosure {
  const lines = new LineCounter();
  const lineAt = (offset: number) => Math.max(1, lines.linePos(offset).line);
  const documents = parseAllDocuments(text, { lineCounter: lines, prettyErrors: false, version: '1.2' });
  if (!Array.isArray(documents) || documents.length === 0) {
    throw new DisclosureInvalid(file, [{ line: 1, key: '', message: 'the file is empty' }]);
  }
  const syntax = documents.flatMap((document) => [...document.errors, ...document.warnings]);
  if (syntax.length > 0) {
    throw new DisclosureInvalid(
      file,
      syntax.map((error) =>
        error.code === 'DUPLICATE_KEY'
          ? { line: lineAt(error.pos[0]), key: keyAt(text, error.pos[0]), message: 'stands here a second time' }
          : { line: lineAt(error.pos[0]), key: '', message: error.message },
      ),
    );
  }
  const [document, second] = documents;
  if (second) {
    const line = lineAt(second.range[0]);
    throw new DisclosureInvalid(file, [{ line, key: '', message: 'one document only' }]);
  }

  let value: unknown;
  try {
    value = document!.toJS({ maxAliasCount: 20 });
  } catch (cause) {
    throw new DisclosureInvalid(file, [{ line: 1, key: '', message: (cause as Error).message }]);
  }
  const result = disclosureSchema.safeParse(value);
  if (result.success) return result.data;

  const root = document!.contents as Node | null;
  const finding = (path: PropertyKey[], message: string): DisclosureFinding => ({
    line: lineAt(offsetOf(root, path)),
    key: path.map(String).join('.'),
    message,
  });
  const findings = result.error.issues.flatMap((issue) => describe(issue, issue.path, { finding, value }));
  throw new DisclosureInvalid(
    file,
    findings.sort((a, b) => a.line - b.line || (a.key < b.key ? -1 : 1)),
  );
}

function describe(issue: z.core.$ZodIssue, path: PropertyKey[], found: Found): DisclosureFinding[] {
  const { finding, value } = found;
  if (issue.code === 'unrecognized_keys') {
    const known = keysAt(disclosureSchema, path);
    return issue.keys.map((key) => finding([...path, key], `unknown key${didYouMean(key, known)}`));
  }
  if (issue.code === 'invalid_value') {
    const given = valueAt(value, path);
    const meant = typeof given === 'string' ? didYouMean(given, issue.values.map(String)) : '';
    return [finding(path, `${issue.message}${meant}`)];
  }
  if (issue.code === 'invalid_key') {
    return [finding(path, issue.issues.map(({ message }) => message).join('; ') || issue.message)];
  }
  if (issue.code === 'invalid_union' && issue.errors.length > 0) {
    // What it was meant to be: the form whose kind of value it is.
    const meant = issue.errors.filter(
      (issues) => !issues.some((one) => one.code === 'invalid_type' && one.path.length === 0),
    );
    if (meant.length > 0) return meant[0]!.flatMap((one) => describe(one, [...path, ...one.path], found));
    const missing = issue.errors.flat().some(({ message }) => message.endsWith('received undefined'));
    return [finding(path, missing ? 'missing (string)' : `a text, or one for each language: ${LANGUAGES.join(', ')}`)];
  }
  if (issue.code === 'invalid_type' && issue.message.endsWith('received undefined')) {
    return [finding(path, `missing (${issue.expected})`)];
  }
  if (issue.code === 'invalid_type' && path.at(-1) === 'version') {
    return [finding(path, 'MAJOR.MINOR in quotes, e.g. "1.0" (without quotes it is a number, and 1.10 would be 1.1)')];
  }
  return [finding(path, issue.message)];
}

interface Found {
  finding: (path: PropertyKey[], message: string) => DisclosureFinding;
  /** What the file says, whatever it is. */
  value: unknown;
}

const valueAt = (value: unknown, path: PropertyKey[]): unknown =>
  path.reduce((one, step) => (one as Record<PropertyKey, unknown> | null | undefined)?.[step], value);

/** The keys that there are where a path leads. */
function keysAt(schema: z.core.$ZodType, path: readonly PropertyKey[]): string[] {
  const { def } = schema._zod as { def: z.core.$ZodTypes['_zod']['def'] };
  const [step, ...rest] = path;
  switch (def.type) {
    case 'optional':
    case 'default':
    case 'prefault':
      return keysAt(def.innerType, path);
    case 'union':
      return def.options.flatMap((option) => keysAt(option, path));
    case 'object': {
      if (step === undefined) return Object.keys(def.shape);
      const next = def.shape[String(step)];
      return next ? keysAt(next, rest) : [];
    }
    case 'record':
      return step === undefined ? [...(def.keyType._zod.values ?? [])].map(String) : keysAt(def.valueType, rest);
    case 'array':
      return step === undefined ? [] : keysAt(def.element, rest);
    default:
      return [];
  }
}

/** The word that starts at an offset: what a syntax error is about. */
const keyAt = (text: string, offset: number): string =>
  /^["']?([^"':\s]+)/.exec(text.slice(offset, offset + 200))?.[1] ?? '';

/** Offset of the key (or list item) that a path leads to, or of the deepest part of the path that exists. */
function offsetOf(root: Node | null, path: PropertyKey[]): number {
  let node: unknown = root;
  let offset = root?.range?.[0] ?? 0;
  for (const step of path) {
    if (isMap(node)) {
      const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === String(step));
      if (!isPair(pair)) return offset;
      if (isNode(pair.key) && pair.key.range) offset = pair.key.range[0];
      node = pair.value;
    } else if (isSeq(node)) {
      const item = node.items[Number(step)];
      if (!isNode(item)) return offset;
      if (item.range) offset = item.range[0];
      node = item;
    } else {
      return offset;
    }
  }
  return offset;
}
