import { type Disclosure, disclosureSchema } from './disclosure.ts';

/**
 * The form that is bundled with each function: JSON with all defaults filled in, keys sorted, so that the same
 * disclosure gives the same bytes and a function needs no YAML parser.
 */
export function compileDisclosure(disclosure: Disclosure): string {
  return `${JSON.stringify(disclosure, sortKeys, 1)}\n`;
}

/** @throws ZodError when it is not one (a bundle that was tampered with or built from an older schema) */
export function readCompiledDisclosure(json: string): Disclosure {
  return disclosureSchema.parse(JSON.parse(json));
}

const sortKeys = (_key: string, value: unknown): unknown =>
  value !== null && typeof value === 'object' && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
    : value;
