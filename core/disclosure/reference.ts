import * as z from 'zod';
import { disclosureSchema } from './disclosure.ts';

/** The disclosure's schema for editors, and as a page for people: `docs/disclosure.schema.json`, `docs/disclosure.md`. */

interface Node {
  description?: string;
  type?: string | string[];
  properties?: Record<string, Node>;
  required?: string[];
  additionalProperties?: Node | boolean;
  propertyNames?: Node;
  items?: Node;
  anyOf?: Node[];
  oneOf?: Node[];
  enum?: unknown[];
  const?: unknown;
  default?: unknown;
  pattern?: string;
  format?: string;
  minimum?: number;
  maximum?: number;
  minLength?: number;
  maxLength?: number;
  minItems?: number;
}

/** As an author writes it. Draft 7 is what editors read. */
export const disclosureJsonSchema = (): Record<string, unknown> =>
  z.toJSONSchema(disclosureSchema, { io: 'input', target: 'draft-7', unrepresentable: 'any', reused: 'inline' });

/** The tables of the page: a heading for each part of the file, a row for each key in it. */
export function referenceTables(): string {
  const { properties = {}, required = [] } = disclosureJsonSchema() as Node;
  const simple = Object.entries(properties).filter(([, node]) => !isDeep(node));
  const deep = Object.entries(properties).filter(([, node]) => isDeep(node));
  const rows = (entries: [string, Node][], needed: string[]) =>
    entries.flatMap(([key, node]) => rowsOf(key, node, needed.includes(key)));
  return [
    table(rows(simple, required)),
    ...deep.map(([key, node]) => {
      const note = required.includes(key) ? 'Required.' : 'Optional.';
      const below = inner(node).flatMap(([name, child, needed]) => rowsOf(name, child, needed));
      return `## ${key}\n\n${node.description ?? ''} ${note}\n\n${table(below)}`;
    }),
  ].join('\n\n');
}

const isDeep = (node: Node): boolean => inner(node).length > 0;

/** What stands in a part: its keys, `<name>` for those that an author chooses, `[]` for members of a list. */
function inner(node: Node): [name: string, child: Node, required: boolean][] {
  if (isText(node)) return [];
  const { properties, required = [], additionalProperties, propertyNames, items, anyOf, oneOf } = node;
  if (properties) return Object.entries(properties).map(([name, child]) => [name, child, required.includes(name)]);
  if (typeof additionalProperties === 'object') {
    return [[propertyNames?.enum ? '<one>' : '<name>', additionalProperties, false]];
  }
  if (items && isDeep(items)) return inner(items).map(([name, child, needed]) => [`[].${name}`, child, needed]);
  return (anyOf ?? oneOf ?? []).flatMap((one) => inner(one).map(([name, child]) => [name, child, false] as const)) as [
    string,
    Node,
    boolean,
  ][];
}

/** A text, or one for each language. */
const isText = ({ anyOf }: Node): boolean =>
  anyOf?.length === 2 && anyOf[0]?.type === 'string' && anyOf[1]?.properties?.en !== undefined;

function rowsOf(key: string, node: Node, required: boolean): string[] {
  const own = `| \`${key}\` | ${escaped(node.description ?? '')} | ${escaped(valuesOf(node))} | ${standing(node, required)} |`;
  const below = inner(node).flatMap(([name, child, needed]) =>
    rowsOf(`${key}${name.startsWith('[]') ? '' : '.'}${name}`, child, needed),
  );
  // Of a name that its author chooses there is something to say below it.
  return node.description || below.length === 0 ? [own, ...below] : below;
}

const table = (rows: string[]): string =>
  ['| key | what | values | default |', '| --- | --- | --- | --- |', ...rows].join('\n');
const escaped = (text: string): string => text.replaceAll('|', '\\|').replaceAll('<', '&lt;');

function standing({ default: value }: Node, required: boolean): string {
  if (required) return 'required';
  return value === undefined || typeof value === 'object' ? '' : `\`${JSON.stringify(value)}\``;
}

function valuesOf(node: Node): string {
  if (node.propertyNames?.enum) return `by ${several(node.propertyNames.enum)}`;
  if (isText(node)) return `text (${bounds(node.anyOf![0]!)}), or one for each language`;
  if (node.enum) return several(node.enum);
  if (node.const !== undefined) return `\`${node.const}\``;
  if (node.items) return isDeep(node.items) ? 'list' : `list of ${node.items.enum ? valuesOf(node.items) : 'names'}`;
  if (node.type === 'string') {
    if (node.format === 'date') return 'day';
    return node.pattern ? `\`${node.pattern}\`` : `text (${bounds(node)})`;
  }
  if (node.type === 'integer' || node.type === 'number') {
    return `${node.type === 'integer' ? 'whole number, ' : ''}${node.minimum} to ${node.maximum}`;
  }
  return '';
}

/** Of a long list, its beginning: the schema has the rest. */
const several = (values: readonly unknown[]): string => {
  const shown = values.length > LONGEST_LIST ? values.slice(0, 3) : values;
  const words = shown.map((value) => `\`${value}\``).join(', ');
  return shown.length < values.length ? `${words} ... (${values.length} of them: see the schema)` : words;
};
const LONGEST_LIST = 28;

const bounds = ({ minLength = 0, maxLength }: Node): string =>
  maxLength === undefined ? `${minLength} signs or more` : `${minLength} to ${maxLength} signs`;
