import type * as z from 'zod';
import { CONTEXT_KEY, configSchema } from '../../lib/config.ts';
import { type JsonSchema, jsonSchemaOf } from '../../lib/context.ts';
import { WITNESS_CONTEXT, witnessSchema } from '../../lib/witness-config.ts';

/** Beside what JSON Schema knows: what holds where nothing is said, in words. */
type Option = JsonSchema & { otherwise?: string };

/** What JSON Schema says of `cdk.json`, for editors. */
export const cdkSchema = () => ({
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'Options of Sluice in cdk.json',
  type: 'object',
  properties: {
    context: {
      type: 'object',
      properties: { [CONTEXT_KEY]: bare(configSchema), [WITNESS_CONTEXT]: bare(witnessSchema) },
    },
  },
});

function bare(schema: z.ZodType): object {
  const { $schema: _, ...rest } = jsonSchemaOf(schema) as JsonSchema & { $schema?: string };
  return rest;
}

/** The page of all options. */
export function optionsPage(): string {
  const { properties = {} } = jsonSchemaOf(configSchema);
  const stage = properties.stages!.items!;
  return `# Options

Made from \`lib/config.ts\` and \`lib/witness-config.ts\` by \`npm run options\`; [cdk.schema.json](cdk.schema.json) says the same to editors (\`"$schema": "./docs/cdk.schema.json"\` at the top of \`cdk.json\`). An unknown key fails the synthesis, which says which was meant; what is allowed and probably not meant
is a warning of the synthesis (\`cdk synth --strict\` fails on it).

## A stage

One of the list \`${CONTEXT_KEY}.stages\` in the context of \`cdk.json\`.

${table(stage)}

## A witness

The context key \`${WITNESS_CONTEXT}\` (\`cdk deploy -c ${WITNESS_CONTEXT}='{...}'\`), in an account that is not the program's ([witness](witness.md)).

${table(jsonSchemaOf(witnessSchema))}
`;
}

function table(schema: JsonSchema): string {
  const rows = rowsOf(schema, '');
  return ['| option | value | without it | what it decides |', '| --- | --- | --- | --- |', ...rows].join('\n');
}

function rowsOf({ properties = {}, required = [] }: JsonSchema, above: string): string[] {
  return Object.entries(properties).flatMap(([name, option]) => {
    const path = `${above}${name}`;
    return [
      row(path, option, required.includes(name)),
      ...formsOf(option).flatMap((form) => rowsOf(form, `${path}${option.type === 'array' ? '[].' : '.'}`)),
    ];
  });
}

/** Objects that stand below an option, in any of its forms. */
const formsOf = ({ items, anyOf = [], oneOf = [], ...self }: JsonSchema): JsonSchema[] =>
  [self, ...anyOf, ...oneOf, ...(items ? [items, ...(items.anyOf ?? [])] : [])].filter(({ properties }) => properties);

function row(path: string, option: Option, isRequired: boolean): string {
  const without = isRequired
    ? 'needed'
    : (option.otherwise ?? (option.default === undefined ? '' : code(option.default)));
  return `| \`${path}\` | ${takes(option)} | ${without} | ${option.description ?? ''} |`.replaceAll('\n', ' ');
}

const code = (value: unknown): string => `\`${JSON.stringify(value)}\``;

function takes(option: Option): string {
  const { type, format, minimum, maximum, propertyNames, anyOf, oneOf, items } = option;
  const choices = option.enum ?? (option.const === undefined ? undefined : [option.const]);
  if (choices) return choices.map(code).join(', ');
  if (anyOf ?? oneOf) return 'one of these forms';
  if (type === 'array')
    return `list of ${items ? takes(items).replace(/^one of these forms$/, 'objects, each of one form') : 'values'}`;
  if (type === 'object') return propertyNames?.enum ? `by name: ${propertyNames.enum.map(code).join(', ')}` : 'object';
  if (type === 'integer' || type === 'number') return `${minimum} to ${maximum}`;
  if (type === 'boolean') return '`true`, `false`';
  return format === 'uri' ? 'address' : (format ?? 'text');
}
