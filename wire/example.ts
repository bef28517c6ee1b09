import { type EventKind, type EventOf, fieldsOf } from './event.ts';
import type { FieldSpec } from './field.ts';

/** A value that the catalogue allows. */
export function exampleValue(field: string, spec: FieldSpec): unknown {
  switch (spec.type) {
    case 'boolean':
      return false;
    case 'number':
    case 'integer':
      return spec.from ?? 1;
    case 'integers':
      return [0, 1, 2];
    case 'word':
      return spec.of[0];
    case 'strings':
      return [`${field} one`, `${field} two`];
    case 'string': {
      const of = 'of' in spec ? spec.of : undefined;
      return of === 'applications' ? 'editor' : (of?.words.find((word) => word !== '') ?? `${field} one`);
    }
    default:
      return spec satisfies never;
  }
}

/** An event of a kind with every field that it can have: for test vectors and tests. */
export function exampleEvent<K extends EventKind>(kind: K): EventOf<K> {
  const fields = fieldsOf(kind).map(([field, spec]) => [field, exampleValue(field, spec)]);
  return { kind, ...Object.fromEntries(fields) } as EventOf<K>;
}
