import * as z from 'zod';
import { didYouMean } from '../core/shared/meant.ts';

/**
 * The value of a context key of `cdk.json`, checked.
 * @param context an object, or its JSON when it came by `-c`
 * @throws Error that names each key that is wrong, and which was meant
 */
export function parseContext<T>(key: string, schema: z.ZodType<T>, context: unknown): T {
  let value = context;
  if (typeof context === 'string') {
    try {
      value = JSON.parse(context);
    } catch (cause) {
      throw new Error(`context "${key}" is not JSON`, { cause });
    }
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map((issue) => {
    const path = [key, ...issue.path].map(String).join('.');
    if (issue.code !== 'unrecognized_keys') return `${path}: ${issue.message}`;
    const known = keysAt(jsonSchemaOf(schema), issue.path);
    return `${path}: unknown key ${issue.keys.map((name) => `"${name}"${didYouMean(name, known)}`).join(', ')}`;
  });
  throw new Error(`cdk.json, context "${key}":\n  ${problems.join('\n  ')}`);
}

export interface JsonSchema {
  description?: string;
  type?: string;
  format?: string;
  pattern?: string;
  default?: unknown;
  const?: unknown;
  enum?: unknown[];
  minimum?: number;
  maximum?: number;
  maxLength?: number;
  minItems?: number;
  required?: string[];
  properties?: Record<string, JsonSchema>;
  propertyNames?: JsonSchema;
  additionalProperties?: JsonSchema | boolean;
  items?: JsonSchema;
  anyOf?: JsonSchema[];
  oneOf?: JsonSchema[];
}

/** As people write it, before defaults. */
export const jsonSchemaOf = (schema: z.ZodType): JsonSchema =>
  z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as JsonSchema;

/** Keys that an object may have at a place, in any of its forms. */
function keysAt(schema: JsonSchema, path: readonly PropertyKey[]): string[] {
  const forms = [schema, ...(schema.anyOf ?? []), ...(schema.oneOf ?? [])];
  const [step, ...rest] = path;
  if (step === undefined) return forms.flatMap(({ properties = {} }) => Object.keys(properties));
  return forms.flatMap(({ properties, items }) => {
    const below = typeof step === 'number' ? items : properties?.[String(step)];
    return below ? keysAt(below, rest) : [];
  });
}
