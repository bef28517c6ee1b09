import { EVENT_KINDS, EVENTS, type EventKind, fieldsOf } from './event.ts';
import type { FieldSpec } from './field.ts';

/** The tables of docs/wire-format.md that the catalogue gives: `npm run vectors` writes them there. */

function typeOf(spec: FieldSpec): string {
  switch (spec.type) {
    case 'boolean':
      return 'boolean';
    case 'number':
    case 'integer':
      return spec.from === undefined ? spec.type : `${spec.type} ${spec.from} .. ${spec.to}`;
    case 'integers':
      return `integers, ${spec.most} at most`;
    case 'string':
      return `string of ${spec.longest}`;
    case 'strings':
      return `strings of ${spec.longest}, ${spec.most} at most`;
    case 'word':
      return spec.of.map((word) => `\`${word}\``).join(' ');
    default:
      return spec satisfies never;
  }
}

function meaningOf(spec: FieldSpec): string {
  const of = 'of' in spec && spec.type === 'string' ? spec.of : undefined;
  const words =
    of === undefined
      ? []
      : [of === 'applications' ? 'one of the filter' : `${of.name}; anything else is stored as ${said(of.otherwise)}`];
  return [spec.words, ...(spec.about ? [spec.about] : []), ...words].join('; ');
}

const said = (word: string): string => (word === '' ? 'an empty string' : `\`${word}\``);
const row = (...cells: string[]) => `| ${cells.join(' | ')} |`;
const rows = (kinds: string, fields: readonly (readonly [string, FieldSpec])[]) =>
  fields.map(([field, spec]) =>
    row(kinds, `\`${field}\`${spec.required ? '!' : ''}`, typeOf(spec), spec.role, meaningOf(spec)),
  );

/** A field that every kind has stands once. */
const isCommon = (field: string): boolean => EVENT_KINDS.every((kind) => fieldsOf(kind).some(([one]) => one === field));
const own = (kind: EventKind) => fieldsOf(kind).filter(([field]) => !isCommon(field));

export function kindsTable(): string {
  return [
    row('kind', 'least `keys`', 'what'),
    row('---', '---', '---'),
    ...EVENT_KINDS.map((kind) => row(`\`${kind}\``, `\`${EVENTS[kind].detail}\``, EVENTS[kind].about)),
  ].join('\n');
}

export function fieldsTable(): string {
  return [
    row('kind', 'field', 'type', 'role', 'what'),
    row('---', '---', '---', '---', '---'),
    ...rows(
      'all',
      fieldsOf(EVENT_KINDS[0]!).filter(([field]) => isCommon(field)),
    ),
    ...EVENT_KINDS.flatMap((kind) => rows(`\`${kind}\``, own(kind))),
  ].join('\n');
}

const marks = (name: string) => [`<!-- from the catalogue: ${name} -->`, '<!-- end -->'] as const;

/** The page with its tables as the catalogue has them now. */
export function withTables(page: string): string {
  const tables = { kinds: kindsTable(), fields: fieldsTable() };
  let written = page;
  for (const [name, table] of Object.entries(tables)) {
    const [begin, end] = marks(name);
    const from = written.indexOf(begin);
    if (from < 0) throw new Error(`the page has no place for the table of ${name}`);
    const to = written.indexOf(end, from);
    written = `${written.slice(0, from + begin.length)}\n\n${table}\n\n${written.slice(to)}`;
  }
  return written;
}
